import { assert, describe, it } from "@effect/vitest"
import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
import {
  endpoints,
  SavedReply,
  SavedReplyCreate,
  SavedReplyPreview
} from "@effect-helpscout/resources/Mailboxes/SavedReplies"
import { assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { accepts, assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

describe("SavedReply and SavedReplyPreview", () => {
  it("decode nulls and missing texts", () => {
    const preview = reader(SavedReplyPreview)({ id: 1, name: "Hi", preview: null })
    assert.deepStrictEqual({ ...preview }, { id: 1, name: "Hi" })
    assert.strictEqual(reader(SavedReply)({ id: 1, name: "Hi", chatText: "a\nb" }).chatText, "a\nb")
  })

  it("round-trip", () => {
    assertRoundTrips(SavedReplyPreview)
    assertRoundTrips(SavedReply)
  })
})

describe("SavedReplyCreate", () => {
  it("requires a name", () => {
    const accept = accepts(SavedReplyCreate)
    assert.isTrue(accept({ name: "Hi" }))
    assert.isFalse(accept({ name: "" }))
    assert.isFalse(accept({ text: "Hi" }))
  })
})

const mailbox = { mailboxId: 85 }
const savedReply = { mailboxId: 85, savedReplyId: 7 }

describe("requests", () => {
  assertCalls(Mailboxes, Mailboxes.layer, endpoints, {
    list: {
      call: ({ savedReplies }) => savedReplies.list({ ...mailbox, includeChatReplies: true }),
      sent: "GET /v2/mailboxes/85/saved-replies?includeChatReplies=true",
      response: json([])
    },
    listAll: {
      call: ({ savedReplies }) => savedReplies.listAll(mailbox),
      sent: "GET /v2/mailboxes/85/saved-replies",
      response: json([])
    },
    listPages: {
      call: ({ savedReplies }) => savedReplies.listPages(mailbox),
      sent: "GET /v2/mailboxes/85/saved-replies",
      response: json([])
    },
    get: {
      call: ({ savedReplies }) => savedReplies.get(savedReply),
      sent: "GET /v2/mailboxes/85/saved-replies/7",
      response: json({ id: 7, name: "Hi" })
    },
    create: {
      call: ({ savedReplies }) => savedReplies.create(mailbox, { name: "Hi", text: "Hello,<br />", chatText: "Hello" }),
      sent: "POST /v2/mailboxes/85/saved-replies",
      body: { name: "Hi", text: "Hello,<br />", chatText: "Hello" },
      response: { status: 201 }
    },
    update: {
      call: ({ savedReplies }) => savedReplies.update(savedReply, { name: "Hi" }),
      sent: "PUT /v2/mailboxes/85/saved-replies/7",
      body: { name: "Hi" }
    },
    delete: {
      call: ({ savedReplies }) => savedReplies.delete(savedReply),
      sent: "DELETE /v2/mailboxes/85/saved-replies/7"
    }
  })

  it.effect("create returns the id if the response contains one", () =>
    Effect.gen(function* () {
      const { savedReplies } = yield* Mailboxes
      assert.deepStrictEqual(yield* savedReplies.create(mailbox, { name: "Hi" }), Option.some(12))
    }).pipe(
      Effect.provide(
        Layer.provide(Mailboxes.layer, clientLayer(script({ status: 201, headers: { "Resource-ID": "12" } })))
      )
    )
  )
})

describe("over the simulator", () => {
  it.effect("creates, replaces and deletes a saved reply", () =>
    Effect.gen(function* () {
      const { list, savedReplies } = yield* Mailboxes
      const [first, second] = (yield* list()).items
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
      const otherInbox = { ...ids, mailboxId: second!.id }
      assert.strictEqual(yield* failure(savedReplies.get(otherInbox)), "HelpScoutNotFound")
      assert.strictEqual(yield* failure(savedReplies.update(otherInbox, { name: "x" })), "HelpScoutNotFound")
      assert.strictEqual(yield* failure(savedReplies.delete(otherInbox)), "HelpScoutNotFound")
      yield* savedReplies.delete(ids)
      assert.strictEqual(yield* failure(savedReplies.get(ids)), "HelpScoutNotFound")
      assert.strictEqual(yield* failure(savedReplies.create({ mailboxId: 1 }, { name: "x" })), "HelpScoutNotFound")
      assert.lengthOf([...(yield* Stream.runCollect(savedReplies.listPages({ mailboxId })))], 1)
    }).pipe(Effect.provide(Layer.provideMerge(Mailboxes.layer, simulated())))
  )
})
