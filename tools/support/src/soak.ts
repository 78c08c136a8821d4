/** Short runs of the programs behind `npm run soak:*`. */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { assert } from "@effect/vitest"

/** Returns the path of a compiled program in the folder `soak` of a package. */
export const built = (name: string, packageName = "node"): string => {
  const path = fileURLToPath(new URL(`../../../packages/${packageName}/soak/dist/soak/${name}.js`, import.meta.url))
  assert.isTrue(existsSync(path), `${path} does not exist. Run \`npx tsc -b\` first, as \`npm test\` does`)
  return path
}

/** Runs a program until it exits. */
export const run = (name: string, args: ReadonlyArray<string>, packageName?: string) =>
  new Promise<{ readonly code: number | null; readonly output: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [built(name, packageName), ...args], { stdio: ["ignore", "pipe", "pipe"] })
    let output = ""
    const collect = (text: string) => {
      output += text
    }
    child.stdout.setEncoding("utf8").on("data", collect)
    child.stderr.setEncoding("utf8").on("data", collect)
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, output }))
  })

/** Parses the counts in the last line of the output. */
export const counted = <Counted>(output: string): Counted => JSON.parse(output.trim().split("\n").at(-1) ?? "")
