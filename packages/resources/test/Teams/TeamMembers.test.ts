import { assert, describe, it } from "@effect/vitest"
import { Teams } from "@effect-helpscout/resources/Teams"
import { endpoints, TeamMembersUpdate } from "@effect-helpscout/resources/Teams/TeamMembers"
import { Users } from "@effect-helpscout/resources/Users"
import { assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { accepts } from "@effect-helpscout/test-support/codecs"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

describe("TeamMembersUpdate", () => {
  it("requires both lists, of positive ids", () => {
    const accept = accepts(TeamMembersUpdate)
    assert.isTrue(accept({ addedUserIds: [], deletedUserIds: [1] }))
    assert.isFalse(accept({ addedUserIds: [1] }))
    assert.isFalse(accept({ addedUserIds: [0], deletedUserIds: [] }))
  })
})

describe("requests", () => {
  const members = { addedUserIds: [1, 2], deletedUserIds: [] }
  assertCalls(Teams, Teams.layer, endpoints, {
    list: {
      call: ({ teamMembers }) => teamMembers.list({ teamId: 7, page: 2 }),
      sent: "GET /v2/teams/7/members?page=2"
    },
    listAll: { call: ({ teamMembers }) => teamMembers.listAll({ teamId: 7 }), sent: "GET /v2/teams/7/members" },
    listPages: { call: ({ teamMembers }) => teamMembers.listPages({ teamId: 7 }), sent: "GET /v2/teams/7/members" },
    update: {
      call: ({ teamMembers }) => teamMembers.update({ teamId: 7 }, members),
      sent: "PUT /v2/teams/7/members",
      body: members
    }
  })
})

describe("over the simulator", () => {
  it.layer(Layer.provideMerge(Layer.merge(Teams.layer, Users.layer), simulated()))((it) => {
    it.effect("adds and removes members, and keeps the others", () =>
      Effect.gen(function* () {
        const { list, teamMembers } = yield* Teams
        const users = yield* Users
        const teamId = (yield* list()).items[0]!.id
        const memberIds = Effect.map(Stream.runCollect(teamMembers.listAll({ teamId })), (members) =>
          [...members].map(({ id }) => id)
        )
        const before = yield* memberIds
        const all = [...(yield* Stream.runCollect(users.listAll()))]
        const joining = all.find(({ id }) => !before.includes(id))!.id
        yield* teamMembers.update({ teamId }, { addedUserIds: [joining], deletedUserIds: [before[0]!] })
        assert.deepStrictEqual(yield* memberIds, [...before.slice(1), joining])
        assert.lengthOf((yield* teamMembers.list({ teamId })).items, before.length)
        assert.lengthOf([...(yield* Stream.runCollect(teamMembers.listPages({ teamId })))], 1)
      })
    )

    it.effect("rejects unknown users and teams", () =>
      Effect.gen(function* () {
        const { list, teamMembers } = yield* Teams
        const teamId = (yield* list()).items[0]!.id
        const unknown = { addedUserIds: [1], deletedUserIds: [] }
        assert.strictEqual(yield* failure(teamMembers.update({ teamId }, unknown)), "HelpScoutValidationFailed")
        assert.strictEqual(yield* failure(teamMembers.update({ teamId: 1 }, unknown)), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(teamMembers.list({ teamId: 1 })), "HelpScoutNotFound")
      })
    )
  })
})
