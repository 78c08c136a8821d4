import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { setup } from "./setup.mjs"
import { shieldFromRepeatedSignals } from "./signals.mjs"
import { bin, root, run } from "./workspace.mjs"

const example = join(root, "examples/dist/src/export.js")

const build = async () => {
  console.log("Building ...")
  const { code, output } = await run(bin("typescript", "tsc"), ["-b"])
  if (code !== 0) console.error(`${output}\nThe build failed.`)
  return code === 0
}

if (setup() && (await build())) {
  shieldFromRepeatedSignals()
  // In this process, not in a child of it: signals, exit code, terminal size and Ctrl-Z need no passing on.
  process.argv[1] = example
  await import(pathToFileURL(example).href)
} else {
  process.exitCode = 1
}
