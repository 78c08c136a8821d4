import { assert, describe, it } from "@effect/vitest"
import { Users } from "@effect-helpscout/resources/Users"
import { endpoints, SystemUser } from "@effect-helpscout/resources/Users/SystemUsers"
import { assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

describe("SystemUser", () => {
  it("decodes nulls and empty names", () => {
    const systemUser = reader(SystemUser)({ id: 9, type: "system_user", lastName: "", email: null })
    assert.deepStrictEqual({ ...systemUser }, { id: 9, type: "system_user", lastName: "" })
  })

  it("round-trips", () => assertRoundTrips(SystemUser))
})

describe("requests", () => {
  assertCalls(Users, Users.layer, endpoints, {
    list: { call: (users) => users.systemUsers.list({ page: 2 }), sent: "GET /v3/system-users?page=2" },
    listAll: { call: (users) => users.systemUsers.listAll(), sent: "GET /v3/system-users" },
    listPages: { call: (users) => users.systemUsers.listPages(), sent: "GET /v3/system-users" },
    get: {
      call: (users) => users.systemUsers.get({ systemUserId: 9 }),
      sent: "GET /v3/system-users/9",
      response: json({ id: 9 })
    }
  })
})

describe("over the simulator", () => {
  it.effect("lists system users and gets one", () =>
    Effect.gen(function* () {
      const { systemUsers } = yield* Users
      const all = (yield* systemUsers.list()).items
      const [agent] = all
      assert.strictEqual(agent?.type, "system_user")
      assert.notProperty(agent, "email")
      assert.deepStrictEqual(yield* systemUsers.get({ systemUserId: agent!.id }), agent)
      assert.deepStrictEqual([...(yield* Stream.runCollect(systemUsers.listAll()))], [...all])
      assert.lengthOf([...(yield* Stream.runCollect(systemUsers.listPages()))], 1)
      assert.strictEqual(yield* failure(systemUsers.get({ systemUserId: 1 })), "HelpScoutNotFound")
    }).pipe(Effect.provide(Layer.provideMerge(Users.layer, simulated())))
  )
})
