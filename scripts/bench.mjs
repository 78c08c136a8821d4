import { join } from "node:path"
import { ensureRedis } from "./redis.mjs"
import { setup } from "./setup.mjs"
import { bin, root, run } from "./workspace.mjs"

/** `npm run bench`: prepares the checkout, and measures. What is behind `--` goes to bench/src/main.ts. */
const build = async () => {
  console.log("Building ...")
  const { code, output } = await run(bin("typescript", "tsc"), ["-b", "bench"])
  if (code !== 0) console.error(`${output}\nThe build failed.`)
  return code === 0
}

if (setup() && ensureRedis() && (await build())) {
  const { code } = await run(join(root, "bench/dist/main.js"), process.argv.slice(2), { live: true })
  process.exitCode = code
} else {
  process.exitCode = 1
}
