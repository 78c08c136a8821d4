import { assert, describe, it } from "@effect/vitest"
import * as Conversations from "@effect-helpscout/resources/Conversations"
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import type { ReplyCreate } from "@effect-helpscout/resources/Conversations/Threads/ThreadCreate"
import { ThreadUpdate } from "@effect-helpscout/resources/Conversations/Threads/ThreadUpdate"
import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
import { type DataOptions, Simulator } from "@effect-helpscout/simulator/Simulator"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { clientLayer, json, type Reply, script } from "@effect-helpscout/test-support/scripted"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

const one = { conversationId: 7 }
const thread = { conversationId: 7, threadId: 8 }
const file = { conversationId: 7, attachmentId: 9 }
const customer = { email: "ann@example.org", firstName: "Ann" }
const at = DateTime.unsafeMake("2030-01-02T03:04:05.678Z")
const sentAt = "2030-01-02T03:04:05Z"

const created: Reply = { status: 201, headers: { "resource-id": "11" } }
const conversation = json({
  id: 7,
  number: 1,
  type: "email",
  status: "active",
  state: "published",
  mailboxId: 2,
  createdAt: "2024-01-02T03:04:05Z"
})

describe("requests", () => {
  assertCalls(Conversations.Conversations, Conversations.Conversations.layer, Conversations.endpoints, {
    list: {
      call: (c) =>
        c.list({
          status: "all",
          mailbox: [1, 2],
          tag: ["red", "dark blue"],
          assigned_to: 3,
          modifiedSince: at,
          query: SearchQuery.tag("a b"),
          page: 2
        }),
      sent:
        "GET /v2/conversations?page=2&mailbox=1%2C2&status=all&tag=red%2Cdark%20blue&assigned_to=3" +
        "&modifiedSince=2030-01-02T03%3A04%3A05Z&query=(tag%3A%22a%20b%22)"
    },
    listAll: {
      call: (c) => c.listAll({ mailbox: 1, customFieldsByIds: [{ id: 5, value: "blue" }] }),
      sent: "GET /v2/conversations?mailbox=1&customFieldsByIds=5%3Ablue"
    },
    listPages: { call: (c) => c.listPages({ embed: "threads" }), sent: "GET /v2/conversations?embed=threads" },
    listV3: { call: (c) => c.listV3({ cursor: "a+b=" }), sent: "GET /v3/conversations?cursor=a%2Bb%3D" },
    listV3All: { call: (c) => c.listV3All({ contactId: 4 }), sent: "GET /v3/conversations?contactId=4" },
    listV3Pages: { call: (c) => c.listV3Pages(), sent: "GET /v3/conversations" },
    get: {
      call: (c) => c.get({ ...one, embed: "threads" }),
      sent: "GET /v2/conversations/7?embed=threads",
      response: conversation
    },
    getV3: { call: (c) => c.getV3(one), sent: "GET /v3/conversations/7", response: conversation },
    create: {
      call: (c) =>
        c.create({
          subject: "Hello",
          customer,
          mailboxId: 2,
          type: "email",
          status: "active",
          assignTo: null,
          threads: [{ type: "customer", customer: { id: 4 }, text: "Hi" }]
        }),
      sent: "POST /v2/conversations",
      body: {
        subject: "Hello",
        customer,
        mailboxId: 2,
        type: "email",
        status: "active",
        assignTo: null,
        threads: [{ type: "customer", customer: { id: 4 }, text: "Hi" }]
      },
      response: created
    },
    update: {
      call: (c) => c.update(one, ConversationUpdate.moveTo(2)),
      sent: "PATCH /v2/conversations/7",
      body: { op: "move", path: "/mailboxId", value: 2 }
    },
    delete: { call: (c) => c.delete(one), sent: "DELETE /v2/conversations/7" },
    updateSnooze: {
      call: (c) => c.updateSnooze(one, { snoozedUntil: at, unsnoozeOnCustomerReply: true }),
      sent: "PUT /v2/conversations/7/snooze",
      body: { snoozedUntil: sentAt, unsnoozeOnCustomerReply: true }
    },
    deleteSnooze: { call: (c) => c.deleteSnooze(one), sent: "DELETE /v2/conversations/7/snooze" },
    "tags.update": {
      call: (c) => c.tags.update(one, { tags: ["a", "b"] }),
      sent: "PUT /v2/conversations/7/tags",
      body: { tags: ["a", "b"] }
    },
    "customFields.update": {
      call: (c) => c.customFields.update(one, { fields: [{ id: 5, value: "blue" }] }),
      sent: "PUT /v2/conversations/7/fields",
      body: { fields: [{ id: 5, value: "blue" }] }
    },
    "attachments.upload": {
      call: (c) =>
        c.attachments.upload(thread, {
          fileName: "a.txt",
          mimeType: "text/plain",
          data: new TextEncoder().encode("hello")
        }),
      sent: "POST /v2/conversations/7/threads/8/attachments",
      body: { fileName: "a.txt", mimeType: "text/plain", data: "aGVsbG8=" },
      response: { status: 201 }
    },
    "attachments.getData": {
      call: (c) => c.attachments.getData(file),
      sent: "GET /v2/conversations/7/attachments/9/data",
      response: json({ data: "aGVsbG8=" })
    },
    "attachments.file": {
      call: (c) => c.attachments.file(file),
      sent: "GET /v2/conversations/7/attachments/9/file",
      response: { status: 200, body: "hello" }
    },
    "attachments.delete": {
      call: (c) => c.attachments.delete(file),
      sent: "DELETE /v2/conversations/7/attachments/9"
    },
    "threads.list": {
      call: (c) => c.threads.list({ ...one, page: 2 }),
      sent: "GET /v2/conversations/7/threads?page=2"
    },
    "threads.listAll": { call: (c) => c.threads.listAll(one), sent: "GET /v2/conversations/7/threads" },
    "threads.listPages": { call: (c) => c.threads.listPages(one), sent: "GET /v2/conversations/7/threads" },
    "threads.listV3": { call: (c) => c.threads.listV3(one), sent: "GET /v3/conversations/7/threads" },
    "threads.listV3All": { call: (c) => c.threads.listV3All(one), sent: "GET /v3/conversations/7/threads" },
    "threads.listV3Pages": { call: (c) => c.threads.listV3Pages(one), sent: "GET /v3/conversations/7/threads" },
    "threads.createChat": {
      call: (c) => c.threads.createChat(one, { customer: { id: 4 }, text: "Hi" }),
      sent: "POST /v2/conversations/7/chats",
      body: { customer: { id: 4 }, text: "Hi" },
      response: created
    },
    "threads.createCustomer": {
      call: (c) => c.threads.createCustomer(one, { customer, text: "Hi", imported: true, createdAt: at }),
      sent: "POST /v2/conversations/7/customer",
      body: { customer, text: "Hi", imported: true, createdAt: sentAt },
      response: created
    },
    "threads.createNote": {
      call: (c) => c.threads.createNote(one, { text: "Seen", user: 3, status: "closed" }),
      sent: "POST /v2/conversations/7/notes",
      body: { text: "Seen", user: 3, status: "closed" },
      response: created
    },
    "threads.createPhone": {
      call: (c) => c.threads.createPhone(one, { customer: { id: 4 }, text: "Called" }),
      sent: "POST /v2/conversations/7/phones",
      body: { customer: { id: 4 }, text: "Called" },
      response: created
    },
    "threads.createReply": {
      call: (c) =>
        c.threads.createReply(one, { customer: { id: 4 }, text: "<p>Hello</p>", cc: ["b@example.org"], draft: true }),
      sent: "POST /v2/conversations/7/reply",
      body: { customer: { id: 4 }, text: "<p>Hello</p>", cc: ["b@example.org"], draft: true },
      response: created
    },
    "threads.update": {
      call: (c) => c.threads.update(thread, ThreadUpdate.text("Better")),
      sent: "PATCH /v2/conversations/7/threads/8",
      body: { op: "replace", path: "/text", value: "Better" }
    },
    "threads.get": {
      call: (c) => c.threads.get(thread),
      sent: "GET /v2/conversations/7/threads/8/original-source",
      response: json({ original: "From: ann" })
    },
    "threads.getOriginalSource": {
      call: (c) => c.threads.getOriginalSource(thread),
      sent: "GET /v2/conversations/7/threads/8/original-source",
      response: json({ original: "From: ann" })
    },
    "threads.getOriginalSourceRfc822": {
      call: (c) => c.threads.getOriginalSourceRfc822(thread),
      sent: "GET /v2/conversations/7/threads/8/original-source",
      response: { status: 200, body: "From: ann" }
    },
    "threads.updateSchedule": {
      call: (c) => c.threads.updateSchedule(thread, { scheduledFor: at, unscheduleOnCustomerReply: false }),
      sent: "PUT /v2/conversations/7/threads/8/schedule",
      body: { scheduledFor: sentAt, unscheduleOnCustomerReply: false }
    },
    "threads.publishSchedule": {
      call: (c) => c.threads.publishSchedule(thread),
      sent: "PATCH /v2/conversations/7/threads/8/schedule",
      body: { op: "replace", path: "/state", value: "published" }
    },
    "threads.deleteSchedule": {
      call: (c) => c.threads.deleteSchedule(thread),
      sent: "DELETE /v2/conversations/7/threads/8/schedule"
    }
  })
})

describe("rejected input", () => {
  const issuesOf = (call: (c: Conversations.Service) => Effect.Effect<unknown, unknown>) => {
    const to = script(json({}))
    return Effect.gen(function* () {
      const error = yield* Effect.flip(call(yield* Conversations.Conversations))
      assert.propertyVal(error, "_tag", "HelpScoutInputInvalid")
      assert.deepStrictEqual(to.sent, [])
      return (error as { readonly issues: ReadonlyArray<unknown> }).issues
    }).pipe(Effect.provide(Layer.provide(Conversations.Conversations.layer, clientLayer(to))))
  }

  it.effect("names what custom fields require", () =>
    Effect.gen(function* () {
      const issue = {
        path: "customFieldsByIds",
        message: "expected mailbox beside it, ids from 1 and values without a comma"
      }
      const customFieldsByIds = [{ id: 1, value: "a,b" }] as const
      assert.deepStrictEqual(yield* issuesOf((c) => c.list({ mailbox: 1, customFieldsByIds })), [issue])
      // the types reject it as well
      assert.deepStrictEqual(yield* issuesOf((c) => c.list({ customFieldsByIds } as never)), [issue])
    })
  )
})

describe("getComplete", () => {
  const threadOf = (id: number, ...files: ReadonlyArray<number>) => ({
    id,
    type: "customer",
    createdAt: "2024-01-02T03:04:05Z",
    _embedded: { attachments: files.map((file) => ({ id: file })) }
  })
  const page = (...threads: ReadonlyArray<unknown>) => json({ _embedded: { threads } })

  it.effect("returns every thread once, in order, and the files of all, of the conversation with the new id", () => {
    // conversation 1 was merged into 7, and a thread was added between the two pages
    const next = "https://api.helpscout.net/v2/conversations/7/threads?page=2"
    const first = { _embedded: { threads: [threadOf(4, 40), threadOf(3)] }, _links: { next: { href: next } } }
    const to = script(conversation, json(first), page(threadOf(3), threadOf(2, 20, 21)))
    return Effect.gen(function* () {
      const { getComplete } = yield* Conversations.Conversations
      const complete = yield* getComplete({ conversationId: 1 })
      assert.deepStrictEqual(
        complete.threads.map(({ id }) => id),
        [4, 3, 2]
      )
      assert.deepStrictEqual(
        complete.attachments.map(({ threadId, attachment }) => [threadId, attachment.id]),
        [
          [4, 40],
          [2, 20],
          [2, 21]
        ]
      )
      assert.deepStrictEqual(
        to.sent.map(({ method, url }) => `${method} ${url.replace("https://api.helpscout.net", "")}`),
        ["GET /v2/conversations/1", "GET /v2/conversations/7/threads", "GET /v2/conversations/7/threads?page=2"]
      )
    }).pipe(Effect.provide(Layer.provide(Conversations.Conversations.layer, clientLayer(to))))
  })
})

describe("listAllComplete", () => {
  const all = { status: "all" } as const
  const simulated = (data: DataOptions) =>
    Effect.provide(
      Layer.provideMerge(
        Conversations.Conversations.layer,
        Simulator.layerClient({ data, rateLimit: { limit: 100_000 }, verifyResponses: true })
      )
    )

  it.effect("emits every conversation in the order of the list, with the threads that getComplete returns", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations.Conversations
      const complete = yield* Stream.runCollect(conversations.listAllComplete(all, { concurrency: 3 }))
      const listed = yield* Stream.runCollect(conversations.listAll(all))
      assert.deepStrictEqual(
        [...complete].map(({ conversation }) => conversation.id),
        [...listed].map(({ id }) => id)
      )
      // at least one of each kind
      assert.isTrue([...listed].some(({ type }) => type === "chat"))
      assert.isTrue([...listed].some(({ threads = 0 }) => threads > 25))
      for (const { attachments, conversation, threads } of complete) {
        const expected = yield* conversations.getComplete({ conversationId: conversation.id })
        assert.deepStrictEqual(threads, expected.threads)
        assert.deepStrictEqual(attachments, expected.attachments)
      }
    }).pipe(simulated({ conversations: 120, maxThreads: 100 }))
  )

  it.effect("lists the threads of chats and long conversations only", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations.Conversations
      const { clear, stats } = yield* Simulator
      const listed = yield* Stream.runCollect(conversations.listAll(all))
      yield* clear
      yield* Stream.runDrain(conversations.listAllComplete(all))
      const pages = [...listed]
        .filter(({ threads = 0, type }) => type === "chat" || threads > 25)
        .reduce((sum, { threads = 0 }) => sum + Math.max(1, Math.ceil(threads / 25)), 0)
      assert.strictEqual((yield* stats).requests, Math.ceil(listed.length / 25) + pages)
    }).pipe(simulated({ conversations: 120, maxThreads: 100 }))
  )

  it.effect(
    "leaves out a conversation that no longer exists when its threads are listed, and fails for any other reason",
    () => {
      const item = (id: number, threads: number) => ({
        id,
        number: id,
        threads,
        type: "email",
        status: "active",
        state: "published",
        mailboxId: 2,
        createdAt: "2024-01-02T03:04:05Z",
        _embedded: { threads: [{ id: id * 10, type: "note", createdAt: "2024-01-02T03:04:05Z" }] }
      })
      const page = json({ _embedded: { conversations: [item(1, 1), item(2, 2), item(3, 1)] } })
      const run = (reply: Reply) => {
        const to = script(page, reply)
        return Effect.gen(function* () {
          const { listAllComplete } = yield* Conversations.Conversations
          return [...(yield* Stream.runCollect(listAllComplete(all)))].map(({ conversation }) =>
            Number(conversation.id)
          )
        }).pipe(Effect.provide(Layer.provide(Conversations.Conversations.layer, clientLayer(to))))
      }
      return Effect.gen(function* () {
        assert.deepStrictEqual(yield* run({ status: 404 }), [1, 3])
        assert.strictEqual((yield* Effect.flip(run({ status: 403 })))._tag, "HelpScoutForbidden")
      })
    }
  )
})

describe("reply", () => {
  const withCustomer = json({
    id: 7,
    number: 1,
    type: "email",
    status: "active",
    state: "published",
    mailboxId: 2,
    createdAt: "2024-01-02T03:04:05Z",
    primaryCustomer: { id: 500, type: "customer", email: "ann@example.org" }
  })
  const run = (payload: ReplyCreate, ...replies: [Reply, ...Array<Reply>]) => {
    const to = script(...replies)
    const replied = Effect.flatMap(Conversations.Conversations, ({ reply }) => reply({ conversationId: 1 }, payload))
    return {
      to,
      replied: Effect.provide(replied, Layer.provide(Conversations.Conversations.layer, clientLayer(to)))
    }
  }

  it.effect("replies to the conversation's own customer, under the id that a merge gave it", () =>
    Effect.gen(function* () {
      const { replied, to } = run({ text: "Hello", draft: true, status: "closed" }, withCustomer, created)
      assert.strictEqual(yield* replied, 11)
      assert.deepStrictEqual(
        to.sent.map(({ method, url }) => `${method} ${url.replace("https://api.helpscout.net", "")}`),
        ["GET /v2/conversations/1", "POST /v2/conversations/7/reply"]
      )
      const body = { text: "Hello", draft: true, status: "closed", customer: { id: 500 } }
      assert.deepStrictEqual(to.sent[1]?.body, body)
    })
  )

  it.effect("sends no reply if the conversation has no customer", () =>
    Effect.gen(function* () {
      const { replied, to } = run({ text: "Hello" }, conversation)
      const failed = yield* Effect.flip(replied)
      assert.strictEqual(failed._tag, "HelpScoutInputInvalid")
      assert.include(failed.message, "conversationId")
      assert.lengthOf(to.sent, 1)
    })
  )

  it.effect("law D1: checks the reply before it reads the conversation", () =>
    Effect.gen(function* () {
      for (const payload of [{ text: "" }, {}, { text: "a", customer: { id: 1 } }, { text: "a", createdAt: at }]) {
        const { replied, to } = run(payload as ReplyCreate, withCustomer, created)
        const failed = yield* Effect.flip(replied)
        assert.strictEqual(failed._tag, "HelpScoutInputInvalid", JSON.stringify(payload))
        assert.lengthOf(to.sent, 0)
      }
    })
  )
})
