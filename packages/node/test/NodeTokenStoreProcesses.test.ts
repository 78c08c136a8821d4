import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { assert, it } from "@effect/vitest"

const soak = fileURLToPath(new URL("../soak/dist/soak/tokens.js", import.meta.url))

interface Counted {
  readonly processes: number
  readonly store: string
  readonly expiries: number
  readonly renewals: number
  readonly kills: number
  readonly failed: number
  readonly loggedOut: number
  readonly unavoidable: number
}

/** `npm run soak:tokens` in short: real processes, real files, a real Redis, and the simulator over a real socket. */
const run = (args: ReadonlyArray<string>) =>
  new Promise<{ readonly code: number | null; readonly output: string }>((resolve, reject) => {
    assert.isTrue(existsSync(soak), `${soak} is not built: run \`npx tsc -b\` first, as \`npm test\` does`)
    const child = spawn(process.execPath, [soak, ...args], { stdio: ["ignore", "pipe", "pipe"] })
    let output = ""
    const collect = (text: string) => {
      output += text
    }
    child.stdout.setEncoding("utf8").on("data", collect)
    child.stderr.setEncoding("utf8").on("data", collect)
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, output }))
  })

for (const store of ["file", "redis"]) {
  it(`processes that share a ${store} store renew once for each expiry, and may be killed at any instant`, async () => {
    const { code, output } = await run(["--stores", store, "--expiries", "2", "--life", "3", "--rounds", "6"])
    assert.strictEqual(code, 0, output)
    const counted: Counted = JSON.parse(output.trim().split("\n").at(-1) ?? "")
    assert.strictEqual(counted.processes, 8)
    assert.strictEqual(counted.store, store)
    assert.isAtLeast(counted.expiries, 2)
    assert.strictEqual(counted.renewals, counted.expiries, output)
    assert.strictEqual(counted.failed, 0, output)
    assert.strictEqual(counted.kills, 6)
    assert.strictEqual(counted.loggedOut, 0, output)
  }, 600_000)
}
