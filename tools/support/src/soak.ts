/** The programs behind `npm run soak:*`, run in short. */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { assert } from "@effect/vitest"

/** The path of a program of packages/node/soak, as `tsc -b` builds it. */
export const built = (name: string): string => {
  const path = fileURLToPath(new URL(`../../../packages/node/soak/dist/soak/${name}.js`, import.meta.url))
  assert.isTrue(existsSync(path), `${path} is not built: run \`npx tsc -b\` first, as \`npm test\` does`)
  return path
}

/** Runs one to its end. */
export const run = (name: string, args: ReadonlyArray<string>) =>
  new Promise<{ readonly code: number | null; readonly output: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [built(name), ...args], { stdio: ["ignore", "pipe", "pipe"] })
    let output = ""
    const collect = (text: string) => {
      output += text
    }
    child.stdout.setEncoding("utf8").on("data", collect)
    child.stderr.setEncoding("utf8").on("data", collect)
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, output }))
  })

/** What it counted: the JSON object in its last line. */
export const counted = <Counted>(output: string): Counted => JSON.parse(output.trim().split("\n").at(-1) ?? "")
