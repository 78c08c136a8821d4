/**
 * Small tables: read as a whole, because Help Scout has no filter for changes of them. What belongs to an inbox, a team or
 * an organization costs a request each, and is read once a day and for a reconciliation.
 */
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as Received from "@effect-helpscout/core/Received"
import type * as HelpScout from "@effect-helpscout/resources/HelpScout"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type * as Change from "../Change.js"
import * as Tables from "../Tables.js"
import type { Batches, Pass } from "./pass.js"
import { childChanges, keyOf, upsert } from "./rows.js"

type Items = Stream.Stream<object, HelpScoutError>
type Invalid = Pass["invalid"]

interface Small {
  readonly table: Tables.Table
  readonly list: (helpScout: HelpScout.Service, invalid: ReturnType<Invalid>) => Items
  /** What belongs to an item, by child table. */
  readonly parts?: (
    helpScout: HelpScout.Service,
    id: number,
    invalid: Invalid
  ) => ReadonlyArray<readonly [Tables.Table, Items]>
}

/** In the order in which they are read. */
export const all: ReadonlyArray<Small> = [
  { table: Tables.users, list: (api, invalid) => api.users.listAll({}, invalid) },
  { table: Tables.userStatuses, list: (api, invalid) => api.users.status.listAll({}, invalid) },
  {
    table: Tables.teams,
    list: (api, invalid) => api.teams.listAll({}, invalid),
    parts: (api, teamId, invalid) => [
      [Tables.teamMembers, Stream.map(api.teams.teamMembers.listAll({ teamId }, invalid("team_members")), memberOf)]
    ]
  },
  { table: Tables.tags, list: (api, invalid) => api.tags.listAll({}, invalid) },
  {
    table: Tables.mailboxes,
    list: (api, invalid) => api.mailboxes.listAll({}, invalid),
    parts: (api, mailboxId, invalid) => [
      [Tables.mailboxFolders, api.mailboxes.folders.listAll({ mailboxId }, invalid("mailbox_folders"))],
      [Tables.mailboxCustomFields, api.mailboxes.customFields.listAll({ mailboxId }, invalid("mailbox_custom_fields"))],
      [
        Tables.savedReplies,
        api.mailboxes.savedReplies.listAll({ mailboxId, includeChatReplies: true }, invalid("saved_replies"))
      ]
    ]
  },
  { table: Tables.workflows, list: (api, invalid) => api.workflows.listAll({}, invalid) },
  {
    table: Tables.organizations,
    list: (api, invalid) => api.organizations.listAll({}, invalid),
    parts: (api, organizationId) => [[Tables.organizationProperties, propertiesOf(api, organizationId)]]
  }
]

/** A member is a user, of whom the row contains the id. Its JSON is the user's. */
const memberOf = (user: { readonly id: number }): object => {
  const member = { userId: user.id }
  jsonOfParts.set(member, Received.json(user))
  return member
}
const jsonOfParts = new WeakMap<object, unknown>()

/** Only single organizations have their properties. */
const propertiesOf = (api: HelpScout.Service, organizationId: number): Items =>
  Stream.unwrap(
    Effect.map(api.organizations.get({ organizationId, includeProperties: true }), (organization) => {
      const json = (Received.json(organization) as { readonly properties?: ReadonlyArray<unknown> }).properties ?? []
      return Stream.fromIterable(
        (organization.properties ?? []).map((property, index) => {
          jsonOfParts.set(property, json[index])
          return property
        })
      )
    })
  )

const jsonOf = (item: object): unknown => jsonOfParts.get(item) ?? Received.json(item)

const collect = (items: Items) => Effect.map(Stream.runCollect(items), Chunk.toReadonlyArray)

const partsOf = (context: Pass, { parts, table }: Small, rows: ReadonlyArray<Change.Upsert>) =>
  Effect.forEach(
    rows.flatMap(({ row }) =>
      (parts?.(context.helpScout, Number(row.id), context.invalid) ?? []).map((part) => [row, part] as const)
    ),
    ([row, [child, items]]) =>
      Effect.map(collect(items), (read) => childChanges({ table: child }, table, row, read, read.map(jsonOf))),
    { concurrency: 4 }
  )

/** Reads one small table. `full` includes what costs a request for each row. */
export const pass = (context: Pass, small: Small, full: boolean): Batches => {
  const { list, table } = small
  const keys: Array<Change.Key> = []
  const note = (made: Change.Batch): Change.Batch => {
    for (const change of made.changes) {
      if (change._tag === "Upsert" && change.table === table.name) keys.push(keyOf(table, change.row))
      // a row that cannot be read exists
      if (change._tag === "Invalid" && change.table === table.name)
        keys.push({ [table.key[0] as string]: Number(change.id) })
    }
    return made
  }
  const last = () => {
    const made = note(context.batch(table.name, []))
    const retain: Change.Retain = { _tag: "Retain", table: table.name, parent: {}, keys }
    return { ...made, changes: [...made.changes, retain] }
  }
  return list(context.helpScout, context.invalid(table.name)).pipe(
    Stream.chunks,
    Stream.mapEffect((page) => {
      const rows = Chunk.toReadonlyArray(page).map((item) => upsert(table, item, jsonOf(item)))
      return Effect.map(full ? partsOf(context, small, rows) : Effect.succeed([]), (parts) =>
        note(context.batch(table.name, [...rows, ...parts.flat()]))
      )
    }),
    Stream.concat(Stream.sync(last))
  )
}
