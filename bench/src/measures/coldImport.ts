/** How long a program waits for its imports: new processes, one after the other, in turns. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { number, type Section } from "../report.js"
import { median } from "../statistics.js"

const rounds = 15
const labels = {
  empty: "an empty process",
  schema: "`effect/Schema` alone",
  oneResource: "**effect-helpscout**, core and conversations",
  peer: "helpscout-mailbox-api"
} as const
type Entry = keyof typeof labels
// the labels' own keys
const entries = Object.keys(labels) as Array<Entry>

const started = async (entry: Entry): Promise<number> => {
  const began = performance.now()
  const child = spawn(process.execPath, [fileURLToPath(new URL(`../imports/${entry}.js`, import.meta.url))], {
    stdio: "ignore"
  })
  const [code] = await once(child, "exit")
  if (code !== 0) throw new Error(`imports/${entry}.js ended with ${String(code)}`)
  return performance.now() - began
}

export const run = async (): Promise<Section> => {
  const times = new Map<Entry, Array<number>>(entries.map((entry) => [entry, []]))
  for (let round = 0; round < rounds; round++) {
    for (const entry of entries) times.get(entry)?.push(await started(entry))
  }
  const empty = times.get("empty") ?? []
  const over = (entry: Entry) =>
    median((times.get(entry) ?? []).map((time, round) => time - (empty[round] ?? Number.NaN)))
  return {
    title: "Cold import",
    how: `Milliseconds from start to end of a process that does nothing but import; medians of ${rounds}, in turns.`,
    table: [
      ["", "ms", "over an empty one"],
      ...entries.map((entry) => [labels[entry], median(times.get(entry) ?? []).toFixed(0), number(over(entry))])
    ],
    figures: { coldImportMs: over("oneResource") }
  }
}
