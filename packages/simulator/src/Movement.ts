/**
 * Changes of an account while a list is read: conversations that arrive or leave between pages. Numbered pages then
 * repeat or miss conversations, as they do in Help Scout.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import * as Movement from "@effect-helpscout/simulator/Movement"
 * import { Simulator } from "@effect-helpscout/simulator/Simulator"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const moved = Effect.gen(function* () {
 *   const { account, setOnRequest } = yield* Simulator
 *   // a new conversation before page 2: the last item of page 1 is also the first of page 2
 *   yield* setOnRequest(Movement.onPages(yield* account(), { 2: Movement.arrive() }))
 *   return yield* Stream.runCollect((yield* Conversations).listAll({ status: "all" }))
 * })
 * ```
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Account from "./Account.js"
import * as ConversationData from "./data/conversations/conversations.js"
import * as ThreadData from "./data/conversations/threads.js"
import * as CustomerData from "./data/customers/customers.js"
import * as MailboxData from "./data/mailboxes.js"
import type { OnRequest } from "./server/script.js"

/**
 * A change of an account between two requests.
 *
 * @since 0.1.0
 */
export type Change = (account: Account.Account, now: number) => void

/** A time after the newest conversation, so that a new one is first in the list, even if the clock is behind. */
const afterAll = (account: Account.Account, now: number): number =>
  ConversationData.visible(account).reduce((latest, { createdAt }) => Math.max(latest, createdAt + 1000), now)

const arriveOnce: Change = (account, now) => {
  const [customer] = account.table(CustomerData.customers).all()
  const [mailbox] = account.table(MailboxData.mailboxes).all()
  if (customer === undefined || mailbox === undefined) return
  const at = afterAll(account, now)
  const createdAt = Account.timestamp(at)
  const person = CustomerData.person(customer)
  ConversationData.insert(account, (id) => {
    const thread = ThreadData.thread(account, {
      id: ThreadData.threadId(account, id),
      type: "customer",
      customer: person,
      createdBy: person,
      createdAt,
      body: "Just now"
    })
    const identity = {
      id,
      number: ConversationData.numberOf(id),
      mailboxId: mailbox.id,
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
        subject: "Just now",
        preview: "Just now",
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

/**
 * Adds new, active conversations at the top of the list. All others move down.
 *
 * @since 0.1.0
 */
export const arrive =
  (count = 1): Change =>
  (account, now) => {
    for (let i = 0; i < count; i++) arriveOnce(account, now)
  }

/**
 * Deletes conversations. Those below them in the list move up.
 *
 * @since 0.1.0
 */
export const leave =
  (...ids: ReadonlyArray<number>): Change =>
  (account, now) => {
    for (const id of ids) ConversationData.remove(account, id, now)
  }

const listPath = "/v2/conversations"

/**
 * Applies each change once, before the first request for the page with its number. Pass the result to the simulator's
 * `setOnRequest`.
 *
 * @since 0.1.0
 */
export const onPages = (account: Account.Account, changes: Readonly<Record<number, Change>>): OnRequest => {
  const left = new Map(Object.entries(changes))
  return ({ method, path, query }) =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      if (method !== "GET" || path !== listPath) return
      const page = new URLSearchParams(query).get("page") ?? "1"
      left.get(page)?.(account, now)
      left.delete(page)
    })
}
