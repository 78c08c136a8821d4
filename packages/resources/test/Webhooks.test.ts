import { assert, describe, it } from "@effect/vitest"
import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
import { endpoints, Webhook, WebhookCreate, Webhooks, WebhookUpdate } from "@effect-helpscout/resources/Webhooks"
import * as Deliveries from "@effect-helpscout/simulator/Deliveries"
import { account, assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { accepts, assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

const secret = Redacted.make("s3cret")
const webhook = { url: "https://example.org/hook", events: ["convo.created", "convo.tags"], secret } as const

describe("Webhook", () => {
  it("decodes nulls, missing keys, new values and unknown keys, and round-trips", () => {
    const decoded = reader(Webhook)({
      id: 1,
      url: "https://x.org",
      state: "resting",
      events: ["convo.sung"],
      label: null,
      x: 1
    })
    assert.strictEqual(decoded.state, "resting")
    assert.deepStrictEqual(decoded.events, ["convo.sung"])
    assert.notProperty(decoded, "label")
    assertRoundTrips(Webhook)
  })
})

describe("WebhookCreate and WebhookUpdate", () => {
  it("reject what Help Scout rejects", () => {
    for (const accept of [accepts(WebhookCreate), accepts(WebhookUpdate)]) {
      assert.isTrue(accept({ ...webhook, notification: true, label: "x", payloadVersion: "V3", mailboxIds: [85] }))
      assert.isTrue(accept({ ...webhook, secret: Redacted.make("x".repeat(40)), events: ["convo.sung"] }))
      // https is recommended, not required
      assert.isTrue(accept({ ...webhook, url: "http://127.0.0.1:8080/hook" }))
      for (const invalid of [
        { events: [] },
        { url: "example.org" },
        { url: "//example.org" },
        { url: "ftp://example.org" },
        { url: "" },
        { secret: Redacted.make("x".repeat(41)) },
        { secret: Redacted.make("") },
        { secret: undefined },
        { mailboxIds: [0] },
        { state: "enabled" }
      ]) {
        assert.isFalse(accept({ ...webhook, ...invalid }), Object.keys(invalid).join())
      }
    }
  })
})

describe("requests", () => {
  const body = { ...webhook, secret: "s3cret" }
  assertCalls(Webhooks, Webhooks.layer, endpoints, {
    list: { call: (webhooks) => webhooks.list({ page: 2 }), sent: "GET /v2/webhooks?page=2" },
    listAll: { call: (webhooks) => webhooks.listAll(), sent: "GET /v2/webhooks" },
    listPages: { call: (webhooks) => webhooks.listPages(), sent: "GET /v2/webhooks" },
    get: {
      call: (webhooks) => webhooks.get({ webhookId: 3 }),
      sent: "GET /v2/webhooks/3",
      response: json({ id: 3, url: "https://example.org", events: [] })
    },
    create: {
      call: (webhooks) => webhooks.create({ ...webhook, mailboxIds: [85] }),
      sent: "POST /v2/webhooks",
      body: { ...body, mailboxIds: [85] },
      response: { status: 201, headers: { "Resource-ID": "3" } }
    },
    update: {
      call: (webhooks) => webhooks.update({ webhookId: 3 }, webhook),
      sent: "PUT /v2/webhooks/3",
      body
    },
    delete: { call: (webhooks) => webhooks.delete({ webhookId: 3 }), sent: "DELETE /v2/webhooks/3" }
  })

  it.effect("an error about a secret that is too long does not contain it", () =>
    Effect.gen(function* () {
      const { create } = yield* Webhooks
      const long = "planted".repeat(10)
      const error = yield* Effect.flip(create({ ...webhook, secret: Redacted.make(long) }))
      assert.strictEqual(error._tag, "HelpScoutInputInvalid")
      assert.include(error.message, "secret")
      assert.notInclude(`${error.message} ${JSON.stringify(error)}`, "planted")
    }).pipe(Effect.provide(Layer.provide(Webhooks.layer, clientLayer(script({ status: 201 })))))
  )
})

describe("over the simulator", () => {
  it.layer(Layer.provideMerge(Layer.merge(Webhooks.layer, Mailboxes.layer), simulated()))((it) => {
    it.effect("creates, replaces and deletes a webhook, and never returns its secret", () =>
      Effect.gen(function* () {
        const webhooks = yield* Webhooks
        const mailboxId = (yield* (yield* Mailboxes).list()).items[0]!.id
        const webhookId = yield* webhooks.create({ ...webhook, label: "Mine", mailboxIds: [mailboxId] })
        const created = yield* webhooks.get({ webhookId })
        assert.deepInclude(created, { state: "enabled", label: "Mine", notification: false, payloadVersion: "V2" })
        assert.notInclude(JSON.stringify(created), "s3cret")
        assert.deepStrictEqual((yield* webhooks.list()).items, [created])

        Deliveries.disable(yield* account, webhookId)
        assert.strictEqual((yield* webhooks.get({ webhookId })).state, "disabled")
        yield* webhooks.update({ webhookId }, { ...webhook, events: ["tag.created"] })
        const replaced = yield* webhooks.get({ webhookId })
        assert.deepInclude(replaced, { state: "enabled", mailboxIds: [], events: ["tag.created"] })
        assert.notProperty(replaced, "label")

        yield* webhooks.delete({ webhookId })
        assert.strictEqual(yield* failure(webhooks.get({ webhookId })), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(webhooks.update({ webhookId }, webhook)), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(webhooks.delete({ webhookId })), "HelpScoutNotFound")
        assert.lengthOf([...(yield* Stream.runCollect(webhooks.listAll()))], 0)
        assert.lengthOf([...(yield* Stream.runCollect(webhooks.listPages()))], 1)
      })
    )

    it.effect("rejects unknown events, versions and inboxes", () =>
      Effect.gen(function* () {
        const { create } = yield* Webhooks
        for (const invalid of [
          { events: ["convo.updated"] },
          { events: ["helpscout.test"] },
          { payloadVersion: "V1" },
          { mailboxIds: [1] }
        ] as const) {
          assert.strictEqual(
            yield* failure(create({ ...webhook, ...invalid })),
            "HelpScoutValidationFailed",
            JSON.stringify(invalid)
          )
        }
      })
    )
  })
})
