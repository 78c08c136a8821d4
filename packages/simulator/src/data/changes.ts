/** Changes of an account by its users and customers, for `Movement`. */
import * as Account from "../Account.js"
import type * as Seed from "../Seed.js"
import * as ConversationData from "./conversations/conversations.js"
import * as ThreadData from "./conversations/threads.js"
import * as ThreadWrites from "./conversations/threadWrites.js"
import * as CustomerEvents from "./customers/customerEvents.js"
import * as CustomerData from "./customers/customers.js"
import * as MailboxData from "./mailboxes.js"
import * as SampleText from "./sampleText.js"
import * as TagData from "./tags.js"
import * as UserData from "./users.js"

type NonEmpty<A> = readonly [A, ...ReadonlyArray<A>]

/** One of the rows, or undefined if there are none. */
const pick = <A>(seed: Seed.Seed, rows: ReadonlyArray<A>): A | undefined =>
  rows.length === 0 ? undefined : seed.pick(rows as NonEmpty<A>)

/** A time after the newest conversation, so that a new one is first in the list, even if the clock is behind. */
export const afterAll = (account: Account.Account, now: number): number =>
  ConversationData.visible(account).reduce((latest, { createdAt }) => Math.max(latest, createdAt + 1000), now)

/** The time of a new conversation: now, or that of the newest one if the clock is behind. */
const atLast = (account: Account.Account, now: number): number =>
  ConversationData.visible(account).reduce((latest, { createdAt }) => Math.max(latest, createdAt), now)

/** The parts of a new conversation that can be chosen. */
interface Arrival {
  readonly customer?: CustomerData.CustomerRow | undefined
  readonly mailboxId?: number | undefined
  readonly text?: string
}

/** Adds a conversation by a customer. */
export const arrive = (account: Account.Account, at: number, arrival: Arrival = {}): void => {
  const customer = arrival.customer ?? account.table(CustomerData.customers).all()[0]
  const mailboxId = arrival.mailboxId ?? account.table(MailboxData.mailboxes).all()[0]?.id
  if (customer === undefined || mailboxId === undefined) return
  const text = arrival.text ?? "Just now"
  const createdAt = Account.timestamp(at)
  const person = CustomerData.person(customer)
  ConversationData.insert(account, (id) => {
    const thread = ThreadData.thread(account, {
      id: ThreadData.threadId(account, id),
      type: "customer",
      customer: person,
      createdBy: person,
      createdAt,
      body: text
    })
    const identity = {
      id,
      number: ConversationData.numberOf(id),
      mailboxId,
      primaryCustomer: person,
      createdBy: person,
      closedBy: 0
    }
    return {
      id,
      createdAt: at,
      modifiedAt: at,
      threads: () => [thread],
      json: {
        ...identity,
        threads: 1,
        type: "email",
        folderId: 0,
        status: "active",
        state: "published",
        subject: text,
        preview: text,
        createdAt,
        userUpdatedAt: createdAt,
        customerWaitingSince: { time: createdAt, friendly: "just now", latestReplyFrom: "customer" },
        source: { type: "email", via: "customer" },
        tags: [],
        cc: [],
        bcc: [],
        customFields: [],
        _links: ConversationData.links(account, identity)
      }
    }
  })
}

// ---------------------------------------------------------------------------------------------------------------
// conversations
// ---------------------------------------------------------------------------------------------------------------

type Row = ConversationData.ConversationRow
type Change = (account: Account.Account, seed: Seed.Seed, now: number) => void

/** A change of some conversation. */
const ofSome =
  (change: (account: Account.Account, row: Row, seed: Seed.Seed, now: number) => void): Change =>
  (account, seed, now) => {
    const row = pick(seed, ConversationData.visible(account))
    if (row !== undefined) change(account, row, seed, now)
  }

const create: Change = (account, seed, now) => {
  const customer = pick(seed, account.table(CustomerData.customers).all())
  const mailboxId = pick(seed, account.table(MailboxData.mailboxes).all())?.id
  arrive(account, atLast(account, now), { customer, mailboxId, text: SampleText.subject(seed) })
}

const reply = ofSome((account, row, seed, now) => {
  if (row.threads().length >= ThreadData.maxThreads) return
  const user = pick(seed, account.table(UserData.users).all())
  const byUser = user !== undefined && seed.chance(0.5)
  const customer = account.table(CustomerData.customers).get(row.json.primaryCustomer.id)
  ThreadWrites.add({ account, userId: user?.id ?? Account.ownerId, now }, row, {
    type: byUser ? seed.pick(["reply", "note"]) : "customer",
    text: SampleText.body(seed),
    ...(customer !== undefined && { customer: { id: customer.id } })
  })
})

const edit = ofSome((account, row, seed, now) => {
  const threads = row.threads()
  const edited = pick(
    seed,
    threads.filter((thread) => thread.body !== undefined)
  )
  if (edited === undefined) return
  const body = `${SampleText.body(seed)} (edited)`
  ConversationData.update(
    account,
    row,
    now,
    {},
    threads.map((thread) => (thread === edited ? { ...thread, body } : thread))
  )
})

const tag = ofSome((account, row, seed, now) => {
  const names = seed.some(SampleText.tags, seed.int(0, 3))
  ConversationData.update(account, row, now, { tags: TagData.insideByName(account, names, now) })
})

const status = ofSome((account, row, seed, now) => {
  const userId = pick(seed, account.table(UserData.users).all())?.id ?? Account.ownerId
  const next = seed.pick(["active", "closed", "pending"])
  ConversationData.update(account, row, now, ConversationData.withStatus(account, next, { userId, at: now }))
})

const assign = ofSome((account, row, seed, now) => {
  const user = seed.chance(0.3) ? undefined : pick(seed, account.table(UserData.users).all())
  ConversationData.update(account, row, now, { assignee: user === undefined ? null : UserData.person(user) })
})

const move = ofSome((account, row, seed, now) => {
  const mailbox = pick(
    seed,
    account.table(MailboxData.mailboxes).filter(({ id }) => id !== row.json.mailboxId)
  )
  // the values of custom fields belong to the previous inbox
  if (mailbox !== undefined) ConversationData.update(account, row, now, { mailboxId: mailbox.id, customFields: [] })
})

const merge = ofSome((account, row, seed, now) => {
  const other = pick(seed, ConversationData.visible(account))
  if (other !== undefined) ConversationData.merge(account, row.id, other.id, now)
})

// ---------------------------------------------------------------------------------------------------------------
// customers
// ---------------------------------------------------------------------------------------------------------------

const someCustomer = (account: Account.Account, seed: Seed.Seed) =>
  pick(seed, account.table(CustomerData.customers).all())

const createCustomer: Change = (account, seed, now) => {
  const { first, last } = SampleText.name(seed)
  const email = SampleText.email(seed, { first, last }, account.table(CustomerData.customers).version())
  // the clock may be behind the generated data, and a new customer is first in the list
  const at = account
    .table(CustomerData.customers)
    .all()
    .reduce((latest, { createdAt }) => Math.max(latest, Date.parse(createdAt)), now)
  const made = CustomerData.insert(account, [email], { firstName: first, lastName: last }, at)
  CustomerEvents.created(account, made)
}

const changeCustomer: Change = (account, seed, now) => {
  const row = someCustomer(account, seed)
  if (row === undefined) return
  const { first, last } = SampleText.name(seed)
  CustomerEvents.put(
    account,
    { ...row, firstName: first, lastName: last, jobTitle: seed.pick(["Engineer", "CEO"]) },
    now
  )
}

const mergeCustomers: Change = (account, seed, now) => {
  const [from, into] = [someCustomer(account, seed), someCustomer(account, seed)]
  if (from !== undefined && into !== undefined) CustomerEvents.merge(account, from.id, into.id, now)
}

const eraseCustomer: Change = (account, seed) => {
  const row = someCustomer(account, seed)
  if (row !== undefined) CustomerEvents.erase(account, row.id)
}

const changes = {
  create,
  reply,
  edit,
  tag,
  status,
  assign,
  move,
  merge,
  delete: ofSome((account, row, _, now) => ConversationData.remove(account, row.id, now)),
  "customer.create": createCustomer,
  "customer.change": changeCustomer,
  "customer.merge": mergeCustomers,
  "customer.delete": eraseCustomer
} satisfies Readonly<Record<string, Change>>

/** The name of a change. */
export type Kind = keyof typeof changes

export const kinds = Object.keys(changes) as ReadonlyArray<Kind>

/** Makes one change. Does nothing if there is nothing to change. */
export const change = (account: Account.Account, seed: Seed.Seed, kind: Kind, now: number): void =>
  changes[kind](account, seed, now)
