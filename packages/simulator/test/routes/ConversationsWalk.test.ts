/** What the simulator makes of conversations as their threads come and go, seen through the client. */
import { assert, describe, it } from "@effect/vitest"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { ConversationCreate } from "@effect-helpscout/resources/Conversations/ConversationCreate"
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as MailboxData from "../../src/data/mailboxes.js"

const customer = { email: "new@example.com" }
const conversation: ConversationCreate = {
  subject: "Hello",
  customer,
  mailboxId: 81001,
  type: "email",
  status: "active",
  threads: [{ type: "customer", customer, text: "First" }]
}
const later = DateTime.unsafeMake("2030-01-01T00:00:00Z")
const latest = DateTime.unsafeMake("2030-06-01T00:00:00Z")

/** The service, and a new conversation. */
const begin = (create: Partial<ConversationCreate> = {}) =>
  Effect.gen(function* () {
    const conversations = yield* Conversations
    const conversationId = yield* conversations.create({ ...conversation, ...create })
    const one = { conversationId }
    const get = conversations.get(one)
    const threads = Effect.map(Stream.runCollect(conversations.threads.listAll(one)), (found) => [...found])
    return { conversations, one, get, threads }
  })

const over = <A, E>(effect: Effect.Effect<A, E, Conversations | HelpScoutClient>) =>
  effect.pipe(Effect.provide(Conversations.layer), Effect.provide(simulated()))

describe("a conversation in the simulator", () => {
  it.effect("tells who closed it as long as it is closed", () =>
    over(
      Effect.gen(function* () {
        const { conversations, one, get } = yield* begin()
        const closing = { customer, text: "Done", status: "closed", user: 4002 } as const
        const isOpen = Effect.map(get, (open) => {
          assert.notProperty(open, "closedAt")
          assert.notProperty(open, "closedByUser")
          assert.strictEqual(open.closedBy, 0)
        })

        yield* conversations.threads.createReply(one, closing)
        const closed = yield* get
        assert.deepInclude(closed, { status: "closed", closedBy: 4002 })
        assert.strictEqual(closed.closedByUser?.id, 4002)
        assert.property(closed, "closedAt")
        yield* conversations.threads.createCustomer(one, { customer, text: "Not yet" })
        yield* isOpen

        yield* conversations.threads.createNote(one, { text: "Done", status: "closed" })
        assert.strictEqual((yield* get).closedByUser?.id, 4001)
        yield* conversations.update(one, ConversationUpdate.status("pending"))
        yield* isOpen

        yield* conversations.update(one, ConversationUpdate.status("closed"))
        yield* conversations.deleteSnooze(one)
        yield* isOpen

        const made = yield* begin({ status: "closed", user: 4002 })
        const { closedBy, closedByUser } = yield* made.get
        assert.deepStrictEqual([closedBy, closedByUser?.id], [4002, 4002])
      })
    )
  )

  it.effect("says what comes next: the end of a snooze or a scheduled reply, whichever is sooner", () =>
    over(
      Effect.gen(function* () {
        const { conversations, one, get } = yield* begin()
        const { threads } = conversations
        const threadId = yield* threads.createReply(one, { customer, text: "Later", draft: true })
        const draft = { ...one, threadId }
        const next = Effect.map(get, ({ nextEvent }) => nextEvent)
        const sending = { time: later, eventType: "scheduled", userId: 4001, cancelOnCustomerReply: true }
        const waking = { time: latest, eventType: "snooze", userId: 4001, cancelOnCustomerReply: false }
        assert.isUndefined(yield* next)
        yield* threads.updateSchedule(draft, { scheduledFor: later, unscheduleOnCustomerReply: true })
        assert.deepStrictEqual(yield* next, sending)
        yield* conversations.updateSnooze(one, { snoozedUntil: latest, unsnoozeOnCustomerReply: false })
        assert.deepStrictEqual(yield* next, sending)
        yield* threads.deleteSchedule(draft)
        assert.deepStrictEqual(yield* next, waking)
        yield* threads.updateSchedule(draft, { scheduledFor: later, unscheduleOnCustomerReply: true })
        yield* threads.publishSchedule(draft)
        assert.deepStrictEqual(yield* next, waking)
        yield* conversations.deleteSnooze(one)
        assert.isUndefined(yield* next)
      })
    )
  )

  it.effect("wakes up and keeps its drafts when the customer replies, where it was told to", () =>
    over(
      Effect.gen(function* () {
        for (const cancels of [true, false]) {
          const { conversations, one, get, threads } = yield* begin()
          const threadId = yield* conversations.threads.createReply(one, { customer, text: "Later", draft: true })
          yield* conversations.threads.updateSchedule(
            { ...one, threadId },
            { scheduledFor: later, unscheduleOnCustomerReply: cancels }
          )
          yield* conversations.updateSnooze(one, { snoozedUntil: latest, unsnoozeOnCustomerReply: cancels })
          // neither a note nor history is a reply of the customer
          yield* conversations.threads.createNote(one, { text: "Hm" })
          yield* conversations.threads.createCustomer(one, { customer, text: "Old", imported: true })
          assert.property(yield* get, "snooze")
          yield* conversations.threads.createCustomer(one, { customer, text: "Well?" })
          const after = yield* get
          assert.strictEqual(after.snooze === undefined, cancels)
          assert.strictEqual(after.nextEvent === undefined, cancels)
          const draft = (yield* threads).find(({ id }) => id === threadId)
          assert.strictEqual(draft?.state, "draft")
          assert.strictEqual(draft?.scheduled === undefined, cancels)
        }
      })
    )
  )

  it.effect("is no draft any more once its draft was sent, whichever way", () =>
    over(
      Effect.gen(function* () {
        for (const way of ["schedule", "update"] as const) {
          const { conversations, one, get, threads } = yield* begin({
            threads: [{ type: "reply", customer, text: "Draft", draft: true }]
          })
          assert.strictEqual((yield* get).state, "draft")
          const [draft] = yield* threads
          const byThread = { ...one, threadId: draft?.id ?? 0 }
          yield* conversations.threads.updateSchedule(byThread, {
            scheduledFor: later,
            unscheduleOnCustomerReply: false
          })
          yield* way === "schedule"
            ? conversations.threads.publishSchedule(byThread)
            : conversations.update(one, ConversationUpdate.publishDraft)
          const sent = yield* get
          assert.strictEqual(sent.state, "published")
          assert.notProperty(sent, "nextEvent")
          const [thread] = yield* threads
          assert.strictEqual(thread?.state, "published")
          assert.notProperty(thread ?? {}, "scheduled")
        }
      })
    )
  )

  it.effect("links to where it is, whom it is for and who has it", () =>
    over(
      Effect.gen(function* () {
        const { conversations, one, get } = yield* begin()
        const client = yield* HelpScoutClient
        const link = (relation: string) => Effect.map(get, ({ _links }) => _links?.[relation]?.href)
        assert.isUndefined(yield* link("assignee"))
        yield* conversations.update(one, ConversationUpdate.moveTo(81002))
        yield* conversations.update(one, ConversationUpdate.customer(500_002))
        yield* conversations.update(one, ConversationUpdate.assignTo(4002))
        yield* conversations.update(one, ConversationUpdate.status("closed"))
        const api = "https://api.helpscout.net/v2"
        assert.strictEqual(yield* link("mailbox"), `${api}/mailboxes/81002`)
        assert.strictEqual(yield* link("primaryCustomer"), `${api}/customers/500002`)
        assert.strictEqual(yield* link("assignee"), `${api}/users/4002`)
        assert.strictEqual(yield* link("closedBy"), `${api}/users/4001`)
        // each leads somewhere
        for (const relation of ["self", "mailbox", "primaryCustomer", "createdByCustomer", "threads", "assignee"]) {
          const { pathname } = new URL((yield* link(relation)) ?? "")
          assert.strictEqual(yield* failure(client.request({ method: "GET", path: pathname as `/` })), "no failure")
        }
        yield* conversations.update(one, ConversationUpdate.assignTo(71001))
        assert.strictEqual(yield* link("assignee"), `${api}/teams/71001`)
        yield* conversations.update(one, ConversationUpdate.unassign)
        yield* conversations.update(one, ConversationUpdate.status("active"))
        assert.isUndefined(yield* link("assignee"))
        assert.isUndefined(yield* link("closedBy"))
      })
    )
  )

  it.effect("lists history by its date, not by when it was imported", () =>
    over(
      Effect.gen(function* () {
        const { conversations, one, get, threads } = yield* begin()
        const createdAt = DateTime.unsafeMake("1969-01-01T00:00:00Z")
        yield* conversations.threads.createCustomer(one, { customer, text: "Long ago", imported: true, createdAt })
        yield* conversations.threads.createNote(one, { text: "Now" })
        assert.deepStrictEqual(
          (yield* threads).map(({ body }) => body),
          ["Now", "First", "Long ago"]
        )
        assert.strictEqual((yield* get).preview, "Now")
        yield* conversations.threads.createNote(one, { text: "Longer ago", imported: true, createdAt })
        assert.strictEqual((yield* get).preview, "Now")
      })
    )
  )

  it.effect("takes the status that the inbox has in store", () =>
    over(
      Effect.gen(function* () {
        const { conversations, one, get, threads } = yield* begin({ status: "pending" })
        yield* conversations.threads.createReply(one, { customer, text: "Hi", status: "inbox_predefined" })
        assert.strictEqual((yield* get).status, "active")
        assert.notInclude(
          (yield* threads).map(({ status }) => status),
          "inbox_predefined"
        )
      })
    )
  )

  it.effect("is found by every address of its threads", () =>
    over(
      Effect.gen(function* () {
        const { conversations, one } = yield* begin()
        yield* conversations.threads.createReply(one, {
          customer,
          text: "Hi",
          cc: ["cc+1@example.org"],
          bcc: ["bcc@example.org"]
        })
        for (const address of ["CC+1@example.org", "bcc@example.org", customer.email]) {
          const { items } = yield* conversations.list({ status: "all", query: SearchQuery.email(address) })
          assert.deepStrictEqual(
            items.map(({ id }) => id),
            [one.conversationId],
            address
          )
        }
      })
    )
  )
})

describe("a conversation in the simulator, as time passes", () => {
  const inMinutes = (minutes: number) => DateTime.unsafeMake(minutes * 60_000)

  it.effect("wakes up when its snooze ends, and not before", () =>
    over(
      Effect.gen(function* () {
        const { conversations, one, get } = yield* begin()
        yield* conversations.updateSnooze(one, { snoozedUntil: inMinutes(60), unsnoozeOnCustomerReply: false })
        yield* conversations.update(one, ConversationUpdate.status("closed"))
        yield* TestClock.adjust("59 minutes")
        assert.property(yield* get, "snooze")
        yield* TestClock.adjust("1 minute")
        const awake = yield* get
        assert.notProperty(awake, "snooze")
        assert.notProperty(awake, "nextEvent")
        assert.strictEqual(awake.status, "active")
        const { items } = yield* conversations.list({ modifiedSince: inMinutes(60) })
        assert.deepStrictEqual(
          items.map(({ id }) => id),
          [one.conversationId]
        )
      })
    )
  )

  it.effect("has its scheduled draft sent when it is due, in the order of what comes next", () =>
    over(
      Effect.gen(function* () {
        const { conversations, one, get, threads } = yield* begin()
        const draft = { customer, text: "Later", draft: true } as const
        const soon = yield* conversations.threads.createReply(one, draft)
        const late = yield* conversations.threads.createReply(one, draft)
        const schedule = (threadId: number, minutes: number) =>
          conversations.threads.updateSchedule(
            { ...one, threadId },
            { scheduledFor: inMinutes(minutes), unscheduleOnCustomerReply: false }
          )
        yield* schedule(late, 120)
        yield* schedule(soon, 60)
        yield* conversations.updateSnooze(one, { snoozedUntil: inMinutes(90), unsnoozeOnCustomerReply: false })
        const drafts = Effect.map(threads, (all) => all.filter(({ state }) => state === "draft").map(({ id }) => id))
        yield* TestClock.adjust("60 minutes")
        assert.deepStrictEqual(yield* drafts, [late])
        assert.strictEqual((yield* get).nextEvent?.eventType, "snooze")
        yield* TestClock.adjust("60 minutes")
        assert.deepStrictEqual(yield* drafts, [])
        assert.notProperty(yield* get, "nextEvent")
        assert.strictEqual(yield* failure(schedule(late, 180)), "HelpScoutPreconditionFailed")
      })
    )
  )

  it.effect("does nothing any more once it was deleted", () =>
    over(
      Effect.gen(function* () {
        const { conversations, one, get } = yield* begin()
        yield* conversations.updateSnooze(one, { snoozedUntil: inMinutes(60), unsnoozeOnCustomerReply: false })
        yield* conversations.delete(one)
        yield* TestClock.adjust("2 hours")
        assert.strictEqual(yield* failure(get), "HelpScoutNotFound")
      })
    )
  )
})

describe("custom fields in the simulator", () => {
  it.effect("take no date that is none", () =>
    Effect.gen(function* () {
      const to = yield* account
      const { id } = to.table(MailboxData.fields).insert((id) => ({
        id,
        mailboxId: 81001,
        wire: { id, name: "Due", type: "date", required: false, order: null, options: null }
      }))
      const { conversations, one } = yield* begin()
      const set = (value: string) => failure(conversations.customFields.update(one, { fields: [{ id, value }] }))
      assert.strictEqual(yield* set("2024-02-29"), "no failure")
      assert.strictEqual(yield* set("2024-02-30"), "HelpScoutValidationFailed")
      assert.strictEqual(yield* set("2024-13-01"), "HelpScoutValidationFailed")
    }).pipe(Effect.provide(Conversations.layer), Effect.provide(simulated()))
  )
})
