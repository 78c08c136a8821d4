/**
 * Shows streaming downloads: writes the attachments of the newest conversations to files, without holding a whole file in
 * memory. Run it with `node examples/dist/src/attachments.js downloads`.
 */

import * as FileSystem from "@effect/platform/FileSystem"
import * as Path from "@effect/platform/Path"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeAttachments from "@effect-helpscout/node/NodeAttachments"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Account from "./account.js"

/** Makes a safe file name: senders choose names, which must not leave the directory or replace another file. */
const fileName = (id: number, name = "unnamed") => `${id}-${name.replace(/[^\w.-]+/g, "_").slice(-100)}`

const download = (directory: string, conversationId: number) =>
  Effect.gen(function* () {
    const conversations = yield* Conversations
    const path = yield* Path.Path

    const { attachments } = yield* conversations.getComplete({ conversationId })
    return yield* Effect.forEach(
      // Help Scout does not return files that contain a virus
      attachments.filter(({ attachment }) => attachment.state !== "virus"),
      ({ attachment }) => {
        const file = path.join(directory, fileName(attachment.id, attachment.filename))
        return Effect.as(NodeAttachments.download({ conversationId, attachmentId: attachment.id, path: file }), file)
      },
      { concurrency: 2 }
    )
  })

const program = Effect.gen(function* () {
  const directory = process.argv[2] ?? "downloads"
  const conversations = yield* Conversations
  yield* FileSystem.FileSystem.pipe(Effect.flatMap((fs) => fs.makeDirectory(directory, { recursive: true })))

  const count = yield* conversations.listAll({ status: "all" }).pipe(
    Stream.take(50),
    Stream.mapEffect(({ id }) => download(directory, id), { concurrency: 4 }),
    Stream.mapConcat((files) => files),
    Stream.tap((file) => Console.log(file)),
    Stream.runCount
  )
  yield* Console.log(`Downloaded ${count} files to ${directory}`)
})

const layer = Layer.merge(Layer.provide(Conversations.layer, Account.layer(200)), NodeContext.layer)

NodeRuntime.runMain(Effect.provide(program, layer))
