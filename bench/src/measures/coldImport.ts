/** Measures the time of imports in new processes, sequentially and in alternating order. */
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
  promise: "**effect-helpscout**, the Promise client",
  peer: "helpscout-mailbox-api",
  openai: "openai",
  stripe: "stripe"
} as const
type Entry = keyof typeof labels
// cast: `Object.keys` returns the keys of `labels`
const entries = Object.keys(labels) as Array<Entry>

const timeOf = async (entry: Entry): Promise<number> => {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [fileURLToPath(new URL(`../imports/${entry}.js`, import.meta.url))], {
    stdio: "ignore"
  })
  const [code] = await once(child, "exit")
  if (code !== 0) throw new Error(`imports/${entry}.js exited with code ${String(code)}`)
  return performance.now() - startedAt
}

export const run = async (): Promise<Section> => {
  const times = new Map<Entry, Array<number>>(entries.map((entry) => [entry, []]))
  for (let round = 0; round < rounds; round++) {
    for (const entry of entries) times.get(entry)?.push(await timeOf(entry))
  }
  const empty = times.get("empty") ?? []
  const over = (entry: Entry) =>
    median((times.get(entry) ?? []).map((time, round) => time - (empty[round] ?? Number.NaN)))
  return {
    title: "Cold import",
    how: `Milliseconds from start to exit of a process that only imports. Medians of ${rounds} alternating rounds.`,
    table: [
      ["", "ms", "above the empty process"],
      ...entries.map((entry) => [labels[entry], median(times.get(entry) ?? []).toFixed(0), number(over(entry))])
    ],
    figures: { coldImportMs: over("oneResource"), promiseImportMs: over("promise") }
  }
}
