/**
 * Changes of an account while it is read: conversations and customers that arrive, change, merge or leave between two
 * requests. Numbered pages then repeat or miss conversations, as they do in Help Scout.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import * as Movement from "@effect-helpscout/simulator/Movement"
 * import { Simulator } from "@effect-helpscout/simulator/Simulator"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const everyOne = Effect.gen(function* () {
 *   yield* (yield* Simulator).setChanges(Movement.random({ seed: 7 }))
 *   return yield* Stream.runCollect((yield* Conversations).listAll({ status: "all" }, { order: "stable" }))
 * })
 * ```
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Account from "./Account.js"
import * as Changes from "./data/changes.js"
import * as ConversationData from "./data/conversations/conversations.js"
import * as CustomerEvents from "./data/customers/customerEvents.js"
import * as Seed from "./Seed.js"
import type { OnRequest } from "./server/script.js"

/**
 * A change of an account between two requests.
 *
 * @since 0.1.0
 */
export type Change = (account: Account.Account, now: number) => void

/**
 * Adds new, active conversations at the top of the list. All others move down.
 *
 * @since 0.1.0
 */
export const arrive =
  (count = 1): Change =>
  (account, now) => {
    for (let i = 0; i < count; i++) Changes.arrive(account, Changes.afterAll(account, now))
  }

/**
 * Adds new, active conversations that all have the same creation date, as an import does.
 *
 * @since 0.1.0
 */
export const arriveTogether =
  (count: number): Change =>
  (account, now) => {
    const at = Changes.afterAll(account, now)
    for (let i = 0; i < count; i++) Changes.arrive(account, at)
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

/**
 * Merges a conversation into another, which takes over its threads. The old id redirects for sixty days.
 *
 * @since 0.1.0
 */
export const merge =
  (conversations: { readonly from: number; readonly into: number }): Change =>
  (account, now) =>
    void ConversationData.merge(account, conversations.from, conversations.into, now)

/**
 * Merges a customer into another, who takes over the profile's entries and the conversations. The old id responds with
 * 404.
 *
 * @since 0.1.0
 */
export const mergeCustomers =
  (customers: { readonly from: number; readonly into: number }): Change =>
  (account, now) =>
    void CustomerEvents.merge(account, customers.from, customers.into, now)

/**
 * Deletes customers with all their conversations, as a GDPR erasure does.
 *
 * @since 0.1.0
 */
export const eraseCustomers =
  (...ids: ReadonlyArray<number>): Change =>
  (account) => {
    for (const id of ids) CustomerEvents.erase(account, id)
  }

/**
 * The changes that `random` makes:
 * - to conversations: `create`, `reply` (by the customer or a user), `edit` (the text of a thread), `tag`, `status`,
 *   `assign`, `move` (to another inbox), `merge`, `delete`
 * - to customers: `customer.create`, `customer.change`, `customer.merge`, `customer.delete`
 *
 * @since 0.1.0
 */
export type Kind = Changes.Kind

/**
 * All kinds of changes.
 *
 * @since 0.1.0
 */
export const kinds: ReadonlyArray<Kind> = Changes.kinds

/**
 * The options of `random`.
 *
 * @since 0.1.0
 */
export interface RandomOptions {
  /** The same seed makes the same changes. @default "movement" */
  readonly seed?: string | number
  /** The number of changes each time. @default 1 */
  readonly count?: number
  /** The kinds to choose from. A kind that occurs twice is twice as frequent. @default all kinds, once each */
  readonly kinds?: ReadonlyArray<Kind>
}

/**
 * Makes pseudo-random changes each time. Pass it as the simulator's option `changes`, which runs it before each request.
 *
 * @since 0.1.0
 */
export const random = (options: RandomOptions = {}): Change => {
  const { count = 1, kinds: chosen = kinds, seed = "movement" } = options
  const seeds = new WeakMap<Account.Account, Seed.Seed>()
  return (account, now) => {
    const own = seeds.get(account) ?? Seed.make(`${seed}/${account.name}`)
    seeds.set(account, own)
    for (let i = 0; i < count; i++)
      Changes.change(account, own, own.pick(chosen as readonly [Kind, ...Array<Kind>]), now)
  }
}

/**
 * Makes several changes, one after the other.
 *
 * @since 0.1.0
 */
export const all =
  (...changes: ReadonlyArray<Change>): Change =>
  (account, now) => {
    for (const change of changes) change(account, now)
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
