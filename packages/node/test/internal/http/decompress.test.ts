import * as Zlib from "node:zlib"
import * as HttpClient from "@effect/platform/HttpClient"
import { assert, describe, it } from "@effect/vitest"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Stream from "effect/Stream"
import { client, json, me, type Reply, serve } from "./support.js"

describe("decompress", () => {
  const text = json({ id: 1, name: "é".repeat(50_000) })
  const bodies: Readonly<Record<string, Reply>> = {
    "/gzip": { headers: { "content-encoding": "gzip" }, body: Zlib.gzipSync(text) },
    "/x-gzip": { headers: { "content-encoding": "X-Gzip" }, body: Zlib.gzipSync(text) },
    "/br": { headers: { "content-encoding": "br" }, body: Zlib.brotliCompressSync(text) },
    // the client does not accept this coding, but a proxy may choose it
    "/deflate": { headers: { "content-encoding": "deflate" }, body: Zlib.deflateSync(text) },
    "/twice": { headers: { "content-encoding": "gzip, br" }, body: Zlib.brotliCompressSync(Zlib.gzipSync(text)) },
    // two proxies that both state the coding
    "/repeated": { headers: { "content-encoding": "gzip, GZIP" }, body: Zlib.gzipSync(text) },
    "/identity-gzip": { headers: { "content-encoding": "identity, gzip," }, body: Zlib.gzipSync(text) },
    "/zstd": { headers: { "content-encoding": "zstd" }, body: Zlib.gzipSync(text) },
    "/zstd-gzip": { headers: { "content-encoding": "zstd, gzip" }, body: Zlib.gzipSync(Zlib.gzipSync(text)) },
    "/plain": { body: text },
    "/identity": { headers: { "content-encoding": "identity" }, body: text },
    "/empty": { headers: { "content-encoding": "gzip", "content-length": "0" } },
    "/chunked-empty": { headers: { "content-encoding": "gzip", "transfer-encoding": "chunked" } },
    "/rejected": {
      status: 422,
      headers: { "content-encoding": "gzip" },
      body: Zlib.gzipSync(json({ message: "Bad", _embedded: { errors: [{ path: "subject", message: "is empty" }] } }))
    },
    "/no-gzip": { headers: { "content-encoding": "gzip" }, body: text },
    "/cut": { headers: { "content-encoding": "gzip" }, body: Zlib.gzipSync(text).subarray(0, 60) }
  }

  it.scopedLive("decodes compressed responses", () =>
    Effect.gen(function* () {
      const server = yield* serve((url) => bodies[url] ?? {})
      const ask = (path: `/${string}`) => Effect.provide(me(path), client(server.url))
      for (const path of [
        "/gzip",
        "/x-gzip",
        "/br",
        "/deflate",
        "/twice",
        "/repeated",
        "/identity-gzip",
        "/plain",
        "/identity"
      ] as const) {
        assert.deepStrictEqual(yield* ask(path), JSON.parse(text), path)
      }
      assert.isUndefined(yield* ask("/empty"))
      assert.isUndefined(yield* ask("/chunked-empty"))
      const rejected = yield* Effect.flip(ask("/rejected"))
      assert.include(String(rejected), "is empty")
    })
  )

  it.scopedLive("fails with `applied: true` if the response of a write cannot be decoded (law S3)", () =>
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

  it.scopedLive("rejects a coding that it does not know, instead of returning the bytes", () =>
    Effect.gen(function* () {
      const server = yield* serve((url) => bodies[url] ?? {})
      const file = (path: string) =>
        Effect.flatMap(HttpClient.HttpClient, (http) =>
          Effect.flatMap(http.get(server.url + path), ({ stream }) => Stream.runDrain(stream))
        )
      for (const path of ["/zstd", "/zstd-gzip"] as const) {
        const failed = yield* Effect.flip(Effect.provide(me(path), client(server.url)))
        assert.include(failed.message, 'the body has the content coding "zstd", which was not requested')
        assert.strictEqual(server.seen.filter(({ url }) => url === path).length, 1, "is not retried")
        const write = HelpScoutClient.request({ method: "POST", path, body: {} })
        const written = yield* Effect.flip(Effect.provide(write, client(server.url)))
        assert.isTrue(written._tag === "HelpScoutResponseInvalid" && written.applied, written.message)
        const streamed = yield* Effect.flip(file(path))
        assert.strictEqual(streamed._tag, "ResponseError")
      }
    }).pipe(Effect.provide(NodeHelpScout.layerHttpClient))
  )

  it.scopedLive("decodes streams, and removes the headers of the coding", () =>
    Effect.gen(function* () {
      const server = yield* serve((url) => bodies[url] ?? {})
      const http = yield* HttpClient.HttpClient
      for (const path of ["/gzip", "/br", "/deflate", "/twice", "/repeated", "/identity-gzip"]) {
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
