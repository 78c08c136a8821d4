import * as Http from "node:http"
import * as Net from "node:net"
import { assert, describe, it } from "@effect/vitest"
import * as RetryPolicy from "@effect-helpscout/core/RetryPolicy"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { api, client, close, environment, json, listen, me, serve } from "./support.js"

/** A proxy that opens tunnels to one port of this machine, regardless of the requested host. */
const proxy = (port: number) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const requests: Array<string> = []
      const sockets = new Set<Net.Socket>()
      const server = Http.createServer((request, response) => {
        requests.push(`${request.method} ${request.url}`)
        response.writeHead(200, { "content-type": "application/json" }).end(json({ id: 1 }))
      })
      server.on("connect", (request, socket: Net.Socket) => {
        requests.push(`CONNECT ${request.url}`)
        const upstream = Net.connect(port, "127.0.0.1", () => {
          socket.write("HTTP/1.1 200 OK\r\n\r\n")
          upstream.pipe(socket)
          socket.pipe(upstream)
        })
        for (const one of [socket, upstream]) {
          sockets.add(one)
          one.on("error", () => one.destroy())
        }
      })
      return { requests, server, sockets, port: await listen(server) }
    }),
    ({ server, sockets }) =>
      Effect.promise(() => {
        for (const socket of sockets) socket.destroy()
        return close(server)
      })
  )

describe("dispatcher: a proxy from the environment", () => {
  it.scopedLive("is used, except for the hosts in NO_PROXY", () =>
    Effect.gen(function* () {
      const server = yield* serve(api)
      const { port, requests } = yield* proxy(server.port)
      yield* environment({ HTTP_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: "127.0.0.1" })
      assert.deepStrictEqual(yield* Effect.provide(me(), client("http://helpscout.invalid")), { id: 1 })
      assert.lengthOf(requests, 1)
      assert.include(requests[0], "helpscout.invalid")
      assert.deepStrictEqual(yield* Effect.provide(me(), client(server.url)), { id: 1 })
      assert.lengthOf(requests, 1)
    })
  )

  it.scopedLive("opens a tunnel to an https host, with the proxy's credentials and without Help Scout's", () =>
    Effect.gen(function* () {
      const heads: Array<Http.IncomingMessage> = []
      const server = yield* Effect.acquireRelease(
        Effect.sync(() =>
          Http.createServer().on("connect", (request, socket) => {
            heads.push(request)
            socket.on("error", () => {})
            socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
          })
        ),
        (server) => Effect.promise(() => close(server))
      )
      const port = yield* Effect.promise(() => listen(server))
      yield* environment({ HTTPS_PROXY: `http://user:pass@127.0.0.1:${port}` })
      const failed = yield* Effect.flip(
        Effect.provideService(
          Effect.provide(me(), client("https://helpscout.invalid")),
          RetryPolicy.RetryPolicy,
          RetryPolicy.none
        )
      )
      assert.strictEqual(failed._tag, "HelpScoutTransportFailed")
      assert.include(json(failed), "407")
      assert.lengthOf(heads, 1)
      assert.strictEqual(heads[0]?.url, "helpscout.invalid:443")
      assert.strictEqual(heads[0]?.headers["proxy-authorization"], `Basic ${btoa("user:pass")}`)
      assert.notInclude(json(heads[0]?.headers), "planted")
    })
  )

  it.scopedLive("fails when the layer is built if its URL is invalid, without quoting its password", () =>
    Effect.gen(function* () {
      yield* environment({ HTTPS_PROXY: "http://user:planted@:bad" })
      const exit = yield* Effect.exit(Effect.provide(me(), client("http://127.0.0.1:1")))
      assert.isTrue(Exit.isFailure(exit))
      const shown = Exit.isFailure(exit) ? Cause.pretty(exit.cause) + json(exit) : ""
      assert.include(shown, "HTTPS_PROXY or HTTP_PROXY is not a valid proxy URL")
      assert.notInclude(shown, "planted")
    })
  )
})
