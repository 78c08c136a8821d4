/**
 * The deliveries that Help Scout sends to a webhook: verified, decoded, and discriminated by the name of the event.
 *
 * ```ts
 * import { fromRequest } from "@effect-helpscout/resources/Webhooks/WebhookEvent"
 * import * as Effect from "effect/Effect"
 * import type * as Redacted from "effect/Redacted"
 *
 * export const subject = (request: Request, secrets: Redacted.Redacted) =>
 *   Effect.map(fromRequest(request, { secrets }), (event) =>
 *     event._tag === "convo.created" ? event.payload.subject : undefined
 *   )
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import type { ValidationIssue } from "@effect-helpscout/core/HelpScoutError"
import * as Model from "@effect-helpscout/core/Model"
import * as Reader from "@effect-helpscout/core/Reader"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { Chat } from "../Chats/Chat.js"
import { Conversation } from "../Conversations/Conversation.js"
import { Customer } from "../Customers/Customer.js"
import { ConversationId, CustomerId, OrganizationId, TagId, UserId } from "../Ids.js"
import { notifiedHref, withObservedForms } from "../internal/webhookBody.js"
import { Organization } from "../Organizations.js"
import { Rating } from "../Ratings.js"
import { Tag } from "../Tags.js"
import { UserStatus } from "../Users/Status.js"
import { webhookEventNames } from "../Webhooks.js"
import { type RawBody, type Secrets, textOf, verify, WebhookRejected } from "./WebhookSignature.js"

// ---------------------------------------------------------------------------------------------------------------
// events
// ---------------------------------------------------------------------------------------------------------------

/**
 * An event with this name.
 *
 * @since 0.1.0
 */
export interface Event<out Name extends string, out Payload> {
  readonly _tag: Name
  readonly payload: Payload
}

/** One event type per name. */
type Events<Name extends string, Payload> = Name extends string ? Event<Name, Payload> : never

const events = <const Names extends readonly [string, ...ReadonlyArray<string>], A, I>(
  names: Names,
  payload: Schema.Schema<A, I>
): Schema.Schema<Events<Names[number], A>, Events<Names[number], I>> =>
  // one struct per name, so that the decoder dispatches on the tag. The cast: mapping a tuple loses its types
  Schema.Union(
    ...names.map((name) => Schema.Struct({ _tag: Schema.Literal(name), payload }))
  ) as unknown as Schema.Schema<Events<Names[number], A>, Events<Names[number], I>>

const conversationNames = [
  "convo.agent.reply.created",
  "convo.ai-answers-email.reply.created",
  "convo.ai-answers-email.resolution",
  "convo.ai-answers.created",
  "convo.assigned",
  "convo.created",
  "convo.custom-fields",
  "convo.customer.reply.created",
  "convo.merged",
  "convo.moved",
  "convo.note.created",
  "convo.status",
  "convo.tags"
] as const
const customerNames = ["customer.created", "customer.updated"] as const
const organizationNames = ["organization.created", "organization.updated"] as const
const tagNames = ["tag.created", "tag.updated"] as const
const chatNames = [
  "beacon.chat.agent.replied",
  "beacon.chat.assigned",
  "beacon.chat.created",
  "beacon.chat.customer.replied"
] as const

/**
 * An event whose name is newer than this version of the library, with a payload of the kind that the beginning of its name
 * promises. `event` is the name.
 *
 * @since 0.1.0
 */
export interface NewEvent<out Tag extends string, out Payload> {
  readonly _tag: Tag
  readonly event: string
  readonly payload: Payload
}

const newEvents = <const Tag extends string, A, I>(
  tag: Tag,
  payload: Schema.Schema<A, I>
): Schema.Schema<NewEvent<Tag, A>, NewEvent<Tag, I>> =>
  Schema.Struct({ _tag: Schema.Literal(tag), event: Schema.String, payload })

/**
 * The conversation after the event, with its threads.
 *
 * @since 0.1.0
 */
export const ConversationEvent = Schema.Union(
  events(conversationNames, Conversation),
  newEvents("convo.*", Conversation)
)
/** @since 0.1.0 */
export type ConversationEvent = typeof ConversationEvent.Type

/**
 * A deleted conversation, of which only the id is known.
 *
 * @since 0.1.0
 */
export const ConversationDeleted = events(["convo.deleted"], Schema.Struct({ id: ConversationId }))
/** @since 0.1.0 */
export type ConversationDeleted = typeof ConversationDeleted.Type

/**
 * A created or updated customer.
 *
 * @since 0.1.0
 */
export const CustomerEvent = Schema.Union(events(customerNames, Customer), newEvents("customer.*", Customer))
/** @since 0.1.0 */
export type CustomerEvent = typeof CustomerEvent.Type

/**
 * A deleted customer, of which only the id is known.
 *
 * @since 0.1.0
 */
export const CustomerDeleted = events(["customer.deleted"], Schema.Struct({ id: CustomerId }))
/** @since 0.1.0 */
export type CustomerDeleted = typeof CustomerDeleted.Type

/**
 * A created or updated organization.
 *
 * @since 0.1.0
 */
export const OrganizationEvent = Schema.Union(
  events(organizationNames, Organization),
  newEvents("organization.*", Organization)
)
/** @since 0.1.0 */
export type OrganizationEvent = typeof OrganizationEvent.Type

/**
 * A deleted organization, of which only the id is known.
 *
 * @since 0.1.0
 */
export const OrganizationDeleted = events(["organization.deleted"], Schema.Struct({ id: OrganizationId }))
/** @since 0.1.0 */
export type OrganizationDeleted = typeof OrganizationDeleted.Type

/**
 * A created or updated tag.
 *
 * @since 0.1.0
 */
export const TagEvent = Schema.Union(events(tagNames, Tag), newEvents("tag.*", Tag))
/** @since 0.1.0 */
export type TagEvent = typeof TagEvent.Type

/**
 * A deleted tag, of which only the id is known.
 *
 * @since 0.1.0
 */
export const TagDeleted = events(["tag.deleted"], Schema.Struct({ id: TagId }))
/** @since 0.1.0 */
export type TagDeleted = typeof TagDeleted.Type

/**
 * A customer's rating of a reply.
 *
 * @since 0.1.0
 */
export const RatingEvent = events(["satisfaction.ratings"], Rating)
/** @since 0.1.0 */
export type RatingEvent = typeof RatingEvent.Type

/**
 * The chat after the event, such as a message or an assignment.
 *
 * @since 0.1.0
 */
export const BeaconChatEvent = Schema.Union(events(chatNames, Chat), newEvents("beacon.chat.*", Chat))
/** @since 0.1.0 */
export type BeaconChatEvent = typeof BeaconChatEvent.Type

/**
 * A response to a survey in a message.
 *
 * @since 0.1.0
 */
export class SurveyResponse extends Model.Opaque<SurveyResponse>("SurveyResponse")({
  message: Field.optional(Schema.Struct({ name: Field.optional(Schema.String) })),
  response: Field.optional(
    Schema.Struct({
      value: Field.optional(Schema.String),
      category: Field.optional(Field.openEnum("passive")),
      comment: Field.optional(Schema.String),
      timestamp: Field.optional(Field.Timestamp)
    })
  ),
  /** Without a customer if the visitor is unknown. */
  _embedded: Field.optional(Schema.Struct({ customer: Field.optional(Customer) })),
  _links: Field.optional(Links)
}) {}

/**
 * A response to a survey in a message.
 *
 * @since 0.1.0
 */
export const SurveyEvent = events(["message.survey.response.received"], SurveyResponse)
/** @since 0.1.0 */
export type SurveyEvent = typeof SurveyEvent.Type

/**
 * The status of a user, as far as the event contains it. Help Scout does not document this payload.
 *
 * @since 0.1.0
 */
export class UserStatusChange extends Model.Opaque<UserStatusChange>("UserStatusChange")({
  ...UserStatus.fields,
  userId: Field.optional(UserId)
}) {}

/**
 * A change of a user's status.
 *
 * @since 0.1.0
 */
export const UserStatusEvent = events(["user.status.changed"], UserStatusChange)
/** @since 0.1.0 */
export type UserStatusEvent = typeof UserStatusEvent.Type

/**
 * The delivery that the "send test" button in Help Scout sends. Its payload can be any JSON.
 *
 * @since 0.1.0
 */
export const TestEvent = events(["helpscout.test"], Schema.Unknown)
/** @since 0.1.0 */
export type TestEvent = typeof TestEvent.Type

/**
 * A delivery to a webhook with `notification: true`: the URL of the changed resource instead of the resource.
 *
 * @since 0.1.0
 */
export class Notification extends Model.Opaque<Notification>("Notification")({
  _tag: Schema.Literal("Notification"),
  event: Schema.String,
  /** The URL of the changed resource. */
  href: Schema.String,
  /** The body as received. */
  payload: Schema.Unknown
}) {}

/**
 * A delivery that cannot be decoded, as received: the library does not know the event, or the payload does not have the
 * shape of the event, as the small bodies that test a webhook. The handler decides: if it succeeds, Help Scout
 * does not send the delivery again.
 *
 * @since 0.1.0
 */
export class Unknown extends Model.Opaque<Unknown>("Unknown")({
  _tag: Schema.Literal("Unknown"),
  event: Schema.String,
  /** The body as received. */
  payload: Schema.Unknown,
  /** Why the payload does not have the shape of the event, without values. Absent if the library does not know the event. */
  issues: Field.optional(Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String })))
}) {}

const members = [
  ConversationEvent,
  ConversationDeleted,
  CustomerEvent,
  CustomerDeleted,
  OrganizationEvent,
  OrganizationDeleted,
  TagEvent,
  TagDeleted,
  RatingEvent,
  BeaconChatEvent,
  SurveyEvent,
  UserStatusEvent,
  TestEvent,
  Notification,
  Unknown
] as const

/**
 * Any event. Its `_tag` is the name of the event, the beginning of a new name (`convo.*`), `Notification` or `Unknown`.
 *
 * @since 0.1.0
 */
export type WebhookEvent = (typeof members)[number]["Type"]

const flattened = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.AST> =>
  SchemaAST.isUnion(ast) ? ast.types.flatMap(flattened) : [ast]

/**
 * The schema of events, for storing or forwarding them.
 *
 * @since 0.1.0
 */
export const WebhookEvent: Schema.Schema<WebhookEvent, (typeof members)[number]["Encoded"]> = Schema.make(
  // flat, so that the decoder dispatches on the tag and reads one member only
  SchemaAST.Union.make(members.flatMap(({ ast }) => flattened(ast)))
)

const oneOf = <const Names extends ReadonlyArray<string>>(names: Names) => {
  const known: ReadonlySet<string> = new Set(names)
  return (event: WebhookEvent): event is Extract<WebhookEvent, { readonly _tag: Names[number] }> =>
    known.has(event._tag)
}

/**
 * Returns true if the payload is a conversation.
 *
 * @since 0.1.0
 */
export const isConversationEvent = oneOf([...conversationNames, "convo.*"])

/**
 * Returns true if the payload is a customer.
 *
 * @since 0.1.0
 */
export const isCustomerEvent = oneOf([...customerNames, "customer.*"])

/**
 * Returns true if the payload is an organization.
 *
 * @since 0.1.0
 */
export const isOrganizationEvent = oneOf([...organizationNames, "organization.*"])

/**
 * Returns true if the payload is a tag.
 *
 * @since 0.1.0
 */
export const isTagEvent = oneOf([...tagNames, "tag.*"])

/**
 * Returns true if the payload is a chat.
 *
 * @since 0.1.0
 */
export const isBeaconChatEvent = oneOf([...chatNames, "beacon.chat.*"])

// ---------------------------------------------------------------------------------------------------------------
// decoding
// ---------------------------------------------------------------------------------------------------------------

const knownNames: ReadonlySet<string> = new Set([...webhookEventNames, "helpscout.test"])

/** The tags of new events, by the beginning of their names. */
const newTags = ["convo.*", "customer.*", "organization.*", "tag.*", "beacon.chat.*"] as const

/** The tag of an event, or undefined if the kind of its payload is not known. */
const tagOf = (event: string): string | undefined =>
  knownNames.has(event) ? event : newTags.find((tag) => event.startsWith(tag.slice(0, -1)))

const readers = new Map<string, Reader.Reader<unknown>>()

/** The reader of the payload of a tag: the one that responses are read with (laws D6 and D7), compiled on first use. */
const readerOf = (tag: string): Reader.Reader<unknown> => {
  const known = readers.get(tag)
  if (known !== undefined) return known
  const made = Reader.make(Schema.make<unknown, unknown, never>(payloadOf(tag)))
  readers.set(tag, made)
  return made
}

const payloadOf = (tag: string): SchemaAST.AST => {
  for (const member of members.flatMap(({ ast }) => flattened(ast))) {
    const signatures = SchemaAST.getPropertySignatures(member)
    const named = signatures.find(({ name }) => name === "_tag")?.type
    if (named?._tag !== "Literal" || named.literal !== tag) continue
    const payload = signatures.find(({ name }) => name === "payload")
    if (payload !== undefined) return payload.type
  }
  return Schema.Unknown.ast
}

const parse = Schema.decodeEither(Schema.parseJson())

/** At most twenty issues, with their paths in the event. */
const issuesOf = (found: ReadonlyArray<ValidationIssue>) =>
  found.slice(0, maxIssues).map(({ message, path }) => ({
    path: path === "(root)" ? "payload" : `payload.${path}`,
    message
  }))
const maxIssues = 20

/** Deeper bodies would exhaust the stack. Those of Help Scout have fewer than 20 levels. */
const maxLevels = 500

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)))

/**
 * Decodes a delivery without verifying it; `receive` does both. A new event decodes by the beginning of its name. What
 * cannot be decoded is `Unknown` (law P6). Only a body that is not JSON, or has more than 500 levels, is rejected.
 *
 * @since 0.1.0
 */
export const decode = (options: {
  /** The `X-HelpScout-Event` header. */
  readonly event: string | null | undefined
  readonly body: RawBody
}): Either.Either<WebhookEvent, WebhookRejected> =>
  Either.gen(function* () {
    const event = typeof options.event === "string" ? options.event.trim() : ""
    if (event === "") return yield* Either.left(new WebhookRejected({ reason: "EventMissing" }))
    const text = yield* textOf(options.body)
    const body = yield* Either.mapLeft(parse(text), () => new WebhookRejected({ reason: "BodyInvalid", event }))
    if (isDeeper(body, maxLevels)) return yield* Either.left(new WebhookRejected({ reason: "BodyTooDeep", event }))
    if (event === "helpscout.test") return { _tag: event, payload: body } as const
    const href = notifiedHref(body)
    if (href !== undefined) return { _tag: "Notification", event, href, payload: body } as const
    const tag = tagOf(event)
    if (tag === undefined) return { _tag: "Unknown", event, payload: body } as const
    const payload = readerOf(tag)(withObservedForms(body))
    if (Either.isLeft(payload))
      return { _tag: "Unknown", event, payload: body, issues: issuesOf(payload.left) } as const
    // the reader of a tag returns its payload
    return (
      tag === event ? { _tag: tag, payload: payload.right } : { _tag: tag, event, payload: payload.right }
    ) as WebhookEvent
  })

/**
 * The headers of a request, from Fetch or Node.js. Names are case-insensitive.
 *
 * @since 0.1.0
 */
export type RawHeaders = Headers | Readonly<Record<string, string | ReadonlyArray<string> | undefined>>

const header = (headers: RawHeaders, name: string): string | undefined => {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const key = Object.keys(headers).find((key) => key.toLowerCase() === name)
  const value = key === undefined ? undefined : headers[key]
  // Fetch joins duplicate headers with commas, which is not a valid signature either
  return typeof value === "string" ? value : value?.join(", ")
}

/**
 * Verifies and decodes a delivery. Respond with 2xx quickly, and expect duplicates: Help Scout may repeat a failed
 * delivery, and may disable a webhook that keeps failing. It does not document when.
 *
 * @since 0.1.0
 */
export const receive = (options: {
  readonly headers: RawHeaders
  /** The raw bytes, before a framework parses them. */
  readonly body: RawBody
  readonly secrets: Secrets
}): Effect.Effect<WebhookEvent, WebhookRejected> => {
  const { body, headers, secrets } = options
  return Effect.zipRight(
    verify({ body, signature: header(headers, "x-helpscout-signature"), secrets }),
    Effect.suspend(() => decode({ event: header(headers, "x-helpscout-event"), body }))
  )
}

/**
 * Verifies and decodes the delivery in a Fetch `Request`. Its body must not have been read before.
 *
 * @since 0.1.0
 */
export const fromRequest = (
  request: Request,
  options: { readonly secrets: Secrets }
): Effect.Effect<WebhookEvent, WebhookRejected> =>
  Effect.suspend(() =>
    request.bodyUsed
      ? new WebhookRejected({ reason: "BodyParsed" })
      : Effect.tryPromise({
          try: () => request.arrayBuffer(),
          catch: () => new WebhookRejected({ reason: "BodyInvalid" })
        })
  ).pipe(Effect.flatMap((body) => receive({ headers: request.headers, body, secrets: options.secrets })))
