import { assert, describe, it } from "@effect/vitest"
import { endpoints, Team, TeamMembersUpdate, Teams } from "@effect-helpscout/resources/Teams"
import { account, assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { accepts, assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as UserData from "../../simulator/src/data/users.js"

describe("models", () => {
  it("are read with nulls, missing keys and unknown keys, and survive decode, encode, decode", () => {
    const team = reader(Team)({ id: 7, name: "Tier 1", photoUrl: null, memberCount: 3 })
    assert.deepStrictEqual({ ...team }, { id: 7, name: "Tier 1" })
    assertRoundTrips(Team)
  })

  it("always take both lists of members", () => {
    const update = accepts(TeamMembersUpdate)
    assert.isTrue(update({ addedUserIds: [], deletedUserIds: [1] }))
    assert.isFalse(update({ addedUserIds: [1] }))
    assert.isFalse(update({ addedUserIds: [0], deletedUserIds: [] }))
  })
})

describe("requests", () => {
  const members = { addedUserIds: [1, 2], deletedUserIds: [] }
  assertCalls(Teams, Teams.layer, endpoints, {
    list: { call: (t) => t.list({ page: 2 }), sent: "GET /v2/teams?page=2" },
    listAll: { call: (t) => t.listAll(), sent: "GET /v2/teams" },
    listPages: { call: (t) => t.listPages(), sent: "GET /v2/teams" },
    "teamMembers.list": {
      call: (t) => t.teamMembers.list({ teamId: 7, page: 2 }),
      sent: "GET /v2/teams/7/members?page=2"
    },
    "teamMembers.listAll": { call: (t) => t.teamMembers.listAll({ teamId: 7 }), sent: "GET /v2/teams/7/members" },
    "teamMembers.listPages": { call: (t) => t.teamMembers.listPages({ teamId: 7 }), sent: "GET /v2/teams/7/members" },
    "teamMembers.update": {
      call: (t) => t.teamMembers.update({ teamId: 7 }, members),
      sent: "PUT /v2/teams/7/members",
      body: members
    }
  })
})

describe("the simulator", () => {
  it.layer(Layer.provideMerge(Teams.layer, simulated()))((it) => {
    it.effect("lets users join and leave, and keeps the others", () =>
      Effect.gen(function* () {
        const teams = yield* Teams
        const all = [...(yield* Stream.runCollect(teams.listAll()))]
        assert.deepStrictEqual((yield* teams.list()).items, all)
        assert.lengthOf([...(yield* Stream.runCollect(teams.listPages()))], 1)
        const { teamMembers } = teams
        const teamId = all[0]!.id
        const ids = Stream.runCollect(Stream.map(teamMembers.listAll({ teamId }), (user) => user.id))
        const before = [...(yield* ids)]
        const joining = (yield* account)
          .table(UserData.users)
          .all()
          .find(({ id }) => !before.includes(id))!.id
        yield* teamMembers.update({ teamId }, { addedUserIds: [joining], deletedUserIds: [before[0]!] })
        assert.deepStrictEqual([...(yield* ids)], [...before.slice(1), joining])
        assert.lengthOf((yield* teamMembers.list({ teamId })).items, before.length)
        assert.lengthOf([...(yield* Stream.runCollect(teamMembers.listPages({ teamId })))], 1)
        const nobody = { addedUserIds: [1], deletedUserIds: [] }
        assert.strictEqual(yield* failure(teamMembers.update({ teamId }, nobody)), "HelpScoutValidationFailed")
        assert.strictEqual(yield* failure(teamMembers.update({ teamId: 1 }, nobody)), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(teamMembers.list({ teamId: 1 })), "HelpScoutNotFound")
      })
    )
  })
})
