import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
import { endpoints, Routing, RoutingUpdate } from "@effect-helpscout/resources/Mailboxes/Routing"
import { Teams } from "@effect-helpscout/resources/Teams"
import { Users } from "@effect-helpscout/resources/Users"
import { assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { accepts, assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

describe("Routing", () => {
  it("decodes new values, and a disabled routing without its fields", () => {
    const routing = reader(Routing)({
      state: "enabled",
      assignmentLimit: 5,
      assignmentMethod: "by_weight",
      userIds: [1],
      rotation: [{ userId: 1, conversationsCount: 2, eligible: false, reason: "on_holiday" }]
    })
    assert.strictEqual(routing.rotation?.[0]?.reason, "on_holiday")
    assert.deepStrictEqual({ ...reader(Routing)({ state: "disabled" }) }, { state: "disabled" })
  })

  it("round-trips", () => assertRoundTrips(Routing))
})

const routing = { state: "enabled", assignmentLimit: 3, assignmentMethod: "balanced", userIds: [4] } as const

describe("RoutingUpdate", () => {
  it("rejects what Help Scout rejects", () => {
    const accept = accepts(RoutingUpdate)
    assert.isTrue(accept(routing))
    assert.isTrue(accept({ ...routing, state: "disabled", userIds: [] }))
    for (const invalid of [
      { userIds: [] },
      { assignmentLimit: 0 },
      { assignmentLimit: 101 },
      { assignmentLimit: 1.5 },
      { userIds: [0] },
      { assignmentMethod: "random" },
      { rotation: [] }
    ]) {
      assert.isFalse(accept({ ...routing, ...invalid }), JSON.stringify(invalid))
    }
  })

  it.effect("names the field when enabled routing has no users", () =>
    Effect.gen(function* () {
      const { routing: methods } = yield* Mailboxes
      const error = yield* Effect.flip(methods.update({ mailboxId: 85 }, { ...routing, userIds: [] }))
      assert.deepStrictEqual(error._tag === "HelpScoutInputInvalid" && error.issues, [
        { path: "userIds", message: "must contain at least one user while routing is enabled" }
      ])
    }).pipe(Effect.provide(Layer.provide(Mailboxes.layer, clientLayer(script({ status: 204 })))))
  )
})

describe("requests", () => {
  assertCalls(Mailboxes, Mailboxes.layer, endpoints, {
    get: {
      call: (mailboxes) => mailboxes.routing.get({ mailboxId: 85 }),
      sent: "GET /v2/mailboxes/85/routing",
      response: json({ state: "disabled" })
    },
    update: {
      call: (mailboxes) => mailboxes.routing.update({ mailboxId: 85 }, routing),
      sent: "PUT /v2/mailboxes/85/routing",
      body: routing
    }
  })
})

describe("over the simulator", () => {
  const services = Layer.mergeAll(Mailboxes.layer, Teams.layer, Users.layer, Conversations.layer)
  it.layer(Layer.provideMerge(services, simulated()))((it) => {
    it.effect("replaces the routing, and computes the rotation", () =>
      Effect.gen(function* () {
        const { list, routing } = yield* Mailboxes
        const mailboxId = (yield* list()).items[0]!.id
        const [one, two] = (yield* (yield* Users).list()).items
        const teamId = (yield* (yield* Teams).list()).items[0]!.id
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
        const rest = { state: "enabled", assignmentLimit: 1, assignmentMethod: "balanced" } as const
        const error = yield* Effect.flip(
          routing.update({ mailboxId }, { ...rest, userIds: [one!.id, teamId, 999_999] })
        )
        assert.deepStrictEqual(error._tag === "HelpScoutValidationFailed" && error.issues.map(({ path }) => path), [
          "userIds[1]"
        ])
        assert.deepStrictEqual((yield* routing.get({ mailboxId })).userIds, userIds)
        assert.strictEqual(
          yield* failure(routing.update({ mailboxId: 1 }, { ...rest, userIds: [1] })),
          "HelpScoutNotFound"
        )
        assert.strictEqual(
          yield* failure(routing.update({ mailboxId }, { ...rest, userIds: [] })),
          "HelpScoutInputInvalid"
        )
      })
    )

    it.effect("excludes users who are away, at capacity or deleted, by their current conversations", () =>
      Effect.gen(function* () {
        const { list, routing } = yield* Mailboxes
        const users = yield* Users
        const conversations = yield* Conversations
        const mailboxId = (yield* list()).items[1]!.id
        const userIds = (yield* users.list()).items.slice(0, 3).map(({ id }) => id)
        const [one, two, three] = userIds as [number, number, number]
        const active = [...(yield* Stream.runCollect(conversations.listAll({ mailbox: mailboxId })))]
        const has = (userId: number) => active.filter(({ assignee }) => assignee?.id === userId).length
        const replace = (assignmentLimit: number) =>
          routing.update({ mailboxId }, { state: "enabled", assignmentLimit, assignmentMethod: "balanced", userIds })
        const rotation = Effect.map(routing.get({ mailboxId }), (current) =>
          (current.rotation ?? []).map(({ userId, conversationsCount, eligible, reason }) => ({
            userId,
            conversationsCount,
            eligible,
            ...(reason !== undefined && { reason })
          }))
        )
        yield* replace(100)
        assert.isAbove(has(one) + has(two) + has(three), 0)
        assert.deepStrictEqual(
          yield* rotation,
          userIds.map((userId) => ({ userId, conversationsCount: has(userId), eligible: true }))
        )
        const unassigned = active.find(({ assignee }) => assignee === undefined)!
        yield* conversations.update({ conversationId: unassigned.id }, ConversationUpdate.assignTo(one))
        yield* users.status.set({ userId: two }, { status: "away" })
        yield* replace(has(one) + 1)
        assert.deepStrictEqual((yield* rotation).slice(0, 2), [
          { userId: one, conversationsCount: has(one) + 1, eligible: false, reason: "at_capacity" },
          { userId: two, conversationsCount: has(two), eligible: false, reason: "away" }
        ])
        yield* conversations.update({ conversationId: unassigned.id }, ConversationUpdate.status("pending"))
        assert.deepInclude((yield* rotation)[0], { conversationsCount: has(one), eligible: true })
        yield* users.delete({ userId: three })
        assert.deepInclude((yield* rotation)[2], { userId: three, eligible: false, reason: "not_in_rotation" })
      })
    )
  })
})
