/** `helpscout whoami` */
import { Users } from "@effect-helpscout/resources/Users"
import * as Effect from "effect/Effect"
import * as Profiles from "../profiles.js"
import { withAccount } from "./account.js"
import type { Implementation } from "./commands.js"

export const command: Implementation = {
  text: "With client credentials, it is the user who owns the app.",
  run: (session) =>
    withAccount(
      session,
      Effect.gen(function* () {
        const { companyId, email, firstName, id, lastName, role } = yield* Effect.flatMap(Users, (users) => users.me())
        const profile = Profiles.chosen(session.account.profile)
        const login =
          profile ?? ((yield* Profiles.load(undefined)) === undefined ? "environment" : Profiles.defaultName)
        yield* session.value({ id, firstName, lastName, email, role, companyId, login })
      })
    )
}
