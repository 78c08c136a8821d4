/** Measures the memory of many accounts in one process. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { number, type Section } from "../report.js"

const program = fileURLToPath(new URL("../../../packages/promise/test/accountsHeap.mjs", import.meta.url))

export const run = async (): Promise<Section> => {
  const child = spawn(process.execPath, ["--expose-gc", program], { stdio: ["ignore", "pipe", "inherit"] })
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, "exit")])
  if (code !== 0) throw new Error(`accountsHeap.mjs exited with code ${String(code)}`)
  const { created, released, used } = JSON.parse(printed)
  return {
    title: "Many accounts",
    how: "kB of heap per account, for 1,000 clients of the Promise client in one process.",
    table: [
      ["", "kB"],
      ["a client that is not used", number(created)],
      ["after one call", number(used)],
      ["after its release", number(released)]
    ],
    figures: { promiseAccountKb: used }
  }
}
