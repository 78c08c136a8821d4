import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout } from "node:timers/promises"
import { describe, it } from "vitest"

/** Starts a program behind scripts/signals.mjs that exits with 7 this long after the first SIGINT. */
const start = async (milliseconds) => {
  const program = `
    process.once("SIGINT", () => setTimeout(() => process.exit(7), ${milliseconds}))
    setInterval(() => {}, 1_000)
    console.log("ready")`
  const preload = new URL("../signals.mjs", import.meta.url).href
  const child = spawn(process.execPath, ["--import", preload, "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"]
  })
  await once(child.stdout, "data")
  return child
}

describe("Ctrl-C during npm start", () => {
  it("lets the program shut down when the signal arrives twice", async () => {
    const child = await start(300)
    child.kill("SIGINT")
    await setTimeout(100)
    child.kill("SIGINT")
    assert.deepEqual(await once(child, "exit"), [7, null])
  })

  it("ends a program that hangs when pressed again after a second", async () => {
    const child = await start(15_000)
    child.kill("SIGINT")
    await setTimeout(1_200)
    child.kill("SIGINT")
    assert.deepEqual(await once(child, "exit"), [130, null])
  })
})
