/** Downloads a file to a temporary name beside its path, and renames it when it is complete. */
import { randomUUID } from "node:crypto"
import type * as PlatformError from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Headers from "@effect/platform/Headers"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as HelpScoutError from "@effect-helpscout/core/HelpScoutError"
import * as Transport from "@effect-helpscout/core/Transport"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { DownloadOptions } from "../../NodeAttachments.js"

/** Returns the content length, unless a content coding makes it differ from the length of the file. */
const lengthOf = (headers: Headers.Headers): number | undefined => {
  if (Option.isSome(Headers.get(headers, "content-encoding"))) return undefined
  const length = Number(Option.getOrElse(Headers.get(headers, "content-length"), () => "unknown"))
  return Number.isSafeInteger(length) ? length : undefined
}

export const download = <E, R>({
  attachmentId,
  conversationId,
  onProgress = () => Effect.void,
  path,
  stallTimeout = Duration.seconds(60)
}: DownloadOptions<E, R>): Effect.Effect<
  number,
  HelpScoutError.HelpScoutError | PlatformError.PlatformError | E,
  Conversations | FileSystem.FileSystem | R
> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const { attachments } = yield* Conversations
    const temporaryPath = `${path}.${randomUUID()}.part`

    let bytes = 0
    let total: number | undefined
    const content = attachments.file({ conversationId, attachmentId }).pipe(
      Stream.provideService(Transport.CurrentStallLimit, Transport.stallLimit(Duration.decode(stallTimeout))),
      // law P8, for any implementation of the service
      Stream.timeoutFail(
        () => new HelpScoutError.TransportFailed({ operation: "Conversations.attachments.file", code: "TIMEOUT" }),
        stallTimeout
      )
    )
    const write = Effect.gen(function* () {
      const file = yield* fs.open(temporaryPath, { flag: "wx" })
      yield* Stream.runForEach(content, (chunk) =>
        Effect.zipRight(
          file.writeAll(chunk),
          Effect.suspend(() => {
            bytes += chunk.length
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
    yield* Effect.zipRight(write, fs.rename(temporaryPath, path)).pipe(
      Effect.onError(() => Effect.ignore(fs.remove(temporaryPath, { force: true })))
    )
    return bytes
  })
