/** The conversations of an account. `conversationEvents.ts` sends webhook events for every change. */
import * as Account from "../../Account.js"
import * as Table from "../../Table.js"
import * as MailboxData from "../mailboxes.js"
import * as UserData from "../users.js"
import * as ThreadData from "./threads.js"

/** A custom field's value in a conversation. */
export interface FieldValue {
  readonly id: number
  readonly name: string
  readonly value: string
  readonly text: string
}

/** A snooze as the API sends it. */
export interface SnoozeJson {
  readonly snoozedBy: number
  readonly snoozedUntil: string
  readonly unsnoozeOnCustomerReply: boolean
}

/** The next snooze end or scheduled thread, as the API sends it. */
export interface NextEventJson {
  readonly time: string
  readonly eventType: "snooze" | "scheduled"
  readonly userId: number
  readonly cancelOnCustomerReply: boolean
}

/** A conversation as the API sends it, without its threads. */
export interface ConversationJson {
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
  readonly assignee?: UserData.PersonJson | null
  readonly createdBy: UserData.PersonJson
  readonly createdAt: string
  readonly closedBy: number
  readonly closedByUser?: UserData.PersonJson | null
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
  readonly primaryCustomer: UserData.PersonJson
  readonly customFields: ReadonlyArray<FieldValue>
  readonly snooze?: SnoozeJson | undefined
  readonly nextEvent?: NextEventJson | undefined
  readonly _links: object
}

/** A conversation, and the fields that the API does not send. */
export interface ConversationRow extends Table.Row {
  readonly json: ConversationJson
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly modifiedAt: number
  /** Newest first. The threads of a generated conversation are generated on each call, to save memory. */
  readonly threads: () => ReadonlyArray<ThreadData.ThreadJson>
  readonly mergedInto?: { readonly id: number; readonly at: number }
  /** The conversations that were merged into this one. */
  readonly mergedFrom?: ReadonlyArray<number>
}

/** The id of the first conversation of an account. */
export const firstId = 2_000_001

/** The conversations of an account, including deleted and merged ones. */
export const conversations = Table.key<ConversationRow>("conversations", { firstId })

/** The time of a conversation's next event, under the conversation's own id. */
export const pending = Table.key<Table.Row & { readonly at: number }>("pending conversations")

/** The number of a conversation, which people see, from its id. */
export const numberOf = (id: number): number => id - firstId + 1001

// ---------------------------------------------------------------------------------------------------------------
// reads
// ---------------------------------------------------------------------------------------------------------------

/** Whether a conversation is neither deleted nor merged. */
export const isPresent = (row: ConversationRow): boolean => row.mergedInto === undefined && row.json.state !== "deleted"

/** The conversation with an id, unless it is deleted or merged. */
export const find = (account: Account.Account, id: number): ConversationRow | undefined => {
  const row = account.table(conversations).get(id)
  return row !== undefined && isPresent(row) ? row : undefined
}

/** The conversations that are neither deleted nor merged, oldest first. */
export const visible = (account: Account.Account): ReadonlyArray<ConversationRow> => {
  const table = account.table(conversations)
  return account.memo("conversations", table.version(), () => table.filter(isPresent))
}

/** The conversation that contains a thread, unless it is deleted or merged. */
export const ofThread = (account: Account.Account, threadId: number): ConversationRow | undefined => {
  const generated = Math.floor((threadId - ThreadData.firstThreadId) / ThreadData.threadIdStep)
  const given = account.table(ThreadData.threadIds).get(threadId)
  return find(account, given?.conversationId ?? firstId + generated)
}

// ---------------------------------------------------------------------------------------------------------------
// changes
// ---------------------------------------------------------------------------------------------------------------

const inFolder = (account: Account.Account, json: ConversationJson): ConversationJson => ({
  ...json,
  folderId: MailboxData.folderOf(account, { ...json, assigned: json.assignee != null })
})

/** Adds a conversation and sets its folder. */
export const insert = (account: Account.Account, make: (id: number) => ConversationRow): ConversationRow =>
  account.table(conversations).insert((id) => {
    const made = make(id)
    return { ...made, json: inFolder(account, made.json) }
  })

/** The earlier of the end of the snooze and the scheduled threads. */
const nextEvent = (
  snooze: SnoozeJson | undefined,
  threads: ReadonlyArray<ThreadData.ThreadJson>
): NextEventJson | undefined => {
  const events = threads.flatMap(({ scheduled }): ReadonlyArray<NextEventJson> => {
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

/** The fields of a new status. Only a closed conversation has `closedBy`. */
export const withStatus = (
  account: Account.Account,
  status: string,
  by: { readonly userId: number; readonly at: number }
): Pick<ConversationJson, "status" | "closedBy" | "closedByUser" | "closedAt"> => {
  if (status !== "closed") return { status, closedBy: 0, closedByUser: null, closedAt: null }
  const user = account.table(UserData.users).get(by.userId)
  return {
    status,
    closedBy: by.userId,
    closedByUser: user === undefined ? null : UserData.person(user),
    closedAt: Account.timestamp(by.at)
  }
}

/** Changes a conversation and the fields derived from it: folder, links, next event, modification time. */
export const update = (
  account: Account.Account,
  row: ConversationRow,
  now: number,
  change: Partial<ConversationJson>,
  threads?: ReadonlyArray<ThreadData.ThreadJson>
): ConversationRow => {
  const json = { ...row.json, ...change, ...(threads !== undefined && { threads: threads.length }) }
  const waits = threads !== undefined || "snooze" in change
  const changed = account.table(conversations).put({
    ...row,
    json: inFolder(account, {
      ...json,
      ...(waits && { nextEvent: nextEvent(json.snooze, threads ?? row.threads()) }),
      _links: links(account, json)
    }),
    modifiedAt: now,
    ...(threads !== undefined && { threads: () => threads })
  })
  if (waits) {
    const next = changed.json.nextEvent
    if (next === undefined) account.table(pending).delete(row.id)
    else account.table(pending).put({ id: row.id, at: Date.parse(next.time) })
  }
  return changed
}

/**
 * Merges a conversation into another, which takes over its threads. The old id redirects there for sixty days. Returns
 * false if there are not two conversations.
 */
export const merge = (account: Account.Account, from: number, into: number, now: number): boolean => {
  const source = find(account, from)
  const target = find(account, into)
  if (source === undefined || target === undefined || from === into) return false
  const moved = source.threads()
  for (const { id } of moved) account.table(ThreadData.threadIds).put({ id, conversationId: into })
  const mergedFrom = [...(target.mergedFrom ?? []), from]
  const threads = ThreadData.newestFirst([...target.threads(), ...moved])
  update(account, { ...target, mergedFrom }, now, {}, threads)
  // the event of the merge shows the target with all its threads
  account
    .table(conversations)
    .update(from, (row) => ({ ...row, modifiedAt: now, mergedInto: { id: into, at: now }, threads: () => [] }))
  return true
}

/** Moves a conversation to the folder of deleted ones. */
export const remove = (account: Account.Account, id: number, now: number): boolean => {
  const row = find(account, id)
  if (row === undefined) return false
  update(account, row, now, { state: "deleted" })
  return true
}

/** Erases all conversations of a customer, including deleted and merged ones. */
export const erase = (account: Account.Account, customerId: number): void => {
  const table = account.table(conversations)
  for (const row of table.filter(({ json }) => json.primaryCustomer.id === customerId)) {
    table.delete(row.id)
  }
}

/** Replaces a customer in all conversations and their threads, including deleted ones. */
export const replacePerson = (
  account: Account.Account,
  customerId: number,
  person: UserData.PersonJson,
  now: number
): void => {
  const replaced = <P extends UserData.PersonJson | null | undefined>(other: P): P | UserData.PersonJson =>
    other?.type === "customer" && other.id === customerId ? person : other
  for (const row of account.table(conversations).all()) {
    const { createdBy, primaryCustomer } = row.json
    const threads = row.threads()
    const concerns = [primaryCustomer, createdBy, ...threads.flatMap((thread) => [thread.customer, thread.createdBy])]
    if (concerns.every((other) => replaced(other) === other)) continue
    update(
      account,
      row,
      now,
      { primaryCustomer: replaced(primaryCustomer), createdBy: replaced(createdBy) },
      threads.map((thread) => {
        const by = replaced(thread.createdBy)
        const customer = thread.customer == null ? {} : { customer: replaced(thread.customer) }
        return { ...thread, ...customer, createdBy: by, _links: ThreadData.links(account, by) }
      })
    )
  }
}

// ---------------------------------------------------------------------------------------------------------------
// links
// ---------------------------------------------------------------------------------------------------------------

/** The web address of a conversation. */
export const webLocation = (id: number, number: number): string =>
  `https://secure.helpscout.net/conversation/${id}/${number}`

/** The links of a conversation. */
export const links = (
  account: Account.Account,
  json: Pick<
    ConversationJson,
    "id" | "number" | "mailboxId" | "primaryCustomer" | "createdBy" | "closedBy" | "assignee"
  >
): object => {
  const { id, number, mailboxId, primaryCustomer, createdBy, closedBy, assignee } = json
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
