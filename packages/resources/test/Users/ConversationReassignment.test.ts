import { assert, describe, it } from "@effect/vitest"
import { Users } from "@effect-helpscout/resources/Users"
import {
  ConversationReassignment,
  ConversationReassignmentUpdate,
  endpoints
} from "@effect-helpscout/resources/Users/ConversationReassignment"
import { assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { accepts, assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const reassignment = { enabled: true, awayDuration: { hours: 1, minutes: 30 } }

describe("ConversationReassignment", () => {
  it("decodes a setting without a duration", () => {
    assert.deepStrictEqual({ ...reader(ConversationReassignment)({ enabled: true }) }, { enabled: true })
  })

  it("round-trips", () => assertRoundTrips(ConversationReassignment))
})

describe("ConversationReassignmentUpdate", () => {
  it("rejects durations out of range", () => {
    const accept = accepts(ConversationReassignmentUpdate)
    assert.isTrue(accept({ enabled: true, awayDuration: { hours: 0, minutes: 59 } }))
    for (const awayDuration of [
      { hours: 1 },
      { hours: -1, minutes: 0 },
      { hours: 0, minutes: 60 },
      { hours: 0.5, minutes: 0 }
    ]) {
      assert.isFalse(accept({ enabled: true, awayDuration }), JSON.stringify(awayDuration))
    }
  })
})

describe("requests", () => {
  assertCalls(Users, Users.layer, endpoints, {
    get: {
      call: (users) => users.conversationReassignment.get({ userId: 4 }),
      sent: "GET /v2/users/4/conversation-reassignment",
      response: json(reassignment)
    },
    update: {
      call: (users) => users.conversationReassignment.update({ userId: 4 }, reassignment),
      sent: "PUT /v2/users/4/conversation-reassignment",
      body: reassignment
    }
  })
})

describe("over the simulator", () => {
  it.effect("replaces the setting of a user", () =>
    Effect.gen(function* () {
      const { conversationReassignment, list } = yield* Users
      const userId = (yield* list()).items[0]!.id
      assert.isFalse((yield* conversationReassignment.get({ userId })).enabled)
      yield* conversationReassignment.update({ userId }, reassignment)
      const { enabled, awayDuration } = yield* conversationReassignment.get({ userId })
      assert.deepStrictEqual({ enabled, awayDuration }, reassignment)
      const unknown = { userId: 999_999 }
      assert.strictEqual(yield* failure(conversationReassignment.get(unknown)), "HelpScoutNotFound")
      assert.strictEqual(yield* failure(conversationReassignment.update(unknown, reassignment)), "HelpScoutNotFound")
    }).pipe(Effect.provide(Layer.provideMerge(Users.layer, simulated())))
  )
})
