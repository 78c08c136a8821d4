/** `npm run version-packages`: turns the changesets into new versions and changelogs, and puts the version where else it stands. */
import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { bin, readJson, root } from "./workspace.mjs"

const source = join(root, "packages/node/src/internal/version.ts")
const { packageManager } = readJson(join(root, "package.json"))

const execute = (command, args) => {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" })
  if (status !== 0) process.exit(status ?? 1)
}

execute(process.execPath, [bin("@changesets/cli", "changeset"), "version"])
const { version } = readJson(join(root, "packages/node/package.json"))
writeFileSync(source, readFileSync(source, "utf8").replace(/version = "[^"]*"/, `version = "${version}"`))
execute("npx", ["-y", packageManager.split("+")[0], "install", "--lockfile-only"])
