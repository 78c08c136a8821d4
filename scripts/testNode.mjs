/**
 * `npm run test:node -- 24 [--only row,row]`: runs `npm test` on another version of Node.js, from its npm package. With
 * `--only types,promise`, it checks the packed Promise client alone.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { root } from "./setup.mjs"

const [version = "", ...args] = process.argv.slice(2)
const platform = process.platform === "win32" ? "win" : process.platform
const prefix = join(root, "node_modules/.cache", `node-${version}`)

const main = () => {
  if (!/^\d+(\.\d+){0,2}$/.test(version)) {
    console.error(`test:node: "${version}" is not a version of Node.js. Pass one: \`npm run test:node -- 24\`.`)
    return 1
  }
  mkdirSync(prefix, { recursive: true })
  const name = `node-${platform}-${process.arch}@${version}`
  console.log(`test:node: installing ${name} from npm into ${prefix} ...`)
  const { status } = spawnSync("npm", ["install", "--silent", "--no-save", "--prefix", prefix, name], {
    stdio: "inherit"
  })
  if (status !== 0) {
    console.error(
      `test:node: npm could not install ${name}. Check that the version exists: \`npm view ${name} version\`.`
    )
    return 1
  }
  const bin = join(prefix, "node_modules", name.slice(0, name.lastIndexOf("@")), "bin")
  const env = { ...process.env, PATH: `${bin}${delimiter}${dirname(process.execPath)}${delimiter}${process.env.PATH}` }
  spawnSync("node", ["--print", '"test:node: Node.js " + process.version'], { env, stdio: "inherit" })
  return spawnSync("node", ["scripts/test.mjs", ...args], { cwd: root, env, stdio: "inherit" }).status ?? 1
}

process.exitCode = main()
