import { assert, describe, it } from "@effect/vitest"
import * as Reader from "@effect-helpscout/core/Reader"
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import { Customer } from "@effect-helpscout/resources/Customers/Customer"
import { Rating } from "@effect-helpscout/resources/Ratings"
import { Tag } from "@effect-helpscout/resources/Tags"
import type { webhookEventNames } from "@effect-helpscout/resources/Webhooks"
import * as WebhookEvent from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import * as WebhookSignature from "@effect-helpscout/resources/Webhooks/WebhookSignature"
import { assertRoundTrips } from "@effect-helpscout/test-support/codecs"
import { oddForms, pathsOf, replaceAt, sample } from "@effect-helpscout/test-support/samples"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

const conversation = {
  id: 1,
  number: 12,
  type: "email",
  status: "active",
  state: "published",
  subject: null,
  createdAt: "2024-06-13T12:00:00Z",
  mailboxId: 85,
  _embedded: { threads: [{ id: 2, type: "customer", createdAt: "2024-06-13T12:00:00Z" }] }
}
const customer = {
  id: 7,
  firstName: "Ann",
  createdAt: "2024-06-13T12:00:00Z",
  _embedded: { emails: [{ id: 1, value: "ann@example.org", type: "work" }] }
}
const organization = { id: 3, name: "ACME" }
const tag = { id: 9, name: "vip" }
const chat = { id: "12861df7-a213-4ee2-9b08-f02c71bbca87", mailboxId: 85 }
const byId = { id: 1 }

const payloads: Readonly<Record<(typeof webhookEventNames)[number] | "helpscout.test", unknown>> = {
  "beacon.chat.agent.replied": chat,
  "beacon.chat.assigned": chat,
  "beacon.chat.created": chat,
  "beacon.chat.customer.replied": chat,
  "convo.agent.reply.created": conversation,
  "convo.ai-answers-email.reply.created": conversation,
  "convo.ai-answers-email.resolution": conversation,
  "convo.ai-answers.created": conversation,
  "convo.assigned": conversation,
  "convo.created": conversation,
  "convo.custom-fields": conversation,
  "convo.customer.reply.created": conversation,
  "convo.deleted": byId,
  "convo.merged": conversation,
  "convo.moved": conversation,
  "convo.note.created": conversation,
  "convo.status": conversation,
  "convo.tags": conversation,
  "customer.created": customer,
  "customer.deleted": byId,
  "customer.updated": customer,
  "message.survey.response.received": {
    message: { name: "NPS" },
    response: { value: "7", category: "passive", comment: "ok", timestamp: "2024-06-13T12:00:00Z" },
    _embedded: { customer },
    _links: { "message:dashboard": { href: "https://example.org" } }
  },
  "organization.created": organization,
  "organization.deleted": byId,
  "organization.updated": organization,
  "satisfaction.ratings": { id: 1, rating: "great" },
  "tag.created": tag,
  "tag.deleted": byId,
  "tag.updated": tag,
  "user.status.changed": { userId: 4, email: { status: "away" } },
  "helpscout.test": ["anything"]
}

const decode = (event: string | null | undefined, body: unknown) =>
  WebhookEvent.decode({ event, body: typeof body === "string" ? body : JSON.stringify(body) })
const decoded = (event: string, body: unknown) => Either.getOrThrow(decode(event, body))
const rejected = (event: string | null | undefined, body: unknown) =>
  Either.getOrThrow(Either.flip(decode(event, body)))

describe("decode", () => {
  for (const [name, payload] of Object.entries(payloads)) {
    it(`decodes ${name} to an event that can be stored and decoded again`, () => {
      const event = decoded(name, payload)
      assert.strictEqual(event._tag, name)
      const stored = JSON.parse(JSON.stringify(Schema.encodeSync(WebhookEvent.WebhookEvent)(event)))
      assert.deepStrictEqual(Schema.decodeUnknownSync(WebhookEvent.WebhookEvent)(stored), event)
    })
  }

  it("decodes an unknown event to Unknown, with the payload as received", () => {
    for (const name of ["knowledge.created", "constructor", "Unknown", "Notification", "convo", "beacon.chats.x"]) {
      const payload = { id: 1, note: null }
      assert.deepStrictEqual(decoded(name, payload), { _tag: "Unknown", event: name, payload } as never)
    }
  })

  it("decodes a new event by the beginning of its name", () => {
    for (const [name, expected, payload, is] of [
      ["convo.sung", "convo.*", conversation, WebhookEvent.isConversationEvent],
      ["convo.ai-answers-email.forwarded", "convo.*", conversation, WebhookEvent.isConversationEvent],
      ["beacon.chat.ended", "beacon.chat.*", chat, WebhookEvent.isBeaconChatEvent],
      ["customer.merged", "customer.*", customer, WebhookEvent.isCustomerEvent],
      ["tag.merged", "tag.*", tag, WebhookEvent.isTagEvent],
      ["organization.merged", "organization.*", organization, WebhookEvent.isOrganizationEvent]
    ] as const) {
      const event = decoded(name, payload)
      assert.deepInclude({ ...event } as object, { _tag: expected, event: name })
      assert.isTrue(is(event))
      assert.strictEqual(String((event.payload as { id: unknown }).id), String(payload.id))
      const stored = JSON.parse(JSON.stringify(Schema.encodeSync(WebhookEvent.WebhookEvent)(event)))
      assert.deepStrictEqual(Schema.decodeUnknownSync(WebhookEvent.WebhookEvent)(stored), event)
    }
  })

  it("law P6: decodes every payload of another shape to Unknown, as received, with issues and without their values", () => {
    const shapes = [
      { id: "planted", subject: "planted", note: null },
      { id: 9, subject: "x" },
      ["planted"],
      null,
      "planted",
      7
    ]
    for (const name of [...Object.keys(payloads), "convo.updated", "beacon.chat.ended"]) {
      for (const payload of shapes) {
        const event = decoded(name, JSON.stringify(payload))
        if (event._tag !== "Unknown") continue
        assert.deepStrictEqual(event.payload, payload)
        assert.strictEqual(event.event, name)
        assert.isNotEmpty(event.issues)
        assert.notInclude(JSON.stringify(event.issues), "planted")
      }
    }
    const event = decoded("convo.updated", { ...conversation, id: "planted", createdAt: "planted" })
    if (event._tag !== "Unknown") return assert.fail(event._tag)
    assert.deepStrictEqual(
      event.issues?.map(({ path }) => path),
      ["payload.id", "payload.createdAt"]
    )
    for (const { message } of event.issues ?? []) assert.match(message, /^(expected |is )/)
    for (const name of ["convo.created", "convo.updated", "tag.updated", "beacon.chat.assigned", "customer.updated"]) {
      assert.strictEqual(decoded(name, ["planted"])._tag, "Unknown")
    }
  })

  it("rejects a body of 100,000 nested levels", () => {
    for (const name of ["convo.created", "knowledge.created", "helpscout.test"]) {
      for (const body of [
        "[".repeat(100_000) + "]".repeat(100_000),
        `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
        `${JSON.stringify(conversation).slice(0, -1)},"x":${"[".repeat(501)}${"]".repeat(501)}}`
      ]) {
        const error = rejected(name, body)
        assert.include(["BodyTooDeep", "BodyInvalid"], error.reason)
        assert.strictEqual(error.status, 400)
      }
    }
    assert.strictEqual(decoded("helpscout.test", "[".repeat(500) + "]".repeat(500))._tag, "helpscout.test")
  })

  it("decodes each observed form of customerWaitingSince", () => {
    const since = (customerWaitingSince: unknown) => {
      const event = decoded("convo.created", { ...conversation, customerWaitingSince })
      return WebhookEvent.isConversationEvent(event) ? event.payload.customerWaitingSince : assert.fail(event._tag)
    }
    assert.strictEqual(since("2024-06-13T12:00:00Z")?.time?.epochMillis, Date.UTC(2024, 5, 13, 12))
    assert.strictEqual(since("20 min ago")?.friendly, "20 min ago")
    assert.strictEqual(since({ friendly: "20 min ago" })?.friendly, "20 min ago")
    assert.isUndefined(since(null))
  })

  it("narrows by the name of the event", () => {
    const event = decoded("convo.created", conversation)
    if (event._tag !== "convo.created") return assert.fail(event._tag)
    assert.notProperty(event.payload, "subject")
    assert.strictEqual(event.payload._embedded?.threads?.length, 1)
    assert.isTrue(WebhookEvent.isConversationEvent(event))
    assert.isFalse(WebhookEvent.isConversationEvent(decoded("convo.deleted", byId)))
    assert.isTrue(WebhookEvent.isCustomerEvent(decoded("customer.updated", customer)))
    assert.isTrue(WebhookEvent.isOrganizationEvent(decoded("organization.updated", organization)))
    assert.isTrue(WebhookEvent.isTagEvent(decoded("tag.updated", tag)))
    assert.isTrue(WebhookEvent.isBeaconChatEvent(decoded("beacon.chat.created", chat)))
  })

  it("sets mailboxId if the conversation contains its inbox as an object", () => {
    const { mailboxId: _, ...rest } = conversation
    const event = decoded("convo.created", { ...rest, mailbox: { id: 85, name: "Support" } })
    assert.strictEqual(WebhookEvent.isConversationEvent(event) ? event.payload.mailboxId : undefined, 85)
  })

  it("decodes a notification, whatever the key of its URL", () => {
    const href = "https://api.helpscout.net/v2/conversations/1"
    for (const payload of [
      { _links: { self: { href } } },
      { _links: { conversation: { href } } },
      { uri: href },
      { resource: href, _links: { web: { href: "https://secure.helpscout.net" } } }
    ]) {
      assert.deepStrictEqual({ ...decoded("convo.created", payload) }, {
        _tag: "Notification",
        event: "convo.created",
        href,
        payload
      } as never)
    }
    assert.strictEqual(decoded("knowledge.created", { uri: href })._tag, "Notification")
    assert.strictEqual(decoded("helpscout.test", { uri: href })._tag, "helpscout.test")
    assert.strictEqual(decoded("user.status.changed", {})._tag, "user.status.changed")
  })

  it("rejects a delivery without an event or with broken JSON", () => {
    for (const missing of [undefined, null, "", " "]) assert.strictEqual(rejected(missing, {}).reason, "EventMissing")
    for (const broken of ["", '{"id":', "<html>"]) {
      const error = rejected("convo.created", broken)
      assert.strictEqual(error.reason, "BodyInvalid")
      assert.strictEqual(error.status, 400)
    }
  })

  it("round-trips every event", () => {
    assertRoundTrips(WebhookEvent.TagEvent)
    assertRoundTrips(WebhookEvent.RatingEvent)
    assertRoundTrips(WebhookEvent.ConversationDeleted)
    assertRoundTrips(WebhookEvent.UserStatusEvent)
    assertRoundTrips(WebhookEvent.SurveyEvent)
    assertRoundTrips(WebhookEvent.Notification)
    assertRoundTrips(WebhookEvent.Unknown)
  })
})

const secrets = Redacted.make("s3cret")
const signed = (payload: unknown) => {
  const body = JSON.stringify(payload)
  return Effect.map(WebhookSignature.sign({ body, secret: secrets }), (signature) => ({ body, signature }))
}

describe("receive", () => {
  it.effect("verifies and decodes, ignoring the case of header names", () =>
    Effect.gen(function* () {
      const { body, signature } = yield* signed(tag)
      for (const headers of [
        { "x-helpscout-event": "tag.created", "x-helpscout-signature": signature },
        { "X-HelpScout-Event": "tag.created", "X-HelpScout-Signature": signature },
        { "X-HELPSCOUT-EVENT": ["tag.created"], "X-HELPSCOUT-SIGNATURE": [signature], other: undefined },
        new Headers({ "X-HelpScout-Event": "tag.created", "X-HelpScout-Signature": signature })
      ]) {
        const event = yield* WebhookEvent.receive({ headers, body, secrets })
        assert.strictEqual(event._tag, "tag.created")
      }
    })
  )

  it.effect("does not decode a delivery that is not verified", () =>
    Effect.gen(function* () {
      const { body, signature } = yield* signed(tag)
      const reason = (headers: Record<string, string | ReadonlyArray<string>>, raw = body) =>
        Effect.map(Effect.flip(WebhookEvent.receive({ headers, body: raw, secrets })), (error) => error.reason)
      const event = { "x-helpscout-event": "tag.created" }
      assert.strictEqual(yield* reason(event), "SignatureMissing")
      assert.strictEqual(yield* reason({ ...event, "x-helpscout-signature": "" }), "SignatureMissing")
      const twice = { ...event, "x-helpscout-signature": [signature, signature] }
      assert.strictEqual(yield* reason(twice), "SignatureMalformed")
      const one = { ...event, "x-helpscout-signature": signature }
      assert.strictEqual(yield* reason(one, "no json"), "SignatureMismatch")
      assert.strictEqual(yield* reason({ "x-helpscout-signature": signature }), "EventMissing")
    })
  )

  it.effect("decodes a Fetch request, and reports a body that was already read", () =>
    Effect.gen(function* () {
      const { body, signature } = yield* signed(tag)
      const headers = { "X-HelpScout-Event": "tag.created", "X-HelpScout-Signature": signature }
      const request = new Request("https://example.org/hook", { method: "POST", body, headers })
      const event = yield* WebhookEvent.fromRequest(request, { secrets })
      assert.strictEqual(event._tag, "tag.created")
      const error = yield* Effect.flip(WebhookEvent.fromRequest(request, { secrets }))
      assert.strictEqual(error.reason, "BodyParsed")
    })
  )
})

describe("law D6: payloads are read as leniently as responses", () => {
  const body = { id: 7, number: 8, type: "email", status: "active", state: "published", mailboxId: 4 }
  const created = { ...body, createdAt: "2026-01-02T03:04:05Z" }
  const decoded = (payload: unknown, event = "convo.created") =>
    Either.getOrThrow(WebhookEvent.decode({ event, body: JSON.stringify(payload) }))

  it("accepts each odd form of a conversation", () => {
    const event = decoded({
      ...created,
      id: "7",
      mailboxId: null,
      mailbox: { id: "4" },
      threads: "3",
      closedAt: "0000-00-00 00:00:00",
      customerWaitingSince: [],
      tags: { 0: { id: 1, tag: "a" }, 3: null },
      cc: [null, "a@example.org"],
      assignee: { id: 1, first: "Help", last: "Scout", email: "none@nowhere.com" },
      _links: []
    })
    assert.strictEqual(event._tag, "convo.created")
    const { payload } = event as { readonly payload: Readonly<Record<string, unknown>> }
    assert.deepStrictEqual(
      [payload.id, payload.mailboxId, payload.threads, payload.closedAt, payload.cc, payload.assignee],
      [7, 4, 3, undefined, ["a@example.org"], undefined]
    )
    assert.deepStrictEqual(payload.tags, [{ id: 1, tag: "a" }])
  })

  it("says what is wrong, and keeps the payload as received, nulls included", () => {
    const odd = { ...created, createdAt: "1", tags: [null, { id: "x" }], subject: null }
    const event = decoded(odd)
    assert.strictEqual(event._tag, "Unknown")
    if (event._tag !== "Unknown") return
    assert.deepStrictEqual(event.payload, odd)
    assert.includeMembers(event.issues?.map(({ path }) => path) ?? [], ["payload.createdAt", "payload.tags.1.id"])
  })

  it("reads each mutation of each payload as the reader of the response does", () => {
    const kinds: Readonly<Record<string, Schema.Schema<unknown, unknown>>> = {
      "convo.created": Conversation as never,
      "customer.updated": Customer as never,
      "tag.created": Tag as never,
      "satisfaction.ratings": Rating as never
    }
    let known = 0
    let unknown = 0
    for (const [name, schema] of Object.entries(kinds)) {
      const read = Reader.make(schema)
      const whole = sample(schema.ast)
      for (const path of pathsOf(whole)) {
        for (const [form, replace] of Object.entries(oddForms)) {
          const payload = replaceAt(whole, path, replace)
          const event = decoded(payload, name)
          // deliveries have forms of their own
          if (event._tag === "Notification" || path[0] === "mailboxId" || path[0] === "customerWaitingSince") continue
          const expected = read(JSON.parse(JSON.stringify(payload)))
          if (Either.isLeft(expected)) {
            unknown += 1
            assert.strictEqual(event._tag, "Unknown", `${name} ${path.join(".")}: ${form}`)
          } else {
            known += 1
            assert.deepStrictEqual(
              event,
              { _tag: name, payload: expected.right } as never,
              `${path.join(".")}: ${form}`
            )
          }
        }
      }
    }
    assert.isAbove(known, 500)
    assert.isAbove(unknown, 500)
  })
})
