import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { assert, it } from "@effect/vitest"

const soak = fileURLToPath(new URL("../soak/dist/soak/webhooks.js", import.meta.url))

interface Counted {
  readonly sent: number
  readonly genuine: number
  readonly accepted: number
  readonly acceptedTwice: number
  readonly forgedAccepted: number
  readonly lost: number
}

/** `npm run soak:webhooks` in short: real processes, a real Redis, real sockets. */
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

it("of a thousand deliveries, exactly the genuine ones are handled, each once, across graceful restarts", async () => {
  const { code, output } = await run(["--deliveries", "1000", "--restarts", "2"])
  assert.strictEqual(code, 0, output)
  const counted: Counted = JSON.parse(output.trim().split("\n").at(-1) ?? "")
  assert.deepStrictEqual(counted, {
    sent: 1000,
    genuine: counted.genuine,
    accepted: counted.genuine,
    acceptedTwice: 0,
    forgedAccepted: 0,
    lost: 0
  })
  assert.isAtLeast(counted.genuine, 500)
}, 600_000)

it("a receiver that leaks is noticed", async () => {
  const { code, output } = await run(["--deliveries", "1000", "--restarts", "0", "--leak"])
  assert.strictEqual(code, 1, output)
  assert.include(output, "the memory of receiver-1 grows")
}, 600_000)
