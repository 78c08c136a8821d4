import { readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { root } from "./workspace.mjs"

const children = (directory) => readdirSync(join(root, directory)).map((name) => join(root, directory, name))

for (const directory of [...children("packages"), join(root, "examples"), join(root, "bench")]) {
  for (const output of ["dist", "coverage", "node_modules/.cache"]) {
    rmSync(join(directory, output), { recursive: true, force: true })
  }
}
