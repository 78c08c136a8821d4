/**
 * Runs all measurements and writes RESULTS.md: `npm run bench`. With `--json`, the last line is one JSON object.
 * `--only small,page` runs a selection and does not write RESULTS.md.
 */
import { writeFileSync } from "node:fs"
import { setTimeout } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import type { Figures } from "./figures.js"
import * as Machine from "./machine.js"
import * as Accounts from "./measures/accounts.js"
import * as Bundle from "./measures/bundle.js"
import * as ColdImport from "./measures/coldImport.js"
import * as CommandLine from "./measures/commandLine.js"
import * as Copy from "./measures/copy.js"
import * as Decoding from "./measures/decoding.js"
import * as Limiter from "./measures/limiter.js"
import * as Limits from "./measures/limits.js"
import * as Requests from "./measures/requests.js"
import * as Walk from "./measures/walk.js"
import * as Report from "./report.js"

type Measurement = () => Promise<Report.Section>

/** Measurements that mostly wait. They run concurrently, before those that measure CPU. */
const waiting: Readonly<Record<string, Measurement>> = {
  reads: Limits.reads,
  two: Limits.twoProcesses,
  walk: Walk.time
}

const busy: Readonly<Record<string, Measurement>> = {
  small: () => Requests.run("small"),
  page: () => Requests.run("page"),
  decode: Decoding.run,
  limiter: Limiter.run,
  memory: Walk.memory,
  import: ColdImport.run,
  command: CommandLine.run,
  bundle: Bundle.run,
  accounts: Accounts.run,
  writes: Limits.writes,
  sync: Copy.run
}

/** The time for which such a measurement is busy at first, in milliseconds. */
const startUp = 7_000

const names = [...Object.keys(waiting), ...Object.keys(busy)]
const print = (text: string) => process.stdout.write(`${text}\n`)

const select = (only: string | undefined): ReadonlySet<string> => {
  const wanted = only?.split(",") ?? names
  const unknown = wanted.filter((name) => !names.includes(name))
  if (unknown.length > 0)
    throw new Error(`Unknown measurement in --only: ${unknown.join(", ")}. Use ${names.join(", ")}`)
  return new Set(wanted)
}

const measure = async (wanted: ReadonlySet<string>): Promise<ReadonlyArray<Report.Section>> => {
  const selected = (measurements: Readonly<Record<string, Measurement>>) =>
    Object.entries(measurements).filter(([name]) => wanted.has(name))
  const timed = async ([name, measurement]: [string, Measurement]) => {
    const startedAt = performance.now()
    const section = await measurement()
    print(`Measured ${name} (${((performance.now() - startedAt) / 1000).toFixed(0)} s)`)
    return section
  }
  const staggered = async (measurement: [string, Measurement], index: number) => {
    await setTimeout(index * startUp)
    return timed(measurement)
  }
  const waited = await Promise.all(selected(waiting).map(staggered))
  const sections: Array<Report.Section> = []
  for (const measurement of selected(busy)) sections.push(await timed(measurement))
  return [...sections, ...waited]
}

const notes = `## How it is measured

Each client has a process of its own, so that it does not use code that another client has warmed up, and rounds alternate.
The server is another process on a loopback socket. For CPU and memory, it is a bare \`node:http\` server with prepared
bodies from the simulator's data, so that its own cost is negligible. For the rate limit, it is the simulator.

Our client is \`NodeHelpScout.layer\` with client credentials, the limiter, retries, decoding, and tokens in memory. Its
calls run in one fiber, or in one fiber for each request in flight. The peer is \`helpscout-mailbox-api\` 1.0.1, unchanged.
Its \`updateRequestOptions({ baseURL })\` points it at the server (it tries to forbid that, but deletes \`baseUrl\`, which
axios does not know), and \`setCredentials\` gives it a token. This does not add any cost: the peer sets the same option
itself. Where CPU and memory are measured, neither client limits itself: \`updateBottleneckOptions\` removes the peer's
\`minTime\` and reservoir, and our limiter has a budget that is never used up. axios 1 and undici only send and parse.
`

const report = (sections: ReadonlyArray<Report.Section>, figures: Partial<Figures>): string =>
  [
    "# Benchmarks\n",
    `Written by \`npm run bench\` on ${Machine.describe()}. Times depend on the machine. Compare the ratios.\n`,
    `${Report.summary(figures)}\n`,
    ...sections.map(Report.section),
    notes
  ].join("\n")

const { json, only } = parseArgs({ options: { json: { type: "boolean" }, only: { type: "string" } } }).values
print(`Measuring ${only ?? "everything, which takes about four minutes"}`)
const sections = await measure(select(only))
const figures: Partial<Figures> = Object.assign({}, ...sections.map((section) => section.figures))
const text = report(sections, figures)
if (only === undefined) writeFileSync(fileURLToPath(new URL("../RESULTS.md", import.meta.url)), text)
print(`\n${text}`)
if (json === true) print(JSON.stringify(figures))
