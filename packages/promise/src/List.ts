/**
 * Lists as async iterables: `for await (const conversation of helpScout.conversations.listAll())`.
 */
import type { ValidationIssue } from "./HelpScoutError.js"
import type { RequestOptions } from "./Options.js"

/** The length of the whole list, if Help Scout sends it. It may change from page to page. */
export interface Totals {
  /** Number of items on a full page. */
  readonly size?: number
  readonly totalElements: number
  readonly totalPages: number
  /** The number of this page, counted from 1. */
  readonly number: number
}

/** One page of a list, in Help Scout's order. */
export interface Page<A> {
  readonly items: ReadonlyArray<A>
  /** The link to the next page, which `helpScout.nextPage(page)` follows. Absent on the last page. */
  readonly next?: { readonly href: string }
  readonly totals?: Totals
}

/** An async iterable that sends its requests while it is read. Each iteration starts anew. */
export interface Sequence<A> extends AsyncIterable<A> {
  /** Reads everything into an array, or the first `limit` elements. Memory grows with the length: prefer `for await`. */
  toArray(options?: { readonly limit?: number }): Promise<Array<A>>
  /** Returns the first element, or `undefined` if there is none. Costs one request. */
  first(): Promise<A | undefined>
}

/** All items of a list. Pages are read when they are needed, and no more than one page is held in memory. */
export interface List<A> extends Sequence<A> {
  /** The same list, page by page. */
  pages(): Sequence<Page<A>>
}

/** An item of a list that cannot be read. */
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

/** Options of a list. `signal` ends the whole list, `timeout` limits the wait for each page. */
export interface ListOptions extends RequestOptions {
  /**
   * Number of pages to fetch ahead of the consumer, sequentially.
   *
   * @default 0
   */
  readonly prefetch?: number
  /**
   * Called for each item that cannot be read, which is then skipped.
   *
   * @default the list fails with `ResponseInvalid`
   */
  readonly onInvalid?: (item: InvalidItem) => void | Promise<void>
}

/** Options of a list of numbered pages. */
export interface NumberedListOptions extends ListOptions {
  /**
   * Number of pages to fetch at a time, by number, once the first page has returned the totals. Items keep their order.
   * An item that moves to another page in the meantime can be missed or emitted twice, and this is more likely than with
   * sequential pages. Use it for lists that do not change. For conversations and customers that do, use `order`.
   *
   * @default 1
   */
  readonly concurrency?: number
}

/** Options of a list of numbered pages that has a stable order. */
export interface StableListOptions extends NumberedListOptions {
  /**
   * `"stable"` emits every item that matches throughout exactly once, however the account changes while it is read. The
   * order is that of creation, so `sortField`, `sortOrder`, `page` and `concurrency` cannot be combined with it.
   *
   * @default the order of the query, by page numbers
   */
  readonly order?: "stable"
}
