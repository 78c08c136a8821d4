/** Customers, by cursor, and their erasure. */
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import * as Received from "@effect-helpscout/core/Received"
import type { Customer } from "@effect-helpscout/resources/Customers/Customer"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type * as Change from "../Change.js"
import * as Tables from "../Tables.js"
import * as Conversations from "./conversations.js"
import { type Batches, type Failure, moveTable, type Pass } from "./pass.js"
import { changesOf } from "./rows.js"

/** The rows of a customer. */
export const rowsOf = (customer: Customer): ReadonlyArray<Change.Change> =>
  changesOf(Tables.customers, customer, Received.json(customer))

/** The cursor of a page, to continue there in another process. */
export const cursorOf = ({ next }: Page.Page<unknown>): string | undefined =>
  next === undefined
    ? undefined
    : (new URL(next.href, "https://api.helpscout.net").searchParams.get("cursor") ?? undefined)

const optional = <K extends string, A>(key: K, value: A | undefined): { readonly [Key in K]?: A } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [Key in K]?: A })

/** The pages of customers after a cursor. Customers that come and go in the meantime do not move others. */
export const pages = (
  { helpScout, invalid }: Pass,
  cursor: string | undefined,
  watermark?: string
): Stream.Stream<Page.Page<Customer>, HelpScoutError> =>
  helpScout.customers.listV3Pages(
    {
      ...optional("cursor", cursor),
      ...optional("modifiedSince", watermark === undefined ? undefined : DateTime.unsafeMake(watermark))
    },
    invalid("customers")
  )

/** Reads every customer that changed since the last pass. Another pass follows one that was interrupted. */
export const pass = (context: Pass): Batches =>
  Stream.suspend(() => {
    const { pass: interrupted, watermark } = context.position().customers ?? {}
    const { next, startedAt } = interrupted ?? { startedAt: context.startedAt, next: undefined }
    const toBatch = (page: Page.Page<Customer>) => {
      const walk = { startedAt, ...optional("next", cursorOf(page)) }
      return context.batch("customers", page.items.flatMap(rowsOf), moveTable("customers", { pass: walk }))
    }
    const done = { watermark: Conversations.watermarkOf(context, startedAt), pass: undefined as never }
    return pages(context, next, watermark).pipe(
      Stream.map(toBatch),
      Stream.concat(Stream.sync(() => context.batch("customers", [], moveTable("customers", done)))),
      Stream.concat(interrupted === undefined ? Stream.empty : pass(context))
    )
  })

/**
 * Reads a customer again. A customer who does not exist any more is erased, with their conversations (law Y5). A
 * conversation that still exists belongs to another customer now: the two were merged.
 */
export const refresh = (context: Pass, customerId: number): Effect.Effect<ReadonlyArray<Change.Change>, Failure> =>
  context.helpScout.customers.get({ customerId }).pipe(
    Effect.map(rowsOf),
    Effect.catchTag("HelpScoutNotFound", () => erase(context, customerId)),
    Conversations.keepUnreadable
  )

const erase = ({ helpScout, known }: Pass, customerId: number): Effect.Effect<ReadonlyArray<Change.Change>, Failure> =>
  Effect.gen(function* () {
    const conversationIds: Array<number> = []
    const read: Array<Change.Change> = []
    for (const id of yield* known.conversationsOf(customerId)) {
      const changes = yield* Conversations.refresh(helpScout, id)
      if (changes.some((change) => change._tag === "Delete" && change.key.id === id)) conversationIds.push(id)
      read.push(...changes.filter((change) => change._tag !== "Delete"))
    }
    return [{ _tag: "Erase", customerId, conversationIds }, ...read]
  })
