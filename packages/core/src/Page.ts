/**
 * One page of a list, and the way from a list to a Stream.
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
import type { HelpScoutError } from "./HelpScoutError.js"

/**
 * How long the whole list is, where Help Scout tells. It may change from page to page.
 *
 * @since 0.1.0
 * @category models
 */
export interface Totals {
  /** Items on a full page. */
  readonly size?: number
  readonly totalElements: number
  readonly totalPages: number
  /** The number of this page, from 1. */
  readonly number: number
}

/**
 * Reads the page that a link leads to.
 *
 * @since 0.1.0
 * @category models
 */
export const Load = "~@effect-helpscout/core/Page/Load"

/**
 * The link to the next page. `HelpScoutClient.nextPage` follows it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Next<A> {
  readonly href: string
  readonly [Load]: Effect.Effect<Page<A>, HelpScoutError>
}

/**
 * One page of a list, in Help Scout's order.
 *
 * @since 0.1.0
 * @category models
 */
export interface Page<A> {
  readonly items: ReadonlyArray<A>
  /** Absent on the last page. */
  readonly next?: Next<A>
  readonly totals?: Totals
}

/**
 * How a Stream reads its pages.
 *
 * @since 0.1.0
 * @category models
 */
export interface StreamOptions {
  /**
   * Reads up to so many pages ahead of the consumer, still one after the other.
   *
   * @default 0
   */
  readonly prefetch?: number
}

/**
 * How a Stream reads numbered pages.
 *
 * @since 0.1.0
 * @category models
 */
export interface NumberedStreamOptions extends StreamOptions {
  /**
   * Asks for so many pages at a time, by number, once the first has told how many there are; items still come in
   * order. An item that moves from one page to another meanwhile can be skipped or come twice, more likely than when
   * pages are read one after the other: use it on lists that stand still, or in an ascending order.
   *
   * @default 1
   */
  readonly concurrency?: number
}

/**
 * @since 0.1.0
 * @category constructors
 */
export const next = <A>(href: string, load: Effect.Effect<Page<A>, HelpScoutError>): Next<A> =>
  // hidden from JSON and inspection: a page is data
  Object.defineProperty({ href }, Load, { value: load, enumerable: false }) as Next<A>

/**
 * The page after this one, or none.
 *
 * @since 0.1.0
 * @category combinators
 */
export const nextPage = <A>(page: Page<A>): Effect.Effect<Option.Option<Page<A>>, HelpScoutError> =>
  page.next === undefined ? Effect.succeedNone : Effect.asSome(page.next[Load])

/** Page after page by their links; `gate` is passed before each one is read. */
const walk = <A>(
  first: Effect.Effect<Page<A>, HelpScoutError>,
  gate: Effect.Effect<unknown> = Effect.void
): Stream.Stream<Page<A>, HelpScoutError> =>
  Stream.suspend(() => {
    // one page is held at a time, and only its link outlives it
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

/** Up to `pages` pages are read and not yet taken; a buffer alone would read one more while it is full. */
const ahead = <A>(
  first: Effect.Effect<Page<A>, HelpScoutError>,
  pages: number
): Stream.Stream<Page<A>, HelpScoutError> =>
  Stream.unwrap(
    Effect.map(Effect.makeSemaphore(pages), (places) =>
      walk(first, places.take(1)).pipe(
        Stream.buffer({ capacity: "unbounded" }),
        Stream.tap(() => places.release(1))
      )
    )
  )

const concurrent = <A>(
  first: Effect.Effect<Page<A>, HelpScoutError>,
  byNumber: (page: number) => Effect.Effect<Page<A>, HelpScoutError>,
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
            Stream.mapEffect(byNumber, { concurrency }),
            Stream.tap((read) =>
              Effect.sync(() => {
                last = read
              })
            )
          )
        ),
        // the list may have grown meanwhile: the last page's own link tells
        Stream.concat(Stream.suspend(() => (last.next === undefined ? Stream.empty : walk(last.next[Load]))))
      )
    })
  )

/**
 * Streams pages: one after the other by their links, or several at a time by their numbers.
 *
 * @since 0.1.0
 * @category constructors
 */
export const streamPages = <A>(
  first: Effect.Effect<Page<A>, HelpScoutError>,
  options: NumberedStreamOptions = {},
  byNumber?: (page: number) => Effect.Effect<Page<A>, HelpScoutError>
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
 * The items of a stream of pages, a page at a time.
 *
 * @since 0.1.0
 * @category combinators
 */
export const items = <A, E, R>(pages: Stream.Stream<Page<A>, E, R>): Stream.Stream<A, E, R> =>
  Stream.mapConcatChunk(pages, (page) => Chunk.unsafeFromArray(page.items))
