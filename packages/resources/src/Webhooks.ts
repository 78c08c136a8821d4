/**
 * Webhooks: where Help Scout tells what happens. What it sends there, `WebhookEvent` reads.
 *
 * ```ts
 * import { Webhooks } from "@effect-helpscout/resources/Webhooks"
 * import * as Effect from "effect/Effect"
 * import type * as Redacted from "effect/Redacted"
 *
 * export const subscribe = (secret: Redacted.Redacted) =>
 *   Effect.flatMap(Webhooks, ({ create }) => create({ url: "https://example.com/hook", events: ["convo.created"], secret }))
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
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { inputId, MailboxId, WebhookId } from "./Ids.js"

/**
 * The names of the events that are known. Help Scout's page of all events has `convo.ai-answers.created`, while its page
 * about creating webhooks does not.
 *
 * @since 0.1.0
 * @category constants
 */
export const webhookEventNames = [
  "beacon.chat.created",
  "beacon.chat.customer.replied",
  "convo.agent.reply.created",
  "convo.ai-answers.created",
  "convo.assigned",
  "convo.created",
  "convo.custom-fields",
  "convo.customer.reply.created",
  "convo.deleted",
  "convo.merged",
  "convo.moved",
  "convo.note.created",
  "convo.status",
  "convo.tags",
  "customer.created",
  "customer.deleted",
  "customer.updated",
  "message.survey.response.received",
  "organization.created",
  "organization.deleted",
  "organization.updated",
  "satisfaction.ratings",
  "tag.created",
  "tag.deleted",
  "tag.updated",
  "user.status.changed"
] as const

/**
 * The name of an event that a webhook is told; new ones are accepted.
 *
 * @since 0.1.0
 * @category schemas
 */
export const WebhookEventName = Field.openEnum(...webhookEventNames)
/**
 * @since 0.1.0
 * @category models
 */
export type WebhookEventName = typeof WebhookEventName.Type

/**
 * A webhook. Its secret is never answered.
 *
 * @since 0.1.0
 * @category models
 */
export class Webhook extends Model.Opaque<Webhook>("Webhook")({
  id: WebhookId,
  url: Schema.String,
  /** Help Scout may disable a webhook whose address goes on failing; an update enables it again. */
  state: Field.optional(Field.openEnum("enabled", "disabled")),
  events: Schema.Array(WebhookEventName),
  notification: Field.optional(Schema.Boolean),
  payloadVersion: Field.optional(Field.openEnum("V2")),
  label: Field.optional(Schema.String),
  /** Empty: all inboxes. A list of webhooks may leave it out. */
  mailboxIds: Field.optional(Schema.Array(MailboxId)),
  _links: Field.optional(Links)
}) {}

const HttpUrl = Schema.String.pipe(
  Schema.filter((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    description: "an http or https address",
    jsonSchema: { type: "string", format: "uri" },
    arbitrary: () => (fc) => fc.webUrl({ validSchemes: ["https"] })
  })
)

/** @since 0.1.0 @category schemas */
export class WebhookCreate extends Model.Opaque<WebhookCreate>("WebhookCreate")({
  /** Should be https: deliveries are signed, not encrypted. */
  url: HttpUrl,
  /** At least one. */
  events: Schema.NonEmptyArray(WebhookEventName),
  /** Made up by you, of 40 characters or fewer: it signs every delivery. */
  secret: Schema.Redacted(Field.text({ min: 1, max: 40 })),
  /** Deliveries carry the address of what has changed, rather than the thing itself. @default false */
  notification: Field.optional(Schema.Boolean),
  label: Field.optional(Schema.String),
  /** @default "V2" */
  payloadVersion: Field.optional(Field.openEnum("V2")),
  /** Only conversations of these inboxes. `customer.created` comes for the whole account all the same. @default all */
  mailboxIds: Field.optional(Schema.Array(inputId(MailboxId)))
}) {}

/**
 * The whole of a webhook, its secret included: what is left out falls back to its default.
 *
 * @since 0.1.0
 * @category schemas
 */
export class WebhookUpdate extends Model.Opaque<WebhookUpdate>("WebhookUpdate")({ ...WebhookCreate.fields }) {}

const byId = { webhookId: WebhookId }

const list = Endpoint.list("/v2/webhooks", { embedded: "webhooks", item: Webhook, docs: "webhooks/list" })

/**
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Lists one page of webhooks.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/list/
   */
  list,

  /** Streams every webhook. */
  listAll: Endpoint.all(list),

  /** Streams the pages themselves, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Gets one webhook. Whether Help Scout has disabled it, `state` tells.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/get/
   */
  get: Endpoint.get("/v2/webhooks/:webhookId", { params: byId, response: Webhook, docs: "webhooks/get" }),

  /**
   * Creates a webhook, enabled, and answers its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/create/
   */
  create: Endpoint.post("/v2/webhooks", {
    payload: WebhookCreate,
    response: Endpoint.created(WebhookId),
    docs: "webhooks/create"
  }),

  /**
   * Replaces a webhook and enables it. Gotcha: the secret has to be sent again, and what is left out falls back: without
   * `mailboxIds` it is told of all inboxes.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/update/
   */
  update: Endpoint.put("/v2/webhooks/:webhookId", { params: byId, payload: WebhookUpdate, docs: "webhooks/update" }),

  /**
   * Deletes a webhook.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/delete/
   */
  delete: Endpoint.delete("/v2/webhooks/:webhookId", { params: byId, docs: "webhooks/delete" })
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}

/**
 * @since 0.1.0
 * @category services
 */
export class Webhooks extends Context.Tag("@effect-helpscout/resources/Webhooks")<Webhooks, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Webhooks, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("Webhooks", endpoints)
  )
}
