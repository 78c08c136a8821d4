/**
 * The state of an account, as the API would send it at rest: what a complete copy must equal.
 *
 * ```ts
 * import { Simulator } from "@effect-helpscout/simulator/Simulator"
 * import * as Snapshot from "@effect-helpscout/simulator/Snapshot"
 * import * as Effect from "effect/Effect"
 *
 * export const threads = Effect.gen(function* () {
 *   const account = yield* (yield* Simulator).account()
 *   return Snapshot.conversations(account).flatMap((conversation) => conversation._embedded.threads)
 * })
 * ```
 *
 * @since 0.1.0
 */
import type { Account } from "./Account.js"
import * as ConversationSearch from "./data/conversations/conversationSearch.js"
import * as ConversationData from "./data/conversations/conversations.js"
import * as ConversationText from "./data/conversations/conversationText.js"
import * as CustomerEvents from "./data/customers/customerEvents.js"
import * as CustomerSearch from "./data/customers/customerSearch.js"
import * as CustomerData from "./data/customers/customers.js"

/**
 * The JSON of a resource.
 *
 * @since 0.1.0
 */
export interface Json {
  readonly id: number
  readonly [key: string]: unknown
}

/**
 * The JSON of a conversation with all its threads, newest first.
 *
 * @since 0.1.0
 */
export interface ConversationJson extends Json {
  readonly _embedded: { readonly threads: ReadonlyArray<Json> }
}

/**
 * All conversations with all threads, oldest first, as v2 of the API sends them. Deleted and merged ones are not
 * included.
 *
 * @since 0.1.0
 */
export const conversations = (account: Account): ReadonlyArray<ConversationJson> =>
  ConversationData.visible(account).map((row) => {
    const json = JSON.parse(ConversationText.ofConversation(account, "v2")(row)) as Json
    const threads = row.threads().map((thread) => JSON.parse(ConversationText.ofThread("v2")(thread)) as Json)
    return { ...json, _embedded: { threads } }
  })

/**
 * Conversations that were merged into others, by their old id.
 *
 * @since 0.1.0
 */
export const merges = (account: Account): ReadonlyMap<number, number> =>
  new Map(
    account
      .table(ConversationData.conversations)
      .all()
      .flatMap(({ id, mergedInto }) => (mergedInto === undefined ? [] : [[id, mergedInto.id] as const]))
  )

/**
 * All customers, in the order of their ids.
 *
 * @since 0.1.0
 */
export const customers = (account: Account): ReadonlyArray<Json> =>
  account
    .table(CustomerData.customers)
    .all()
    .map((row) => JSON.parse(CustomerEvents.text(account)(row)) as Json)

/**
 * The filters of a list of conversations, encoded: what `ConversationQuery` decodes to, with a text as `query`.
 *
 * @since 0.1.0
 */
export interface ConversationFilters extends ConversationSearch.Filters {
  readonly query?: string
}

/**
 * The ids of the conversations that a list contains, oldest first. `now` is the time for a search that depends on it.
 *
 * @since 0.1.0
 */
export const conversationIds = (
  account: Account,
  filters: ConversationFilters,
  now = account.until
): ReadonlyArray<number> =>
  (ConversationSearch.listed(account, { ...filters, sortOrder: "asc" }, now) ?? []).map(({ id }) => id)

/**
 * The filters of a list of customers.
 *
 * @since 0.1.0
 */
export interface CustomerFilters extends CustomerSearch.Filters {
  readonly query?: string
}

/**
 * The ids of the customers that a list contains, newest first.
 *
 * @since 0.1.0
 */
export const customerIds = (account: Account, filters: CustomerFilters, now = account.until): ReadonlyArray<number> =>
  (CustomerSearch.listed(account, filters, now) ?? []).map(({ id }) => id)
