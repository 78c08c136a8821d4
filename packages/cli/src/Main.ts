/**
 * The command `helpscout`. This file is bundled alone, so that `--version` costs as little as an empty process.
 */
import { join } from "node:path"
import * as Process from "node:process"
import { load } from "./internal/compileCache.js"
import type { start } from "./internal/start.js"
import { version } from "./internal/version.js"

/** Replaced in the bundle by the hash of dist/command.cjs. */
declare const HELPSCOUT_COMMAND_HASH: string

const argv = Process.argv.slice(2)

if (argv[0] === "--version" || argv[0] === "-v") Process.stdout.write(`${version}\n`)
else {
  const { exports, save } = load(join(__dirname, "command.cjs"), HELPSCOUT_COMMAND_HASH)
  const command = exports as { readonly start: typeof start }
  command.start(argv, save)
}
