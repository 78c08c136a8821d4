import { assert, describe, it } from "@effect/vitest"
import { Users } from "@effect-helpscout/resources/Users"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as UserData from "../../../src/data/users.js"

/** The second of the generated users. */
const userId = UserData.users.firstId + 1

describe("users.status", () => {
  it.effect("a user without a management role can set their own status only", () =>
    Effect.gen(function* () {
      const { status } = yield* Users
      const table = (yield* account).table(UserData.users)
      table.update(userId, (row) => ({ ...row, role: "user" }))
      const [other] = table.all()
      yield* status.set({ userId }, { status: "away" })
      assert.strictEqual((yield* status.get({ userId })).email?.status, "away")
      assert.strictEqual(yield* failure(status.set({ userId: other!.id }, { status: "away" })), "HelpScoutForbidden")
    }).pipe(Effect.provide(Layer.provideMerge(Users.layer, simulated({ userId }))))
  )
})
