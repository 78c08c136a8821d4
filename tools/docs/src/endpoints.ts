/**
 * `npm run endpoints`: prints a table of every endpoint; with `-- --json`, a JSON array. Use `npm run --silent` to pipe it.
 */
import { parseArgs } from "node:util"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"

const table = (entries: ReadonlyArray<Catalogue.Entry>): string => {
  const lines = [
    ["name", "method", "path", "impact", "status", "stability"],
    ...entries.map((entry) => [
      `${entry.group}.${entry.name}`,
      entry.method,
      entry.path,
      entry.impact,
      String(entry.status),
      entry.stability
    ])
  ]
  const width = (column: number) => Math.max(...lines.map((line) => line[column]?.length ?? 0))
  const widths = [0, 1, 2, 3, 4].map(width)
  return lines.map((line) => line.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ")).join("\n")
}

// a reader such as `head` may close the pipe early
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
})

try {
  const { json } = parseArgs({ options: { json: { type: "boolean", default: false } } }).values
  const { entries } = Catalogue
  process.stdout.write(json ? `${JSON.stringify(entries, undefined, 2)}\n` : `${table(entries)}\n`)
} catch (error) {
  process.stderr.write(`endpoints: ${(error as Error).message}. The only option is --json.\n`)
  process.exitCode = 1
}
