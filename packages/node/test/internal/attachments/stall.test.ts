import * as Fs from "node:fs"
import * as Http from "node:http"
import type * as Net from "node:net"
import * as Os from "node:os"
import * as Path from "node:path"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, describe, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import * as RetryPolicy from "@effect-helpscout/core/RetryPolicy"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeAttachments from "@effect-helpscout/node/NodeAttachments"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { close, listen } from "../http/support.js"

const serve = (handle: Http.RequestListener) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const server = Http.createServer(handle)
      return { server, port: await listen(server as Net.Server) }
    }),
    ({ server }) => Effect.promise(() => close(server))
  )

/** The time limit of ordinary calls, which is shorter than the transfers. */
const timeout = "300 millis"

const client = (port: number) =>
  Conversations.layer.pipe(
    Layer.provide(
      NodeHelpScout.layer({
        config: HelpScoutConfig.layer({ baseUrl: `http://127.0.0.1:${port}`, timeout }),
        auth: Auth.layerToken(Redacted.make("planted-token")),
        tokenStore: TokenStore.layerMemory
      })
    ),
    Layer.merge(NodeContext.layer)
  )

const directory = Effect.acquireRelease(
  Effect.sync(() => Fs.mkdtempSync(Path.join(Os.tmpdir(), "helpscout-stall-"))),
  (path) => Effect.sync(() => Fs.rmSync(path, { recursive: true, force: true }))
)

const file = Effect.map(directory, (path) => {
  const name = Path.join(path, "file.bin")
  Fs.writeFileSync(name, Buffer.alloc(9_000_000))
  return name
})

const upload = (path: string, port: number) =>
  NodeAttachments.uploadFile({
    conversationId: 1,
    threadId: 2,
    mimeType: "text/plain",
    path,
    stallTimeout: "2 seconds"
  }).pipe(Effect.provide(client(port)))

describe("law P8: a transfer ends when it stalls, not when it takes long", () => {
  it.scopedLive("an upload may take longer than the timeout", () =>
    Effect.gen(function* () {
      let received = 0
      const { port } = yield* serve((request, response) => {
        request.on("data", (chunk: Buffer) => {
          received += chunk.length
          request.pause()
          setTimeout(() => request.resume(), 5)
        })
        request.on("end", () => response.writeHead(201, { "resource-id": "7" }).end())
      })
      const started = Date.now()
      yield* upload(yield* file, port)
      assert.isAbove(received, 12_000_000)
      // the control: longer than the time limit of other calls
      assert.isAbove(Date.now() - started, 600)
    })
  )

  it.scopedLive("an upload that stalls ends with AmbiguousWrite", () =>
    Effect.gen(function* () {
      const { port } = yield* serve((request) => void request.once("data", () => request.pause()))
      const started = Date.now()
      const failed = yield* Effect.flip(upload(yield* file, port))
      assert.strictEqual(failed._tag, "HelpScoutAmbiguousWrite")
      assert.propertyVal(failed, "code", "TIMEOUT")
      assert.isBelow(Date.now() - started, 10_000)
    })
  )

  it.scopedLive("the body of attachments.file that stands still ends by the stall limit", () =>
    Effect.gen(function* () {
      const { port } = yield* serve((_, response) => void response.writeHead(200).write("first"))
      let received = ""
      const failed = yield* Effect.flatMap(Conversations, ({ attachments }) =>
        attachments.file({ conversationId: 1, attachmentId: 2 }).pipe(
          Stream.runForEach((chunk) =>
            Effect.sync(() => {
              received += new TextDecoder().decode(chunk)
            })
          ),
          Effect.flip
        )
      ).pipe(Effect.provide(client(port)), Effect.timeout("10 seconds"))
      assert.propertyVal(failed, "_tag", "HelpScoutTransportFailed")
      assert.propertyVal(failed, "code", "TIMEOUT")
      assert.strictEqual(received, "first")
    })
  )

  it.scopedLive("a download may take longer than the timeout, and ends when it stalls", () =>
    Effect.gen(function* () {
      let stalls = false
      const { port } = yield* serve((_, response) => {
        response.writeHead(200)
        let left = stalls ? 2 : 15
        const timer = setInterval(() => {
          response.write("x")
          if (--left > 0) return
          clearInterval(timer)
          if (!stalls) response.end()
        }, 50)
      })
      const path = Path.join(yield* directory, "file")
      const download = NodeAttachments.download({
        conversationId: 1,
        attachmentId: 2,
        path,
        stallTimeout: "1 second"
      }).pipe(Effect.provide(client(port)), Effect.provideService(RetryPolicy.RetryPolicy, RetryPolicy.none))
      assert.strictEqual(yield* download, 15)
      stalls = true
      const failed = yield* Effect.flip(download)
      assert.propertyVal(failed, "code", "TIMEOUT")
      assert.lengthOf(Fs.readdirSync(Path.dirname(path)), 1)
    })
  )
})
