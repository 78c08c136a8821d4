import { assert, describe, it } from "@effect/vitest"
import type { ConversationCreate } from "@effect-helpscout/resources/Conversations/ConversationCreate"
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import { CustomerUpdate } from "@effect-helpscout/resources/Customers/CustomerUpdate"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import { webhookEventNames } from "@effect-helpscout/resources/Webhooks"
import * as WebhookEvent from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import * as Deliveries from "@effect-helpscout/simulator/Deliveries"
import type { Simulator } from "@effect-helpscout/simulator/Simulator"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as ConversationData from "../../src/data/conversations/conversations.js"
import * as CustomerData from "../../src/data/customers/customers.js"
import * as MailboxData from "../../src/data/mailboxes.js"
import * as RatingData from "../../src/data/ratings.js"
import * as UserData from "../../src/data/users.js"

const secret = Redacted.make("s3cret")
/** An event that no change sends. It marks the end of the events of a change. */
const mark = "message.survey.response.received"

type Events = Effect.Effect<ReadonlyArray<WebhookEvent.WebhookEvent>>

/** Creates a webhook for all events. Returns an effect that gets the new events, verified and decoded. */
const listening: Effect.Effect<Events, unknown, HelpScout | Simulator | Scope.Scope> = Effect.gen(function* () {
  const { webhooks } = yield* HelpScout
  const to = yield* account
  yield* webhooks.create({
    url: "https://example.org/hook",
    events: [webhookEventNames[0], ...webhookEventNames],
    secret
  })
  const received = yield* Queue.unbounded<WebhookEvent.WebhookEvent>()
  yield* Effect.forkScoped(
    Stream.runForEach(Deliveries.stream(to), ({ headers, body }) =>
      Effect.flatMap(WebhookEvent.receive({ headers, body, secrets: secret }), (event) => Queue.offer(received, event))
    ).pipe(
      Effect.tapErrorCause((cause) => Effect.logError(cause)),
      Effect.orDie
    )
  )
  const next: Events = Effect.flatMap(Queue.take(received), (event) =>
    event._tag === mark ? Effect.succeed([]) : Effect.map(next, (others) => [event, ...others])
  )
  return Effect.suspend(() => {
    Deliveries.emit(to, mark, () => ({ message: { name: "mark" } }))
    return next
  })
})

const layer = Layer.provideMerge(HelpScout.layer, simulated({ data: { conversations: 40, customers: 10 } }))

const newConversation = (mailboxId: number, email = "new@example.org"): ConversationCreate => ({
  subject: "Hello",
  customer: { email, firstName: "Nova" },
  mailboxId,
  type: "email",
  status: "active",
  tags: ["never seen before"],
  threads: [{ type: "customer", customer: { email }, text: "First" }]
})

const tags = (events: ReadonlyArray<WebhookEvent.WebhookEvent>) => events.map(({ _tag }) => _tag)

describe("webhooks of the simulator", () => {
  it.effect("get an event for every change, signed and in order", () =>
    Effect.gen(function* () {
      const { conversations, customers, organizations } = yield* HelpScout
      const to = yield* account
      const [inbox, other] = to.table(MailboxData.mailboxes).all()
      const [, user] = to.table(UserData.users).all()
      const received = yield* listening
      const after = (change: Effect.Effect<unknown, unknown>) => Effect.zipRight(change, Effect.map(received, tags))

      // the events of the parts come before that of the whole
      const conversationId = yield* conversations.create(newConversation(inbox!.id))
      assert.deepStrictEqual(tags(yield* received), ["customer.created", "tag.created", "convo.created"])
      const byId = { conversationId }
      const update = (change: ConversationUpdate) => after(conversations.update(byId, change))
      const customer = { email: "new@example.org" }

      assert.deepStrictEqual(yield* update(ConversationUpdate.assignTo(user!.id)), ["convo.assigned"])
      assert.deepStrictEqual(yield* update(ConversationUpdate.unassign), ["convo.assigned"])
      assert.deepStrictEqual(yield* update(ConversationUpdate.status("closed")), ["convo.status"])
      assert.deepStrictEqual(yield* update(ConversationUpdate.subject("Other")), [])
      assert.deepStrictEqual(yield* after(conversations.tags.update(byId, { tags: ["vip", "brand new"] })), [
        "tag.created",
        "convo.tags"
      ])
      const field = to.table(MailboxData.fields).find(({ mailboxId }) => mailboxId === inbox!.id)!
      const fields = [{ id: field.id, value: String(field.json.options?.[0]?.id) }]
      assert.deepStrictEqual(yield* after(conversations.customFields.update(byId, { fields })), ["convo.custom-fields"])
      // the values belong to the previous inbox
      assert.deepStrictEqual(yield* update(ConversationUpdate.moveTo(other!.id)), [
        "convo.moved",
        "convo.custom-fields"
      ])

      const { threads } = conversations
      assert.deepStrictEqual(yield* after(threads.createNote(byId, { text: "Note" })), ["convo.note.created"])
      assert.deepStrictEqual(
        yield* after(threads.createCustomer(byId, { customer, text: "Again" })),
        // the conversation is active again
        ["convo.customer.reply.created", "convo.status"]
      )
      assert.deepStrictEqual(
        yield* after(threads.createReply(byId, { customer, text: "Hi", status: "closed", assignTo: user!.id })),
        ["convo.agent.reply.created", "convo.assigned", "convo.status"]
      )
      // a draft sends no event until it is published
      const draft = yield* threads.createReply(byId, { customer, text: "Later", draft: true })
      assert.deepStrictEqual(tags(yield* received), [])
      const scheduledFor = DateTime.unsafeMake("2030-01-01T00:00:00Z")
      const byThread = { conversationId, threadId: draft }
      yield* threads.updateSchedule(byThread, { scheduledFor, unscheduleOnCustomerReply: false })
      assert.deepStrictEqual(yield* after(threads.publishSchedule(byThread)), ["convo.agent.reply.created"])

      ConversationData.merge(to, 2_000_002, conversationId, 0)
      assert.deepStrictEqual(tags(yield* received), ["convo.merged"])
      assert.isDefined(RatingData.rate(to, draft, { rating: "great", comments: null }, 0))
      assert.deepStrictEqual(tags(yield* received), ["satisfaction.ratings"])
      assert.deepStrictEqual(yield* after(conversations.delete(byId)), ["convo.deleted"])

      const customerId = yield* customers.create({
        firstName: "Ann",
        emails: [{ type: "work", value: "a@example.org" }]
      })
      assert.deepStrictEqual(tags(yield* received), ["customer.created"])
      for (const change of [
        customers.update({ customerId }, [CustomerUpdate.set("jobTitle", "CEO")]),
        customers.overwrite({ customerId }, { firstName: "Anna" }),
        customers.emails.create({ customerId }, { type: "home", value: "b@example.org" }),
        customers.addresses.create(
          { customerId },
          { city: "Graz", state: "Steiermark", postalCode: "8010", country: "AT" }
        )
      ]) {
        assert.deepStrictEqual(yield* after(change), ["customer.updated"])
      }
      yield* conversations.create({ ...newConversation(inbox!.id), customer: { id: customerId }, tags: [] })
      yield* received
      assert.deepStrictEqual(yield* after(customers.deleteAsync({ customerId })), ["convo.deleted", "customer.deleted"])
      const busy = ConversationData.visible(to)[0]!.json.primaryCustomer.id
      const erased = (yield* after(customers.delete({ customerId: busy }))).toReversed()
      assert.deepStrictEqual([erased[0], new Set(erased.slice(1))], ["customer.deleted", new Set(["convo.deleted"])])

      const organizationId = yield* organizations.create({ name: "New Ltd" })
      assert.deepStrictEqual(tags(yield* received), ["organization.created"])
      assert.deepStrictEqual(
        yield* after(
          organizations.update({ organizationId }, { name: "Newer Ltd", website: null, domains: [], phones: [] })
        ),
        ["organization.updated"]
      )
      assert.deepStrictEqual(yield* after(organizations.delete({ organizationId })), ["organization.deleted"])
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.effect("get the resource as it is after the change", () =>
    Effect.gen(function* () {
      const { conversations, customers, tags: allTags } = yield* HelpScout
      const to = yield* account
      const [inbox] = to.table(MailboxData.mailboxes).all()
      const received = yield* listening
      const conversationId = yield* conversations.create(newConversation(inbox!.id))
      const events = yield* received
      const customer = events.find((event) => event._tag === "customer.created")
      const tag = events.find((event) => event._tag === "tag.created")
      const created = events.find((event) => event._tag === "convo.created")
      assert(customer !== undefined && tag !== undefined && created !== undefined)
      const whole = yield* conversations.get({ conversationId, embed: "threads" })
      assert.deepStrictEqual(created.payload, whole)
      assert.strictEqual(created.payload.primaryCustomer?.id, customer.payload.id)
      assert.deepInclude(yield* allTags.get({ tagId: tag.payload.id }), { name: tag.payload.name, ticketCount: 1 })

      const by = { conversationId }
      yield* conversations.threads.createReply(by, { customer: { id: customer.payload.id }, text: "Reply" })
      const [replied] = yield* received
      assert(replied?._tag === "convo.agent.reply.created")
      // only threads by users
      assert.deepStrictEqual(
        replied.payload._embedded?.threads?.map(({ body }) => body),
        ["Reply"]
      )
      yield* conversations.threads.createNote(by, { text: "Note" })
      const [noted] = yield* received
      assert(noted?._tag === "convo.note.created")
      assert.deepStrictEqual(
        noted.payload._embedded?.threads?.map(({ body }) => body),
        ["Note", "Reply", "First"]
      )

      yield* customers.update({ customerId: customer.payload.id }, [CustomerUpdate.set("firstName", "Super")])
      const [updated] = yield* received
      assert(updated?._tag === "customer.updated")
      assert.deepStrictEqual(updated.payload, yield* customers.get({ customerId: customer.payload.id }))
      assert.strictEqual(updated.payload.conversationCount, 1)

      yield* conversations.delete(by)
      assert.deepStrictEqual(yield* received, [{ _tag: "convo.deleted", payload: { id: conversationId } }])
      yield* customers.delete({ customerId: customer.payload.id })
      assert.deepStrictEqual(yield* received, [{ _tag: "customer.deleted", payload: { id: customer.payload.id } }])
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.effect("get all threads of a chat or a long conversation, as v2 shows them", () =>
    Effect.gen(function* () {
      const { conversations } = yield* HelpScout
      const received = yield* listening
      for (const row of ConversationData.visible(yield* account)) {
        if (row.json.threads < 3) continue
        const { id: conversationId, status, threads } = row.json
        yield* conversations.update(
          { conversationId },
          ConversationUpdate.status(status === "spam" ? "active" : "spam")
        )
        const [event] = yield* received
        assert(event?._tag === "convo.status")
        assert.lengthOf(event.payload._embedded?.threads ?? [], threads)
        assert.notInclude(JSON.stringify(event.payload), "system_user")
      }
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.effect("get the conversations of their inboxes only, and all customers", () =>
    Effect.gen(function* () {
      const { conversations, webhooks } = yield* HelpScout
      const to = yield* account
      const [inbox, other] = to.table(MailboxData.mailboxes).all()
      const events = ["convo.created", "convo.moved", "convo.deleted", "customer.created"] as const
      yield* webhooks.create({ url: "https://example.org", events, secret, mailboxIds: [inbox!.id] })
      const there = yield* conversations.create(newConversation(other!.id, "one@example.org"))
      const here = yield* conversations.create(newConversation(inbox!.id, "two@example.org"))
      yield* conversations.delete({ conversationId: there })
      yield* conversations.delete({ conversationId: here })
      const sent = yield* Stream.runCollect(Stream.take(Deliveries.stream(to), 4))
      assert.deepStrictEqual(
        [...sent].map(({ event, body }) => [event, event.startsWith("convo") ? JSON.parse(body).id : undefined]),
        [
          ["customer.created", undefined],
          ["customer.created", undefined],
          ["convo.created", here],
          ["convo.deleted", here]
        ]
      )
    }).pipe(Effect.provide(layer))
  )

  it.effect("cost nothing if there are none: no threads are generated, and nothing is kept", () =>
    Effect.gen(function* () {
      const { conversations } = yield* HelpScout
      const to = yield* account
      const row = ConversationData.visible(to)[0]!
      let reads = 0
      const threads = () => {
        reads++
        return row.threads()
      }
      to.table(ConversationData.conversations).put({ ...row, threads })
      yield* conversations.update({ conversationId: row.id }, ConversationUpdate.status("spam"))
      yield* conversations.tags.update({ conversationId: row.id }, { tags: ["brand new"] })
      assert.strictEqual(reads, 0)
      // once to add a thread, and not to compare the threads
      yield* conversations.threads.createNote({ conversationId: row.id }, { text: "Note" })
      assert.strictEqual(reads, 1)
      const received = yield* listening
      assert.deepStrictEqual(yield* received, [])
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.effect("get no event for a rejected change", () =>
    Effect.gen(function* () {
      const { conversations, customers, organizations } = yield* HelpScout
      const to = yield* account
      const received = yield* listening
      const taken = to
        .table(CustomerData.customers)
        .all()
        .find((row) => CustomerData.email(row) !== null)!
      const calls: ReadonlyArray<Effect.Effect<unknown, { readonly _tag: string }>> = [
        conversations.create({ ...newConversation(1), mailboxId: 1 }),
        conversations.create({ ...newConversation(81001), assignTo: 1 }),
        conversations.tags.update({ conversationId: 1 }, { tags: ["never made"] }),
        conversations.delete({ conversationId: 1 }),
        customers.create({ emails: [{ type: "work", value: CustomerData.email(taken)! }] }),
        customers.delete({ customerId: 1 }),
        organizations.delete({ organizationId: 1 })
      ]
      for (const call of calls) assert.notStrictEqual(yield* failure(call), "no failure")
      assert.deepStrictEqual(yield* received, [])
    }).pipe(Effect.scoped, Effect.provide(layer))
  )
})
