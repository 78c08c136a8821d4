import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("..", import.meta.url))

export const readJson = (path) => JSON.parse(readFileSync(path, "utf8"))

/** The script behind a command of a dev dependency: `node_modules/.bin` holds shell scripts, which Windows can't spawn. */
export const bin = (packageName, command) => {
  const directory = join(root, "node_modules", packageName)
  return join(directory, readJson(join(directory, "package.json")).bin[command])
}

/** Runs a Node script in the root. Its output goes to the screen when `live`, else into the result. */
export const run = (script, args, { live = false } = {}) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      stdio: live ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"]
    })
    let output = ""
    const collect = (text) => {
      output += text
    }
    child.stdout?.setEncoding("utf8").on("data", collect)
    child.stderr?.setEncoding("utf8").on("data", collect)
    child.on("error", (error) => resolve({ code: 1, output: `${output}${error.message}\n` }))
    child.on("close", (code, signal) =>
      resolve(code === null ? { code: 1, output: `${output}ended by ${signal}\n` } : { code, output })
    )
  })

/** Effect's diagnostics, for every project that tsconfig.json refers to. Without an `lspconfig` the command checks no file and succeeds. */
export const effectDiagnostics = (project) => [
  "diagnostics",
  "--project",
  project,
  "--format",
  "text",
  "--strict",
  "--lspconfig",
  "{}"
]
