/**
 * Teams: groups of users to which conversations can be assigned.
 *
 * ```ts
 * import { Teams } from "@effect-helpscout/resources/Teams"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const names = Effect.flatMap(Teams, (teams) =>
 *   Stream.runCollect(Stream.map(teams.listAll(), (team) => team.name))
 * )
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
import { TeamId } from "./Ids.js"
import * as TeamMembers from "./Teams/TeamMembers.js"

/**
 * A team.
 *
 * @since 0.1.0
 */
export class Team extends Model.Opaque<Team>("Team")({
  id: TeamId,
  name: Schema.String,
  /** An IANA time zone, such as `Europe/Vienna`. */
  timezone: Field.optional(Schema.String),
  photoUrl: Field.optional(Schema.String),
  /** The name that mentions the team in a note, without the `@`. */
  mention: Field.optional(Schema.String),
  initials: Field.optional(Schema.String),
  createdAt: Field.optional(Field.Timestamp),
  updatedAt: Field.optional(Field.Timestamp),
  _links: Field.optional(Links)
}) {}

const list = Endpoint.list("/v2/teams", { embedded: "teams", item: Team, docs: "teams/list-teams" })

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of teams. Help Scout has no endpoint that gets a single team.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/teams/list-teams/
   */
  list,

  /** Streams every team. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  teamMembers: TeamMembers.endpoints
}

/**
 * The methods of `teams`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  readonly teamMembers: TeamMembers.Service
}

/**
 * Reads teams, and changes their members.
 *
 * @since 0.1.0
 */
export class Teams extends Context.Tag("@effect-helpscout/resources/Teams")<Teams, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Teams, never, HelpScoutClient> = Layer.effect(
    this,
    HelpScoutClient.methods("Teams", endpoints)
  )
}
