/** The chat transcripts of an account. */
import * as Account from "../Account.js"
import type * as Seed from "../Seed.js"
import * as Table from "../Table.js"
import * as CustomerData from "./customers.js"
import * as MailboxData from "./mailboxes.js"
import * as UserData from "./users.js"

/** A chat as the API sends it, and its events. */
export interface ChatRow extends Table.Row {
  readonly json: { readonly id: string; readonly [field: string]: unknown }
  readonly events: ReadonlyArray<{ readonly id: string; readonly [field: string]: unknown }>
}

/** The chats of an account. */
export const chats = Table.key<ChatRow>("chats")

/** Finds a chat by its UUID. */
export const find = (account: Account.Account, chatId: string): ChatRow | undefined =>
  account.table(chats).find(({ json }) => json.id === chatId)

/** A date with microseconds, which chats have. */
const precise = (millis: number): string => `${new Date(millis).toISOString().slice(0, 23)}123Z`

const eventMaker =
  (account: Account.Account, seed: Seed.Seed, customerId: number, at: number) =>
  (author: unknown, body: string, index: number) => ({
    id: seed.uuid(),
    type: "message",
    action: "message-added",
    author,
    createdAt: precise(at + index * 60_000),
    body,
    params: {},
    _links: account.links({ author: `/v2/customers/${customerId}` })
  })

/** Generates a chat with each of the first two customers. */
export const populate = (account: Account.Account): void => {
  const seed = account.seed.fork("chats")
  const owner = account.table(UserData.users).get(Account.ownerId)
  const user = owner && UserData.person(owner)
  for (const customer of account.table(CustomerData.customers).all().slice(0, 2)) {
    const at = account.until - seed.int(1, 90) * 86_400_000
    const chatId = seed.uuid()
    const visitor = { id: customer.id, type: "customer", first: "Visitor", last: "", email: null }
    const event = eventMaker(account, seed, customer.id, at)
    account.table(chats).insert((id) => ({
      id,
      json: {
        id: chatId,
        beaconId: seed.uuid(),
        mailboxId: account.table(MailboxData.mailboxes).all()[0]?.id,
        createdAt: precise(at),
        endedAt: precise(at + 600_000),
        assignee: user,
        customer: visitor,
        preview: "Where is my order?",
        tags: [{ id: null, slug: "order", color: "none" }],
        timeline: [
          {
            type: "chat-started",
            timestamp: precise(at),
            url: "https://shop.example.com/orders",
            title: "Your orders"
          }
        ],
        _links: { self: { href: account.url(`/chat/v1/${chatId}`) } }
      },
      events: [event(visitor, "Where is my order?", 0), event(user, "Let me check.", 1), event(visitor, "Thanks!", 2)]
    }))
  }
}
