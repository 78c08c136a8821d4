import { assert, describe, it } from "@effect/vitest"
import { Users } from "@effect-helpscout/resources/Users"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as UserData from "../../src/data/users.js"

/** The second of the generated users, whose role the tests change. */
const userId = UserData.users.firstId + 1

const asRole = (role: "admin" | "user") =>
  Effect.map(account, (simulated) => simulated.table(UserData.users).update(userId, (row) => ({ ...row, role })))

const layer = Layer.provideMerge(Users.layer, simulated({ userId }))

describe("users", () => {
  it.effect("a user without a management role cannot create or delete users", () =>
    Effect.gen(function* () {
      const users = yield* Users
      yield* asRole("user")
      const [other] = (yield* account).table(UserData.users).all()
      const newUser = { firstName: "Ann", lastName: "Lee", email: "ann@example.org", role: "user" } as const
      assert.strictEqual(yield* failure(users.create(newUser)), "HelpScoutForbidden")
      assert.strictEqual(yield* failure(users.delete({ userId: other!.id })), "HelpScoutForbidden")
    }).pipe(Effect.provide(layer))
  )

  it.effect("the token of a deleted user is rejected", () =>
    Effect.gen(function* () {
      const users = yield* Users
      yield* asRole("admin")
      yield* users.delete({ userId })
      assert.strictEqual(yield* failure(users.me()), "HelpScoutAuthFailed")
    }).pipe(Effect.provide(layer))
  )
})
