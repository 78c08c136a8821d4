/**
 * The members of a team.
 *
 * ```ts
 * import type { TeamId, UserId } from "@effect-helpscout/resources/Ids"
 * import { Teams } from "@effect-helpscout/resources/Teams"
 * import * as Effect from "effect/Effect"
 *
 * export const join = (teamId: TeamId, userId: UserId) =>
 *   Effect.flatMap(Teams, (teams) => teams.teamMembers.update({ teamId }, { addedUserIds: [userId], deletedUserIds: [] }))
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { inputId, TeamId, UserId } from "../Ids.js"
import { User } from "../Users.js"

/**
 * The users who join a team and the users who leave it. Both lists are required; `[]` changes nothing.
 *
 * @since 0.1.0
 */
export class TeamMembersUpdate extends Model.Opaque<TeamMembersUpdate>("TeamMembersUpdate")({
  addedUserIds: Schema.Array(inputId(UserId)),
  deletedUserIds: Schema.Array(inputId(UserId))
}) {}

const byTeam = { teamId: TeamId }

const list = Endpoint.list("/v2/teams/:teamId/members", {
  params: byTeam,
  embedded: "users",
  item: User,
  docs: "teams/list-team-members"
})

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of the members of a team.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/teams/list-team-members/
   */
  list,

  /** Streams every member of a team. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Adds users to a team and removes users from it. Although it is a PUT, members in neither list stay members.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/teams/update-team-members/
   */
  update: Endpoint.put("/v2/teams/:teamId/members", {
    impact: "write",
    params: byTeam,
    payload: TeamMembersUpdate,
    docs: "teams/update-team-members"
  })
}

/**
 * The methods of `teams.teamMembers`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}
