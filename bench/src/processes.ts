/** Child processes that respond to requests. */
import { fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

export interface Child<Request, Response> {
  readonly ask: (request: Request) => Promise<Response>
  readonly stop: () => Promise<void>
}

interface Asked<Request> {
  readonly id: number
  readonly request: Request
}

type Reply<Response> =
  | { readonly id: number; readonly response: Response }
  | { readonly id: number; readonly error: string }

/** The id of the message that a child sends when it is ready. */
const ready = 0

/** Starts a module of this package, by its path from here, and waits until it can be asked. */
export const start = async <Request, Response>(
  path: string,
  args: ReadonlyArray<string> = []
): Promise<Child<Request, Response>> => {
  const child = fork(fileURLToPath(new URL(path, import.meta.url)), args)
  const waiting = new Map<number, (reply: Reply<Response>) => void>()
  let last = ready
  const expect = (id: number) => new Promise<Reply<Response>>((resolve) => waiting.set(id, resolve))
  const begun = expect(ready)
  // written by `responding`, in a module that the caller names together with its types
  child.on("message", (message) => {
    const reply = message as Reply<Response>
    waiting.get(reply.id)?.(reply)
    waiting.delete(reply.id)
  })
  child.on("exit", (code) => {
    for (const [id, response] of waiting) response({ id, error: `ended with ${String(code)}` })
  })
  const orFail = (reply: Reply<Response>): Response => {
    if ("error" in reply) throw new Error(`${path} ${args.join(" ")}: ${reply.error}`)
    return reply.response
  }
  orFail(await begun)
  return {
    ask: async (request) => {
      const asked: Asked<Request> = { id: ++last, request }
      const response = expect(asked.id)
      child.send(asked)
      return orFail(await response)
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, "exit")
      child.disconnect()
      await ended
    }
  }
}

/** The child: reports that it is ready, and responds until the parent disconnects. */
export const responding = <Request, Response>(response: (request: Request) => Response | Promise<Response>): void => {
  const send = (reply: Reply<Response | null>) => process.send?.(reply)
  process.on("message", async ({ id, request }: Asked<Request>) => {
    try {
      send({ id, response: await response(request) })
    } catch (error) {
      send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.on("disconnect", () => process.exit(0))
  send({ id: ready, response: null })
}
