import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { assert, describe, it } from "@effect/vitest"
import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import { type WebhookCreate, Webhooks, webhookEventNames } from "@effect-helpscout/resources/Webhooks"
import * as WebhookEvent from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import type { Account } from "@effect-helpscout/simulator/Account"
import * as Deliveries from "@effect-helpscout/simulator/Deliveries"
import * as Table from "@effect-helpscout/simulator/Table"
import { account, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as ConversationData from "../src/data/conversations/conversations.js"
import * as MailboxData from "../src/data/mailboxes.js"

const secret = Redacted.make("s3cret")
const webhook: WebhookCreate = { url: "https://example.org/hook", events: ["tag.created", "convo.created"], secret }
const tag = (id: number) => ({
  id,
  name: `tag ${id}`,
  _links: { self: { href: `https://api.helpscout.net/v2/tags/${id}` } }
})

const layer = Layer.provideMerge(Webhooks.layer, simulated())
const create = (options: Partial<WebhookCreate> = {}) =>
  Effect.flatMap(Webhooks, (webhooks) => webhooks.create({ ...webhook, ...options }))
const sent = (count: number) =>
  Effect.flatMap(account, (to) => Stream.runCollect(Stream.take(Deliveries.stream(to), count)))

/** Removes the deliveries that late subscribers receive. */
const clear = (to: Account) => void to.table(Table.key("webhook deliveries")).delete(1)

describe("Deliveries", () => {
  it.effect("are signed, and sent in the order of the changes", () =>
    Effect.gen(function* () {
      yield* create()
      const to = yield* account
      for (const id of [1, 2, 3]) Deliveries.emit(to, "tag.created", () => tag(id))
      const events = yield* Effect.forEach(yield* sent(3), ({ headers, body }) =>
        WebhookEvent.receive({ headers, body, secrets: secret })
      )
      assert.deepStrictEqual(
        events.map((event) => WebhookEvent.isTagEvent(event) && event.payload.id),
        [1, 2, 3]
      )
    }).pipe(Effect.provide(layer))
  )

  it.effect("reach earlier and later subscribers once each", () =>
    Effect.gen(function* () {
      yield* create()
      const to = yield* account
      const early = yield* Effect.fork(sent(2))
      yield* Effect.yieldNow()
      Deliveries.emit(to, "tag.created", () => tag(1))
      Deliveries.emit(to, "tag.created", () => tag(2))
      const bodies = (deliveries: Iterable<Deliveries.Delivery>) => [...deliveries].map(({ body }) => body)
      assert.deepStrictEqual(bodies(yield* Fiber.join(early)), bodies(yield* sent(2)))
    }).pipe(Effect.provide(layer))
  )

  it.effect("go only to enabled webhooks that subscribe to the event, and no other body is made", () =>
    Effect.gen(function* () {
      const to = yield* account
      const never = () => assert.fail("no webhook subscribes to this event")
      Deliveries.emit(to, "tag.created", never)
      const off = yield* create()
      const on = yield* create()
      Deliveries.emit(to, "tag.deleted", never)
      Deliveries.disable(to, off)
      Deliveries.emit(to, "tag.created", () => tag(1))
      const webhooks = yield* Webhooks
      yield* webhooks.update({ webhookId: off }, webhook)
      Deliveries.emit(to, "tag.created", () => tag(2))
      assert.deepStrictEqual(
        [...(yield* sent(3))].map(({ webhookId, body }) => [webhookId, JSON.parse(body).id]),
        [
          [on, 1],
          [off, 2],
          [on, 2]
        ]
      )
    }).pipe(Effect.provide(layer))
  )

  it.effect("are limited to the inboxes of a webhook, except events without an inbox", () =>
    Effect.gen(function* () {
      const to = yield* account
      const [wanted, other] = to.table(MailboxData.mailboxes).all()
      yield* create({ mailboxIds: [wanted!.id] })
      Deliveries.emit(to, "convo.created", () => ({ id: 1, mailboxId: other!.id }))
      Deliveries.emit(to, "convo.created", () => ({ id: 2 }), { mailboxId: other!.id })
      Deliveries.emit(to, "convo.created", () => ({ id: 3, mailboxId: wanted!.id }))
      Deliveries.emit(to, "convo.created", () => ({ id: 4 }), { mailboxId: wanted!.id })
      Deliveries.emit(to, "tag.created", () => ({ id: 5 }))
      assert.deepStrictEqual(
        [...(yield* sent(3))].map(({ body }) => JSON.parse(body).id),
        [3, 4, 5]
      )
    }).pipe(Effect.provide(layer))
  )

  it.effect("contain only the address if the webhook is for notifications", () =>
    Effect.gen(function* () {
      yield* create({ notification: true })
      const to = yield* account
      Deliveries.emit(to, "tag.created", () => tag(1))
      Deliveries.emit(to, "convo.created", () => ({ id: 7 }))
      const events = yield* Effect.forEach(yield* sent(2), ({ headers, body }) =>
        WebhookEvent.receive({ headers, body, secrets: secret })
      )
      assert.deepStrictEqual(
        events.map((event) => event._tag === "Notification" && [event.event, event.href]),
        [
          ["tag.created", "https://api.helpscout.net/v2/tags/1"],
          ["convo.created", "https://api.helpscout.net/v2/conversations/7"]
        ]
      )
    }).pipe(Effect.provide(layer))
  )

  it.effect("are posted, and disable a webhook after consecutive failures", () =>
    Effect.gen(function* () {
      const webhookId = yield* create()
      const to = yield* account
      const posted = yield* Queue.unbounded<{ readonly url: string; readonly event: string | undefined }>()
      let status = 200
      const client = HttpClient.make((request, url) =>
        Effect.as(
          Queue.offer(posted, { url: url.href, event: request.headers["x-helpscout-event"] }),
          HttpClientResponse.fromWeb(request, new Response(null, { status }))
        )
      )
      yield* Effect.forkScoped(Deliveries.post(to, { client, disableAfter: 2 }))
      const state = Effect.map(
        Effect.flatMap(Webhooks, ({ get }) => get({ webhookId })),
        (found) => found.state
      )
      // a success resets the count
      for (const [id, next] of [500, 204, 500, 500].entries()) {
        status = next
        assert.strictEqual(yield* state, "enabled")
        Deliveries.emit(to, "tag.created", () => tag(id + 1))
        assert.deepStrictEqual(yield* Queue.take(posted), { url: "https://example.org/hook", event: "tag.created" })
      }
      yield* Effect.repeat(Effect.zipRight(Effect.yieldNow(), state), {
        until: (now) => now === "disabled",
        times: 100
      })
      assert.strictEqual(yield* state, "disabled")
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.effect(
    "can be registered for every known event and both payload versions, and arrive in every observed form",
    () =>
      Effect.gen(function* () {
        const webhooks = yield* Webhooks
        const events = [webhookEventNames[0], ...webhookEventNames] as const
        yield* create({ events })
        const v3 = yield* create({ events, payloadVersion: "V3" })
        assert.strictEqual((yield* webhooks.get({ webhookId: v3 })).payloadVersion, "V3")
        const to = yield* account
        const [row] = to.table(ConversationData.conversations).all()
        const agent = { id: 990_001, type: "system_user", first: "AI", last: "Agent", email: null }
        const conversation = { ...row?.json, subject: "Grüße/2", createdBy: agent }
        const decoded = Effect.flatMap(sent(2), (deliveries) =>
          Effect.forEach(deliveries, ({ headers, body }) => WebhookEvent.receive({ headers, body, secrets: secret }))
        )
        for (const event of ["convo.ai-answers-email.reply.created", "convo.created"]) {
          for (const form of ["api", "variant"] as const) {
            clear(to)
            Deliveries.setForm(to, form)
            Deliveries.emit(to, event, () => conversation)
            const [v2Event, v3Event] = yield* decoded
            if (v2Event?._tag !== event || v3Event?._tag !== event) return assert.fail(JSON.stringify(v2Event))
            const [inV2, inV3] = [v2Event.payload, v3Event.payload] as [Conversation, Conversation]
            assert.deepStrictEqual([inV2.subject, inV2.mailboxId], ["Grüße/2", conversation.mailboxId])
            assert.deepStrictEqual([inV2.createdBy?.type, inV3.createdBy?.type], ["user", "system_user"])
          }
        }
        clear(to)
        Deliveries.setForm(to, "slim")
        Deliveries.emit(to, "convo.created", () => conversation)
        const [slim] = yield* decoded
        assert.deepInclude({ ...slim } as object, { _tag: "Unknown", payload: { id: row?.id, subject: "Grüße/2" } })
        clear(to)
        Deliveries.sendTest(to, v3)
        Deliveries.sendTest(to, v3)
        assert.deepStrictEqual(
          (yield* decoded).map(({ _tag }) => _tag),
          ["helpscout.test", "helpscout.test"]
        )
      }).pipe(Effect.provide(layer))
  )
})
