/**
 * Uploads and downloads a file, and prints the peak memory of each: as Streams, or, as the control, as a whole.
 * Run by NodeAttachments.test.ts: `node --expose-gc attachmentsMemory.js '<job>'`.
 */
import { createHash } from "node:crypto"
import { createReadStream, readFileSync, writeFileSync } from "node:fs"
import process from "node:process"
import { pipeline } from "node:stream/promises"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeAttachments from "@effect-helpscout/node/NodeAttachments"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Memory from "./memory.js"

export interface Job {
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly conversationId: number
  readonly threadId: number
  /** The file to upload, and the path for its download. */
  readonly from: string
  readonly to: string
  readonly as: "stream" | "whole"
}

export interface Measured {
  /** The peak memory in bytes above the memory before. */
  readonly upload: number
  readonly download: number
  readonly same: boolean
  readonly steps: number
}

// the parent process writes a Job
const job: Job = JSON.parse(process.argv[2] ?? "")
const { conversationId, threadId } = job

/** What the control holds while it is measured. A variable of a function may be collected after its last use. */
export let held: Uint8Array | undefined

let peak = 0
const sample = () => {
  peak = Math.max(peak, Memory.inUse())
}

/** Returns the peak memory while the effect runs, above the memory before, and the effect's value. */
const peakOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    held = undefined
    const before = yield* Effect.promise(Memory.settled)
    peak = before
    const value = yield* effect
    sample()
    return [peak - before, value] as const
  })

const hash = async (path: string): Promise<string> => {
  const sum = createHash("sha256")
  await pipeline(createReadStream(path), sum)
  return sum.digest("hex")
}

let steps = 0
const onProgress = () => {
  steps += 1
  // a collection takes longer than the transfer of a chunk, so a few samples in each direction are enough
  if (steps % 20 === 0) sample()
  return Effect.void
}

const upload = Effect.gen(function* () {
  const shared = { conversationId, threadId, mimeType: "application/octet-stream" }
  if (job.as === "stream") return yield* NodeAttachments.uploadFile({ ...shared, path: job.from, onProgress })
  const { attachments } = yield* Conversations
  held = readFileSync(job.from)
  const payload = { fileName: "whole", mimeType: shared.mimeType, data: held }
  return yield* HelpScoutClient.onResponse(attachments.upload({ conversationId, threadId }, payload), () =>
    Effect.sync(sample)
  )
})

const download = (attachmentId: number) =>
  Effect.gen(function* () {
    if (job.as === "stream") {
      return yield* NodeAttachments.download({ conversationId, attachmentId, path: job.to, onProgress })
    }
    const { attachments } = yield* Conversations
    const { data } = yield* attachments.getData({ conversationId, attachmentId })
    held = data
    sample()
    writeFileSync(job.to, data)
    return data.length
  })

const program = Effect.gen(function* () {
  // a first request, so that the measurement excludes code that is loaded lazily
  yield* Effect.flatMap(Conversations, ({ get }) => get({ conversationId }))
  const [uploadPeak, id] = yield* peakOf(upload)
  const [downloadPeak] = yield* peakOf(download(Option.getOrThrow(id)))
  const same = yield* Effect.promise(async () => (await hash(job.from)) === (await hash(job.to)))
  const measured: Measured = { upload: uploadPeak, download: downloadPeak, same, steps }
  process.stdout.write(`\n${JSON.stringify(measured)}`)
})

const client = NodeHelpScout.layer({
  config: HelpScoutConfig.layer({
    baseUrl: job.baseUrl,
    clientId: job.clientId,
    clientSecret: Redacted.make(job.clientSecret),
    // collections slow the transfer down on a busy machine, and time is not measured
    timeout: "10 minutes"
  }),
  tokenStore: TokenStore.layerMemory
})

await Effect.runPromise(
  Effect.provide(program, Layer.merge(Layer.provide(Conversations.layer, client), NodeContext.layer))
)
