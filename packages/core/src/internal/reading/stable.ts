/**
 * A list that is read while it changes, and emits every item that is in it throughout exactly once (law L10). Items are
 * in the order of their creation, which never changes; each page is requested as page 1 of what was created since the
 * last item, so that nothing can move between two pages.
 *
 *     Since ──────▶ Since: page 1 of [last item TO *], which must begin with an item that was emitted
 *       │ ▲
 *       │ └─ the second is complete
 *       ├──────▶ Second: a page within one second that has more items than fit: by numbers
 *       └──────▶ Numbered: the search is not honored, so all pages are read by numbers
 *
 * By numbers, a list that became shorter may have moved unread items to a page that was read. The walk then steps back
 * until a page contains an item that was emitted.
 */
import type * as Page from "../../Page.js"
import type { Opened } from "./list.js"
import { maxEmptyPages } from "./trail.js"

/** An item as the walk knows it. */
interface Key {
  readonly id: string
  /** When it was created, in milliseconds since 1970. */
  readonly at: number
}

/** The pages that the next request belongs to. */
export type Range =
  | {
      readonly _tag: "Since"
      /** Absent for the first page. */
      readonly from: number | undefined
      /** Whether the page must start with an emitted item, which proves that the search is honored. */
      readonly joins: boolean
      /** When the first item of the page before was created: where to start if all items to join have left the list. */
      readonly earlier: number | undefined
    }
  | ({ readonly _tag: "Second"; readonly second: number } & Numbers)
  | ({ readonly _tag: "Numbered" } & Numbers)

interface Numbers {
  readonly page: number
  /** The totals of the request before. */
  readonly totals: Page.Totals | undefined
  /** Whether the page must contain an emitted item, or otherwise does not follow the one before. */
  readonly joins: boolean
}

/** The state of a walk. Its size does not grow with the list (law L4). */
export interface State {
  readonly range: Range
  /** The items that were emitted last, in their order: at least those of the last second. */
  readonly recent: ReadonlyArray<Key>
  /** Whether older items than the recent ones were emitted. */
  readonly trimmed: boolean
  /** Whether all items arrived in the order of their creation. */
  readonly ordered: boolean
  readonly emitted: number
  /** Pages that were emitted. */
  readonly pages: number
  /** Requests since the last new item, and how many are allowed (law L9). */
  readonly idle: number
  readonly total: number | undefined
}

export const start: State = {
  range: { _tag: "Since", from: undefined, joins: false, earlier: undefined },
  recent: [],
  trimmed: false,
  ordered: true,
  emitted: 0,
  pages: 0,
  idle: 0,
  total: undefined
}

/** What a page leads to. */
export type Step =
  /** Emit the items that `keep` accepts, and go on unless the list has ended. */
  | { readonly _tag: "Emit"; readonly keep: (json: unknown) => boolean; readonly state: State; readonly ended: boolean }
  /** Emit nothing, and read another page. */
  | { readonly _tag: "Again"; readonly state: State; readonly warning?: string }
  /** The list cannot be read. */
  | { readonly _tag: "Fail"; readonly message: string }

/** The number of items to remember: what can move between two requests without being emitted twice. */
const memory = 1000

const second = 1000

/** The key of an item as received, if it can be read. */
export type ReadKey = (json: unknown) => Key | undefined

const isAscending = (keys: ReadonlyArray<Key>): boolean =>
  keys.every(({ at }, index) => index === 0 || at >= (keys[index - 1] as Key).at)

/** Whether an item was emitted. What is older than the recent items was, as long as items are in their order. */
const compileKnown = ({ ordered, recent, trimmed }: State): ((key: Key) => boolean) => {
  const ids = new Set(recent.map(({ id }) => id))
  const oldest = ordered && trimmed ? (recent[0]?.at ?? Number.NEGATIVE_INFINITY) : Number.NEGATIVE_INFINITY
  return ({ at, id }) => at < oldest || ids.has(id)
}

/** Forgets items that cannot come again: all but the last thousand, and those of the last second. */
const trim = (recent: ReadonlyArray<Key>): ReadonlyArray<Key> => {
  if (recent.length <= memory) return recent
  const last = recent.at(-1)?.at ?? 0
  const kept = recent.findIndex(({ at }) => at >= last - second)
  return recent.slice(Math.min(recent.length - memory, kept < 0 ? recent.length : kept))
}

const byNumbers = (state: State, size: number): Range => ({
  _tag: "Numbered",
  page: Math.floor(state.emitted / Math.max(1, size)) + 1,
  totals: undefined,
  joins: state.emitted > 0
})

/** Decides what a page means, and which one to read next. */
export const advance = (
  state: State,
  { next, raw, totals }: Pick<Opened, "next" | "raw" | "totals">,
  readKey: ReadKey
): Step => {
  const keys: Array<Key> = []
  for (const json of raw) {
    const key = readKey(json)
    if (key !== undefined) keys.push(key)
  }
  const known = compileKnown(state)
  const fresh = keys.filter((key) => !known(key))
  const { range } = state
  const first = keys[0]
  const last = keys.at(-1)
  const ordered = state.ordered && isAscending(keys)

  /** The state after the new items of this page. */
  const read = (next: Range, total: number | undefined): State => {
    const all = [...state.recent, ...fresh]
    const recent = trim(all)
    return {
      range: next,
      recent,
      trimmed: state.trimmed || recent.length < all.length,
      ordered,
      emitted: state.emitted + fresh.length,
      pages: state.pages + (fresh.length > 0 ? 1 : 0),
      idle: fresh.length > 0 ? 0 : state.idle + 1,
      total
    }
  }
  const again = (range: Range, warning?: string): Step =>
    state.idle >= maxEmptyPages + (totals?.totalPages ?? 0)
      ? { _tag: "Fail", message: `leads to ${state.idle} pages without new items` }
      : {
          _tag: "Again",
          state: { ...state, range, ordered, idle: state.idle + 1 },
          ...(warning === undefined ? {} : { warning })
        }
  const emit = (next: Range, total: number | undefined, ended: boolean): Step => {
    const after = read(next, total)
    if (fresh.length === 0 && !ended) return again(next)
    const ids = new Set(fresh.map(({ id }) => id))
    return {
      _tag: "Emit",
      ended,
      state: after,
      keep: (json) => {
        const key = readKey(json)
        // an item without a key cannot be read, which the caller learns (law L8)
        if (key === undefined) return true
        // an item that is twice on one page
        return ids.delete(key.id)
      }
    }
  }
  const fallBack = (reason: string): Step =>
    again(
      byNumbers({ ...state, ordered }, totals?.size ?? raw.length),
      `${reason} Falling back to page numbers, which may miss items if many change at once.`
    )

  switch (range._tag) {
    case "Since": {
      const { earlier, from, joins } = range
      const total =
        totals === undefined ? undefined : state.emitted + totals.totalElements - (keys.length - fresh.length)
      if (!isAscending(keys)) return fallBack("The items are not in the order of their creation.")
      if (from !== undefined && first !== undefined && first.at < from)
        return fallBack("The search for what was created since the last item returns older items.")
      if (joins && !keys.some((key) => key.at === from && known(key))) {
        // they were deleted in the meantime, or the search does not include its start
        return earlier === undefined
          ? fallBack("The search for what was created since an item does not return the item.")
          : again({ _tag: "Since", from: earlier, joins, earlier: undefined })
      }
      if (next === undefined) return emit(range, total, true)
      if (first === undefined || last === undefined) return fallBack("The items have no creation date.")
      return first.at === last.at
        ? emit({ _tag: "Second", second: last.at, page: 1, totals: undefined, joins: true }, total, false)
        : emit({ _tag: "Since", from: last.at, joins: true, earlier: first.at }, total, false)
    }
    case "Second":
    case "Numbered": {
      const shrank =
        totals !== undefined && range.totals !== undefined && totals.totalElements < range.totals.totalElements
      if (range._tag === "Second" && keys.some(({ at }) => at < range.second || at > range.second + second))
        return fallBack("The search for what was created within a second returns other items.")
      if ((range.joins || shrank) && !keys.some(known)) {
        if (range.page > 1) return again({ ...range, page: range.page - 1, totals, joins: true })
        if (range._tag === "Second") return fallBack("The search for what was created within a second returns no item.")
      }
      const following: Range = { ...range, page: range.page + 1, totals, joins: false }
      if (range._tag === "Numbered") return emit(following, totals?.totalElements, next === undefined)
      // the search for the second was honored, and the next second begins where it ends
      return next === undefined
        ? emit({ _tag: "Since", from: range.second + second, joins: false, earlier: undefined }, state.total, false)
        : emit(following, state.total, false)
    }
  }
}

// ---------------------------------------------------------------------------------------------------------------
// requests
// ---------------------------------------------------------------------------------------------------------------

const seconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** The search for a range, together with the caller's own. */
const search = (field: string, range: Range, own: string | undefined): string | undefined => {
  if (range._tag === "Numbered" || (range._tag === "Since" && range.from === undefined)) return own
  const within =
    range._tag === "Second"
      ? // one second more: its end is exclusive of fractions
        `${field}:[${seconds(range.second)} TO ${seconds(range.second + second)}]`
      : `${field}:[${seconds(range.from as number)} TO *]`
  return own === undefined ? `(${within})` : `(${within} AND (${own}))`
}

/** The URL of the next page, from the URL with the caller's filters. */
export const urlOf = (field: string, url: string, { range }: State): string => {
  const mark = url.indexOf("?")
  const own = mark < 0 ? [] : url.slice(mark + 1).split("&")
  const query = own.find((pair) => pair.startsWith("query="))
  const text = search(field, range, query === undefined ? undefined : decodeURIComponent(query.slice("query=".length)))
  const pairs = [
    ...own.filter((pair) => pair !== query),
    `sortField=${field}`,
    "sortOrder=asc",
    ...(text === undefined ? [] : [`query=${encodeURIComponent(text)}`]),
    ...(range._tag !== "Since" && range.page > 1 ? [`page=${range.page}`] : [])
  ]
  return `${mark < 0 ? url : url.slice(0, mark)}?${pairs.join("&")}`
}

/**
 * What is wrong with a search that is to be combined with another one: a part that ends early would end the combination
 * too, and match more than the caller asked for.
 */
export const unbalanced = (query: string): string | undefined => {
  let depth = 0
  let quoted = false
  for (let i = 0; i < query.length; i++) {
    const character = query[i]
    if (character === "\\") i++
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === "(") depth++
    else if (!quoted && character === ")" && --depth < 0) return "closes a parenthesis that is not open"
  }
  if (quoted) return "does not close a quotation mark"
  return depth > 0 ? "does not close a parenthesis" : undefined
}
