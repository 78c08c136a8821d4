import { execFile } from "node:child_process"
import * as Fs from "node:fs"
import * as Http from "node:http"
import * as Net from "node:net"
import * as Os from "node:os"
import * as Path from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as Zlib from "node:zlib"
import * as HttpClient from "@effect/platform/HttpClient"
import { assert, describe, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import * as RetryPolicy from "@effect-helpscout/core/RetryPolicy"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

interface Seen {
  readonly url: string
  readonly headers: Http.IncomingHttpHeaders
}

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** A real server on this machine, and what it was sent. */
const serve = (answer: (url: string) => Answer) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const seen: Array<Seen> = []
      const server = Http.createServer((request, response) => {
        request.resume()
        const { body, headers, status } = answer(request.url ?? "")
        seen.push({ url: request.url ?? "", headers: request.headers })
        response.writeHead(status ?? 200, { "content-type": "application/json", ...headers }).end(body)
      })
      const port = await listen(server)
      return { seen, server, port, url: `http://127.0.0.1:${port}` }
    }),
    ({ server }) => Effect.promise(() => close(server))
  )

const listen = (server: Net.Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      resolve(address === null || typeof address === "string" ? 0 : address.port)
    })
  })

const close = (server: Http.Server) =>
  new Promise<void>((resolve) => {
    server.closeAllConnections()
    server.close(() => resolve())
  })

/** The environment for the length of the scope. */
const environment = (variables: Readonly<Record<string, string>>) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const before = { ...process.env }
      Object.assign(process.env, variables)
      return before
    }),
    (before) =>
      Effect.sync(() => {
        for (const name of Object.keys(variables)) {
          if (before[name] === undefined) delete process.env[name]
          else process.env[name] = before[name]
        }
      })
  )

const me = (path: `/${string}` = "/v2/users/me") => HelpScoutClient.request({ method: "GET", path })

/** The client with a fixed token over its default transport. */
const client = (baseUrl: string) =>
  NodeHelpScout.layer({
    config: HelpScoutConfig.layer({ baseUrl, timeout: "5 seconds" }),
    auth: Auth.layerToken(Redacted.make("planted")),
    tokenStore: TokenStore.layerMemory
  })

const json = (value: unknown) => JSON.stringify(value)
const api = (url: string): Answer =>
  url === "/v2/oauth2/token"
    ? { body: json({ token_type: "bearer", access_token: "fresh", expires_in: 7200 }) }
    : { body: json({ id: 1 }) }

describe("NodeHelpScout.layerConfig", () => {
  it.scopedLive("needs nothing but the environment: it obtains a token, keeps it in a file, and says who it is", () =>
    Effect.gen(function* () {
      const state = yield* Effect.acquireRelease(
        Effect.sync(() => Fs.mkdtempSync(Path.join(Os.tmpdir(), "helpscout-state-"))),
        (directory) => Effect.sync(() => Fs.rmSync(directory, { recursive: true }))
      )
      const server = yield* serve(api)
      yield* environment({
        HELPSCOUT_CLIENT_ID: "app",
        HELPSCOUT_CLIENT_SECRET: "secret",
        HELPSCOUT_BASE_URL: server.url,
        XDG_STATE_HOME: state
      })
      for (const _ of [1, 2]) {
        // two programs, one after the other: the second finds the token
        assert.deepStrictEqual(yield* Effect.provide(me(), NodeHelpScout.layerConfig), { id: 1 })
      }
      assert.deepStrictEqual(
        server.seen.map(({ url }) => url),
        ["/v2/oauth2/token", "/v2/users/me", "/v2/users/me"]
      )
      for (const { headers } of server.seen) {
        assert.match(headers["user-agent"] ?? "", /^effect-helpscout\/\d+\.\d+\.\d+ node\/\d+/)
        assert.strictEqual(headers["accept-encoding"], "gzip, br")
      }
      assert.strictEqual(server.seen[2]?.headers.authorization, "Bearer fresh")
      assert.lengthOf(Fs.readdirSync(Path.join(state, "effect-helpscout")), 1)
    })
  )

  it.scopedLive("fails with the names of what is missing", () =>
    Effect.gen(function* () {
      const empty = Layer.setConfigProvider(ConfigProvider.fromMap(new Map([["XDG_STATE_HOME", Os.tmpdir()]])))
      const store = { tokenStore: TokenStore.layerMemory }
      const failed = yield* Effect.flip(Effect.provide(me(), Layer.provide(NodeHelpScout.layer(store), empty)))
      assert.include(String(failed), "HELPSCOUT_CLIENT_ID")
    })
  )
})

describe("every part can be replaced", () => {
  it.scopedLive("and is the one that is used", () =>
    Effect.gen(function* () {
      const used: Array<string> = []
      const noting = <A, E, R>(name: string, layer: Layer.Layer<A, E, R>) =>
        Layer.tap(layer, () => Effect.sync(() => used.push(name)))
      const server = yield* serve(api)
      const layer = NodeHelpScout.layer({
        config: noting(
          "config",
          HelpScoutConfig.layer({
            baseUrl: server.url,
            clientId: "app",
            clientSecret: Redacted.make("secret"),
            userAgent: "mine"
          })
        ),
        auth: noting("auth", Auth.layerClientCredentials),
        tokenStore: noting("tokenStore", TokenStore.layerMemory),
        rateLimiter: noting("rateLimiter", RateLimiter.layerUnlimited),
        httpClient: noting("httpClient", NodeHelpScout.layerHttpClient)
      })
      yield* Effect.provide(Effect.all([me(), Auth, RateLimiter, HelpScoutConfig]), layer)
      assert.deepStrictEqual(used.sort(), ["auth", "config", "httpClient", "rateLimiter", "tokenStore"])
      assert.deepStrictEqual(
        server.seen.map(({ headers }) => headers["user-agent"]),
        ["mine", "mine"]
      )
    })
  )
})

describe("compressed answers", () => {
  const text = json({ id: 1, name: "é".repeat(50_000) })
  const bodies: Readonly<Record<string, Answer>> = {
    "/gzip": { headers: { "content-encoding": "gzip" }, body: Zlib.gzipSync(text) },
    "/x-gzip": { headers: { "content-encoding": "X-Gzip" }, body: Zlib.gzipSync(text) },
    "/br": { headers: { "content-encoding": "br" }, body: Zlib.brotliCompressSync(text) },
    // not asked for, but whatever stands in between may prefer it
    "/deflate": { headers: { "content-encoding": "deflate" }, body: Zlib.deflateSync(text) },
    "/plain": { body: text },
    "/identity": { headers: { "content-encoding": "identity" }, body: text },
    "/empty": { headers: { "content-encoding": "gzip", "content-length": "0" } },
    "/chunked-empty": { headers: { "content-encoding": "gzip", "transfer-encoding": "chunked" } },
    "/refused": {
      status: 422,
      headers: { "content-encoding": "gzip" },
      body: Zlib.gzipSync(json({ message: "Bad", _embedded: { errors: [{ path: "subject", message: "is empty" }] } }))
    },
    "/no-gzip": { headers: { "content-encoding": "gzip" }, body: text },
    "/cut": { headers: { "content-encoding": "gzip" }, body: Zlib.gzipSync(text).subarray(0, 60) }
  }

  it.scopedLive("arrive as they were meant", () =>
    Effect.gen(function* () {
      const server = yield* serve((url) => bodies[url] ?? {})
      const ask = (path: `/${string}`) => Effect.provide(me(path), client(server.url))
      for (const path of ["/gzip", "/x-gzip", "/br", "/deflate", "/plain", "/identity"] as const) {
        assert.deepStrictEqual(yield* ask(path), JSON.parse(text), path)
      }
      assert.isUndefined(yield* ask("/empty"))
      assert.isUndefined(yield* ask("/chunked-empty"))
      const refused = yield* Effect.flip(ask("/refused"))
      assert.include(String(refused), "is empty")
    })
  )

  it.scopedLive("of a write that can't be decoded say that it was carried out", () =>
    Effect.gen(function* () {
      const server = yield* serve((url) => bodies[url] ?? {})
      for (const path of ["/no-gzip", "/cut"] as const) {
        const write = HelpScoutClient.request({ method: "POST", path, body: {} })
        const failed = yield* Effect.flip(Effect.provide(write, client(server.url)))
        assert.strictEqual(failed._tag, "HelpScoutResponseInvalid")
        assert.isTrue(failed._tag === "HelpScoutResponseInvalid" && failed.applied)
      }
    })
  )

  it.scopedLive("are decoded as streams, too, and their headers tell of what is left", () =>
    Effect.gen(function* () {
      const server = yield* serve((url) => bodies[url] ?? {})
      const http = yield* HttpClient.HttpClient
      for (const path of ["/gzip", "/br", "/deflate"]) {
        const response = yield* http.get(server.url + path)
        assert.isUndefined(response.headers["content-encoding"])
        assert.isUndefined(response.headers["content-length"])
        assert.strictEqual(response.status, 200)
        assert.strictEqual(yield* Stream.mkString(Stream.decodeText(response.stream)), text)
        const again = yield* http.get(server.url + path)
        assert.deepStrictEqual(yield* again.json, JSON.parse(text))
        const bytes = yield* Effect.flatMap(http.get(server.url + path), (response) => response.arrayBuffer)
        assert.strictEqual(bytes.byteLength, Buffer.byteLength(text))
      }
      const cut = yield* http.get(`${server.url}/cut`)
      assert.isTrue(Exit.isFailure(yield* Effect.exit(Stream.runDrain(cut.stream))))
    }).pipe(Effect.provide(NodeHelpScout.layerHttpClient))
  )
})

describe("redirects", () => {
  it.scopedLive("are not followed off the host: neither the token nor the secret gets there", () =>
    Effect.gen(function* () {
      const elsewhere = yield* serve(api)
      const server = yield* serve((url) =>
        url === "/v2/here"
          ? { status: 302, headers: { location: "/v2/there" } }
          : url === "/v2/there"
            ? { body: json({ id: 2 }) }
            : { status: 307, headers: { location: `${elsewhere.url}${url}` } }
      )
      const fixed = client(server.url)
      const refused = yield* Effect.flip(Effect.provide(me(), fixed))
      assert.strictEqual(refused._tag, "HelpScoutRequestRejected")
      assert.deepStrictEqual(yield* Effect.provide(me("/v2/here"), fixed), { id: 2 })
      const renewing = NodeHelpScout.layer({
        config: HelpScoutConfig.layer({
          baseUrl: server.url,
          clientId: "app",
          clientSecret: Redacted.make("planted")
        }),
        tokenStore: TokenStore.layerMemory
      })
      const failed = yield* Effect.flip(Effect.provide(me(), renewing))
      assert.strictEqual(failed._tag, "HelpScoutAuthFailed")
      assert.lengthOf(elsewhere.seen, 0)
    })
  )
})

/** A proxy that opens tunnels to one port of this machine, whatever host is asked for. */
const proxy = (port: number) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const asked: Array<string> = []
      const sockets = new Set<Net.Socket>()
      const server = Http.createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`)
        response.writeHead(200, { "content-type": "application/json" }).end(json({ id: 1 }))
      })
      server.on("connect", (request, socket: Net.Socket) => {
        asked.push(`CONNECT ${request.url}`)
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
      return { asked, server, sockets, port: await listen(server) }
    }),
    ({ server, sockets }) =>
      Effect.promise(() => {
        for (const socket of sockets) socket.destroy()
        return close(server)
      })
  )

describe("a proxy from the environment", () => {
  it.scopedLive("is used, but for the hosts that NO_PROXY names", () =>
    Effect.gen(function* () {
      const server = yield* serve(api)
      const { asked, port } = yield* proxy(server.port)
      yield* environment({ HTTP_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: "127.0.0.1" })
      assert.deepStrictEqual(yield* Effect.provide(me(), client("http://helpscout.invalid")), { id: 1 })
      assert.lengthOf(asked, 1)
      assert.include(asked[0], "helpscout.invalid")
      assert.deepStrictEqual(yield* Effect.provide(me(), client(server.url)), { id: 1 })
      assert.lengthOf(asked, 1)
    })
  )

  it.scopedLive("is asked for a tunnel to an https host, with its own credentials and none of Help Scout's", () =>
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

  it.scopedLive("that is none fails when the layer is built, without its password", () =>
    Effect.gen(function* () {
      yield* environment({ HTTPS_PROXY: "http://user:planted@:bad" })
      const exit = yield* Effect.exit(Effect.provide(me(), client("http://127.0.0.1:1")))
      assert.isTrue(Exit.isFailure(exit))
      const shown = Exit.isFailure(exit) ? Cause.pretty(exit.cause) + json(exit) : ""
      assert.include(shown, "HTTPS_PROXY or HTTP_PROXY is not the URL of a proxy")
      assert.notInclude(shown, "planted")
    })
  )
})

describe("the package", () => {
  const directory = fileURLToPath(new URL("..", import.meta.url))

  it("has the version that its User-Agent tells", () => {
    const { version } = JSON.parse(Fs.readFileSync(Path.join(directory, "package.json"), "utf8"))
    assert.include(NodeHelpScout.userAgent, `effect-helpscout/${version} `, "change src/internal/version.ts as well")
  })

  it("loads ioredis for those who import it, and for nobody else", async () => {
    const loads = async (module: string) => {
      const script = `await import("@effect-helpscout/node/${module}")
        const { default: Module } = await import("node:module")
        console.log(Object.keys(Module._cache).some((path) => path.includes("/ioredis/")))`
      const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
        cwd: directory
      })
      return stdout.trim()
    }
    assert.strictEqual(await loads("NodeHelpScout"), "false")
    assert.strictEqual(await loads("RedisTokenStore"), "true")
  })
})
