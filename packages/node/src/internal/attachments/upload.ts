/** Uploads files. A file is read and encoded while it is sent. A stream is first written to a temporary file. */
import type * as PlatformError from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as HelpScoutError from "@effect-helpscout/core/HelpScoutError"
import * as Transport from "@effect-helpscout/core/Transport"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { AttachmentCreate } from "@effect-helpscout/resources/Conversations/Attachments"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { UploadOptions } from "../../NodeAttachments.js"
import { withStreamedData } from "./streamedData.js"

const defaultMaxBytes = 10 * 1024 * 1024

const tooLarge = (maxBytes: number) =>
  new HelpScoutError.InputInvalid({
    operation: "Conversations.attachments.upload",
    issues: [{ path: "data", message: `must not be larger than maxBytes, which is ${maxBytes} bytes` }]
  })

const send = <R>(
  fs: FileSystem.FileSystem,
  options: UploadOptions<R> & { readonly fileName: string },
  path: string,
  size: number
) =>
  Effect.gen(function* () {
    const { conversationId, fileName, mimeType, onProgress = () => Effect.void, threadId } = options
    const { stallTimeout = Duration.seconds(60) } = options
    const { attachments } = yield* Conversations
    const context = yield* Effect.context<R>()
    const stall = Transport.stallLimit(Duration.decode(stallTimeout))
    const content = Stream.suspend(() => {
      let bytes = 0
      return Stream.tap(fs.stream(path), (chunk) => {
        bytes += chunk.length
        return onProgress({ bytes, total: size }).pipe(Effect.zipRight(Transport.progressed(stall)))
      })
    })
    const payload: AttachmentCreate = { fileName, mimeType, data: new Uint8Array() }
    return yield* withStreamedData(attachments.upload({ conversationId, threadId }, payload), {
      content: Stream.provideContext(content, context),
      size
    }).pipe(Effect.provideService(Transport.CurrentStallLimit, stall))
  })

export const uploadFile = <R>(
  options: UploadOptions<R> & { readonly path: string; readonly fileName?: string | undefined }
) =>
  Effect.gen(function* () {
    const { maxBytes = defaultMaxBytes, path } = options
    const fs = yield* FileSystem.FileSystem
    const fileName = options.fileName ?? (yield* Path.Path).basename(path)
    const size = Number((yield* fs.stat(path)).size)
    if (size > maxBytes) return yield* tooLarge(maxBytes)
    // an unreadable file fails here, because a request that breaks off would leave the outcome of the write unknown
    yield* Stream.runDrain(fs.stream(path, { bytesToRead: 1 }))
    return yield* send(fs, { ...options, fileName }, path, size)
  })

export const uploadStream = <E, R, R2>(
  content: Stream.Stream<Uint8Array, E, R>,
  options: UploadOptions<R2> & { readonly fileName: string }
) =>
  Effect.gen(function* () {
    const { maxBytes = defaultMaxBytes } = options
    const fs = yield* FileSystem.FileSystem
    const path = yield* fs.makeTempFileScoped({ prefix: "helpscout-upload-" })
    let size = 0
    const writeContent = Effect.flatMap(fs.open(path, { flag: "w" }), (file) =>
      Stream.runForEach(
        content,
        (chunk): Effect.Effect<void, HelpScoutError.InputInvalid | PlatformError.PlatformError> => {
          size += chunk.length
          return size > maxBytes ? tooLarge(maxBytes) : file.writeAll(chunk)
        }
      )
    )
    yield* Effect.scoped(writeContent)
    return yield* send(fs, options, path, size)
  }).pipe(Effect.scoped)
