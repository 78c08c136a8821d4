import { existsSync } from "node:fs"
import { join } from "node:path"
import { ensureRedis } from "./redis.mjs"
import { setup } from "./setup.mjs"
import { bin, root, run } from "./workspace.mjs"

/** `node scripts/soak.mjs tokens ...`: prepares the checkout, and runs packages/node/soak/tokens.ts with the rest. */
const [name = "", ...args] = process.argv.slice(2)
const source = join(root, "packages/node/soak", `${name}.ts`)

const build = async () => {
  console.log("Building ...")
  const { code, output } = await run(bin("typescript", "tsc"), ["-b", "packages/node/tsconfig.soak.json"])
  if (code !== 0) console.error(`${output}\nThe build failed.`)
  return code === 0
}

const soak = async () => {
  if (!/^\w+$/.test(name) || !existsSync(source)) {
    console.error(`There is no packages/node/soak/${name}.ts.`)
    return 1
  }
  if (!setup() || !ensureRedis() || !(await build())) return 1
  const { code } = await run(join(root, "packages/node/soak/dist/soak", `${name}.js`), args, { live: true })
  return code
}

process.exitCode = await soak()
