import { assert, describe, it } from "@effect/vitest"
import { endpoints, Team, Teams } from "@effect-helpscout/resources/Teams"
import { assertCalls, simulated } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

describe("Team", () => {
  it("decodes nulls, missing keys and unknown keys", () => {
    const team = reader(Team)({ id: 7, name: "Tier 1", photoUrl: null, memberCount: 3 })
    assert.deepStrictEqual({ ...team }, { id: 7, name: "Tier 1" })
  })

  it("round-trips", () => assertRoundTrips(Team))
})

describe("requests", () => {
  const { teamMembers: _, ...own } = endpoints
  assertCalls(Teams, Teams.layer, own, {
    list: { call: (teams) => teams.list({ page: 2 }), sent: "GET /v2/teams?page=2" },
    listAll: { call: (teams) => teams.listAll(), sent: "GET /v2/teams" },
    listPages: { call: (teams) => teams.listPages(), sent: "GET /v2/teams" }
  })
})

describe("over the simulator", () => {
  it.effect("lists teams", () =>
    Effect.gen(function* () {
      const teams = yield* Teams
      const all = [...(yield* Stream.runCollect(teams.listAll()))]
      assert.isNotEmpty(all)
      assert.deepStrictEqual((yield* teams.list()).items, all)
      assert.lengthOf([...(yield* Stream.runCollect(teams.listPages()))], 1)
    }).pipe(Effect.provide(Layer.provideMerge(Teams.layer, simulated())))
  )
})
