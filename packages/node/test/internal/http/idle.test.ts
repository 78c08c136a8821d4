import * as Http from "node:http"
import type * as Net from "node:net"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { client, close, listen, me } from "./support.js"

/** A server that never closes a connection, whatever it announces, and records when clients close theirs. */
const patient = (keepAlive: string | undefined) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const open = new Set<Net.Socket>()
      let connections = 0
      let allClosed = () => {}
      const closedByClient = new Promise<void>((resolve) => {
        allClosed = resolve
      })
      const server = Http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
        request.resume()
        response.setHeader("connection", "keep-alive")
        if (keepAlive !== undefined) response.setHeader("keep-alive", keepAlive)
        response.setHeader("content-type", "application/json").end("{}")
      }).on("connection", (socket: Net.Socket) => {
        connections += 1
        open.add(socket)
        socket.on("end", () => {
          open.delete(socket)
          if (open.size === 0) allClosed()
        })
      })
      const port = await listen(server)
      return { server, url: `http://127.0.0.1:${port}`, closedByClient, connections: () => connections }
    }),
    ({ server }) => Effect.promise(() => close(server))
  )

/** A request on a connection that its server is about to close is lost, and a write among them is ambiguous. */
describe("law S5: an idle connection is closed before its server closes it", () => {
  for (const [name, keepAlive] of [
    ["ahead of the time that the server announces", "timeout=3"],
    ["after four seconds, if the server announces none", undefined]
  ] as const) {
    it.scopedLive(name, () =>
      Effect.gen(function* () {
        const server = yield* patient(keepAlive)
        yield* Effect.gen(function* () {
          for (let n = 0; n < 6; n++) yield* me()
          const used = server.connections()
          assert.isBelow(used, 6, "the control: connections are reused")
          // the client is still open, so only its own timer can close the connections
          yield* Effect.promise(() => server.closedByClient)
          yield* me()
          assert.strictEqual(server.connections(), used + 1)
        }).pipe(Effect.provide(client(server.url)))
      })
    )
  }
})
