/**
 * `npm run release`: publishes what `npm run version-packages` made, and tags it. Only pnpm turns `workspace:` and
 * `publishConfig` into what users install, so it has to be on the PATH of changesets.
 */
import { spawnSync } from "node:child_process"
import { readJson, root } from "./workspace.mjs"

const { packageManager } = readJson(new URL("../package.json", import.meta.url))
const { status } = spawnSync("npx", ["-y", "-p", packageManager.split("+")[0], "-c", "changeset publish"], {
  cwd: root,
  stdio: "inherit",
  shell: process.platform === "win32"
})
process.exitCode = status ?? 1
