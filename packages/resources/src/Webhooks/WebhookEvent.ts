/**
 * What Help Scout sends to a webhook: verified, decoded, and told apart by the name of the event.
 *
 * ```ts
 * import * as WebhookEvent from "@effect-helpscout/resources/Webhooks/WebhookEvent"
 * import * as Effect from "effect/Effect"
 * import type * as Redacted from "effect/Redacted"
 *
 * export const subject = (request: Request, secrets: Redacted.Redacted) =>
 *   Effect.map(WebhookEvent.fromRequest(request, { secrets }), (event) => event._tag === "convo.created" ? event.payload.subject : undefined)
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import { dropNulls, Links } from "@effect-helpscout/core/Hal"
import * as Model from "@effect-helpscout/core/Model"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { Chat } from "../Chats.js"
import { Conversation } from "../Conversations/Conversation.js"
import { Customer } from "../Customers/Customer.js"
import { ConversationId, CustomerId, OrganizationId, TagId, UserId } from "../Ids.js"
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
 * An event of this name.
 *
 * @since 0.1.0
 * @category models
 */
export interface Event<out Name extends string, out Payload> {
  readonly _tag: Name
  readonly payload: Payload
}

/** One event for each name. */
type Events<Name extends string, Payload> = Name extends string ? Event<Name, Payload> : never

const events = <const Names extends readonly [string, ...ReadonlyArray<string>], A, I>(
  names: Names,
  payload: Schema.Schema<A, I>
): Schema.Schema<Events<Names[number], A>, Events<Names[number], I>> =>
  // one struct for each name, so that the decoder goes by the tag; a tuple that is mapped forgets its types
  Schema.Union(
    ...names.map((name) => Schema.Struct({ _tag: Schema.Literal(name), payload }))
  ) as unknown as Schema.Schema<Events<Names[number], A>, Events<Names[number], I>>

const conversationNames = [
  "convo.agent.reply.created",
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
const chatNames = ["beacon.chat.created", "beacon.chat.customer.replied"] as const

/** A conversation with its threads, as it is after the event. @since 0.1.0 @category schemas */
export const ConversationEvent = events(conversationNames, Conversation)
/** @since 0.1.0 @category models */
export type ConversationEvent = typeof ConversationEvent.Type

/** @since 0.1.0 @category schemas */
export const ConversationDeleted = events(["convo.deleted"], Schema.Struct({ id: ConversationId }))
/** @since 0.1.0 @category models */
export type ConversationDeleted = typeof ConversationDeleted.Type

/** @since 0.1.0 @category schemas */
export const CustomerEvent = events(customerNames, Customer)
/** @since 0.1.0 @category models */
export type CustomerEvent = typeof CustomerEvent.Type

/** @since 0.1.0 @category schemas */
export const CustomerDeleted = events(["customer.deleted"], Schema.Struct({ id: CustomerId }))
/** @since 0.1.0 @category models */
export type CustomerDeleted = typeof CustomerDeleted.Type

/** @since 0.1.0 @category schemas */
export const OrganizationEvent = events(organizationNames, Organization)
/** @since 0.1.0 @category models */
export type OrganizationEvent = typeof OrganizationEvent.Type

/** @since 0.1.0 @category schemas */
export const OrganizationDeleted = events(["organization.deleted"], Schema.Struct({ id: OrganizationId }))
/** @since 0.1.0 @category models */
export type OrganizationDeleted = typeof OrganizationDeleted.Type

/** @since 0.1.0 @category schemas */
export const TagEvent = events(tagNames, Tag)
/** @since 0.1.0 @category models */
export type TagEvent = typeof TagEvent.Type

/** @since 0.1.0 @category schemas */
export const TagDeleted = events(["tag.deleted"], Schema.Struct({ id: TagId }))
/** @since 0.1.0 @category models */
export type TagDeleted = typeof TagDeleted.Type

/** @since 0.1.0 @category schemas */
export const RatingEvent = events(["satisfaction.ratings"], Rating)
/** @since 0.1.0 @category models */
export type RatingEvent = typeof RatingEvent.Type

/** @since 0.1.0 @category schemas */
export const BeaconChatEvent = events(chatNames, Chat)
/** @since 0.1.0 @category models */
export type BeaconChatEvent = typeof BeaconChatEvent.Type

/**
 * An answer to a survey in a message.
 *
 * @since 0.1.0
 * @category models
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
  /** Without a customer, where the visitor is not known. */
  _embedded: Field.optional(Schema.Struct({ customer: Field.optional(Customer) })),
  _links: Field.optional(Links)
}) {}

/** @since 0.1.0 @category schemas */
export const SurveyEvent = events(["message.survey.response.received"], SurveyResponse)
/** @since 0.1.0 @category models */
export type SurveyEvent = typeof SurveyEvent.Type

/**
 * The status of a user, as far as the event tells it: Help Scout does not document its payload.
 *
 * @since 0.1.0
 * @category models
 */
export class UserStatusChange extends Model.Opaque<UserStatusChange>("UserStatusChange")({
  ...UserStatus.fields,
  userId: Field.optional(UserId)
}) {}

/** @since 0.1.0 @category schemas */
export const UserStatusEvent = events(["user.status.changed"], UserStatusChange)
/** @since 0.1.0 @category models */
export type UserStatusEvent = typeof UserStatusEvent.Type

/** What the button "send test" in Help Scout sends: any JSON. @since 0.1.0 @category schemas */
export const TestEvent = events(["helpscout.test"], Schema.Unknown)
/** @since 0.1.0 @category models */
export type TestEvent = typeof TestEvent.Type

/**
 * What a webhook with `notification: true` gets: the address of what has changed, and not the thing itself.
 *
 * @since 0.1.0
 * @category models
 */
export class Notification extends Model.Opaque<Notification>("Notification")({
  _tag: Schema.Literal("Notification"),
  event: Schema.String,
  /** The address of what has changed. */
  href: Schema.String,
  /** The body as it came. */
  payload: Schema.Unknown
}) {}

/**
 * An event that this version does not know; or one of an organization or of a user's status, whose payloads Help Scout
 * does not document, in a shape that was not expected. As it came.
 *
 * @since 0.1.0
 * @category models
 */
export class Unknown extends Model.Opaque<Unknown>("Unknown")({
  _tag: Schema.Literal("Unknown"),
  event: Schema.String,
  payload: Schema.Unknown
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
 * What happened: `_tag` is the name of the event, or `Notification`, or `Unknown`.
 *
 * @since 0.1.0
 * @category models
 */
export type WebhookEvent = (typeof members)[number]["Type"]

/**
 * The events as a schema, to store them or send them on.
 *
 * @since 0.1.0
 * @category schemas
 */
export const WebhookEvent: Schema.Schema<WebhookEvent, (typeof members)[number]["Encoded"]> = Schema.make(
  // flat, so that the decoder goes by the tag and looks at one member alone
  SchemaAST.Union.make(members.flatMap(({ ast }) => (SchemaAST.isUnion(ast) ? ast.types : [ast])))
)

const oneOf = <const Names extends ReadonlyArray<string>>(names: Names) => {
  const known: ReadonlySet<string> = new Set(names)
  return (event: WebhookEvent): event is Extract<WebhookEvent, { readonly _tag: Names[number] }> =>
    known.has(event._tag)
}

/** Whether the payload is a conversation. @since 0.1.0 @category guards */
export const isConversationEvent = oneOf(conversationNames)

/** Whether the payload is a customer. @since 0.1.0 @category guards */
export const isCustomerEvent = oneOf(customerNames)

/** Whether the payload is an organization. @since 0.1.0 @category guards */
export const isOrganizationEvent = oneOf(organizationNames)

/** Whether the payload is a tag. @since 0.1.0 @category guards */
export const isTagEvent = oneOf(tagNames)

/** Whether the payload is a chat. @since 0.1.0 @category guards */
export const isBeaconChatEvent = oneOf(chatNames)

// ---------------------------------------------------------------------------------------------------------------
// decoding
// ---------------------------------------------------------------------------------------------------------------

const namesKnown: ReadonlySet<string> = new Set([...webhookEventNames, "helpscout.test"])

/** Help Scout documents no payload of these: one of another shape is no fault of the delivery. */
const undocumented: ReadonlySet<string> = new Set([...organizationNames, "organization.deleted", "user.status.changed"])

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const hrefOf = (value: unknown): string | undefined => {
  if (typeof value === "string") return URL.canParse(value) ? value : undefined
  if (!isRecord(value)) return undefined
  if (typeof value.href === "string") return value.href
  return Object.values(value)
    .map(hrefOf)
    .find((href) => href !== undefined)
}

/** The address in a body that holds addresses only: under which key Help Scout puts it, it does not say. */
const notified = (body: unknown): string | undefined => {
  if (!isRecord(body)) return undefined
  const { _links, ...others } = body
  const hrefs = Object.values(others).map((value) => (typeof value === "string" ? hrefOf(value) : undefined))
  if (hrefs.includes(undefined)) return undefined
  return (isRecord(_links) ? hrefOf(_links.self) : undefined) ?? hrefs[0] ?? hrefOf(_links)
}

/** A conversation in a delivery may hold its inbox as `mailbox` rather than as `mailboxId`. */
const withMailboxId = (payload: unknown): unknown =>
  isRecord(payload) && payload.mailboxId === undefined && isRecord(payload.mailbox)
    ? { ...payload, mailboxId: payload.mailbox.id }
    : payload

const parse = Schema.decodeEither(Schema.parseJson())
const decodeEvent = Schema.decodeUnknownEither(WebhookEvent, { errors: "all" })

/** Where a payload does not fit. What stands there may be somebody's letter. */
const pathsOf = (error: ParseResult.ParseError): ReadonlyArray<string> => {
  const paths = ParseResult.ArrayFormatter.formatErrorSync(error).map((issue) => issue.path.map(String).join("."))
  return [...new Set(paths)].slice(0, 8)
}

/**
 * Reads a delivery, without verifying it: `receive` does both. An event that is not known is no failure.
 *
 * @since 0.1.0
 * @category combinators
 */
export const decode = (options: {
  /** The header `X-HelpScout-Event`. */
  readonly event: string | null | undefined
  readonly body: RawBody
}): Either.Either<WebhookEvent, WebhookRejected> =>
  Either.gen(function* () {
    const event = typeof options.event === "string" ? options.event.trim() : ""
    if (event === "") return yield* Either.left(new WebhookRejected({ reason: "EventMissing" }))
    const text = yield* textOf(options.body)
    const read = () => Either.mapLeft(parse(text), () => new WebhookRejected({ reason: "BodyInvalid", event }))
    const body = yield* read()
    const href = event === "helpscout.test" ? undefined : notified(body)
    if (href !== undefined) return { _tag: "Notification", event, href, payload: body } as const
    if (!namesKnown.has(event)) return { _tag: "Unknown", event, payload: body } as const
    if (event === "helpscout.test") return { _tag: event, payload: body } as const
    const decoded = decodeEvent({ _tag: event, payload: withMailboxId(dropNulls(body)) })
    if (Either.isRight(decoded)) return decoded.right
    // read anew: the first has lost its nulls
    if (undocumented.has(event)) return { _tag: "Unknown", event, payload: yield* read() } as const
    return yield* Either.left(new WebhookRejected({ reason: "PayloadInvalid", event, paths: pathsOf(decoded.left) }))
  })

/**
 * Headers as Fetch has them, or as Node does. Their names may be in any case.
 *
 * @since 0.1.0
 * @category models
 */
export type RawHeaders = Headers | Readonly<Record<string, string | ReadonlyArray<string> | undefined>>

const header = (headers: RawHeaders, name: string): string | undefined => {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const key = Object.keys(headers).find((key) => key.toLowerCase() === name)
  const value = key === undefined ? undefined : headers[key]
  // several would be joined by commas elsewhere: then it is no signature any more
  return typeof value === "string" ? value : value?.join(", ")
}

/**
 * Verifies a delivery and reads it. Answer 2xx soon, and expect repetitions: what fails may come again, and a webhook
 * that goes on failing may be disabled. After how long or how often, Help Scout does not say.
 *
 * @since 0.1.0
 * @category combinators
 */
export const receive = (options: {
  readonly headers: RawHeaders
  /** The bytes as they came: before a framework parses them. */
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
 * Verifies and reads the delivery in a Fetch `Request`, whose body must not have been read before.
 *
 * @since 0.1.0
 * @category combinators
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
