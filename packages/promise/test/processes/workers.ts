/** Starts workers, and reads what they print. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import process from "node:process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

export interface Worker {
  /** Asks for one call. */
  readonly call: () => void
  /** Returns the next line that the worker prints. */
  readonly next: () => Promise<unknown>
  /** Ends its input, and returns its exit code. */
  readonly end: () => Promise<number | null>
  readonly kill: () => Promise<void>
}

const exitOf = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
  return child.exitCode
}

/** Starts a worker, and waits until it is ready. */
export const startWorker = async (job: object): Promise<Worker> => {
  const script = fileURLToPath(new URL("worker.mjs", import.meta.url))
  const child = spawn(process.execPath, [script, JSON.stringify(job)], { stdio: ["pipe", "pipe", "inherit"] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => {
    const { done, value } = await lines.next()
    if (done === true) throw new Error(`the worker ended with ${await exitOf(child)}`)
    return JSON.parse(value)
  }
  const ready = await next()
  if (ready !== "ready") throw new Error(`the worker is not ready: ${JSON.stringify(ready)}`)
  return {
    call: () => void child.stdin.write("call\n"),
    next,
    end: () => {
      child.stdin.end()
      return exitOf(child)
    },
    kill: async () => {
      child.kill("SIGKILL")
      await exitOf(child)
    }
  }
}
