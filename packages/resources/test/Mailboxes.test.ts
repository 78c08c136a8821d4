import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import { endpoints, Mailbox, Mailboxes } from "@effect-helpscout/resources/Mailboxes"
import { CustomField } from "@effect-helpscout/resources/Mailboxes/CustomFields"
import { Folder } from "@effect-helpscout/resources/Mailboxes/Folders"
import { Routing, RoutingUpdate } from "@effect-helpscout/resources/Mailboxes/Routing"
import { SavedReply, SavedReplyCreate, SavedReplyPreview } from "@effect-helpscout/resources/Mailboxes/SavedReplies"
import { Users } from "@effect-helpscout/resources/Users"
import { account, assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { accepts, assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as MailboxData from "../../simulator/src/data/mailboxes.js"
import * as UserData from "../../simulator/src/data/users.js"

describe("models", () => {
  it("are read with nulls, missing keys, new values and unknown keys", () => {
    assert.deepStrictEqual(
      { ...reader(Mailbox)({ id: 1, name: "Support", slug: null, added: true }) },
      { id: 1, name: "Support" }
    )
    const field = reader(CustomField)({
      id: 5,
      name: "Plan",
      type: "colour",
      required: false,
      order: null,
      options: null
    })
    assert.deepStrictEqual({ ...field }, { id: 5, name: "Plan", type: "colour", required: false })
    assert.strictEqual(reader(Folder)({ id: 3, name: "Mine", type: "custom", userId: 0 }).userId, 0)
    assert.deepStrictEqual(
      { ...reader(SavedReplyPreview)({ id: 1, name: "Hi", preview: null }) },
      { id: 1, name: "Hi" }
    )
    assert.strictEqual(reader(SavedReply)({ id: 1, name: "Hi", chatText: "a\nb" }).chatText, "a\nb")
    const routing = reader(Routing)({
      state: "enabled",
      assignmentLimit: 5,
      assignmentMethod: "by_weight",
      userIds: [1],
      rotation: [{ userId: 1, conversationsCount: 2, eligible: false, reason: "on_holiday" }]
    })
    assert.strictEqual(routing.rotation?.[0]?.reason, "on_holiday")
    assert.strictEqual(reader(Routing)({ state: "disabled" }).userIds, undefined)
  })

  it("survive decode, encode, decode", () => {
    assertRoundTrips(Mailbox)
    assertRoundTrips(CustomField)
    assertRoundTrips(Folder)
    assertRoundTrips(SavedReplyPreview)
    assertRoundTrips(SavedReply)
    assertRoundTrips(Routing)
  })

  it("refuse inputs that Help Scout would refuse", () => {
    const routing = accepts(RoutingUpdate)
    const whole = { state: "enabled", assignmentLimit: 1, assignmentMethod: "balanced", userIds: [1] }
    assert.isTrue(routing(whole))
    assert.isTrue(routing({ ...whole, state: "disabled", userIds: [] }))
    for (const wrong of [
      { userIds: [] },
      { assignmentLimit: 0 },
      { assignmentLimit: 101 },
      { assignmentLimit: 1.5 },
      { userIds: [0] },
      { assignmentMethod: "random" },
      { rotation: [] }
    ]) {
      assert.isFalse(routing({ ...whole, ...wrong }), JSON.stringify(wrong))
    }
    const reply = accepts(SavedReplyCreate)
    assert.isTrue(reply({ name: "Hi" }))
    assert.isFalse(reply({ name: "" }))
    assert.isFalse(reply({ text: "Hi" }))
  })
})

const ids = { mailboxId: 85 }
const reply = { mailboxId: 85, savedReplyId: 7 }
const mailbox = json({ id: 85, name: "Support" })
const routing = { state: "enabled", assignmentLimit: 3, assignmentMethod: "balanced", userIds: [4] } as const

describe("requests", () => {
  assertCalls(Mailboxes, Mailboxes.layer, endpoints, {
    list: { call: (m) => m.list({ page: 2 }), sent: "GET /v2/mailboxes?page=2" },
    listAll: { call: (m) => m.listAll(), sent: "GET /v2/mailboxes" },
    listPages: { call: (m) => m.listPages(), sent: "GET /v2/mailboxes" },
    get: { call: (m) => m.get(ids), sent: "GET /v2/mailboxes/85", answer: mailbox },
    "customFields.list": {
      call: (m) => m.customFields.list({ ...ids, page: 2 }),
      sent: "GET /v2/mailboxes/85/fields?page=2"
    },
    "customFields.listAll": { call: (m) => m.customFields.listAll(ids), sent: "GET /v2/mailboxes/85/fields" },
    "customFields.listPages": { call: (m) => m.customFields.listPages(ids), sent: "GET /v2/mailboxes/85/fields" },
    "folders.list": { call: (m) => m.folders.list({ ...ids, page: 3 }), sent: "GET /v2/mailboxes/85/folders?page=3" },
    "folders.listAll": { call: (m) => m.folders.listAll(ids), sent: "GET /v2/mailboxes/85/folders" },
    "folders.listPages": { call: (m) => m.folders.listPages(ids), sent: "GET /v2/mailboxes/85/folders" },
    "savedReplies.list": {
      call: (m) => m.savedReplies.list({ ...ids, includeChatReplies: true }),
      sent: "GET /v2/mailboxes/85/saved-replies?includeChatReplies=true",
      answer: json([])
    },
    "savedReplies.listAll": {
      call: (m) => m.savedReplies.listAll(ids),
      sent: "GET /v2/mailboxes/85/saved-replies",
      answer: json([])
    },
    "savedReplies.listPages": {
      call: (m) => m.savedReplies.listPages(ids),
      sent: "GET /v2/mailboxes/85/saved-replies",
      answer: json([])
    },
    "savedReplies.get": {
      call: (m) => m.savedReplies.get(reply),
      sent: "GET /v2/mailboxes/85/saved-replies/7",
      answer: json({ id: 7, name: "Hi" })
    },
    "savedReplies.create": {
      call: (m) => m.savedReplies.create(ids, { name: "Hi", text: "Hello,<br />", chatText: "Hello" }),
      sent: "POST /v2/mailboxes/85/saved-replies",
      body: { name: "Hi", text: "Hello,<br />", chatText: "Hello" },
      answer: { status: 201 }
    },
    "savedReplies.update": {
      call: (m) => m.savedReplies.update(reply, { name: "Hi" }),
      sent: "PUT /v2/mailboxes/85/saved-replies/7",
      body: { name: "Hi" }
    },
    "savedReplies.delete": {
      call: (m) => m.savedReplies.delete(reply),
      sent: "DELETE /v2/mailboxes/85/saved-replies/7"
    },
    "routing.get": {
      call: (m) => m.routing.get(ids),
      sent: "GET /v2/mailboxes/85/routing",
      answer: json({ state: "disabled" })
    },
    "routing.update": {
      call: (m) => m.routing.update(ids, routing),
      sent: "PUT /v2/mailboxes/85/routing",
      body: routing
    }
  })

  it.effect("savedReplies.create answers the id where Help Scout tells it", () =>
    Effect.gen(function* () {
      const { savedReplies } = yield* Mailboxes
      assert.deepStrictEqual(yield* savedReplies.create(ids, { name: "Hi" }), Option.some(12))
    }).pipe(
      Effect.provide(
        Layer.provide(Mailboxes.layer, clientLayer(script({ status: 201, headers: { "Resource-ID": "12" } })))
      )
    )
  )
})

const definitions = [
  {
    id: 1,
    name: "Plan",
    type: "dropdown",
    options: [
      { id: 11, label: "Free" },
      { id: 12, label: "Plus" },
      { id: 13, label: "12" }
    ]
  },
  { id: 2, name: "Seats", type: "number" },
  { id: 3, name: "Since", type: "date" },
  { id: 4, name: "Note", type: "singleline" },
  { id: 5, name: "Twin", type: "multiline" },
  { id: 6, name: "twin", type: "multiline" },
  { id: 7, name: "Same", type: "multiline" },
  { id: 8, name: "Same", type: "multiline" }
]

const resolve = (values: Readonly<Record<string, string | number>>) =>
  Effect.flatMap(Mailboxes, ({ customFields }) => customFields.resolve(ids, values)).pipe(
    Effect.provide(Layer.provide(Mailboxes.layer, clientLayer(script(json({ _embedded: { fields: definitions } })))))
  )

describe("customFields.resolve", () => {
  it.effect("turns names into ids, labels into the ids of options, and values into texts", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* resolve({ Plan: "Plus", Seats: 12, Since: "2024-02-29", Note: "x" }), [
        { id: 1, value: "12" },
        { id: 2, value: "12" },
        { id: 3, value: "2024-02-29" },
        { id: 4, value: "x" }
      ])
      assert.deepStrictEqual(yield* resolve({}), [])
    })
  )

  it.effect("matches exactly before it matches whatever the case", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* resolve({ twin: "b", Twin: "a" }), [
        { id: 6, value: "b" },
        { id: 5, value: "a" }
      ])
      assert.deepStrictEqual(yield* resolve({ " pLAN ": "FREE" }), [{ id: 1, value: "11" }])
    })
  )

  it.effect("takes a label before an option's id of the same digits", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* resolve({ Plan: 12 }), [{ id: 1, value: "13" }])
      assert.deepStrictEqual(yield* resolve({ Plan: 11 }), [{ id: 1, value: "11" }])
    })
  )

  it.effect("names each field that is unknown, ambiguous or does not fit, and quotes no value", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        resolve({
          Colour: "secret",
          Plan: "secret",
          Seats: "1.5",
          Since: "secret",
          Note: "secret\n",
          TWIN: "x",
          Same: "x"
        })
      )
      if (error._tag !== "HelpScoutInputInvalid") return assert.fail(error._tag)
      assert.strictEqual(error.operation, "Mailboxes.customFields.resolve")
      assert.sameMembers(
        error.issues.map((issue) => issue.path),
        ["Colour", "Plan", "Seats", "Since", "Note", "TWIN", "Same"]
      )
      assert.include(error.message, "Plan, Seats, Since")
      assert.include(error.message, "Free, Plus")
      assert.notInclude(error.message, "secret")
    })
  )

  it.effect("refuses a field that is given twice", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(resolve({ Seats: 1, seats: 2 }))
      assert.include(error.message, "twice")
    })
  )

  it.effect("refuses numbers that have no text", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* failure(resolve({ Twin: Number.NaN })), "HelpScoutInputInvalid")
    })
  )
})

/** The second of the generated users. */
const plainUserId = UserData.users.firstId + 1

describe("the simulator", () => {
  it.layer(Layer.provideMerge(Layer.mergeAll(Mailboxes.layer, Users.layer, Conversations.layer), simulated()))((it) => {
    it.effect("lists inboxes and gets one", () =>
      Effect.gen(function* () {
        const mailboxes = yield* Mailboxes
        const all = yield* Stream.runCollect(mailboxes.listAll())
        assert.lengthOf([...all], 3)
        const page = yield* mailboxes.list()
        assert.strictEqual(page.totals?.totalElements, 3)
        assert.lengthOf([...(yield* Stream.runCollect(mailboxes.listPages()))], 1)
        const first = page.items[0]!
        assert.deepStrictEqual(yield* mailboxes.get({ mailboxId: first.id }), first)
        assert.strictEqual(yield* failure(mailboxes.get({ mailboxId: 1 })), "HelpScoutNotFound")
      })
    )

    it.effect("lists custom fields, and resolves their names", () =>
      Effect.gen(function* () {
        const { customFields } = yield* Mailboxes
        const mailboxId = (yield* account).table(MailboxData.mailboxes).all()[0]!.id
        const fields = (yield* customFields.list({ mailboxId })).items
        const values = yield* customFields.resolve({ mailboxId }, { priority: "High", "Order number": 7 })
        assert.deepStrictEqual(
          values.map(({ id }) => id),
          fields.slice(0, 2).map(({ id }) => id)
        )
        assert.strictEqual(values[0]?.value, String(fields[0]?.options?.[1]?.id))
        assert.lengthOf([...(yield* Stream.runCollect(customFields.listAll({ mailboxId })))], fields.length)
        assert.lengthOf([...(yield* Stream.runCollect(customFields.listPages({ mailboxId })))], 1)
        assert.strictEqual(yield* failure(customFields.list({ mailboxId: 1 })), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(customFields.resolve({ mailboxId: 1 }, {})), "HelpScoutNotFound")
      })
    )

    it.effect("counts the conversations of each folder", () =>
      Effect.gen(function* () {
        const { folders } = yield* Mailboxes
        const mailboxId = (yield* account).table(MailboxData.mailboxes).all()[0]!.id
        const all = [...(yield* Stream.runCollect(folders.listAll({ mailboxId })))]
        assert.isAbove(
          all.reduce((sum, folder) => sum + (folder.totalCount ?? 0), 0),
          0
        )
        assert.isTrue(all.every((folder) => (folder.activeCount ?? 0) <= (folder.totalCount ?? 0)))
        assert.lengthOf((yield* folders.list({ mailboxId })).items, all.length)
        assert.lengthOf([...(yield* Stream.runCollect(folders.listPages({ mailboxId })))], 1)
        assert.strictEqual(yield* failure(folders.list({ mailboxId: 1 })), "HelpScoutNotFound")
      })
    )

    it.effect("creates a saved reply, replaces it and deletes it", () =>
      Effect.gen(function* () {
        const { savedReplies } = yield* Mailboxes
        const [first, second] = (yield* account).table(MailboxData.mailboxes).all()
        const mailboxId = first!.id
        const before = (yield* savedReplies.list({ mailboxId })).items
        const withChats = [...(yield* Stream.runCollect(savedReplies.listAll({ mailboxId, includeChatReplies: true })))]
        assert.isAbove(withChats.length, before.length)
        assert.isTrue(before.every((reply) => reply.preview !== undefined))
        assert.isTrue(withChats.some((reply) => reply.preview === undefined && reply.chatPreview !== undefined))

        assert.deepStrictEqual(yield* savedReplies.create({ mailboxId }, { name: "New", text: "Hello" }), Option.none())
        const created = (yield* savedReplies.list({ mailboxId })).items.find((reply) => reply.name === "New")!
        const ids = { mailboxId, savedReplyId: created.id }
        assert.deepStrictEqual({ ...(yield* savedReplies.get(ids)) }, { id: created.id, name: "New", text: "Hello" })
        yield* savedReplies.update(ids, { name: "New", chatText: "Hi" })
        assert.deepStrictEqual({ ...(yield* savedReplies.get(ids)) }, { id: created.id, name: "New", chatText: "Hi" })
        const elsewhere = { ...ids, mailboxId: second!.id }
        assert.strictEqual(yield* failure(savedReplies.get(elsewhere)), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(savedReplies.update(elsewhere, { name: "x" })), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(savedReplies.delete(elsewhere)), "HelpScoutNotFound")
        yield* savedReplies.delete(ids)
        assert.strictEqual(yield* failure(savedReplies.get(ids)), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(savedReplies.create({ mailboxId: 1 }, { name: "x" })), "HelpScoutNotFound")
        assert.lengthOf([...(yield* Stream.runCollect(savedReplies.listPages({ mailboxId })))], 1)
      })
    )

    it.effect("replaces the routing, and computes whose turn it is", () =>
      Effect.gen(function* () {
        const { routing } = yield* Mailboxes
        const simulated = yield* account
        const mailboxId = simulated.table(MailboxData.mailboxes).all()[0]!.id
        const [one, two] = simulated.table(UserData.users).all()
        const userIds = [one!.id, two!.id]
        assert.strictEqual((yield* routing.get({ mailboxId })).state, "disabled")
        yield* routing.update(
          { mailboxId },
          { state: "enabled", assignmentLimit: 100, assignmentMethod: "round_robin", userIds }
        )
        const enabled = yield* routing.get({ mailboxId })
        assert.deepStrictEqual(enabled.userIds, userIds)
        assert.deepStrictEqual(
          enabled.rotation?.map(({ userId, eligible }) => ({ userId, eligible })),
          userIds.map((userId) => ({ userId, eligible: true }))
        )
        const unknown = { state: "enabled", assignmentLimit: 1, assignmentMethod: "balanced" } as const
        const refused = yield* Effect.flip(
          routing.update({ mailboxId }, { ...unknown, userIds: [one!.id, 71001, 999_999] })
        )
        assert.deepStrictEqual(refused._tag === "HelpScoutValidationFailed" && refused.issues.map(({ path }) => path), [
          "userIds[1]"
        ])
        assert.deepStrictEqual((yield* routing.get({ mailboxId })).userIds, userIds)
        const wrong = { state: "enabled", assignmentLimit: 1, assignmentMethod: "balanced", userIds: [1] } as const
        assert.strictEqual(yield* failure(routing.update({ mailboxId: 1 }, wrong)), "HelpScoutNotFound")
        assert.strictEqual(
          yield* failure(routing.update({ mailboxId }, { ...wrong, userIds: [] })),
          "HelpScoutInputInvalid"
        )
      })
    )

    it.effect("routes to nobody who is away or has enough, by the conversations that users have now", () =>
      Effect.gen(function* () {
        const { routing } = yield* Mailboxes
        const users = yield* Users
        const conversations = yield* Conversations
        const simulated = yield* account
        const mailboxId = simulated.table(MailboxData.mailboxes).all()[1]!.id
        const userIds = simulated
          .table(UserData.users)
          .all()
          .slice(0, 3)
          .map(({ id }) => id)
        const [one, two, three] = userIds as [number, number, number]
        const active = [...(yield* Stream.runCollect(conversations.listAll({ mailbox: mailboxId })))]
        const has = (userId: number) => active.filter(({ assignee }) => assignee?.id === userId).length
        const replace = (assignmentLimit: number) =>
          routing.update({ mailboxId }, { state: "enabled", assignmentLimit, assignmentMethod: "balanced", userIds })
        const turns = Effect.map(routing.get({ mailboxId }), ({ rotation = [] }) =>
          rotation.map(({ userId, conversationsCount, eligible, reason }) => ({
            userId,
            conversationsCount,
            eligible,
            ...(reason !== undefined && { reason })
          }))
        )
        yield* replace(100)
        assert.isAbove(has(one) + has(two) + has(three), 0)
        assert.deepStrictEqual(
          yield* turns,
          userIds.map((userId) => ({ userId, conversationsCount: has(userId), eligible: true }))
        )
        const free = active.find(({ assignee }) => assignee === undefined)!
        yield* conversations.update({ conversationId: free.id }, ConversationUpdate.assignTo(one))
        yield* users.status.set({ userId: two }, { status: "away" })
        yield* replace(has(one) + 1)
        assert.deepStrictEqual((yield* turns).slice(0, 2), [
          { userId: one, conversationsCount: has(one) + 1, eligible: false, reason: "at_capacity" },
          { userId: two, conversationsCount: has(two), eligible: false, reason: "away" }
        ])
        yield* conversations.update({ conversationId: free.id }, ConversationUpdate.status("pending"))
        assert.deepInclude((yield* turns)[0], { conversationsCount: has(one), eligible: true })
        yield* users.delete({ userId: three })
        assert.deepInclude((yield* turns)[2], { userId: three, eligible: false, reason: "not_in_rotation" })
      })
    )
  })

  it.effect("shows a user the inboxes that they have access to, and no others", () =>
    Effect.gen(function* () {
      const { customFields, folders, get, list, routing, savedReplies } = yield* Mailboxes
      const simulated = yield* account
      const [one, two] = simulated.table(MailboxData.mailboxes).all()
      simulated.table(UserData.users).update(plainUserId, (row) => ({ ...row, role: "user" }))
      simulated.table(UserData.access).put({ id: plainUserId, mailboxIds: [one!.id] })
      assert.deepStrictEqual(
        (yield* list()).items.map(({ id }) => id),
        [one!.id]
      )
      assert.strictEqual((yield* get({ mailboxId: one!.id })).id, one!.id)
      const hidden = { mailboxId: two!.id }
      const reply = simulated.table(MailboxData.savedReplies).find(({ mailboxId }) => mailboxId === two!.id)!
      const savedReply = { ...hidden, savedReplyId: reply.id }
      for (const call of [
        get(hidden),
        customFields.list(hidden),
        folders.list(hidden),
        routing.get(hidden),
        routing.update(hidden, {
          state: "disabled",
          assignmentLimit: 1,
          assignmentMethod: "balanced",
          userIds: []
        }),
        savedReplies.list(hidden),
        savedReplies.get(savedReply),
        savedReplies.create(hidden, { name: "x" }),
        savedReplies.update(savedReply, { name: "x" }),
        savedReplies.delete(savedReply)
      ]) {
        assert.strictEqual(yield* failure<unknown, HelpScoutError, never>(call), "HelpScoutForbidden")
      }
      assert.strictEqual(yield* failure(get({ mailboxId: 1 })), "HelpScoutNotFound")
    }).pipe(Effect.provide(Layer.provideMerge(Mailboxes.layer, simulated({ userId: plainUserId }))))
  )
})
