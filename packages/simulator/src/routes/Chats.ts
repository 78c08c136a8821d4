/**
 * How the simulator answers for the transcripts of chats.
 *
 * @since 0.1.0
 */
import * as Chats from "@effect-helpscout/resources/Chats"
import * as Account from "../Account.js"
import * as CustomerData from "../data/customers.js"
import * as MailboxData from "../data/mailboxes.js"
import * as UserData from "../data/users.js"
import * as Reply from "../Reply.js"
import * as Route from "../Route.js"
import * as Table from "../Table.js"

const { endpoints } = Chats

/** A chat, and what happened in it. @since 0.1.0 @category models */
export interface ChatRow extends Table.Row {
  readonly wire: { readonly id: string; readonly [field: string]: unknown }
  readonly events: ReadonlyArray<{ readonly id: string; readonly [field: string]: unknown }>
}

/** The chats of an account. @since 0.1.0 @category testing */
export const chats = Table.key<ChatRow>("chats")

const uuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`

/** With microseconds, as chats have it. */
const precisely = (millis: number): string => `${new Date(millis).toISOString().slice(0, 23)}123Z`

const populate = (account: Account.Account): void => {
  const seed = account.seed.fork("chats")
  const user = account.table(UserData.users).get(Account.ownerId)
  for (const customer of account.table(CustomerData.customers).all().slice(0, 2)) {
    const at = account.until - seed.int(1, 90) * 86_400_000
    const chatId = uuid(seed.hex(32))
    const asked = { id: customer.id, type: "customer", first: "Visitor", last: "", email: null }
    const answers = user && UserData.person(user)
    const event = (author: unknown, body: string, index: number) => ({
      id: uuid(seed.hex(32)),
      type: "message",
      action: "message-added",
      author,
      createdAt: precisely(at + index * 60_000),
      body,
      params: {},
      _links: account.links({ author: `/v2/customers/${customer.id}` })
    })
    account.table(chats).insert((id) => ({
      id,
      wire: {
        id: chatId,
        beaconId: uuid(seed.hex(32)),
        mailboxId: account.table(MailboxData.mailboxes).all()[0]?.id,
        createdAt: precisely(at),
        endedAt: precisely(at + 600_000),
        assignee: answers,
        customer: asked,
        preview: "Where is my order?",
        tags: [{ id: null, slug: "order", color: "none" }],
        timeline: [
          {
            type: "chat-started",
            timestamp: precisely(at),
            url: "https://shop.example.com/orders",
            title: "Your orders"
          }
        ],
        _links: { self: { href: account.url(`/chat/v1/${chatId}`) } }
      },
      events: [event(asked, "Where is my order?", 0), event(answers, "I look it up.", 1), event(asked, "Thanks!", 2)]
    }))
  }
}

const find = (account: Account.Account, chatId: string): ChatRow | undefined =>
  account.table(chats).find(({ wire }) => wire.id === chatId)

/**
 * The routes for transcripts of chats, and two chats.
 *
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  populate,
  routes: [
    Route.make(endpoints.get, ({ account, args }) => {
      const chat = find(account, args.chatId)
      return chat === undefined ? Reply.notFound : Reply.json({ ...chat.wire, _embedded: { events: chat.events } })
    }),
    Route.make(endpoints.events.list, ({ account, args, page }) => {
      const chat = find(account, args.chatId)
      return chat === undefined ? Reply.notFound : page(chat.events)
    })
  ]
})
