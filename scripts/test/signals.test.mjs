import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout } from "node:timers/promises"
import { describe, it } from "vitest"

const shield = new URL("../signals.mjs", import.meta.url).href

/** Starts a program that takes its time to shut down on the first signal, and answers it once it listens. */
const start = async (onReady) => {
  const program = `
    import { shieldFromRepeatedSignals } from ${JSON.stringify(shield)}
    shieldFromRepeatedSignals()
    ${onReady}
    setInterval(() => {}, 1_000)
    console.log("ready")`
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  await once(child.stdout, "data")
  return child
}

const slowly = (milliseconds) => `process.once("SIGINT", () => setTimeout(() => process.exit(7), ${milliseconds}))`

describe.skipIf(process.platform === "win32")("shieldFromRepeatedSignals", () => {
  it("lets a clean shutdown run to its end though the signal comes twice", async () => {
    const child = await start(slowly(300))
    child.kill("SIGINT")
    await setTimeout(100)
    child.kill("SIGINT")
    assert.deepEqual(await once(child, "exit"), [7, null])
  })

  it("lets an impatient user end a shutdown that hangs", async () => {
    const child = await start(slowly(15_000))
    child.kill("SIGINT")
    await setTimeout(1_200)
    child.kill("SIGINT")
    assert.deepEqual(await once(child, "exit"), [130, null])
  })

  it("ends a program that does not listen", async () => {
    const child = await start("")
    child.kill("SIGTERM")
    assert.deepEqual(await once(child, "exit"), [143, null])
  })
})
