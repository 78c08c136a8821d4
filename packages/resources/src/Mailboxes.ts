/**
 * Inboxes, which the API calls mailboxes, with their custom fields, folders, routing and saved replies.
 *
 * ```ts
 * import type { MailboxId } from "@effect-helpscout/resources/Ids"
 * import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
 * import * as Effect from "effect/Effect"
 *
 * export const values = (mailboxId: MailboxId) =>
 *   Effect.flatMap(Mailboxes, ({ customFields }) => customFields.resolve({ mailboxId }, { Plan: "Plus", Seats: 12 }))
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Model from "@effect-helpscout/core/Model"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { MailboxId } from "./Ids.js"
import * as MailboxCustomFields from "./Mailboxes/CustomFields.js"
import * as MailboxFolders from "./Mailboxes/Folders.js"
import * as MailboxRouting from "./Mailboxes/Routing.js"
import * as MailboxSavedReplies from "./Mailboxes/SavedReplies.js"

/**
 * An inbox.
 *
 * @since 0.1.0
 */
export class Mailbox extends Model.Opaque<Mailbox>("Mailbox")({
  id: MailboxId,
  name: Schema.String,
  /** An opaque key, not derived from the name. */
  slug: Field.optional(Schema.String),
  email: Field.optional(Schema.String),
  createdAt: Field.optional(Field.Timestamp),
  updatedAt: Field.optional(Field.Timestamp),
  _links: Field.optional(Links)
}) {}

const list = Endpoint.list("/v2/mailboxes", { embedded: "mailboxes", item: Mailbox, docs: "inboxes/list" })

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of the inboxes that the token's user can see.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/list/
   */
  list,

  /** Streams every inbox that the token's user can see. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Gets one inbox.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/inboxes/get/
   */
  get: Endpoint.get("/v2/mailboxes/:mailboxId", {
    params: { mailboxId: MailboxId },
    response: Mailbox,
    docs: "inboxes/get"
  }),

  customFields: MailboxCustomFields.endpoints,
  folders: MailboxFolders.endpoints,
  routing: MailboxRouting.endpoints,
  savedReplies: MailboxSavedReplies.endpoints
}

/**
 * The methods of `mailboxes`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  readonly customFields: MailboxCustomFields.Service
  readonly folders: MailboxFolders.Service
  readonly routing: MailboxRouting.Service
  readonly savedReplies: MailboxSavedReplies.Service
}

/**
 * Reads inboxes, and manages their saved replies and routing.
 *
 * @since 0.1.0
 */
export class Mailboxes extends Context.Tag("@effect-helpscout/resources/Mailboxes")<Mailboxes, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Mailboxes, never, HelpScoutClient> = Layer.effect(
    this,
    Effect.map(HelpScoutClient.methods("Mailboxes", endpoints), (methods) => ({
      ...methods,
      customFields: MailboxCustomFields.withResolve(methods.customFields)
    }))
  )
}
