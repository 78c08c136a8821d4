// @effect-diagnostics floatingEffect:off -- nothing here runs: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type { Chat } from "@effect-helpscout/resources/Chats/Chat"
import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import type { Customer } from "@effect-helpscout/resources/Customers/Customer"
import type { ConversationId, WebhookId } from "@effect-helpscout/resources/Ids"
import type { Organization } from "@effect-helpscout/resources/Organizations"
import type { Service, Webhook, WebhookCreate, WebhookUpdate } from "@effect-helpscout/resources/Webhooks"
import * as WebhookEvent from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import * as WebhookSignature from "@effect-helpscout/resources/Webhooks/WebhookSignature"
import type * as Effect from "effect/Effect"
import type * as Either from "effect/Either"
import * as Match from "effect/Match"
import type * as Redacted from "effect/Redacted"
import { expectTypeOf } from "vitest"

declare const webhooks: Service
declare const webhookId: WebhookId
declare const secret: Redacted.Redacted
declare const event: WebhookEvent.WebhookEvent
declare const request: Request

type Result<A> = Effect.Effect<A, HelpScoutError>
type ById = { readonly webhookId: WebhookId }
const url = "https://example.org"

expectTypeOf(webhooks.get).toEqualTypeOf<(args: ById) => Result<Webhook>>()
expectTypeOf(webhooks.create).toEqualTypeOf<(payload: WebhookCreate) => Result<WebhookId>>()
expectTypeOf(webhooks.update).toEqualTypeOf<(args: ById, payload: WebhookUpdate) => Result<void>>()
expectTypeOf(webhooks.delete).toEqualTypeOf<(args: ById) => Result<void>>()

webhooks.create({ url, events: ["convo.created", "convo.sung"], secret })

// @ts-expect-error at least one event
webhooks.create({ url, events: [], secret })
// @ts-expect-error a secret must be redacted
webhooks.create({ url, events: ["convo.created"], secret: "s3cret" })
// @ts-expect-error an update requires the secret
webhooks.update({ webhookId }, { url, events: ["convo.created"] })
// @ts-expect-error the state cannot be set
webhooks.update({ webhookId }, { url, events: ["convo.created"], secret, state: "disabled" })

// the tag determines the payload
if (event._tag === "convo.created") expectTypeOf(event.payload).toEqualTypeOf<Conversation>()
if (event._tag === "convo.deleted") expectTypeOf(event.payload.id).toEqualTypeOf<ConversationId>()
if (event._tag === "customer.updated") expectTypeOf(event.payload).toEqualTypeOf<Customer>()
if (event._tag === "organization.created") expectTypeOf(event.payload).toEqualTypeOf<Organization>()
if (event._tag === "beacon.chat.created") expectTypeOf(event.payload).toEqualTypeOf<Chat>()
if (event._tag === "Unknown") expectTypeOf(event.payload).toEqualTypeOf<unknown>()
if (event._tag === "Notification") expectTypeOf(event.href).toEqualTypeOf<string>()
if (WebhookEvent.isConversationEvent(event)) expectTypeOf(event.payload).toEqualTypeOf<Conversation>()
if (WebhookEvent.isCustomerEvent(event)) expectTypeOf(event.payload).toEqualTypeOf<Customer>()
expectTypeOf(
  Match.value(event).pipe(
    Match.tag("convo.created", "convo.tags", ({ payload }) => payload.id),
    Match.orElse(() => undefined)
  )
).toEqualTypeOf<ConversationId | undefined>()
// @ts-expect-error there is no such event
if (event._tag === "convo.updated") event

expectTypeOf(WebhookEvent.decode).returns.toEqualTypeOf<
  Either.Either<WebhookEvent.WebhookEvent, WebhookSignature.WebhookRejected>
>()
expectTypeOf(WebhookEvent.fromRequest(request, { secrets: [secret] })).toEqualTypeOf<
  Effect.Effect<WebhookEvent.WebhookEvent, WebhookSignature.WebhookRejected>
>()
// @ts-expect-error the body was parsed already
WebhookSignature.verify({ body: { id: 1 }, signature: "", secrets: secret })
// @ts-expect-error a secret must be redacted
WebhookSignature.verify({ body: "", signature: "", secrets: "s3cret" })
// @ts-expect-error the secret is required
WebhookEvent.receive({ headers: request.headers, body: "" })
