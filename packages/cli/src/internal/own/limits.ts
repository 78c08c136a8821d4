/** `helpscout limits` */
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { Users } from "@effect-helpscout/resources/Users"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { withAccount } from "./account.js"
import type { Implementation } from "./commands.js"

export const command: Implementation = {
  text: "Sends one request to learn the limit. All apps and users of the account share it: a read costs one unit, a write two. `external` is what others have used in the current minute.",
  run: (session) =>
    withAccount(
      session,
      Effect.gen(function* () {
        yield* Effect.flatMap(Users, (users) => users.me())
        const { external, limit, paused, remaining } = yield* Effect.flatMap(RateLimiter, ({ snapshot }) => snapshot)
        yield* session.value({ limit, remaining, external, pausedSeconds: Duration.toSeconds(paused) })
      })
    )
}
