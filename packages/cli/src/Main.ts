/**
 * The command `helpscout`.
 */
import * as Process from "node:process"
import { version } from "./internal/version.js"

const argv = Process.argv.slice(2)

if (argv[0] === "--version" || argv[0] === "-v") Process.stdout.write(`${version}\n`)
// everything else is evaluated when it is needed
else void import("./internal/start.js").then(({ start }) => start(argv))
