// @effect-diagnostics floatingEffect:off -- nothing here runs: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import type { TeamId } from "@effect-helpscout/resources/Ids"
import type { Service } from "@effect-helpscout/resources/Teams"
import type { TeamMembersUpdate } from "@effect-helpscout/resources/Teams/TeamMembers"
import type { User } from "@effect-helpscout/resources/Users"
import type * as Effect from "effect/Effect"
import { expectTypeOf } from "vitest"

declare const teams: Service
declare const teamId: TeamId

expectTypeOf(teams.teamMembers.list).returns.toEqualTypeOf<Effect.Effect<Page.Page<User>, HelpScoutError>>()
expectTypeOf(teams.teamMembers.update).toEqualTypeOf<
  (args: { readonly teamId: TeamId }, payload: TeamMembersUpdate) => Effect.Effect<void, HelpScoutError>
>()

// @ts-expect-error both lists are required
teams.teamMembers.update({ teamId }, { addedUserIds: [1] })
// @ts-expect-error there is no such endpoint
teams.get({ teamId })
