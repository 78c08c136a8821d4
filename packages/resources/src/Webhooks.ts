/**
 * Webhooks: subscriptions to events. `WebhookEvent` verifies and decodes the deliveries.
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
 * The known event names. The page about creating webhooks does not list all of them: Help Scout's list of events adds
 * `convo.ai-answers.created`, and the Chat API adds events of `beacon.chat`.
 *
 * @since 0.1.0
 */
export const webhookEventNames = [
  "beacon.chat.agent.replied",
  "beacon.chat.assigned",
  "beacon.chat.created",
  "beacon.chat.customer.replied",
  "convo.agent.reply.created",
  "convo.ai-answers-email.reply.created",
  "convo.ai-answers-email.resolution",
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
 * The name of an event. New names are accepted.
 *
 * @since 0.1.0
 */
export const WebhookEventName = Field.openEnum(...webhookEventNames)
/** @since 0.1.0 */
export type WebhookEventName = typeof WebhookEventName.Type

/** `V3` keeps the type `system_user` of actors such as AI agents. `V2` says `user`. */
const PayloadVersion = Field.openEnum("V2", "V3")

/**
 * A webhook. Responses never contain its secret.
 *
 * @since 0.1.0
 */
export class Webhook extends Model.Opaque<Webhook>("Webhook")({
  id: WebhookId,
  url: Schema.String,
  /** Help Scout may disable a webhook whose URL keeps failing. An update enables it again. */
  state: Field.optional(Field.openEnum("enabled", "disabled")),
  events: Schema.Array(WebhookEventName),
  notification: Field.optional(Schema.Boolean),
  payloadVersion: Field.optional(PayloadVersion),
  label: Field.optional(Schema.String),
  /** Empty for all inboxes. May be absent in lists. */
  mailboxIds: Field.optional(Schema.Array(MailboxId)),
  _links: Field.optional(Links)
}) {}

const HttpUrl = Schema.String.pipe(
  Schema.filter((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    description: "an http or https URL",
    jsonSchema: { type: "string", format: "uri" },
    arbitrary: () => (fc) => fc.webUrl({ validSchemes: ["https"] })
  })
)

/**
 * A webhook to create.
 *
 * @since 0.1.0
 */
export class WebhookCreate extends Model.Opaque<WebhookCreate>("WebhookCreate")({
  /** Prefer https: deliveries are signed, not encrypted. */
  url: HttpUrl,
  /** At least one event. */
  events: Schema.NonEmptyArray(WebhookEventName),
  /** A secret of your choice, up to 40 characters, that signs every delivery. */
  secret: Schema.Redacted(Field.text({ min: 1, max: 40 })),
  /** Delivers the URL of the changed resource instead of the resource. @default false */
  notification: Field.optional(Schema.Boolean),
  label: Field.optional(Schema.String),
  /** @default "V2" */
  payloadVersion: Field.optional(PayloadVersion),
  /** Only conversations of these inboxes. `customer.created` is delivered for the whole account regardless. @default all */
  mailboxIds: Field.optional(Schema.Array(inputId(MailboxId)))
}) {}

/**
 * A complete webhook, including its secret. An omitted field is reset to its default.
 *
 * @since 0.1.0
 */
export class WebhookUpdate extends Model.Opaque<WebhookUpdate>("WebhookUpdate")({ ...WebhookCreate.fields }) {}

const byId = { webhookId: WebhookId }

const list = Endpoint.list("/v2/webhooks", { embedded: "webhooks", item: Webhook, docs: "webhooks/list" })

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of webhooks.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/list/
   */
  list,

  /** Streams every webhook. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Gets one webhook. Its `state` shows whether Help Scout has disabled it.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/get/
   */
  get: Endpoint.get("/v2/webhooks/:webhookId", { params: byId, response: Webhook, docs: "webhooks/get" }),

  /**
   * Creates a webhook, enabled, and returns its id.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/create/
   */
  create: Endpoint.post("/v2/webhooks", {
    impact: "send",
    payload: WebhookCreate,
    response: Endpoint.created(WebhookId),
    docs: "webhooks/create"
  }),

  /**
   * Replaces a webhook and enables it.
   *
   * Gotcha: the secret is required again, and omitted fields are reset: without `mailboxIds` the webhook receives the
   * events of all inboxes.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/update/
   */
  update: Endpoint.put("/v2/webhooks/:webhookId", {
    impact: "send",
    params: byId,
    payload: WebhookUpdate,
    docs: "webhooks/update"
  }),

  /**
   * Deletes a webhook.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/webhooks/delete/
   */
  delete: Endpoint.delete("/v2/webhooks/:webhookId", { impact: "destroy", params: byId, docs: "webhooks/delete" })
}

/**
 * The methods of `webhooks`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}

/**
 * Manages webhooks.
 *
 * @since 0.1.0
 */
export class Webhooks extends Context.Tag("@effect-helpscout/resources/Webhooks")<Webhooks, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Webhooks, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("Webhooks", endpoints)
  )
}
