/**
 * Teams: users who take conversations together.
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
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Model from "@effect-helpscout/core/Model"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { inputId, TeamId, UserId } from "./Ids.js"
import { User } from "./Users.js"

/**
 * A team.
 *
 * @since 0.1.0
 * @category models
 */
export class Team extends Model.Opaque<Team>("Team")({
  id: TeamId,
  name: Schema.String,
  /** An IANA time zone, such as `Europe/Vienna`. */
  timezone: Field.optional(Schema.String),
  photoUrl: Field.optional(Schema.String),
  /** The name to mention them by in a note, without the `@`. */
  mention: Field.optional(Schema.String),
  initials: Field.optional(Schema.String),
  createdAt: Field.optional(Field.Timestamp),
  updatedAt: Field.optional(Field.Timestamp),
  _links: Field.optional(Links)
}) {}

/**
 * Who joins and who leaves. Both lists are always sent; `[]` is nobody.
 *
 * @since 0.1.0
 * @category schemas
 */
export class TeamMembersUpdate extends Model.Opaque<TeamMembersUpdate>("TeamMembersUpdate")({
  addedUserIds: Schema.Array(inputId(UserId)),
  deletedUserIds: Schema.Array(inputId(UserId))
}) {}

const byId = { teamId: TeamId }

const list = Endpoint.list("/v2/teams", { embedded: "teams", item: Team, docs: "teams/list-teams" })

const listMembers = Endpoint.list("/v2/teams/:teamId/members", {
  params: byId,
  embedded: "users",
  item: User,
  docs: "teams/list-team-members"
})

/**
 * @since 0.1.0
 * @category endpoints
 */
export const endpoints = {
  /**
   * Lists one page of teams. There is no endpoint that gets a single team.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/teams/list-teams/
   */
  list,

  /** Streams every team. */
  listAll: Endpoint.all(list),

  /** Streams the pages themselves, with their totals and links. */
  listPages: Endpoint.pages(list),

  teamMembers: {
    /**
     * Lists one page of the users of a team.
     *
     * @see https://developer.helpscout.com/mailbox-api/endpoints/teams/list-team-members/
     */
    list: listMembers,

    /** Streams every user of a team. */
    listAll: Endpoint.all(listMembers),

    /** Streams the pages themselves, with their totals and links. */
    listPages: Endpoint.pages(listMembers),

    /**
     * Lets users join and leave a team. Who is in neither list stays as they are: this PUT does not replace.
     *
     * @see https://developer.helpscout.com/mailbox-api/endpoints/teams/update-team-members/
     */
    update: Endpoint.put("/v2/teams/:teamId/members", {
      params: byId,
      payload: TeamMembersUpdate,
      docs: "teams/update-team-members"
    })
  }
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Service extends Endpoint.Service<typeof endpoints> {}

/**
 * @since 0.1.0
 * @category services
 */
export class Teams extends Context.Tag("@effect-helpscout/resources/Teams")<Teams, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Teams, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("Teams", endpoints)
  )
}
