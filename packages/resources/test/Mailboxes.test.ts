import { assert, describe, it } from "@effect/vitest"
import { endpoints, Mailbox, Mailboxes } from "@effect-helpscout/resources/Mailboxes"
import { assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

describe("Mailbox", () => {
  it("decodes nulls, missing keys and unknown keys", () => {
    const mailbox = reader(Mailbox)({ id: 1, name: "Support", slug: null, added: true })
    assert.deepStrictEqual({ ...mailbox }, { id: 1, name: "Support" })
  })

  it("round-trips", () => assertRoundTrips(Mailbox))
})

describe("requests", () => {
  const { customFields: _, folders: __, routing: ___, savedReplies: ____, ...own } = endpoints
  assertCalls(Mailboxes, Mailboxes.layer, own, {
    list: { call: (mailboxes) => mailboxes.list({ page: 2 }), sent: "GET /v2/mailboxes?page=2" },
    listAll: { call: (mailboxes) => mailboxes.listAll(), sent: "GET /v2/mailboxes" },
    listPages: { call: (mailboxes) => mailboxes.listPages(), sent: "GET /v2/mailboxes" },
    get: {
      call: (mailboxes) => mailboxes.get({ mailboxId: 85 }),
      sent: "GET /v2/mailboxes/85",
      response: json({ id: 85, name: "Support" })
    }
  })
})

describe("over the simulator", () => {
  it.effect("lists inboxes and gets one", () =>
    Effect.gen(function* () {
      const mailboxes = yield* Mailboxes
      const all = [...(yield* Stream.runCollect(mailboxes.listAll()))]
      assert.isNotEmpty(all)
      const page = yield* mailboxes.list()
      assert.deepStrictEqual(page.items, all)
      assert.strictEqual(page.totals?.totalElements, all.length)
      assert.lengthOf([...(yield* Stream.runCollect(mailboxes.listPages()))], 1)
      assert.deepStrictEqual(yield* mailboxes.get({ mailboxId: all[0]!.id }), all[0])
      assert.strictEqual(yield* failure(mailboxes.get({ mailboxId: 1 })), "HelpScoutNotFound")
    }).pipe(Effect.provide(Layer.provideMerge(Mailboxes.layer, simulated())))
  )
})
