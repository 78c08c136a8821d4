/**
 * Files on threads: sent along with a new thread, or put onto one afterwards.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import * as Effect from "effect/Effect"
 *
 * export const upload = (data: Uint8Array) =>
 *   Effect.flatMap(Conversations, ({ attachments }) =>
 *     attachments.upload({ conversationId: 1, threadId: 2 }, { fileName: "a.pdf", mimeType: "application/pdf", data }))
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import * as Model from "@effect-helpscout/core/Model"
import * as Either from "effect/Either"
import * as Encoding from "effect/Encoding"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { AttachmentId, ConversationId, ThreadId } from "../Ids.js"

/** Whole triples of bytes, so that no padding stands between the parts. */
const part = 6144

const encodeBase64 = (bytes: Uint8Array): string => {
  let text = ""
  for (let at = 0; at < bytes.length; at += part) {
    // `apply` takes whatever has a length, its type knows arrays alone
    text += btoa(String.fromCharCode.apply(null, bytes.subarray(at, at + part) as unknown as Array<number>))
  }
  return text
}

/** `Schema.Uint8ArrayFromBase64` takes a second or more to write 10 MB, and nothing else runs meanwhile. */
const Base64: Schema.Schema<Uint8Array, string> = Schema.transformOrFail(Schema.String, Schema.Uint8ArrayFromSelf, {
  strict: true,
  decode: (text, _, ast) => Either.mapLeft(Encoding.decodeBase64(text), () => new ParseResult.Type(ast, text)),
  encode: (bytes) => Either.right(encodeBase64(bytes))
}).annotations({
  identifier: "Base64",
  description: "bytes, as base64",
  jsonSchema: { type: "string", contentEncoding: "base64" }
})

/**
 * A file on a thread: everything but its content.
 *
 * @since 0.1.0
 * @category models
 */
export class Attachment extends Model.Opaque<Attachment>("Attachment")({
  id: AttachmentId,
  /** `filename` here, `fileName` in what is sent: so does Help Scout. */
  filename: Field.optional(Schema.String),
  mimeType: Field.optional(Schema.String),
  /** In bytes. */
  size: Field.optional(Schema.Number),
  /** In pixels, of an image; may be 0. */
  width: Field.optional(Schema.Number),
  /** In pixels, of an image; may be 0. */
  height: Field.optional(Schema.Number),
  /** What the virus scan said. A file with a virus cannot be read. */
  state: Field.optional(Field.openEnum("valid", "virus")),
  /** `self`, `data`, and `web` where it is still there: Help Scout announced its end for 2026-05-31. */
  _links: Field.optional(Links)
}) {}

/**
 * The content of a file.
 *
 * @since 0.1.0
 * @category models
 */
export class AttachmentData extends Model.Opaque<AttachmentData>("AttachmentData")({
  data: Base64
}) {}

/**
 * A file to send, with a new thread or by `upload`.
 *
 * @since 0.1.0
 * @category schemas
 */
export class AttachmentCreate extends Model.Opaque<AttachmentCreate>("AttachmentCreate")({
  fileName: Field.text({ min: 1 }),
  mimeType: Field.text({ min: 1 }),
  /** The content. It goes out as base64, a third larger, and is held in memory as a whole. */
  data: Base64
}) {}

const byId = { conversationId: ConversationId, attachmentId: AttachmentId }

/**
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Puts a file onto a thread, and answers its id where Help Scout tells it.
   *
   * Gotchas: the file is scanned afterwards, and one with a virus is accepted but can't be read. Help Scout documents
   * no limit of size for this version; the one before it took 10 MB, base64 included.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/attachments/create/
   */
  upload: Endpoint.post("/v2/conversations/:conversationId/threads/:threadId/attachments", {
    params: { conversationId: ConversationId, threadId: ThreadId },
    payload: AttachmentCreate,
    response: Endpoint.createdMaybe(AttachmentId),
    docs: "conversations/attachments/create"
  }),

  /**
   * Gets the content of a file at once. `file` streams it, which is better for large ones.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/attachments/get-data/
   */
  getData: Endpoint.get("/v2/conversations/:conversationId/attachments/:attachmentId/data", {
    params: byId,
    response: AttachmentData,
    docs: "conversations/attachments/get-data"
  }),

  /**
   * Streams the content of a file.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/attachments/get-attachment-file/
   */
  file: Endpoint.file("/v2/conversations/:conversationId/attachments/:attachmentId/file", {
    params: byId,
    docs: "conversations/attachments/get-attachment-file"
  }),

  /**
   * Deletes a file. Works only while the conversation is a draft.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/attachments/delete/
   */
  delete: Endpoint.delete("/v2/conversations/:conversationId/attachments/:attachmentId", {
    params: byId,
    docs: "conversations/attachments/delete"
  })
}

/**
 * `conversations.attachments`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
