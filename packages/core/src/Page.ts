/**
 * One page of a list, and Streams of pages and items.
 *
 * ```ts
 * import * as Page from "@effect-helpscout/core/Page"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * const last: Page.Page<string> = { items: ["c"] }
 * const first: Page.Page<string> = { items: ["a", "b"], next: Page.next("/letters?page=2", Effect.succeed(last)) }
 * const pages = Page.streamPages(Effect.succeed(first))
 * export const letters = Stream.runCollect(Page.items(pages)) // "a", "b", "c"
 * ```
 *
 * @since 0.1.0
 */

import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { HelpScoutError, ValidationIssue } from "./HelpScoutError.js"
import { InvalidItems } from "./internal/request/scopes.js"
import * as self from "./Page.js"

/**
 * The length of the whole list, if Help Scout sends it. It may change from page to page.
 *
 * @since 0.1.0
 */
export interface Totals {
  /** Number of items on a full page. */
  readonly size?: number
  readonly totalElements: number
  readonly totalPages: number
  /** The number of this page, counted from 1. */
  readonly number: number
}

/**
 * The key of the Effect that reads the next page.
 *
 * @since 0.1.0
 */
export const Load = "~@effect-helpscout/core/Page/Load"

/**
 * The link to the next page. `HelpScoutClient.nextPage` follows it.
 *
 * @since 0.1.0
 */
export interface Next<A> {
  readonly href: string
  readonly [Load]: Effect.Effect<Page<A>, HelpScoutError>
}

/**
 * One page of a list, in Help Scout's order.
 *
 * @since 0.1.0
 */
export interface Page<A> {
  readonly items: ReadonlyArray<A>
  /** Absent on the last page. */
  readonly next?: Next<A>
  readonly totals?: Totals
}

/**
 * An item of a list that cannot be read.
 *
 * @since 0.1.0
 */
export interface InvalidItem {
  readonly operation: string
  /** The URL of the page. */
  readonly url: string
  /** The position on the page, counted from 0. */
  readonly index: number
  /** The item's `id`, if it has one. */
  readonly id?: string | number
  /** The item as received. */
  readonly json: unknown
  readonly issues: ReadonlyArray<ValidationIssue>
}

/**
 * Options of a Stream over pages.
 *
 * @since 0.1.0
 */
export interface StreamOptions {
  /**
   * Number of pages to fetch ahead of the consumer, sequentially.
   *
   * @default 0
   */
  readonly prefetch?: number
  /**
   * Called for each item that cannot be read, which is then skipped and counted by the metric `helpscout_skipped_items`.
   *
   * @default the list fails with `HelpScoutResponseInvalid`
   */
  readonly onInvalid?: (item: InvalidItem) => Effect.Effect<void>
}

/**
 * Options of a Stream over numbered pages.
 *
 * @since 0.1.0
 */
export interface NumberedStreamOptions extends StreamOptions {
  /**
   * Number of pages to fetch at a time, by number, once the first page has returned the totals. Items keep their order.
   * An item that moves to another page in the meantime can be missed or emitted twice, and this is more likely than with
   * sequential pages. Use it for lists that do not change. For conversations and customers that do, use `order`.
   *
   * @default 1
   */
  readonly concurrency?: number
}

/**
 * Options of a Stream over numbered pages that has a stable order.
 *
 * @since 0.1.0
 */
export interface StableStreamOptions extends NumberedStreamOptions {
  /**
   * `"stable"` emits every item that matches throughout exactly once, however the account changes while it is read (law
   * L10). The order is that of creation, so `sortField`, `sortOrder`, `page` and `concurrency` cannot be combined with it.
   *
   * @default the order of the query, by page numbers
   */
  readonly order?: "stable"
}

/**
 * Makes the link to the next page.
 *
 * @since 0.1.0
 */
export const next = <A>(href: string, load: Effect.Effect<Page<A>, HelpScoutError>): Next<A> =>
  // not enumerable, so that a page is plain data to JSON and to inspection
  Object.defineProperty({ href }, Load, { value: load, enumerable: false }) as Next<A>

/**
 * Reads the page after this one, if there is one.
 *
 * @since 0.1.0
 */
export const nextPage = <A>(page: Page<A>): Effect.Effect<Option.Option<Page<A>>, HelpScoutError> =>
  page.next === undefined ? Effect.succeedNone : Effect.asSome(page.next[Load])

/** Emits the pages that the links lead to. Each is read when it is needed (law L2), and after waiting for `gate`. */
const walk = <A>(
  first: Effect.Effect<Page<A>, HelpScoutError>,
  gate: Effect.Effect<unknown> = Effect.void
): Stream.Stream<Page<A>, HelpScoutError> =>
  Stream.suspend(() => {
    // law L4: only the link of the last page is kept
    let load: Effect.Effect<Page<A>, HelpScoutError> | undefined = first
    return Stream.repeatEffectOption(
      Effect.suspend(() =>
        load === undefined
          ? Effect.fail(Option.none())
          : Effect.mapBoth(Effect.zipRight(gate, load), {
              onFailure: Option.some,
              onSuccess: (page) => {
                load = page.next?.[Load]
                return page
              }
            })
      )
    )
  })

/** Reads up to `pages` pages ahead (law L3). A buffer alone would read one more page while it is full. */
const ahead = <A>(
  first: Effect.Effect<Page<A>, HelpScoutError>,
  pages: number
): Stream.Stream<Page<A>, HelpScoutError> =>
  Stream.unwrap(
    Effect.map(Effect.makeSemaphore(pages), (slots) =>
      walk(first, slots.take(1)).pipe(
        Stream.buffer({ capacity: "unbounded" }),
        Stream.tap(() => slots.release(1))
      )
    )
  )

/** Reads pages by number, and emits them in order (law L3). */
const concurrent = <A>(
  first: Effect.Effect<Page<A>, HelpScoutError>,
  byNumber: (page: number, totals: Totals) => Effect.Effect<Page<A>, HelpScoutError>,
  concurrency: number
): Stream.Stream<Page<A>, HelpScoutError> =>
  Stream.unwrap(
    Effect.map(first, (page) => {
      const totals = page.totals
      if (page.next === undefined || totals === undefined || totals.totalPages <= totals.number) {
        return Stream.concat(Stream.succeed(page), page.next === undefined ? Stream.empty : walk(page.next[Load]))
      }
      let last: Page<A> = page
      return Stream.succeed(page).pipe(
        Stream.concat(
          Stream.range(totals.number + 1, totals.totalPages).pipe(
            Stream.rechunk(1),
            Stream.mapEffect((number) => byNumber(number, totals), { concurrency }),
            Stream.tap((read) =>
              Effect.sync(() => {
                last = read
              })
            )
          )
        ),
        // if the list has grown in the meantime, the last page has a link (law L5)
        Stream.concat(Stream.suspend(() => (last.next === undefined ? Stream.empty : walk(last.next[Load]))))
      )
    })
  )

/**
 * Streams pages: sequentially by their links, or concurrently by their numbers.
 *
 * @since 0.1.0
 */
export const streamPages = <A>(
  first: Effect.Effect<Page<A>, HelpScoutError>,
  options: NumberedStreamOptions = {},
  byNumber?: (page: number, totals: Totals) => Effect.Effect<Page<A>, HelpScoutError>
): Stream.Stream<Page<A>, HelpScoutError> => {
  const { onInvalid } = options
  if (onInvalid === undefined) return streamFrom(first, options, byNumber)
  return Stream.provideService(streamFrom(first, options, byNumber), InvalidItems, onInvalid)
}

const streamFrom = <A>(
  first: Effect.Effect<Page<A>, HelpScoutError>,
  options: NumberedStreamOptions,
  byNumber?: (page: number, totals: Totals) => Effect.Effect<Page<A>, HelpScoutError>
): Stream.Stream<Page<A>, HelpScoutError> => {
  const concurrency = options.concurrency ?? 1
  const prefetch = options.prefetch ?? 0
  if (byNumber !== undefined && concurrency > 1) {
    const pages = concurrent(first, byNumber, concurrency)
    return prefetch > 0 ? Stream.buffer(pages, { capacity: prefetch }) : pages
  }
  return prefetch > 0 ? ahead(first, prefetch) : walk(first)
}

/**
 * Streams the items of pages, one page at a time.
 *
 * @since 0.1.0
 */
export const items = <A, E, R>(pages: Stream.Stream<Page<A>, E, R>): Stream.Stream<A, E, R> =>
  Stream.mapConcatChunk(pages, (page) => Chunk.unsafeFromArray(page.items))

/**
 * This module, for programs that import it by its name: `import { Page }` has the same functions as `import * as Page`.
 *
 * @since 0.1.0
 */
export const Page: typeof import("./Page.js") = self
