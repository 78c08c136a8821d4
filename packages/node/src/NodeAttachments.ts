/**
 * Transfers files of any size to and from threads in chunks, so that memory stays flat (law P5).
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
import type * as PlatformError from "@effect/platform/Error"
import type * as FileSystem from "@effect/platform/FileSystem"
import type * as Path from "@effect/platform/Path"
import type * as HelpScoutError from "@effect-helpscout/core/HelpScoutError"
import type { Conversations } from "@effect-helpscout/resources/Conversations"
import type { AttachmentId, ConversationId, ThreadId } from "@effect-helpscout/resources/Ids"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import * as Download from "./internal/attachments/download.js"
import * as Upload from "./internal/attachments/upload.js"

/**
 * The progress of a transfer.
 *
 * @since 0.1.0
 */
export interface Progress {
  /** The number of bytes of the file transferred so far. */
  readonly bytes: number
  /** The size of the file, if it is known. */
  readonly total: number | undefined
}

/**
 * Options of `download`.
 *
 * @since 0.1.0
 */
export interface DownloadOptions<E = never, R = never> {
  readonly conversationId: ConversationId
  readonly attachmentId: AttachmentId
  /** The path of the file to write. An existing file is replaced when the download is complete. */
  readonly path: string
  /** Runs after each chunk was written and before the next one is read. A slow effect slows the download down. */
  readonly onProgress?: ((progress: Progress) => Effect.Effect<unknown, E, R>) | undefined
  /** The maximum time between two chunks. @default "60 seconds" */
  readonly stallTimeout?: Duration.DurationInput | undefined
}

/**
 * Downloads a file and returns its size in bytes. Until the download is complete and synced to the disk, the content has
 * a temporary name beside `path`. The temporary file is removed if the download fails or is interrupted.
 *
 * @since 0.1.0
 */
export const download = <E = never, R = never>(
  options: DownloadOptions<E, R>
): Effect.Effect<
  number,
  HelpScoutError.HelpScoutError | PlatformError.PlatformError | E,
  Conversations | FileSystem.FileSystem | R
> => Download.download(options)

/**
 * Options of `uploadFile` and `uploadStream`.
 *
 * @since 0.1.0
 */
export interface UploadOptions<R = never> {
  readonly conversationId: ConversationId
  readonly threadId: ThreadId
  readonly mimeType: string
  /** The maximum size. Larger files are rejected before anything is sent. Help Scout documents no limit. @default 10 MiB */
  readonly maxBytes?: number | undefined
  /** Runs after each chunk was read and before the next one is. The progress restarts when the request is retried. */
  readonly onProgress?: ((progress: Progress) => Effect.Effect<unknown, never, R>) | undefined
  /** The maximum time in which nothing can be sent, and then until the response arrives. @default "60 seconds" */
  readonly stallTimeout?: Duration.DurationInput | undefined
}

/**
 * Uploads a file to a thread and returns the attachment's id, if Help Scout sends it. The file is read and encoded as
 * base64 while it is sent. The attachment has the file's name, unless `fileName` is set.
 *
 * An upload may take longer than the client's `timeout`: it ends when it stalls for `stallTimeout`.
 *
 * @since 0.1.0
 */
export const uploadFile = <R = never>(
  options: UploadOptions<R> & { readonly path: string; readonly fileName?: string | undefined }
): Effect.Effect<
  Option.Option<AttachmentId>,
  HelpScoutError.HelpScoutError | PlatformError.PlatformError,
  Conversations | FileSystem.FileSystem | Path.Path | R
> => Upload.uploadFile(options)

/**
 * Uploads the content of a stream to a thread. The content is first written to a temporary file, because its size must be
 * known before the request is sent, and because the request may be retried.
 *
 * @since 0.1.0
 */
export const uploadStream = <E, R, R2 = never>(
  content: Stream.Stream<Uint8Array, E, R>,
  options: UploadOptions<R2> & { readonly fileName: string }
): Effect.Effect<
  Option.Option<AttachmentId>,
  HelpScoutError.HelpScoutError | PlatformError.PlatformError | E,
  Conversations | FileSystem.FileSystem | R | R2
> => Upload.uploadStream(content, options)
