/**
 * Files on threads: sent with a new thread, or uploaded to an existing one.
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

/** A multiple of three bytes, so that there is no padding between the parts. */
const part = 6144

const encodeBase64 = (bytes: Uint8Array): string => {
  let text = ""
  for (let at = 0; at < bytes.length; at += part) {
    // `apply` accepts any array-like value, but its type accepts arrays only
    text += btoa(String.fromCharCode.apply(null, bytes.subarray(at, at + part) as unknown as Array<number>))
  }
  return text
}

/** `Schema.Uint8ArrayFromBase64` blocks for a second or more to encode 10 MB. */
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
 * A file on a thread, without its content.
 *
 * @since 0.1.0
 */
export class Attachment extends Model.Opaque<Attachment>("Attachment")({
  id: AttachmentId,
  /** `filename` in responses and `fileName` in requests, as in Help Scout's API. */
  filename: Field.optional(Schema.String),
  mimeType: Field.optional(Schema.String),
  /** In bytes. */
  size: Field.optional(Schema.Number),
  /** In pixels, for images. May be 0. */
  width: Field.optional(Schema.Number),
  /** In pixels, for images. May be 0. */
  height: Field.optional(Schema.Number),
  /** The result of the virus scan. A file with a virus cannot be read. */
  state: Field.optional(Field.openEnum("valid", "virus")),
  /** `self`, `data`, and possibly `web`: Help Scout announced to remove it on 2026-05-31. */
  _links: Field.optional(Links)
}) {}

/**
 * The content of a file.
 *
 * @since 0.1.0
 */
export class AttachmentData extends Model.Opaque<AttachmentData>("AttachmentData")({
  data: Base64
}) {}

/**
 * A file to send, with a new thread or with `upload`.
 *
 * @since 0.1.0
 */
export class AttachmentCreate extends Model.Opaque<AttachmentCreate>("AttachmentCreate")({
  fileName: Field.text({ min: 1 }),
  mimeType: Field.text({ min: 1 }),
  /** The content. It is sent as base64, which is a third larger, and is held in memory. */
  data: Base64
}) {}

const byId = { conversationId: ConversationId, attachmentId: AttachmentId }

/**
 * @since 0.1.0
 */
export const endpoints = {
  /**
   * Uploads a file to a thread, and returns its id if Help Scout sends one.
   *
   * Gotchas: files are scanned after the upload, and a file with a virus is accepted but cannot be read. Help Scout
   * documents no size limit for this version of the API. The previous version accepted 10 MB, base64 included.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/attachments/create/
   */
  upload: Endpoint.post("/v2/conversations/:conversationId/threads/:threadId/attachments", {
    impact: "write",
    params: { conversationId: ConversationId, threadId: ThreadId },
    payload: AttachmentCreate,
    response: Endpoint.createdMaybe(AttachmentId),
    docs: "conversations/attachments/create"
  }),

  /**
   * Gets the content of a file at once. For large files, use `file`, which streams it.
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
   * Deletes a file. Only possible while the conversation is a draft.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/conversations/attachments/delete/
   */
  delete: Endpoint.delete("/v2/conversations/:conversationId/attachments/:attachmentId", {
    impact: "destroy",
    params: byId,
    docs: "conversations/attachments/delete"
  })
}

/**
 * The methods of `conversations.attachments`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
