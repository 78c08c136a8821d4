/**
 * The command `helpscout`.
 */
import * as Process from "node:process"
import { version } from "./internal/version.js"

if (Process.argv.includes("--version")) Process.stdout.write(`${version}\n`)
