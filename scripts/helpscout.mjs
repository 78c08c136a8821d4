/** `npm run -s helpscout -- <arguments>`: runs the command of packages/cli from a clone, and builds it if it is missing. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { root, setup } from "./setup.mjs"
import { build } from "./workspace.mjs"

const command = join(root, "packages/cli/dist/helpscout.cjs")
if (!existsSync(command)) {
  // stdout belongs to the command
  console.log = console.error
  if (!setup()) process.exit(1)
  const { code, output } = await build()
  if (code !== 0) throw new Error(`helpscout: the build failed.\n${output}`)
}
process.argv[1] = command
await import(pathToFileURL(command).href)
