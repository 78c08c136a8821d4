/**
 * `npm run test:node -- 24 [--only row,row]`: runs `npm test` on another version of Node.js, from its npm package. With
 * `--only types,promise`, it checks the packed Promise client alone.
 */
import { spawnSync } from "node:child_process"
import { delimiter, dirname } from "node:path"
import { nodeFromNpm } from "./nodeFromNpm.mjs"
import { root } from "./setup.mjs"

const [version = "", ...args] = process.argv.slice(2)

const main = () => {
  if (!/^\d+(\.\d+){0,2}$/.test(version)) {
    console.error(`test:node: "${version}" is not a version of Node.js. Pass one: \`npm run test:node -- 24\`.`)
    return 1
  }
  let bin
  try {
    console.log(`test:node: installing Node.js ${version} from npm ...`)
    bin = nodeFromNpm(version)
  } catch (error) {
    console.error(`test:node: ${error.message}`)
    return 1
  }
  const env = { ...process.env, PATH: `${bin}${delimiter}${dirname(process.execPath)}${delimiter}${process.env.PATH}` }
  spawnSync("node", ["--print", '"test:node: Node.js " + process.version'], { env, stdio: "inherit" })
  return spawnSync("node", ["scripts/test.mjs", ...args], { cwd: root, env, stdio: "inherit" }).status ?? 1
}

process.exitCode = main()
