import { execFileSync } from "node:child_process"
import * as Fs from "node:fs"
import * as Http from "node:http"
import * as Net from "node:net"
import * as Os from "node:os"
import * as Path from "node:path"
import * as Tls from "node:tls"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { assert, describe, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import * as RetryPolicy from "@effect-helpscout/core/RetryPolicy"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { environment, json, listen } from "./support.js"

/** A self-signed certificate and its key. */
const certificate = Effect.sync(() => {
  const directory = Fs.mkdtempSync(Path.join(Os.tmpdir(), "helpscout-tls-"))
  const file = (name: string) => Path.join(directory, name)
  try {
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    const out = ["-keyout", file("key"), "-out", file("cert"), "-subj", "/CN=localhost"]
    execFileSync("openssl", ["req", "-x509", ...curve, ...out], { stdio: "ignore" })
    return { key: Fs.readFileSync(file("key")), cert: Fs.readFileSync(file("cert")) }
  } finally {
    Fs.rmSync(directory, { recursive: true })
  }
})

/** A listening server that counts its connections. */
const opened = <S extends Net.Server>(server: S, event = "connection") =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const counted = { server, connections: 0, port: 0 }
      const sockets = new Set<Net.Socket>()
      server.on(event, (socket: Net.Socket) => {
        counted.connections++
        sockets.add(socket)
        socket.on("error", () => socket.destroy())
      })
      counted.port = await listen(server)
      return Object.assign(counted, { sockets })
    }),
    ({ server, sockets }) =>
      Effect.promise(() => {
        for (const socket of sockets) socket.destroy()
        return new Promise<void>((resolve) => server.close(() => resolve()))
      })
  )

const undici = NodeHelpScout.layerHttpClient
const fetch = FetchHttpClient.layer
/** The platform's own layer over undici, which programs may provide instead. */
const platform = NodeHttpClient.layerUndici

interface Target {
  readonly url: string
  readonly token?: string
  readonly header?: string
}

/** `Auth.layerToken` rejects a token that cannot be sent. A token endpoint may still return one. */
const withToken = (token: string): Layer.Layer<Auth> =>
  Layer.effect(
    Auth,
    Effect.map(Auth, (auth) => ({ ...auth, token: Effect.succeed({ value: Redacted.make(token), id: 1 }) }))
  ).pipe(Layer.provide(Auth.layerToken(Redacted.make("planted-token"))))

const policy = RetryPolicy.make({ retries: 2, base: "1 millis" })

/** Sends a write, or a read, and returns its error. */
const failureOf = (transport: typeof undici | typeof fetch | typeof platform, method: "GET" | "POST", target: Target) =>
  HelpScoutClient.request({ method, path: "/v2/thing", ...(method === "POST" ? { body: {} } : {}) }).pipe(
    HelpScoutClient.withTransform(
      HttpClient.mapRequest((request) =>
        target.header === undefined ? request : HttpClientRequest.setHeader(request, "x-own", target.header)
      )
    ),
    Effect.provide(
      NodeHelpScout.layer({
        config: HelpScoutConfig.layer({ baseUrl: target.url, timeout: "5 seconds" }),
        auth: withToken(target.token ?? "planted-token"),
        tokenStore: TokenStore.layerMemory,
        httpClient: transport as Layer.Layer<HttpClient.HttpClient>
      })
    ),
    Effect.provideService(RetryPolicy.RetryPolicy, policy),
    Effect.flip
  )

/** Each way to fail before the request line is sent, and whether another attempt could succeed. */
const failures = Effect.gen(function* () {
  const tls = yield* opened(
    Tls.createServer(yield* certificate, (socket) => socket.end()).on("tlsClientError", () => {})
  )
  const plain = yield* opened(
    Net.createServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")))
  )
  const cut = yield* opened(Net.createServer((socket) => socket.once("data", () => socket.destroy())))
  const reset = yield* opened(Net.createServer((socket) => socket.once("data", () => socket.resetAndDestroy())))
  const closed = yield* Effect.scoped(opened(Net.createServer()))
  const alive = yield* opened(Http.createServer((_, response) => response.end("{}")))
  const https = (server: { readonly port: number }) => ({ url: `https://127.0.0.1:${server.port}` })
  const http = { url: `http://127.0.0.1:${alive.port}` }
  return [
    { name: "a token with a line break", target: { ...http, token: "planted\ntoken" }, permanent: true },
    { name: "an own header outside Latin-1", target: { ...http, header: "a → b" }, permanent: true },
    { name: "an untrusted certificate", target: https(tls), permanent: true, server: tls },
    { name: "TLS to a plain port", target: https(plain), permanent: true, server: plain },
    { name: "a handshake that is cut off", target: https(cut), permanent: false, server: cut },
    // the other transports do not say whether the connection was used before the reset
    { name: "a handshake that is reset", target: https(reset), permanent: false, server: reset, only: "undici" },
    { name: "a name that does not exist", target: { url: "http://helpscout.invalid" }, permanent: false },
    { name: "a refused connection", target: { url: `http://127.0.0.1:${closed.port}` }, permanent: false }
  ] satisfies ReadonlyArray<{
    name: string
    target: Target
    permanent: boolean
    server?: { readonly connections: number }
    only?: string
  }>
})

describe("law S5: a request that never left the process fails with TransportFailed", () => {
  for (const [transport, layer] of [
    ["undici", undici],
    ["fetch", fetch],
    ["the platform's undici", platform]
  ] as const) {
    it.scopedLive(`over ${transport}, for headers, TLS, names and connections`, () =>
      Effect.gen(function* () {
        for (const { name, only, permanent, server, target } of yield* failures) {
          if (only !== undefined && only !== transport) continue
          for (const method of ["POST", "GET"] as const) {
            const before = server?.connections ?? 0
            const failed = yield* failureOf(layer, method, target)
            const what = `${name}: ${method}: ${json(failed)}`
            assert.strictEqual(failed._tag, "HelpScoutTransportFailed", what)
            assert.strictEqual("isRetryable" in failed && failed.isRetryable, !permanent, what)
            // the control of `permanent`: others are retried
            if (server !== undefined) assert.strictEqual(server.connections - before, permanent ? 1 : 3, what)
            assert.notInclude(what + String(failed), "planted")
          }
        }
      })
    )

    it.scopedLive(`over ${transport}, a write whose connection ends after it was sent stays ambiguous (law S2)`, () =>
      Effect.gen(function* () {
        for (const end of ["destroy", "resetAndDestroy"] as const) {
          const server = yield* opened(Net.createServer((socket) => socket.once("data", () => socket[end]())))
          const failed = yield* failureOf(layer, "POST", { url: `http://127.0.0.1:${server.port}` })
          assert.strictEqual(failed._tag, "HelpScoutAmbiguousWrite", json(failed))
          assert.strictEqual(server.connections, 1)
        }
      })
    )
  }

  for (const [transport, layer] of [
    ["fetch", fetch],
    ["the platform's undici", platform]
  ] as const) {
    it.scopedLive(
      `over ${transport}, a write is ambiguous after a handshake that is reset, because it may have been sent (law S2)`,
      () =>
        Effect.gen(function* () {
          const server = yield* opened(
            Net.createServer((socket) => socket.once("data", () => socket.resetAndDestroy()))
          )
          const failed = yield* failureOf(layer, "POST", { url: `https://127.0.0.1:${server.port}` })
          assert.strictEqual(failed._tag, "HelpScoutAmbiguousWrite", json(failed))
          assert.strictEqual(server.connections, 1)
        })
    )
  }

  it.scopedLive("over undici, for each way in which a proxy refuses a tunnel", () =>
    Effect.gen(function* () {
      for (const [status, permanent] of [
        [403, true],
        [407, true],
        [502, false]
      ] as const) {
        const proxy = yield* opened(
          Http.createServer().on("connect", (_, socket) => {
            socket.on("error", () => {})
            socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`)
          })
        )
        yield* Effect.scoped(
          Effect.gen(function* () {
            yield* environment({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` })
            const failed = yield* failureOf(undici, "POST", { url: "https://helpscout.invalid" })
            assert.strictEqual(failed._tag, "HelpScoutTransportFailed", json(failed))
            assert.include(json(failed), String(status))
            assert.strictEqual(proxy.connections, permanent ? 1 : 3)
          })
        )
      }
    })
  )
})
