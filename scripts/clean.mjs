import { readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { root } from "./workspace.mjs"

const children = (directory) => readdirSync(join(root, directory)).map((name) => join(root, directory, name))

const projects = [...children("packages"), ...children("tools"), join(root, "examples"), join(root, "bench")]
for (const directory of projects) {
  for (const output of ["dist", "soak/dist", "coverage", "node_modules/.cache"]) {
    rmSync(join(directory, output), { recursive: true, force: true })
  }
}
