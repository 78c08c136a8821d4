/** Child processes that respond to requests of their parent. */
import { fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

export interface Child<Req, Res> {
  readonly request: (payload: Req) => Promise<Res>
  readonly stop: () => Promise<void>
}

interface RequestMessage<Req> {
  readonly id: number
  readonly payload: Req
}

type ResponseMessage<Res> =
  | { readonly id: number; readonly value: Res }
  | { readonly id: number; readonly error: string }

/** The id of the message that a child sends when it is ready. */
const readyId = 0

/** Starts a module of this package, by its path from here, and waits until it is ready. */
export const start = async <Req, Res>(path: string, args: ReadonlyArray<string> = []): Promise<Child<Req, Res>> => {
  const child = fork(fileURLToPath(new URL(path, import.meta.url)), args)
  const waiting = new Map<number, (response: ResponseMessage<Res>) => void>()
  let lastId = readyId
  const expect = (id: number) => new Promise<ResponseMessage<Res>>((resolve) => waiting.set(id, resolve))
  const ready = expect(readyId)
  // sent by `respond` in the child, whose types the caller names
  child.on("message", (message) => {
    const response = message as ResponseMessage<Res>
    waiting.get(response.id)?.(response)
    waiting.delete(response.id)
  })
  child.on("exit", (code) => {
    for (const [id, resolve] of waiting) resolve({ id, error: `exited with code ${String(code)}` })
  })
  const valueOf = (response: ResponseMessage<Res>): Res => {
    if ("error" in response) throw new Error(`${path} ${args.join(" ")}: ${response.error}`)
    return response.value
  }
  valueOf(await ready)
  return {
    request: async (payload) => {
      const message: RequestMessage<Req> = { id: ++lastId, payload }
      const response = expect(message.id)
      child.send(message)
      return valueOf(await response)
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const exited = once(child, "exit")
      child.disconnect()
      await exited
    }
  }
}

/** Runs in the child: reports that it is ready, and responds until the parent disconnects. */
export const respond = <Req, Res>(handle: (payload: Req) => Res | Promise<Res>): void => {
  const send = (message: ResponseMessage<Res | null>) => process.send?.(message)
  process.on("message", async ({ id, payload }: RequestMessage<Req>) => {
    try {
      send({ id, value: await handle(payload) })
    } catch (error) {
      send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.on("disconnect", () => process.exit(0))
  send({ id: readyId, value: null })
}
