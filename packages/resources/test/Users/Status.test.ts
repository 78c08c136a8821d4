import { assert, describe, it } from "@effect/vitest"
import { Users } from "@effect-helpscout/resources/Users"
import { endpoints, UserStatus, UserStatusUpdate } from "@effect-helpscout/resources/Users/Status"
import { Webhooks } from "@effect-helpscout/resources/Webhooks"
import * as Deliveries from "@effect-helpscout/simulator/Deliveries"
import { account, assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { accepts, assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

const status = {
  userId: 4,
  email: { status: "active", updatedAt: "2026-01-08T12:00:00Z", performedBy: 4, source: "ui" },
  chat: { status: "custom", mailboxStatuses: { "85": "assign", "86": "asleep" } }
}

describe("UserStatus", () => {
  it("decodes missing keys and new values", () => {
    assert.deepStrictEqual(reader(UserStatus)(status).chat?.mailboxStatuses, { "85": "assign", "86": "asleep" })
    assert.deepStrictEqual({ ...reader(UserStatus)({ userId: 4 }) }, { userId: 4 })
  })

  it("decodes the custom status", () => {
    const customStatus = { text: "Lunch", emoji: "☕", emojiName: ":coffee:" }
    const decoded = reader(UserStatus)({ ...status, email: { ...status.email, customStatus } })
    assert.deepStrictEqual({ ...decoded.email?.customStatus }, customStatus)
    const empty = reader(UserStatus)({ ...status, email: { ...status.email, customStatus: null } })
    assert.notProperty(empty.email, "customStatus")
  })

  it("round-trips", () => assertRoundTrips(UserStatus))
})

describe("UserStatusUpdate", () => {
  it("rejects chat statuses, and a custom status without a text", () => {
    const accept = accepts(UserStatusUpdate)
    assert.isTrue(accept({ status: "away", customStatus: { text: "Lunch", emojiName: ":coffee:" } }))
    assert.isFalse(accept({ status: "available" }))
    assert.isFalse(accept({ status: "away", customStatus: {} }))
  })
})

describe("requests", () => {
  assertCalls(Users, Users.layer, endpoints, {
    list: { call: (users) => users.status.list({ page: 2 }), sent: "GET /v2/users/status?page=2" },
    listAll: { call: (users) => users.status.listAll(), sent: "GET /v2/users/status" },
    listPages: { call: (users) => users.status.listPages(), sent: "GET /v2/users/status" },
    get: {
      call: (users) => users.status.get({ userId: 4 }),
      sent: "GET /v2/users/4/status",
      response: json(status)
    },
    set: {
      call: (users) => users.status.set({ userId: 4 }, { status: "away" }),
      sent: "PUT /v2/users/4/status",
      body: { status: "away" }
    }
  })
})

describe("list", () => {
  it.effect("reads both spellings of its key", () =>
    Effect.gen(function* () {
      for (const key of ["userStatuses", "user_statuses"]) {
        const page = { size: 50, totalElements: 1, totalPages: 1, number: 1 }
        const to = script(json({ _embedded: { [key]: [status] }, page }))
        const read = Effect.flatMap(Users, (users) => users.status.list())
        const { items } = yield* Effect.provide(read, Layer.provide(Users.layer, clientLayer(to)))
        assert.strictEqual(items[0]?.userId, 4)
      }
    })
  )
})

describe("over the simulator", () => {
  it.layer(Layer.provideMerge(Layer.merge(Users.layer, Webhooks.layer), simulated()))((it) => {
    it.effect("sets a status, and delivers one webhook per change", () =>
      Effect.gen(function* () {
        const users = yield* Users
        yield* (yield* Webhooks).create({
          url: "https://example.org",
          events: ["user.status.changed"],
          secret: Redacted.make("s3cret")
        })
        const userId = (yield* users.list()).items[1]!.id
        assert.strictEqual((yield* users.status.get({ userId })).email?.status, "active")
        yield* users.status.set({ userId }, { status: "away", customStatus: { text: "Lunch" } })
        assert.deepStrictEqual({ ...(yield* users.status.get({ userId })).email?.customStatus }, { text: "Lunch" })
        yield* users.status.set({ userId }, { status: "away" })
        const after = yield* users.status.get({ userId })
        assert.strictEqual(after.email?.status, "away")
        assert.strictEqual(after.email?.source, "api")
        const listed = [...(yield* Stream.runCollect(users.status.listAll()))]
        assert.strictEqual(listed.find((one) => one.userId === userId)?.email?.status, "away")
        assert.lengthOf((yield* users.status.list()).items, listed.length)
        assert.lengthOf([...(yield* Stream.runCollect(users.status.listPages()))], 1)
        yield* users.status.set({ userId }, { status: "active" })
        const deliveries = yield* Stream.runCollect(Stream.take(Deliveries.stream(yield* account), 2))
        assert.deepStrictEqual(
          [...deliveries].map(({ body }) => JSON.parse(body).email.status),
          ["away", "active"]
        )
      })
    )

    it.effect("responds with 404 to an unknown user", () =>
      Effect.gen(function* () {
        const { status } = yield* Users
        const unknown = { userId: 999_999 }
        assert.strictEqual(yield* failure(status.get(unknown)), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(status.set(unknown, { status: "away" })), "HelpScoutNotFound")
      })
    )
  })
})
