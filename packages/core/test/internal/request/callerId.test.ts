import { assert, describe, it } from "@effect/vitest"
import { clientLayer, json, type Reply, script, type Wire } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"
import * as Endpoint from "../../../src/Endpoint.js"
import * as Field from "../../../src/Field.js"
import { HelpScoutClient } from "../../../src/HelpScoutClient.js"

const Room = Schema.Struct({ id: Schema.Number, lines: Schema.Array(Schema.String) })
const endpoints = {
  say: Endpoint.put("/v2/rooms/:roomId/lines/:lineId", {
    impact: "write",
    params: { roomId: Field.id("RoomId"), lineId: Schema.UUID },
    callerId: { param: "lineId", readBack: "/v2/rooms/:roomId" },
    payload: Schema.Struct({ body: Schema.String }),
    response: Room,
    docs: "rooms/say"
  })
}

const lineId = "0b0ab2a8-6f37-4d9c-8f25-9a3f6a5a4f10"
const reset: Reply = { lost: { code: "ECONNRESET", syscall: "read" } }
const refused: Reply = { lost: { code: "ECONNREFUSED", syscall: "connect" } }
const inUse = json(
  { message: "Validation error", _embedded: { errors: [{ path: "id", message: "id value is already in use" }] } },
  422
)
const room = json({ id: 1, lines: ["Hi"] })

const say = (to: Wire, args: { readonly lineId?: string } = { lineId }) =>
  Effect.gen(function* () {
    const { say } = yield* HelpScoutClient.methods("Rooms", endpoints)
    const fiber = yield* Effect.fork(Effect.either(say({ roomId: 1, ...args }, { body: "Hi" })))
    yield* TestClock.adjust("5 minutes")
    const result = yield* Fiber.join(fiber)
    return result._tag === "Right" ? result.right : result.left
  }).pipe(Effect.provide(clientLayer(to)))

const sent = (to: Wire) => to.sent.map(({ method, url }) => `${method} ${new URL(url).pathname}`)
const put = `PUT /v2/rooms/1/lines/${lineId}`
const get = "GET /v2/rooms/1"

describe("a write with an id chosen by the caller", () => {
  it.effect("is retried after each failure that makes other writes ambiguous", () =>
    Effect.gen(function* () {
      for (const bad of [
        reset,
        refused,
        { status: 408 },
        { status: 500 },
        { status: 502 },
        { status: 503 },
        { status: 504 }
      ]) {
        const to = script(bad, bad, room)
        assert.deepStrictEqual(yield* say(to), { id: 1, lines: ["Hi"] } as never)
        assert.deepStrictEqual(sent(to), [put, put, put])
      }
    })
  )

  it.effect("sends the same random id with every attempt, and another one with the next call", () =>
    Effect.gen(function* () {
      const to = script(reset, { status: 503 }, room)
      yield* say(to, {})
      assert.strictEqual(new Set(sent(to)).size, 1)
      yield* say(to, {})
      assert.strictEqual(new Set(sent(to)).size, 2)
    })
  )

  it.effect("rejects an id that is not a UUID, null included, before anything is sent", () =>
    Effect.gen(function* () {
      for (const lineId of ["1", "", null, 7]) {
        const to = script(room)
        assert.include(JSON.stringify(yield* say(to, { lineId } as never)), '"_tag":"HelpScoutInputInvalid"')
        assert.lengthOf(to.sent, 0)
      }
    })
  )

  it.effect("succeeds with the resource if a retry finds the id in use", () =>
    Effect.gen(function* () {
      for (const bad of [reset, { status: 504 }]) {
        const to = script(bad, inUse, { status: 503 }, room)
        assert.deepStrictEqual(yield* say(to), { id: 1, lines: ["Hi"] } as never)
        assert.deepStrictEqual(sent(to), [put, put, get, get])
        assert.deepStrictEqual(
          to.sent.map(({ body }) => body),
          [{ body: "Hi" }, { body: "Hi" }, undefined, undefined]
        )
      }
    })
  )

  it.effect("fails if the id is in use at the first attempt, or after attempts that were not sent", () =>
    Effect.gen(function* () {
      for (const before of [[], [refused], [refused, refused]]) {
        const to = script(...([...before, inUse] as unknown as [Reply]))
        const error = yield* say(to)
        assert.include(JSON.stringify(error), '"_tag":"HelpScoutValidationFailed"')
        assert.include(String(error), "already in use")
        assert.lengthOf(to.sent, before.length + 1)
      }
    })
  )

  it.effect("fails with another 422, even of a retry", () =>
    Effect.gen(function* () {
      const to = script(reset, json({ message: "Validation error" }, 422))
      assert.include(JSON.stringify(yield* say(to)), '"_tag":"HelpScoutValidationFailed"')
      assert.deepStrictEqual(sent(to), [put, put])
    })
  )

  it.effect("law S3: says that it was applied if only its result cannot be read", () =>
    Effect.gen(function* () {
      const to = script(reset, inUse, { status: 403 })
      const error = JSON.stringify(yield* say(to))
      assert.include(error, '"_tag":"HelpScoutResponseInvalid"')
      assert.include(error, '"applied":true')
    })
  )

  it.effect("law S2: is ambiguous if every retry fails", () =>
    Effect.gen(function* () {
      const to = script(reset)
      assert.include(JSON.stringify(yield* say(to)), '"_tag":"HelpScoutAmbiguousWrite"')
      assert.lengthOf(to.sent, 5)
    })
  )
})

describe("callerId", () => {
  it("must be read back from the start of its own path", () => {
    assert.throws(
      () =>
        Endpoint.put("/v2/rooms/:roomId/lines/:lineId", {
          impact: "write",
          params: { roomId: Field.id("RoomId"), lineId: Schema.UUID },
          callerId: { param: "lineId", readBack: "/v2/halls/:roomId" },
          response: Room,
          docs: "rooms/say"
        }),
      /readBack/
    )
  })
})
