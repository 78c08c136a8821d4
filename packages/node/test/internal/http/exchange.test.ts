import { AsyncLocalStorage } from "node:async_hooks"
import { once } from "node:events"
import * as Http from "node:http"
import { createServer } from "node:net"
import { setTimeout } from "node:timers/promises"
import * as HttpClient from "@effect/platform/HttpClient"
import { assert, describe, it } from "@effect/vitest"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as RetryPolicy from "@effect-helpscout/core/RetryPolicy"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Stream from "effect/Stream"
import { client, close, listen } from "./support.js"

type Handler = (request: Http.IncomingMessage, response: Http.ServerResponse) => void

/** Serves one handler. */
const serve = (handler: Handler) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.promise(async () => {
        const server = Http.createServer((request, response) => {
          request.resume()
          handler(request, response)
        })
        return { server, url: `http://127.0.0.1:${await listen(server)}/` }
      }),
      ({ server }) => Effect.promise(() => close(server))
    ),
    ({ url }) => url
  )

const megabyte = Buffer.alloc(2 ** 20, "a")
const over = Effect.provide(NodeHelpScout.layerHttpClient)

describe("exchange over undici", () => {
  it.scopedLive("reads a body that arrives in pieces, without its byte order mark", () =>
    Effect.gen(function* () {
      const bytes = Buffer.from(`\u{feff}${JSON.stringify({ name: "Zoë 🦄" })}`)
      const url = yield* serve(async (_, response) => {
        for (const byte of bytes) {
          response.write(Buffer.of(byte))
          await setTimeout(1)
        }
        response.end()
      })
      const response = yield* HttpClient.get(url)
      assert.deepStrictEqual(yield* response.json, { name: "Zoë 🦄" })
    }).pipe(over)
  )

  it.scopedLive("asks for compressed responses, unless the caller chooses, and sends no other header of its own", () =>
    Effect.gen(function* () {
      const seen: Array<Http.IncomingHttpHeaders> = []
      const url = yield* serve((request, response) => {
        seen.push(request.headers)
        response.end()
      })
      yield* HttpClient.get(url)
      yield* HttpClient.get(url, { headers: { "accept-encoding": "identity", "x-team": "blue" } })
      const { host } = new URL(url)
      assert.deepStrictEqual(seen, [
        { host, connection: "keep-alive", "accept-encoding": "gzip, br" },
        { host, connection: "keep-alive", "accept-encoding": "identity", "x-team": "blue" }
      ])
    }).pipe(over)
  )

  it.scopedLive("skips informational responses", () =>
    Effect.gen(function* () {
      const url = yield* serve((_, response) => {
        response.writeEarlyHints({ link: "</style.css>; rel=preload; as=style" })
        response.writeHead(201, { "x-twice": ["a", "b"] }).end("done")
      })
      const response = yield* HttpClient.get(url)
      assert.deepStrictEqual([response.status, response.headers["x-twice"]], [201, "a, b"])
      assert.strictEqual(yield* response.text, "done")
    }).pipe(over)
  )

  it.scopedLive("fails the second read of a body, in whatever form", () =>
    Effect.gen(function* () {
      const url = yield* serve((_, response) => response.end("once"))
      const response = yield* HttpClient.get(url)
      yield* response.text
      const second = yield* Effect.flip(response.text)
      const third = yield* Effect.flip(Stream.runDrain(response.stream))
      assert.deepStrictEqual([second.reason, third.reason], ["Decode", "Decode"])
    }).pipe(over)
  )

  it.scopedLive("stops a body that is not read, and continues at the pace of its reader", () =>
    Effect.gen(function* () {
      let written = 0
      const url = yield* serve((_, response) => {
        const more = () => {
          while (!response.destroyed && written < 256) {
            written += 1
            if (!response.write(megabyte)) return
          }
          response.end()
        }
        response.on("drain", more)
        more()
      })
      const response = yield* HttpClient.get(url)
      yield* Effect.sleep("500 millis")
      assert.isBelow(written, 64)
      const size = yield* Stream.runFold(response.stream, 0, (sum, chunk) => sum + chunk.length)
      assert.strictEqual(size, 256 * megabyte.length)
    }).pipe(over)
  )

  it.scopedLive("ends the connection when a stream is not read to its end, or a fiber is interrupted", () =>
    Effect.gen(function* () {
      const closed: Array<string> = []
      const url = yield* serve((request, response) => {
        response.on("close", () => closed.push(request.url ?? ""))
        if (request.url === "/silent") return
        response.write(megabyte)
      })
      const take = (path: string) => HttpClient.get(url + path)
      yield* Stream.runDrain(Stream.take(Stream.unwrap(Effect.map(take("stream"), (_) => _.stream)), 1))
      const head = yield* Effect.fork(take("silent"))
      const body = yield* Effect.fork(Effect.flatMap(take("body"), (_) => _.text))
      yield* Effect.sleep("200 millis")
      yield* Fiber.interruptAll([head, body])
      yield* Effect.repeat(Effect.sleep("10 millis"), { until: () => closed.length === 3 })
      assert.sameMembers(closed, ["/stream", "/silent", "/body"])
    }).pipe(over)
  )

  it.scopedLive("does not send a request that is interrupted while its connection is made", () =>
    Effect.gen(function* () {
      const seen: Array<string | undefined> = []
      const url = yield* serve((request, response) => {
        seen.push(request.url)
        response.end()
      })
      const early = yield* Effect.fork(HttpClient.get(`${url}early`))
      yield* Effect.yieldNow()
      yield* Fiber.interrupt(early)
      yield* HttpClient.get(`${url}later`)
      yield* Effect.sleep("100 millis")
      assert.deepStrictEqual(seen, ["/later"])
    }).pipe(over)
  )

  it.scopedLive("fails a body whose connection broke, also if it broke before the body was read", () =>
    Effect.gen(function* () {
      const url = yield* serve((_, response) => {
        response.writeHead(200, { "content-length": "100" })
        response.write("some")
        response.socket?.end()
      })
      const response = yield* HttpClient.get(url)
      yield* Effect.sleep("100 millis")
      assert.strictEqual((yield* Effect.flip(response.text)).reason, "Decode")
      const late = yield* HttpClient.get(url)
      assert.strictEqual((yield* Effect.flip(Stream.runDrain(late.stream))).reason, "Decode")
    }).pipe(over)
  )

  it.scopedLive("names a response that is not HTTP, and sends a write once", () =>
    Effect.gen(function* () {
      const notHttp = ["SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\nx: 1\n\n", "HTTP/1.1 99 Low\r\n\r\n", "{}"]
      let requests = 0
      let bytes = ""
      const server = yield* Effect.acquireRelease(
        Effect.sync(() =>
          createServer((socket) => {
            socket.on("error", () => undefined)
            socket.once("data", () => {
              requests += 1
              socket.end(bytes)
            })
          })
        ),
        (server) => Effect.sync(() => void server.close())
      )
      const port = yield* Effect.promise(() => listen(server))
      const send = (method: "GET" | "POST") =>
        HelpScoutClient.request({ method, path: "/v2/users", ...(method === "POST" && { body: {} }) }).pipe(
          Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.none),
          Effect.provide(client(`http://127.0.0.1:${port}`)),
          Effect.flip
        )
      for (bytes of notHttp) {
        const read = yield* send("GET")
        assert.strictEqual(read._tag, "HelpScoutTransportFailed")
        assert.include(read.message, "INVALID_HTTP", bytes)
        requests = 0
        const write = yield* send("POST")
        assert.strictEqual(write._tag, "HelpScoutAmbiguousWrite")
        assert.strictEqual(requests, 1)
      }
    })
  )

  it("keeps the AsyncLocalStorage of each caller", async () => {
    const server = Http.createServer((request, response) => {
      request.resume()
      response.write("a")
      // the body follows in another turn
      setImmediate(() => response.end("b"))
    })
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`
    const runtime = ManagedRuntime.make(NodeHelpScout.layerHttpClient)
    const storage = new AsyncLocalStorage<number>()
    const seen = Effect.flatMap(HttpClient.get(url), (response) => {
      const atHead = storage.getStore()
      return Effect.map(response.text, () => [atHead, storage.getStore()])
    })
    const callers = [1, 2, 3, 4]
    const stores = await Promise.all(callers.map((caller) => storage.run(caller, () => runtime.runPromise(seen))))
    assert.deepStrictEqual(
      stores,
      callers.map((caller) => [caller, caller])
    )
    await runtime.dispose()
    server.closeAllConnections()
    server.close()
  })
})
