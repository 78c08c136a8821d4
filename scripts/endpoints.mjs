/**
 * `npm run endpoints`: a table of every endpoint. With `-- --json` a JSON array (`npm run --silent`, or npm puts two lines of
 * its own before it); with `-- --write` it writes the documents that are made from the endpoints.
 */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { prepare } from "./reference.mjs"
import { root } from "./workspace.mjs"

const table = (entries) => {
  const rows = entries.map(({ group, method, name, path, status, stability }) => [
    `${group}.${name}`,
    method,
    path,
    String(status),
    stability
  ])
  const lines = [["name", "method", "path", "status", "stability"], ...rows]
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  const text = lines.map((line) =>
    line
      .map((part, column) => part.padEnd(widths[column]))
      .join("  ")
      .trimEnd()
  )
  return `${text.join("\n")}\n${rows.length} endpoints\n`
}

const options = { json: { type: "boolean", default: false }, write: { type: "boolean", default: false } }

const main = async ({ json, write }) => {
  const prepared = await prepare()
  if (prepared === undefined) return 1
  if (write) {
    for (const { content, path } of prepared.documents()) writeFileSync(join(root, path), content)
  } else {
    process.stdout.write(json ? `${JSON.stringify(prepared.entries, undefined, 2)}\n` : table(prepared.entries))
  }
  return 0
}

// who reads it, such as `head`, may have seen enough
process.stdout.on("error", (error) => {
  if (error.code !== "EPIPE") throw error
})

try {
  process.exitCode = await main(parseArgs({ options }).values)
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
