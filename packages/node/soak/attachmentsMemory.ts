/**
 * Uploads a file and downloads it again, and tells the most memory that was in use meanwhile: as Streams, or, as the
 * control, as a whole. `node attachmentsMemory.js '<job>'`, with `--expose-gc`.
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
import { inUse } from "./memory.js"

export interface Job {
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly conversationId: number
  readonly threadId: number
  /** The file to send, and where it comes back to. */
  readonly from: string
  readonly to: string
  readonly as: "stream" | "whole"
}

export interface Told {
  /** In bytes, above what was in use before. */
  readonly upload: number
  readonly download: number
  readonly same: boolean
  readonly steps: number
}

// the parent hands it over
const job: Job = JSON.parse(process.argv[2] ?? "")
const { conversationId, threadId } = job

let most = 0
const sample = () => {
  most = Math.max(most, inUse())
}

/** The most in use while the effect runs, above what is before it. */
const peakOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const before = inUse()
    most = before
    const value = yield* effect
    sample()
    return [most - before, value] as const
  })

const hash = async (path: string): Promise<string> => {
  const sum = createHash("sha256")
  await pipeline(createReadStream(path), sum)
  return sum.digest("hex")
}

let steps = 0
const onProgress = () => {
  steps += 1
  // to collect takes longer than the rest: a few times in each direction are enough
  if (steps % 20 === 0) sample()
  return Effect.void
}

const upload = Effect.gen(function* () {
  const shared = { conversationId, threadId, mimeType: "application/octet-stream" }
  if (job.as === "stream") return yield* NodeAttachments.uploadFile({ ...shared, path: job.from, onProgress })
  const { attachments } = yield* Conversations
  const payload = { fileName: "whole", mimeType: shared.mimeType, data: readFileSync(job.from) }
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
    sample()
    writeFileSync(job.to, data)
    return data.length
  })

const program = Effect.gen(function* () {
  // what the first request loads is no part of it
  yield* Effect.flatMap(Conversations, ({ get }) => get({ conversationId }))
  const [uploadPeak, id] = yield* peakOf(upload)
  const [downloadPeak] = yield* peakOf(download(Option.getOrThrow(id)))
  const same = yield* Effect.promise(async () => (await hash(job.from)) === (await hash(job.to)))
  const told: Told = { upload: uploadPeak, download: downloadPeak, same, steps }
  process.stdout.write(`\n${JSON.stringify(told)}`)
})

const client = NodeHelpScout.layer({
  config: HelpScoutConfig.layer({
    baseUrl: job.baseUrl,
    clientId: job.clientId,
    clientSecret: Redacted.make(job.clientSecret),
    // memory is measured, not time, and on a busy machine collecting takes long
    timeout: "10 minutes"
  }),
  tokenStore: TokenStore.layerMemory
})

await Effect.runPromise(
  Effect.provide(program, Layer.merge(Layer.provide(Conversations.layer, client), NodeContext.layer))
)
