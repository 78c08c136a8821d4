/**
 * People in responses: authors, assignees and customers of conversations, threads and chats.
 *
 * ```ts
 * import type { Person } from "@effect-helpscout/resources/Person"
 *
 * export const name = (person: Person): string => [person.first, person.last].join(" ").trim()
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
import { CustomerId, type TeamId, UserId } from "./Ids.js"

const names = {
  first: Field.optional(Schema.String),
  last: Field.optional(Schema.String),
  email: Field.optional(Schema.String),
  photoUrl: Field.optional(Schema.String)
}

const fieldsOf = (json: unknown): Readonly<Record<string, unknown>> =>
  typeof json === "object" && json !== null ? (json as Readonly<Record<string, unknown>>) : {}

const isId = (id: unknown, expected: 0 | 1): boolean => id === expected || id === String(expected)

/** Law D7: Help Scout sends these people for an unassigned conversation, and where no person is known. */
const isPlaceholder = (json: unknown): boolean => {
  const { email, first, id } = fieldsOf(json)
  return (
    (isId(id, 1) && typeof email === "string" && email.toLowerCase() === "none@nowhere.com") ||
    (isId(id, 0) && (email === "unknown" || first === "unknown"))
  )
}

/** Law D7: Help Scout sends a user with the id 0 for a conversation that was not closed by a user. */
const isUnknownUser = (json: unknown): boolean => isId(fieldsOf(json).id, 0)

/**
 * A customer, a user, a team or a system user, in brief. Full objects have `firstName` and `lastName` instead.
 *
 * @since 0.1.0
 */
export class Person extends Model.Opaque<Person>("Person")(
  {
    /** The id of a customer, a user or a team, depending on `type`. 0 for Help Scout itself. Absent for a few old records. */
    id: Field.optional(Schema.Number),
    /** `system_user`, such as an AI agent, occurs in v3 responses only. v2 responses say `user`. */
    type: Field.optional(Field.openEnum("customer", "user", "team", "system_user")),
    ...names
  },
  Field.absentIf(isPlaceholder)
) {}

/**
 * A customer in brief.
 *
 * @since 0.1.0
 */
export class CustomerPerson extends Model.Opaque<CustomerPerson>("CustomerPerson")({
  id: Field.optional(CustomerId),
  type: Field.optional(Field.openEnum("customer")),
  ...names
}) {}

/**
 * A user in brief.
 *
 * @since 0.1.0
 */
export class UserPerson extends Model.Opaque<UserPerson>("UserPerson")(
  {
    id: Field.optional(UserId),
    type: Field.optional(Field.openEnum("user", "system_user")),
    ...names
  },
  Field.absentIf((json) => isUnknownUser(json) || isPlaceholder(json))
) {}

/** @since 0.1.0 */
export const isCustomer = (person: Person): person is Person & { readonly type: "customer"; readonly id: CustomerId } =>
  person.type === "customer" && person.id !== undefined

/** A user. In v2 responses, possibly a system user. @since 0.1.0 */
export const isUser = (person: Person): person is Person & { readonly type: "user"; readonly id: UserId } =>
  person.type === "user" && person.id !== undefined

/** @since 0.1.0 */
export const isTeam = (person: Person): person is Person & { readonly type: "team"; readonly id: TeamId } =>
  person.type === "team" && person.id !== undefined

/** An actor that is not a person, such as an AI agent. v3 responses only. @since 0.1.0 */
export const isSystemUser = (person: Person): person is Person & { readonly type: "system_user" } =>
  person.type === "system_user"
