/**
 * The conversations of a simulated account. Whatever changes one here is told to the webhooks.
 *
 * @since 0.1.0
 */
import * as Account from "../Account.js"
import * as Table from "../Table.js"
import * as ConversationEvents from "./conversationEvents.js"
import * as MailboxData from "./mailboxes.js"
import * as ThreadData from "./threads.js"
import * as UserData from "./users.js"

/** A custom field's value in a conversation. @since 0.1.0 @category models */
export interface FieldValue {
  readonly id: number
  readonly name: string
  readonly value: string
  readonly text: string
}

/** A snooze on the wire. @since 0.1.0 @category models */
export interface SnoozeWire {
  readonly snoozedBy: number
  readonly snoozedUntil: string
  readonly unsnoozeOnCustomerReply: boolean
}

/** What happens next by itself, on the wire. @since 0.1.0 @category models */
export interface NextEventWire {
  readonly time: string
  readonly eventType: "snooze" | "scheduled"
  readonly userId: number
  readonly cancelOnCustomerReply: boolean
}

/** A conversation on the wire, without its threads. @since 0.1.0 @category models */
export interface ConversationWire {
  readonly id: number
  readonly number: number
  readonly threads: number
  readonly type: string
  readonly folderId: number
  readonly status: string
  readonly state: string
  readonly subject: string | null
  readonly preview: string
  readonly mailboxId: number
  readonly assignee?: UserData.PersonWire | null
  readonly createdBy: UserData.PersonWire
  readonly createdAt: string
  readonly closedBy: number
  readonly closedByUser?: UserData.PersonWire | null
  readonly closedAt?: string | null
  readonly userUpdatedAt: string
  readonly customerWaitingSince: {
    readonly time?: string
    readonly friendly: string
    readonly latestReplyFrom?: string
  }
  readonly source: { readonly type: string; readonly via: string }
  readonly tags: ReadonlyArray<{ readonly id: number; readonly color: string; readonly tag: string }>
  readonly cc: ReadonlyArray<string>
  readonly bcc: ReadonlyArray<string>
  readonly primaryCustomer: UserData.PersonWire
  readonly customFields: ReadonlyArray<FieldValue>
  readonly snooze?: SnoozeWire | undefined
  readonly nextEvent?: NextEventWire | undefined
  readonly _links: object
}

/** A conversation, with what the wire does not tell of it. @since 0.1.0 @category models */
export interface ConversationRow extends Table.Row {
  readonly wire: ConversationWire
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly modifiedAt: number
  /** Newest first. Those of a generated conversation are made anew each time, the same each time: so it stays small. */
  readonly threads: () => ReadonlyArray<ThreadData.ThreadWire>
  readonly mergedInto?: { readonly id: number; readonly at: number }
}

/** The id of the first conversation of an account. @since 0.1.0 @category constants */
export const firstId = 2_000_001

/** The conversations of an account: those, too, that were deleted or merged. @since 0.1.0 @category testing */
export const conversations = Table.key<ConversationRow>("conversations", { firstId })

/** What is still to happen by itself: one row for each conversation, under its own id. @since 0.1.0 @category testing */
export const pending = Table.key<Table.Row & { readonly at: number }>("pending conversations")

/** The number that people see, of a conversation with this id. @since 0.1.0 @category combinators */
export const numberOf = (id: number): number => id - firstId + 1001

// ---------------------------------------------------------------------------------------------------------------
// reads
// ---------------------------------------------------------------------------------------------------------------

const isThere = (row: ConversationRow): boolean => row.mergedInto === undefined && row.wire.state !== "deleted"

/** A conversation that is there: neither deleted nor merged. @since 0.1.0 @category testing */
export const find = (account: Account.Account, id: number): ConversationRow | undefined => {
  const row = account.table(conversations).get(id)
  return row !== undefined && isThere(row) ? row : undefined
}

/** Every conversation that is there, oldest first. @since 0.1.0 @category testing */
export const visible = (account: Account.Account): ReadonlyArray<ConversationRow> => {
  const table = account.table(conversations)
  return account.memo("conversations", table.version(), () => table.filter(isThere))
}

/** The conversation that a thread stands in, while it is there. @since 0.1.0 @category testing */
export const ofThread = (account: Account.Account, threadId: number): ConversationRow | undefined => {
  const generated = Math.floor((threadId - ThreadData.firstThreadId) / ThreadData.threadIdStep)
  const given = account.table(ThreadData.threadIds).get(threadId)
  return find(account, given?.conversationId ?? firstId + generated)
}

// ---------------------------------------------------------------------------------------------------------------
// changes
// ---------------------------------------------------------------------------------------------------------------

const inFolder = (account: Account.Account, wire: ConversationWire): ConversationWire => ({
  ...wire,
  folderId: MailboxData.folderOf(account, { ...wire, assigned: wire.assignee != null })
})

/**
 * Adds a conversation, in the folder that it belongs in.
 *
 * @since 0.1.0
 * @category testing
 */
export const insert = (account: Account.Account, make: (id: number) => ConversationRow): ConversationRow => {
  const row = account.table(conversations).insert((id) => {
    const made = make(id)
    return { ...made, wire: inFolder(account, made.wire) }
  })
  ConversationEvents.created(account, row)
  return row
}

/** The sooner of the end of its snooze and its scheduled threads. */
const nextEvent = (
  snooze: SnoozeWire | undefined,
  threads: ReadonlyArray<ThreadData.ThreadWire>
): NextEventWire | undefined => {
  const events = threads.flatMap(({ scheduled }): ReadonlyArray<NextEventWire> => {
    if (scheduled === undefined) return []
    const { scheduledBy, scheduledFor, unscheduleOnCustomerReply } = scheduled
    return [
      {
        time: scheduledFor,
        eventType: "scheduled",
        userId: scheduledBy,
        cancelOnCustomerReply: unscheduleOnCustomerReply
      }
    ]
  })
  if (snooze !== undefined) {
    const { snoozedBy, snoozedUntil, unsnoozeOnCustomerReply } = snooze
    events.push({
      time: snoozedUntil,
      eventType: "snooze",
      userId: snoozedBy,
      cancelOnCustomerReply: unsnoozeOnCustomerReply
    })
  }
  return events.sort((a, b) => (a.time < b.time ? -1 : 1))[0]
}

/** A new status, and who closed it by that: one that is open was closed by nobody. @since 0.1.0 @category testing */
export const withStatus = (
  account: Account.Account,
  status: string,
  by: { readonly userId: number; readonly at: number }
): Pick<ConversationWire, "status" | "closedBy" | "closedByUser" | "closedAt"> => {
  if (status !== "closed") return { status, closedBy: 0, closedByUser: null, closedAt: null }
  const user = account.table(UserData.users).get(by.userId)
  return {
    status,
    closedBy: by.userId,
    closedByUser: user === undefined ? null : UserData.person(user),
    closedAt: Account.timestamp(by.at)
  }
}

/**
 * Changes a conversation and what follows from it: its folder, its links, what comes next, when it was last changed.
 *
 * @since 0.1.0
 * @category testing
 */
export const update = (
  account: Account.Account,
  row: ConversationRow,
  now: number,
  change: Partial<ConversationWire>,
  threads?: ReadonlyArray<ThreadData.ThreadWire>
): ConversationRow => {
  const wire = { ...row.wire, ...change, ...(threads !== undefined && { threads: threads.length }) }
  const waits = threads !== undefined || "snooze" in change
  const changed = account.table(conversations).put({
    ...row,
    wire: inFolder(account, {
      ...wire,
      ...(waits && { nextEvent: nextEvent(wire.snooze, threads ?? row.threads()) }),
      _links: links(account, wire)
    }),
    modifiedAt: now,
    ...(threads !== undefined && { threads: () => threads })
  })
  if (waits) {
    const next = changed.wire.nextEvent
    if (next === undefined) account.table(pending).delete(row.id)
    else account.table(pending).put({ id: row.id, at: Date.parse(next.time) })
  }
  ConversationEvents.changed(account, row, changed)
  return changed
}

/**
 * Moves a conversation into another: its id redirects there for sixty days.
 *
 * @since 0.1.0
 * @category testing
 */
export const merge = (account: Account.Account, from: number, into: number, now: number): void => {
  account.table(conversations).update(from, (row) => ({ ...row, mergedInto: { id: into, at: now } }))
  const left = find(account, into)
  if (left !== undefined) ConversationEvents.merged(account, left)
}

/** Puts a conversation into the folder of deleted ones. @since 0.1.0 @category testing */
export const remove = (account: Account.Account, id: number, now: number): boolean => {
  const row = find(account, id)
  if (row === undefined) return false
  const removed = update(account, row, now, { state: "deleted" })
  ConversationEvents.deleted(account, removed)
  return true
}

/**
 * Erases every conversation of a customer, those that were deleted or merged before, too.
 *
 * @since 0.1.0
 * @category testing
 */
export const erase = (account: Account.Account, customerId: number): void => {
  const table = account.table(conversations)
  for (const row of table.filter(({ wire }) => wire.primaryCustomer.id === customerId)) {
    table.delete(row.id)
    if (isThere(row)) ConversationEvents.deleted(account, row)
  }
}

// ---------------------------------------------------------------------------------------------------------------
// links
// ---------------------------------------------------------------------------------------------------------------

/** Where people see a conversation. @since 0.1.0 @category testing */
export const webLocation = (id: number, number: number): string =>
  `https://secure.helpscout.net/conversation/${id}/${number}`

/** The links of a conversation. @since 0.1.0 @category testing */
export const links = (
  account: Account.Account,
  wire: Pick<
    ConversationWire,
    "id" | "number" | "mailboxId" | "primaryCustomer" | "createdBy" | "closedBy" | "assignee"
  >
): object => {
  const { id, number, mailboxId, primaryCustomer, createdBy, closedBy, assignee } = wire
  const byCustomer = createdBy.type === "customer"
  return {
    ...account.links({
      self: `/v2/conversations/${id}`,
      mailbox: `/v2/mailboxes/${mailboxId}`,
      primaryCustomer: `/v2/customers/${primaryCustomer.id}`,
      [byCustomer ? "createdByCustomer" : "createdByUser"]: `/v2/${byCustomer ? "customers" : "users"}/${createdBy.id}`,
      ...(closedBy > 0 && { closedBy: `/v2/users/${closedBy}` }),
      ...(assignee != null && { assignee: `/v2/${assignee.type === "team" ? "teams" : "users"}/${assignee.id}` }),
      threads: `/v2/conversations/${id}/threads`
    }),
    web: { href: webLocation(id, number) }
  }
}
