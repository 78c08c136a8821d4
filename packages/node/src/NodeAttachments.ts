/**
 * Files of any size to and from threads: piece by piece, so that memory stays flat.
 *
 * ```ts
 * import * as NodeAttachments from "@effect-helpscout/node/NodeAttachments"
 * import * as Console from "effect/Console"
 *
 * export const program = NodeAttachments.download({
 *   conversationId: 1,
 *   attachmentId: 2,
 *   path: "invoice.pdf",
 *   onProgress: ({ bytes, total }) => Console.log(`${bytes} of ${total ?? "?"} bytes`)
 * })
 * ```
 *
 * @since 0.1.0
 */
import { randomUUID } from "node:crypto"
import type * as PlatformError from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Headers from "@effect/platform/Headers"
import * as Path from "@effect/platform/Path"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as HelpScoutError from "@effect-helpscout/core/HelpScoutError"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { AttachmentCreate } from "@effect-helpscout/resources/Conversations/Attachments"
import type { AttachmentId, ConversationId, ThreadId } from "@effect-helpscout/resources/Ids"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { withStreamedData } from "./internal/streamedData.js"

/**
 * How far it is: so many bytes of the file, of so many, where that is known.
 *
 * @since 0.1.0
 * @category models
 */
export interface Progress {
  readonly bytes: number
  readonly total: number | undefined
}

/**
 * @since 0.1.0
 * @category models
 */
export interface DownloadOptions<E = never, R = never> {
  readonly conversationId: ConversationId
  readonly attachmentId: AttachmentId
  /** Where the file goes. What stood there is replaced, once everything has come. */
  readonly path: string
  /** Runs after each piece that was written, before the next is asked for: what it takes its time for slows the download down. */
  readonly onProgress?: ((progress: Progress) => Effect.Effect<unknown, E, R>) | undefined
  /** How long Help Scout may take for the next piece. @default "60 seconds" */
  readonly stallTimeout?: Duration.DurationInput | undefined
}

const silent = () => Effect.void

/** The length that the answer promises, if it is that of the file. */
const lengthOf = (headers: Headers.Headers): number | undefined => {
  if (Option.isSome(Headers.get(headers, "content-encoding"))) return undefined
  const length = Number(Option.getOrElse(Headers.get(headers, "content-length"), () => "unknown"))
  return Number.isSafeInteger(length) ? length : undefined
}

/**
 * Downloads a file, and answers its size in bytes. Until everything has come and is on the disk, it is written under a
 * temporary name beside `path`, which is removed when the download fails or is interrupted.
 *
 * @since 0.1.0
 * @category combinators
 */
export const download = <E = never, R = never>(
  options: DownloadOptions<E, R>
): Effect.Effect<
  number,
  HelpScoutError.HelpScoutError | PlatformError.PlatformError | E,
  Conversations | FileSystem.FileSystem | R
> =>
  Effect.gen(function* () {
    const { attachmentId, conversationId, onProgress = silent, path } = options
    const fs = yield* FileSystem.FileSystem
    const { attachments } = yield* Conversations
    const part = `${path}.${randomUUID()}.part`

    let bytes = 0
    let total: number | undefined
    const content = attachments.file({ conversationId, attachmentId }).pipe(
      // nothing else cuts off a body that stands still: the client's time limit ends with the head of the answer
      Stream.timeoutFail(
        () => new HelpScoutError.TransportFailed({ operation: "Conversations.attachments.file", code: "TIMEOUT" }),
        options.stallTimeout ?? Duration.seconds(60)
      )
    )
    const write = Effect.gen(function* () {
      const file = yield* fs.open(part, { flag: "wx" })
      yield* Stream.runForEach(content, (piece) =>
        Effect.zipRight(
          file.writeAll(piece),
          Effect.suspend(() => {
            bytes += piece.length
            return onProgress({ bytes, total })
          })
        )
      )
      yield* file.sync
    }).pipe(
      Effect.scoped,
      HelpScoutClient.onResponse(({ headers, status }) =>
        Effect.sync(() => {
          if (status === 200) total = lengthOf(headers)
        })
      )
    )
    yield* Effect.zipRight(write, fs.rename(part, path)).pipe(
      Effect.onError(() => Effect.ignore(fs.remove(part, { force: true })))
    )
    return bytes
  })

/**
 * @since 0.1.0
 * @category models
 */
export interface UploadOptions<R = never> {
  readonly conversationId: ConversationId
  readonly threadId: ThreadId
  readonly mimeType: string
  /** Larger files are refused before anything is sent. What Help Scout takes, it does not say. @default 10 MiB */
  readonly maxBytes?: number | undefined
  /** Runs after each piece that was read, before the next is: it begins anew when the request has to be sent again. */
  readonly onProgress?: ((progress: Progress) => Effect.Effect<unknown, never, R>) | undefined
}

const operation = "Conversations.attachments.upload"

const tooLarge = (maxBytes: number) =>
  new HelpScoutError.InputInvalid({
    operation,
    issues: [{ path: "data", message: `is larger than maxBytes, which is ${maxBytes}` }]
  })

const send = <R>(
  fs: FileSystem.FileSystem,
  options: UploadOptions<R> & { readonly fileName: string },
  path: string,
  size: number
) =>
  Effect.gen(function* () {
    const { conversationId, fileName, mimeType, onProgress = silent, threadId } = options
    const { attachments } = yield* Conversations
    const context = yield* Effect.context<R>()
    const content = Stream.suspend(() => {
      let bytes = 0
      return Stream.tap(fs.stream(path), (piece) => {
        bytes += piece.length
        return onProgress({ bytes, total: size })
      })
    })
    const payload: AttachmentCreate = { fileName, mimeType, data: new Uint8Array() }
    return yield* withStreamedData(attachments.upload({ conversationId, threadId }, payload), {
      content: Stream.provideContext(content, context),
      size
    })
  })

/**
 * Puts a file onto a thread, and answers its id where Help Scout tells it. It is read, and turned into the base64 that
 * Help Scout takes, while it is sent. Its name is that of the file, unless `fileName` says otherwise.
 *
 * The client's `timeout` counts from the first byte sent: raise it for large files on slow lines.
 *
 * @since 0.1.0
 * @category combinators
 */
export const uploadFile = <R = never>(
  options: UploadOptions<R> & { readonly path: string; readonly fileName?: string | undefined }
): Effect.Effect<
  Option.Option<AttachmentId>,
  HelpScoutError.HelpScoutError | PlatformError.PlatformError,
  Conversations | FileSystem.FileSystem | Path.Path | R
> =>
  Effect.gen(function* () {
    const { maxBytes = 10 * 1024 * 1024, path } = options
    const fs = yield* FileSystem.FileSystem
    const fileName = options.fileName ?? (yield* Path.Path).basename(path)
    const size = Number((yield* fs.stat(path)).size)
    if (size > maxBytes) return yield* tooLarge(maxBytes)
    // what can't be read is told before a request is begun, whose outcome would not be known
    yield* Stream.runDrain(fs.stream(path, { bytesToRead: 1 }))
    return yield* send(fs, { ...options, fileName }, path, size)
  })

/**
 * The same for a Stream. It goes to a temporary file first: its size has to be known before anything is sent, and a
 * request may have to be sent again.
 *
 * @since 0.1.0
 * @category combinators
 */
export const uploadStream = <E, R, R2 = never>(
  content: Stream.Stream<Uint8Array, E, R>,
  options: UploadOptions<R2> & { readonly fileName: string }
): Effect.Effect<
  Option.Option<AttachmentId>,
  HelpScoutError.HelpScoutError | PlatformError.PlatformError | E,
  Conversations | FileSystem.FileSystem | R | R2
> =>
  Effect.gen(function* () {
    const { maxBytes = 10 * 1024 * 1024 } = options
    const fs = yield* FileSystem.FileSystem
    const path = yield* fs.makeTempFileScoped({ prefix: "helpscout-upload-" })
    let size = 0
    const spool = Effect.flatMap(fs.open(path, { flag: "w" }), (file) =>
      Stream.runForEach(
        content,
        (piece): Effect.Effect<void, HelpScoutError.InputInvalid | PlatformError.PlatformError> => {
          size += piece.length
          return size > maxBytes ? tooLarge(maxBytes) : file.writeAll(piece)
        }
      )
    )
    yield* Effect.scoped(spool)
    return yield* send(fs, options, path, size)
  }).pipe(Effect.scoped)
