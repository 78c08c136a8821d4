/** A copy of a generated account into a SQLite file, in a process of its own: `packages/sync/soak/scale.ts`. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import * as Report from "../report.js"

const program = fileURLToPath(new URL("../../../packages/sync/soak/dist/soak/scale.js", import.meta.url))
const conversations = 20_000

interface Result {
  readonly seconds: number
  readonly sinkSeconds: number
  readonly sinkCpuSeconds: number
  readonly peakMegabytes: number
  readonly fileMegabytes: number
  readonly sinkTimesTheRateLimit: number
  readonly sinkCpuTimesTheRateLimit: number
}

/** The last line of the program. */
const measure = async (): Promise<Result> => {
  const child = spawn(process.execPath, [program, "--conversations", String(conversations)], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  let output = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text
  })
  const [code] = await once(child, "close")
  if (code !== 0) throw new Error(`scale.js exited with code ${String(code)}: ${output}`)
  // scale.js writes it
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Result
}

export const run = async (): Promise<Report.Section> => {
  const result = await measure()
  const row = (what: string, value: number) => [what, Report.number(value)]
  return {
    title: "A copy into SQLite",
    how: `A generated account of ${conversations.toLocaleString("en")} conversations with four threads each, read from memory in pages of 25 and copied into one file. A commit contains a page and the position after it. \`npm run bench:sync\` copies 100,000 conversations.`,
    table: [
      ["", "measured"],
      row("seconds of the copy", result.seconds),
      row("of these, the commits", result.sinkSeconds),
      row("CPU seconds of all threads during commits", result.sinkCpuSeconds),
      row("conversations written per conversation that 400 requests a minute read", result.sinkTimesTheRateLimit),
      row("the same, by CPU", result.sinkCpuTimesTheRateLimit),
      row("peak memory, MB", result.peakMegabytes),
      row("size of the file, MB", result.fileMegabytes)
    ],
    figures: { syncSinkOverReads: 1 / result.sinkTimesTheRateLimit, syncPeakMb: result.peakMegabytes }
  }
}
