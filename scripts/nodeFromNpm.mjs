/** Versions of Node.js from their npm packages. */
import { spawnSync } from "node:child_process"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { root } from "./setup.mjs"

const platform = process.platform === "win32" ? "win" : process.platform

/** Installs packages into a folder of the cache, and returns the folder. Fails with npm's exit code in the message. */
export const installFromNpm = (name, ...packages) => {
  const prefix = join(root, "node_modules/.cache", name)
  mkdirSync(prefix, { recursive: true })
  const { status } = spawnSync("npm", ["install", "--silent", "--no-save", "--prefix", prefix, ...packages], {
    stdio: "inherit"
  })
  if (status === 0) return prefix
  throw new Error(
    `npm could not install ${packages.join(" and ")} (exit code ${status}). Check that the version exists: \`npm view ${packages[0]} version\`.`
  )
}

/** The folder with the program `node` of this version, which is installed if it is missing. */
export const nodeFromNpm = (version) => {
  const name = `node-${platform}-${process.arch}`
  return join(installFromNpm(`node-${version}`, `${name}@${version}`), "node_modules", name, "bin")
}
