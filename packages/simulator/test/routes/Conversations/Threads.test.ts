import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import { failure, simulated } from "@effect-helpscout/test-support/calls"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import * as CustomerData from "../../../src/data/customers/customers.js"
import { baseUrl, generated, sending, walk } from "../../http.js"
import { begin, customer, inMinutes, later, latest } from "../conversation.js"

const over = <A, E>(effect: Effect.Effect<A, E, Conversations | HelpScoutClient>) =>
  effect.pipe(Effect.provide(Conversations.layer), Effect.provide(simulated()))

const raw = {
  subject: "Hello",
  customer: { email: "new@example.com", firstName: "Nova" },
  mailboxId: 81001,
  type: "email",
  status: "active",
  tags: ["brand new", "VIP"],
  threads: [{ type: "customer", customer: { email: "new@example.com" }, text: "<p>First</p>" }]
}

describe("the threads of a conversation in the simulator", () => {
  it.effect("read back a reply as a message, with `text` as `body`", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const send = yield* sending
      const customers = (yield* simulator.account()).table(CustomerData.customers)
      const customer = { id: customers.all()[0]?.id }
      const id = (yield* send("POST", "/v2/conversations", raw)).headers["resource-id"]
      const at = `/v2/conversations/${id}`
      const reply = yield* send("POST", `${at}/reply`, { customer, text: "A <b>reply</b>", status: "closed" })
      assert.strictEqual(reply.status, 201)
      assert.strictEqual(reply.headers.location, `${baseUrl}${at}/threads/${reply.headers["resource-id"]}`)
      yield* send("POST", `${at}/notes`, { text: "A note" })
      const [note, message, first] = yield* walk(send, `${at}/threads`, "threads")
      assert.deepInclude(message, {
        id: Number(reply.headers["resource-id"]),
        type: "message",
        body: "A <b>reply</b>",
        status: "closed",
        state: "published"
      })
      assert.notProperty(message, "text")
      assert.deepInclude(note, { type: "note", body: "A note" })
      assert.strictEqual(first.body, "<p>First</p>")
      assert.deepInclude((yield* send("GET", at)).body, { threads: 3, status: "closed" })
      // a message of the customer reopens the conversation
      yield* send("POST", `${at}/customer`, { customer, text: "Not yet" })
      assert.strictEqual((yield* send("GET", at)).body.status, "active")
      assert.strictEqual((yield* send("POST", `${at}/reply`, { text: "no customer" })).status, 400)
      assert.deepStrictEqual(
        [...(yield* simulator.stored())],
        [
          ["<p>First</p>", 1],
          ["A <b>reply</b>", 1],
          ["A note", 1],
          ["Not yet", 1]
        ]
      )
    }).pipe(generated())
  )

  it.effect("are limited to a hundred", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const id = (yield* send("POST", "/v2/conversations", raw)).headers["resource-id"]
      for (let i = 2; i <= 100; i++) yield* send("POST", `/v2/conversations/${id}/notes`, { text: `${i}` })
      assert.strictEqual((yield* send("POST", `/v2/conversations/${id}/notes`, { text: "101" })).status, 412)
      assert.strictEqual((yield* walk(send, `/v2/conversations/${id}/threads`, "threads")).length, 100)
    }).pipe(generated())
  )

  it.effect("are hidden, scheduled and read in their original source", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const id = (yield* send("POST", "/v2/conversations", raw)).headers["resource-id"]
      const at = `/v2/conversations/${id}/threads`
      const [first] = yield* walk(send, at, "threads")
      assert.strictEqual(
        (yield* send("PATCH", `${at}/${first.id}`, { op: "replace", path: "/hidden", value: true })).status,
        204
      )
      assert.strictEqual((yield* walk(send, at, "threads"))[0].state, "hidden")
      assert.include((yield* send("GET", `${at}/${first.id}/original-source`)).body.original, "<p>First</p>")
      const source = yield* send("GET", `${at}/${first.id}/original-source`, undefined, "message/rfc822")
      assert.strictEqual(source.headers["content-type"], "message/rfc822")
      const reply = { customer: { email: "new@example.com" }, text: "Later", draft: true }
      const draft = (yield* send("POST", `/v2/conversations/${id}/reply`, reply)).headers["resource-id"]
      const schedule = { scheduledFor: "2030-01-01T00:00:00Z", unscheduleOnCustomerReply: false }
      assert.strictEqual((yield* send("PUT", `${at}/${draft}/schedule`, schedule)).status, 204)
      assert.strictEqual((yield* send("PUT", `${at}/${first.id}/schedule`, schedule)).status, 412)
      assert.deepInclude((yield* walk(send, at, "threads"))[0].scheduled, {
        scheduledBy: 4001,
        scheduledFor: "2030-01-01T00:00:00Z"
      })
      assert.strictEqual(
        (yield* send("PATCH", `${at}/${draft}/schedule`, { op: "replace", path: "/state", value: "published" })).status,
        204
      )
      assert.strictEqual((yield* walk(send, at, "threads"))[0].state, "published")
    }).pipe(generated())
  )

  it.effect("by the customer end a snooze and unschedule drafts if requested", () =>
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
          // notes and history are not replies of the customer
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

  it.effect("that are published end the draft of their conversation", () =>
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

  it.effect("are ordered by the date of history, not by the time of the import", () =>
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

  it.effect("that are scheduled are sent when they are due, in order", () =>
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
})
