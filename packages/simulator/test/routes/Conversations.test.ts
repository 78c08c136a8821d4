import { assert, describe, it } from "@effect/vitest"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import { failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import * as ConversationData from "../../src/data/conversations/conversations.js"
import { baseUrl, generated, type Json, type Received, sending, until, walk } from "../http.js"
import { begin, customer, inMinutes, later, latest } from "./conversation.js"

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

describe("a conversation in the simulator", () => {
  it.effect("names the team that it is assigned to in v3 only", () =>
    over(
      Effect.gen(function* () {
        const conversations = yield* Conversations
        const [first] = (yield* conversations.list()).items
        const conversationId = first?.id ?? 0
        yield* conversations.update({ conversationId }, ConversationUpdate.assignTo(71_001))
        const inV3 = yield* conversations.getV3({ conversationId })
        assert.deepStrictEqual({ ...inV3.assignedTeam }, { id: 71_001, name: "Tier 1" })
        assert.notProperty(yield* conversations.get({ conversationId }), "assignedTeam")
      })
    )
  )

  it.effect("is created with its customer, tags and folder", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(until + 1000)
      const send = yield* sending
      const created = yield* send("POST", "/v2/conversations", raw)
      assert.strictEqual(created.status, 201)
      assert.strictEqual(created.text, "")
      const id = created.headers["resource-id"]
      assert.strictEqual(created.headers.location, `${baseUrl}/v2/conversations/${id}`)
      assert.match(created.headers["web-location"] ?? "", /^https:\/\/secure\.helpscout\.net\/conversation\//)
      const { body } = yield* send("GET", `/v2/conversations/${id}?embed=threads`)
      assert.deepInclude(body, {
        subject: "Hello",
        status: "active",
        threads: 1,
        createdAt: "2026-03-02T09:00:01Z",
        preview: "First"
      })
      assert.deepStrictEqual(
        body.tags.map(({ tag }: Json) => tag),
        ["brand new", "vip"]
      )
      assert.deepInclude(body.primaryCustomer, { type: "customer", first: "Nova", email: "new@example.com" })
      assert.isAbove(body.folderId, 0)
      assert.strictEqual((yield* walk(send, "/v2/conversations"))[0].id, Number(id))
      // the same email address belongs to the same customer
      const again = yield* send("POST", "/v2/conversations", {
        ...raw,
        customer: { email: "NEW@example.com", firstName: "Other" }
      })
      const second = yield* send("GET", `/v2/conversations/${again.headers["resource-id"]}`)
      assert.deepStrictEqual(second.body.primaryCustomer, body.primaryCustomer)
    }).pipe(generated())
  )

  it.effect("is rejected with the path of what is missing or does not exist", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const paths = (response: Received) => response.body._embedded.errors.map(({ path }: Json) => path)
      const { subject: _, ...withoutSubject } = raw
      assert.deepStrictEqual(paths(yield* send("POST", "/v2/conversations", withoutSubject)), ["subject"])
      assert.deepStrictEqual(paths(yield* send("POST", "/v2/conversations", { ...raw, mailboxId: 1 })), ["mailboxId"])
      assert.deepStrictEqual(paths(yield* send("POST", "/v2/conversations", { ...raw, customer: { id: 1 } })), [
        "customer.id"
      ])
      assert.deepStrictEqual(paths(yield* send("POST", "/v2/conversations", { ...raw, assignTo: 1 })), ["assignTo"])
      assert.deepStrictEqual(
        paths(yield* send("POST", "/v2/conversations", { ...raw, fields: [{ id: 1, value: "x" }] })),
        ["fields.id"]
      )
      assert.deepStrictEqual(yield* (yield* Simulator).stored(), new Map())
    }).pipe(generated())
  )

  it.effect("redirects only `get` for sixty days after a merge", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(until)
      const send = yield* sending
      const account = yield* (yield* Simulator).account()
      ConversationData.merge(account, 2_000_002, 2_000_001, until)
      const moved = yield* send("GET", "/v2/conversations/2000002?embed=threads")
      assert.strictEqual(moved.status, 301)
      assert.strictEqual(moved.headers.location, `${baseUrl}/v2/conversations/2000001`)
      for (const [method, path, json] of [
        ["GET", "/threads", undefined],
        ["POST", "/notes", { text: "x" }],
        ["PATCH", "", { op: "replace", path: "/subject", value: "x" }],
        ["PUT", "/tags", { tags: [] }],
        ["DELETE", "", undefined]
      ] as const) {
        assert.strictEqual((yield* send(method, `/v2/conversations/2000002${path}`, json)).status, 404)
      }
      const numbers = (yield* walk(send, "/v2/conversations?status=all")).map(({ id }) => id)
      assert.notInclude(numbers, 2_000_002)
      yield* TestClock.adjust("60 days")
      assert.strictEqual((yield* send("GET", "/v2/conversations/2000002")).status, 404)
    }).pipe(generated({ tokenLife: "90 days" }))
  )

  it.effect("is changed by one operation at a time", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const at = "/v2/conversations/2000001"
      const patch = (json: unknown) => Effect.map(send("PATCH", at, json), ({ status }) => status)
      assert.strictEqual(yield* patch({ op: "replace", path: "/status", value: "closed" }), 204)
      assert.strictEqual(yield* patch({ op: "replace", path: "/assignTo", value: 4002 }), 204)
      assert.strictEqual(yield* patch({ op: "move", path: "/mailboxId", value: 81002 }), 204)
      assert.strictEqual(yield* patch([{ op: "replace", path: "/status", value: "active" }]), 400)
      assert.strictEqual(yield* patch({ op: "add", path: "/tags", value: "x" }), 400)
      const { body } = yield* send("GET", at)
      assert.deepInclude(body, { status: "closed", mailboxId: 81002, closedBy: 4001 })
      assert.strictEqual(body.assignee.id, 4002)
      assert.strictEqual(yield* patch({ op: "remove", path: "/assignTo" }), 204)
      assert.isNull((yield* send("GET", at)).body.assignee)
      assert.strictEqual((yield* send("DELETE", at)).status, 204)
      assert.strictEqual((yield* send("GET", at)).status, 404)
    }).pipe(generated())
  )

  it.effect("embeds at most 25 threads, and 2 of a chat; only v3 shows system users", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const all = yield* walk(send, "/v2/conversations?status=all&embed=threads")
      const short = all.filter(({ threads, _embedded }) => _embedded.threads.length < threads)
      assert.isTrue(short.some(({ type }) => type === "chat"))
      assert.isTrue(short.some(({ type, _embedded }) => type !== "chat" && _embedded.threads.length === 25))
      const v3 = yield* walk(send, "/v3/conversations?status=all&embed=threads")
      assert.strictEqual(v3.length, all.length)
      assert.include(JSON.stringify(v3), '"type":"system_user"')
    }).pipe(generated({ data: { until, conversations: 400, maxThreads: 60 } }))
  )

  it.effect("has the user who closed it while it is closed", () =>
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

  it.effect("links to its inbox, its customer and its assignee", () =>
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
        // each link works
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

  it.effect("gets the default status of the inbox", () =>
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

  it.effect("rejects a snooze that ends in the past", () =>
    over(
      Effect.gen(function* () {
        const { conversations, one, get } = yield* begin()
        yield* TestClock.adjust("1 hour")
        const snooze = { snoozedUntil: inMinutes(59), unsnoozeOnCustomerReply: true }
        assert.strictEqual(yield* failure(conversations.updateSnooze(one, snooze)), "HelpScoutValidationFailed")
        yield* conversations.updateSnooze(one, { ...snooze, snoozedUntil: inMinutes(61) })
        assert.deepStrictEqual((yield* get).snooze, { snoozedBy: 4001, ...snooze, snoozedUntil: inMinutes(61) })
      })
    )
  )

  it.effect("has the end of a snooze or a scheduled reply as its next event, whichever is earlier", () =>
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

  it.effect("is active again when its snooze ends, and not before", () =>
    over(
      Effect.gen(function* () {
        const { conversations, one, get } = yield* begin()
        yield* conversations.updateSnooze(one, { snoozedUntil: inMinutes(60), unsnoozeOnCustomerReply: false })
        yield* conversations.update(one, ConversationUpdate.status("closed"))
        yield* TestClock.adjust("59 minutes")
        assert.property(yield* get, "snooze")
        yield* TestClock.adjust("1 minute")
        const active = yield* get
        assert.notProperty(active, "snooze")
        assert.notProperty(active, "nextEvent")
        assert.strictEqual(active.status, "active")
        const { items } = yield* conversations.list({ modifiedSince: inMinutes(60) })
        assert.deepStrictEqual(
          items.map(({ id }) => id),
          [one.conversationId]
        )
      })
    )
  )

  it.effect("has no more events after it is deleted", () =>
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
