import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { setup } from "./setup.mjs"
import { bin, root, run } from "./workspace.mjs"

const build = async () => {
  const { code, output } = await run(bin("typescript", "tsc"), ["-b", "tools/docs"])
  if (code !== 0) console.error(`${output}\nThe build failed.`)
  return code === 0
}

const load = (path) => import(pathToFileURL(join(root, path)).href)

/** Prepares the checkout, and answers the catalogue and what is written from it; nothing, once it has said why not. */
export const prepare = async () => {
  // stdout is for the answer alone
  console.log = console.error
  if (!setup() || !(await build())) return undefined
  const reference = await load("tools/docs/dist/src/reference.js")
  const { entries } = await load("packages/resources/dist/Catalogue.js")
  return { ...reference, entries }
}
