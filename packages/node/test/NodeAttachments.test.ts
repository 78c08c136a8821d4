import { execFile } from "node:child_process"
import { randomBytes } from "node:crypto"
import * as Fs from "node:fs"
import * as Os from "node:os"
import * as Path from "node:path"
import process from "node:process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, describe, it } from "@effect/vitest"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeAttachments from "@effect-helpscout/node/NodeAttachments"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Fault from "@effect-helpscout/simulator/Fault"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

/** The result of the process that measures memory. */
interface Measured {
  readonly upload: number
  readonly download: number
  readonly same: boolean
  readonly steps: number
}

const directory = Effect.acquireRelease(
  Effect.sync(() => Fs.mkdtempSync(Path.join(Os.tmpdir(), "helpscout-attachments-"))),
  (path) => Effect.sync(() => Fs.rmSync(path, { recursive: true, force: true }))
)

/** A simulator on a socket, a client for it, one of its threads, and a directory. */
const setup = Effect.gen(function* () {
  const simulator = yield* NodeSimulator.serve({ data: { conversations: 3 }, maxBodyBytes: 20_000_000 })
  const { baseUrl, clientId, clientSecret } = simulator
  const client = NodeHelpScout.layer({
    config: HelpScoutConfig.layer({ baseUrl, clientId, clientSecret: Redacted.make(clientSecret) }),
    tokenStore: TokenStore.layerMemory
  })
  const context = yield* Layer.build(Layer.merge(Layer.provide(Conversations.layer, client), NodeContext.layer))
  const target = yield* Effect.provide(
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const [first] = (yield* conversations.list({ status: "all" })).items
      const conversationId = first?.id ?? 0
      const { items } = yield* conversations.threads.list({ conversationId })
      return { conversationId, threadId: items[0]?.id ?? 0 }
    }),
    context
  )
  const path = yield* directory
  return { simulator, context, target, path }
})

const mimeType = "application/octet-stream"

describe("NodeAttachments", () => {
  it.scopedLive("uploads and downloads a file unchanged, and reports progress", () =>
    Effect.gen(function* () {
      const { context, path, target } = yield* setup
      yield* Effect.gen(function* () {
        const from = Path.join(path, 'ü "quoted".bin')
        const to = Path.join(path, "copy.bin")
        const bytes = randomBytes(1_000_001)
        Fs.writeFileSync(from, bytes)
        const sent: Array<NodeAttachments.Progress> = []
        const id = yield* NodeAttachments.uploadFile({
          ...target,
          mimeType,
          path: from,
          onProgress: (progress) => Effect.sync(() => sent.push(progress))
        })
        const attachmentId = Option.getOrThrow(id)
        const { attachments } = yield* Effect.flatMap(Conversations, (all) => all.getComplete(target))
        const stored = attachments.find(({ attachment }) => attachment.id === attachmentId)?.attachment
        assert.deepInclude(stored, { filename: 'ü "quoted".bin', mimeType, size: bytes.length })

        const got: Array<NodeAttachments.Progress> = []
        Fs.writeFileSync(to, "previous content")
        const size = yield* NodeAttachments.download({
          conversationId: target.conversationId,
          attachmentId,
          path: to,
          onProgress: (progress) => Effect.sync(() => got.push(progress))
        })
        assert.strictEqual(size, bytes.length)
        assert.isTrue(bytes.equals(Fs.readFileSync(to)))
        for (const seen of [sent, got]) {
          assert.isAbove(seen.length, 5)
          assert.deepStrictEqual(seen.at(-1), { bytes: bytes.length, total: bytes.length })
          assert.isTrue(seen.every((one, n) => one.bytes > (seen[n - 1]?.bytes ?? 0)))
        }
        assert.deepStrictEqual(Fs.readdirSync(path).sort(), ["copy.bin", 'ü "quoted".bin'])
      }).pipe(Effect.provide(context))
    })
  )

  it.scopedLive("uploads 0 to 4 bytes from a Stream of single bytes", () =>
    Effect.gen(function* () {
      const { context, target } = yield* setup
      yield* Effect.gen(function* () {
        const { attachments } = yield* Conversations
        for (let size = 0; size <= 4; size++) {
          const bytes = randomBytes(size)
          const chunks = Stream.map(Stream.fromIterable(bytes), (byte) => Uint8Array.of(byte))
          const id = yield* NodeAttachments.uploadStream(chunks, { ...target, mimeType, fileName: "small" })
          const { data } = yield* attachments.getData({
            conversationId: target.conversationId,
            attachmentId: Option.getOrThrow(id)
          })
          assert.deepStrictEqual([...data], [...bytes])
        }
      }).pipe(Effect.provide(context))
    })
  )

  it.scopedLive("rejects files above maxBytes before anything is sent", () =>
    Effect.gen(function* () {
      const { context, path, simulator, target } = yield* setup
      yield* Effect.gen(function* () {
        yield* simulator.clear
        const from = Path.join(path, "large")
        Fs.writeFileSync(from, Buffer.alloc(1_001))
        const options = { ...target, mimeType, fileName: "large", maxBytes: 1_000 }
        let read = 0
        const endless = Stream.repeatEffect(Effect.sync(() => new Uint8Array(100 + 0 * read++)))
        const rejected = yield* Effect.all([
          Effect.flip(NodeAttachments.uploadFile({ ...options, path: from })),
          Effect.flip(NodeAttachments.uploadStream(endless, options))
        ])
        for (const error of rejected) assert.strictEqual(error._tag, "HelpScoutInputInvalid")
        assert.isBelow(read, 20)
        assert.deepStrictEqual(yield* simulator.requests, [])
        Fs.writeFileSync(from, Buffer.alloc(1_000))
        yield* NodeAttachments.uploadFile({ ...options, path: from })
      }).pipe(Effect.provide(context))
    })
  )

  it.scopedLive("fails on an unreadable file before anything is sent, so that no write is ambiguous", () =>
    Effect.gen(function* () {
      const { context, path, simulator, target } = yield* setup
      yield* simulator.clear
      for (const [name, reason] of [
        [path, "BadResource"],
        [Path.join(path, "missing"), "NotFound"]
      ] as const) {
        const failed = yield* Effect.flip(
          Effect.provide(NodeAttachments.uploadFile({ ...target, mimeType, path: name }), context)
        )
        assert.deepInclude({ ...failed }, { _tag: "SystemError", reason })
      }
      assert.deepStrictEqual(yield* simulator.requests, [])
    })
  )

  it.scopedLive("sends the whole upload again with a renewed token", () =>
    Effect.gen(function* () {
      const { context, path, simulator, target } = yield* setup
      yield* Effect.gen(function* () {
        const { attachments } = yield* Conversations
        const from = Path.join(path, "file")
        const bytes = randomBytes(300_000)
        Fs.writeFileSync(from, bytes)
        yield* simulator.revokeAccessTokens()
        const id = yield* NodeAttachments.uploadFile({ ...target, mimeType, path: from })
        const got = yield* attachments.getData({
          conversationId: target.conversationId,
          attachmentId: Option.getOrThrow(id)
        })
        assert.isTrue(bytes.equals(got.data))
        const posts = (yield* simulator.requests).filter((one) => one.path.endsWith("/attachments"))
        assert.strictEqual(posts.length, 2)
      }).pipe(Effect.provide(context))
    })
  )

  it.scopedLive("keeps the existing file, and nothing else, if a download fails", () =>
    Effect.gen(function* () {
      const { context, path, simulator, target } = yield* setup
      yield* Effect.gen(function* () {
        const to = Path.join(path, "file")
        Fs.writeFileSync(to, "previous content")
        const content = Stream.make(randomBytes(500_000))
        const id = yield* NodeAttachments.uploadStream(content, { ...target, mimeType, fileName: "file" })
        const options = { conversationId: target.conversationId, attachmentId: Option.getOrThrow(id), path: to }
        yield* simulator.fail(Fault.truncated({ bytes: 100_000 }))
        const broken = yield* Effect.flip(NodeAttachments.download(options))
        assert.strictEqual(broken._tag, "HelpScoutTransportFailed")
        const interrupted = yield* Effect.flip(
          NodeAttachments.download({ ...options, onProgress: () => Effect.fail("enough") })
        )
        assert.strictEqual(interrupted, "enough")
        assert.deepStrictEqual(Fs.readdirSync(path), ["file"])
        assert.strictEqual(Fs.readFileSync(to, "utf8"), "previous content")
      }).pipe(Effect.provide(context))
    })
  )

  it.scopedLive("removes the temporary file if a download is interrupted within a chunk", () =>
    Effect.gen(function* () {
      const { context, path, target } = yield* setup
      yield* Effect.gen(function* () {
        const content = Stream.make(randomBytes(500_000))
        const id = yield* NodeAttachments.uploadStream(content, { ...target, mimeType, fileName: "file" })
        const started = yield* Deferred.make<void>()
        const fiber = yield* Effect.fork(
          NodeAttachments.download({
            conversationId: target.conversationId,
            attachmentId: Option.getOrThrow(id),
            path: Path.join(path, "file"),
            onProgress: () => Effect.zipRight(Deferred.succeed(started, undefined), Effect.never)
          })
        )
        yield* Deferred.await(started)
        assert.lengthOf(Fs.readdirSync(path), 1)
        yield* Fiber.interrupt(fiber)
        assert.deepStrictEqual(Fs.readdirSync(path), [])
      }).pipe(Effect.provide(context))
    })
  )

  it.scopedLive("fails a download that stalls", () =>
    Effect.gen(function* () {
      const { context, path, target } = yield* setup
      yield* Effect.gen(function* () {
        const all = yield* Conversations
        const file = () => Stream.concat(Stream.make(new Uint8Array(10)), Stream.never)
        const stalling = { ...all, attachments: { ...all.attachments, file } }
        const [took, failed] = yield* NodeAttachments.download({
          conversationId: target.conversationId,
          attachmentId: 1,
          path: Path.join(path, "file"),
          stallTimeout: "100 millis"
        }).pipe(Effect.flip, Effect.timed, Effect.provideService(Conversations, stalling))
        assert.strictEqual(failed._tag, "HelpScoutTransportFailed")
        assert.isBelow(Duration.toMillis(took), 3_000)
        assert.deepStrictEqual(Fs.readdirSync(path), [])
      }).pipe(Effect.provide(context))
    })
  )
})

describe("NodeAttachments: memory (law P5)", () => {
  const child = fileURLToPath(new URL("../soak/dist/soak/attachmentsMemory.js", import.meta.url))
  const megabyte = 1024 * 1024
  const size = 10 * megabyte

  /** Measures in a child process, because the simulator holds the whole file in memory. */
  const measure = (as: "stream" | "whole") =>
    Effect.gen(function* () {
      const { path, simulator, target } = yield* setup
      const { baseUrl, clientId, clientSecret } = simulator
      const from = Path.join(path, "from")
      Fs.writeFileSync(from, randomBytes(size))
      const job = { baseUrl, clientId, clientSecret, ...target, from, to: Path.join(path, "to"), as }
      assert.isTrue(Fs.existsSync(child), `${child} is not built: run \`npx tsc -b\` first, as \`npm test\` does`)
      const run = promisify(execFile)
      const { stdout } = yield* Effect.promise(() => run(process.execPath, ["--expose-gc", child, JSON.stringify(job)]))
      const measured: Measured = JSON.parse(stdout.split("\n").at(-1) ?? "")
      assert.isTrue(measured.same)
      return measured
    })

  it.scopedLive(
    "stays flat for 10 MB in both directions",
    () =>
      Effect.gen(function* () {
        const { download, steps, upload } = yield* measure("stream")
        assert.isBelow(upload, 4 * megabyte)
        assert.isBelow(download, 4 * megabyte)
        assert.isAbove(steps, 100)
      }),
    600_000
  )

  it.scopedLive(
    "grows if the program holds the whole file (the control of the measurement)",
    () =>
      Effect.gen(function* () {
        const { download, upload } = yield* measure("whole")
        assert.isAbove(upload, 0.9 * size)
        assert.isAbove(download, 0.9 * size)
      }),
    600_000
  )
})
