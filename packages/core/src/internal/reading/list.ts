/**
 * From the body of a list to a page: its items, its totals and the link to the next page. `Endpoint.Paging` describes
 * the forms that a list arrives in.
 *
 * A list ends when a page has no link to a next one and the totals agree (law L7); `trail.ts` remembers what the pages
 * before said. Items are read one at a time (law L8).
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Endpoint from "../../Endpoint.js"
import * as HelpScoutError from "../../HelpScoutError.js"
import * as Page from "../../Page.js"
import * as ApiUrl from "../request/apiUrl.js"
import * as issues from "../request/issues.js"
import { isObject, type JsonObject } from "../request/json.js"
import * as metrics from "../request/metrics.js"
import type { OutgoingRequest } from "../request/outgoing.js"
import { InvalidItems } from "../request/scopes.js"
import * as Leniency from "./leniency.js"
import * as Reader from "./reader.js"
import { KeepJson, remember } from "./received.js"
import { invalid, parseJson, type ReceivedResponse } from "./response.js"
import * as Trail from "./trail.js"

type Issue = HelpScoutError.ValidationIssue
type ListDescription = NonNullable<Endpoint.Description["list"]>

/** The parts of a list's body, before its items are read. */
interface Parts {
  readonly items: ReadonlyArray<unknown>
  readonly totals?: Page.Totals | undefined
  readonly next?: string | undefined
  /** What is wrong with a link to the next page that is there. */
  readonly unreadableNext?: Issue
}

/** Finds the parts, or what is wrong with the body. */
type FindParts = (body: unknown, url: string) => Either.Either<Parts, Issue>

const wrong = (path: string, message: string) => Either.left({ path, message })

// ---------------------------------------------------------------------------------------------------------------
// totals
// ---------------------------------------------------------------------------------------------------------------

/** A count, which PHP may write as a string. Absent where it is missing or null. */
const count = (value: unknown): number | undefined | "invalid" => {
  if (value === undefined || value === null) return undefined
  const number = typeof value === "string" ? Leniency.asNumber(value) : value
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : "invalid"
}

/** Reads totals from four keys. Without all but the size of them there are no totals. */
const readTotals = (
  source: JsonObject,
  at: string,
  keys: { readonly size?: string; readonly elements: string; readonly pages: string; readonly number: string }
): Either.Either<Page.Totals | undefined, Issue> => {
  const read: Array<number | undefined> = []
  for (const key of [keys.size, keys.elements, keys.pages, keys.number]) {
    const found = key === undefined ? undefined : count(source[key])
    if (found === "invalid") return wrong(`${at}${key}`, "expected a whole number from 0")
    read.push(found)
  }
  const [size, totalElements, totalPages, number] = read
  if (totalElements === undefined || totalPages === undefined || number === undefined) return Either.right(undefined)
  if (number < 1 && totalPages > 0) return wrong(`${at}${keys.number}`, "expected a page number from 1")
  return Either.right({ ...(size === undefined ? {} : { size }), totalElements, totalPages, number })
}

// ---------------------------------------------------------------------------------------------------------------
// forms
// ---------------------------------------------------------------------------------------------------------------

const halKeys = { size: "size", elements: "totalElements", pages: "totalPages", number: "number" }

/** Law L6: a missing `_embedded` is an empty page, and a list under another key is an error. */
const halParts = (keys: ReadonlyArray<string>): FindParts => {
  const accepted = [...new Set(keys.flatMap((key) => [key, ...Leniency.spellings(key)]))]
  return (body) => {
    if (!isObject(body)) return wrong(issues.root, issues.notAnObject(body))
    const object = body
    const embedded = Leniency.asObject(object._embedded ?? {})
    if (embedded === undefined) return wrong("_embedded", "expected an object")
    const key = accepted.find((each) => embedded[each] !== undefined && embedded[each] !== null)
    if (key === undefined && !Leniency.isHollow(embedded))
      return wrong(issues.root, `expected _embedded.${keys.join(" or _embedded.")}`)
    const items = key === undefined ? [] : Leniency.asList(embedded[key])
    if (items === undefined) return wrong(`_embedded.${key}`, "expected a list")
    const page = Leniency.asObject(object.page ?? {})
    if (page === undefined) return wrong("page", "expected an object")
    return Either.map(readTotals(page, "page.", halKeys), (totals) => ({ items, totals, ...halNext(object) }))
  }
}

const halNext = (body: JsonObject): Pick<Parts, "next" | "unreadableNext"> => {
  // malformed links are absent (law D6), and the totals decide whether there is a next page
  const next = Leniency.asObject(body._links ?? {})?.next
  if (next === undefined || next === null) return {}
  const href = isObject(next) ? next.href : undefined
  return typeof href === "string"
    ? { next: href }
    : { unreadableNext: { path: "_links.next", message: "expected a link" } }
}

const reportKeys = { elements: "count", pages: "pages", number: "page" }

const reportParts =
  (key: string | undefined): FindParts =>
  (body, url) => {
    const rows = Leniency.asObject(isObject(body) && key !== undefined ? body[key] : body)
    if (rows === undefined) return wrong(key ?? issues.root, "expected an object")
    const items = Leniency.asList(rows.results ?? [])
    if (items === undefined) return wrong("results", "expected a list")
    return Either.flatMap(readTotals(rows, "", reportKeys), (totals) => {
      if (totals === undefined) {
        if (rows.results === undefined || rows.results === null) return wrong("results", "is missing")
        const total = count(rows.count)
        if (typeof total === "number" && items.length < total)
          return wrong("pages", `is missing, and rows remain (${total} in all)`)
      }
      const more = totals !== undefined && totals.number < totals.totalPages
      return Either.right({ items, totals, next: more ? withPage(url, totals.number + 1) : undefined })
    })
  }

const withPage = (url: string, page: number): string => {
  const next = new URL(url)
  next.searchParams.set("page", String(page))
  return next.href
}

const arrayParts: FindParts = (body) => {
  const items = Leniency.asList(body)
  return items === undefined ? wrong(issues.root, "expected a list") : Either.right({ items })
}

const partsOf = ({ embedded, paging }: ListDescription): FindParts => {
  if (paging === "array") return arrayParts
  return paging === "report" ? reportParts(embedded[0]) : halParts(embedded)
}

/** Where the items are in the body, for the paths of issues. */
const pathOf = ({ embedded, paging }: ListDescription): string => {
  if (paging === "array") return ""
  return paging === "report" ? "results" : `_embedded.${embedded[0]}`
}

// ---------------------------------------------------------------------------------------------------------------
// pages
// ---------------------------------------------------------------------------------------------------------------

/** Reads the page that a link leads to. */
export type Follow = (
  from: OutgoingRequest,
  href: string,
  trail: Trail.Trail
) => Effect.Effect<Page.Page<unknown>, HelpScoutError.HelpScoutError>

export type ReadPage = (
  request: OutgoingRequest,
  response: ReceivedResponse,
  trail: Trail.Trail
) => Effect.Effect<Page.Page<unknown>, HelpScoutError.HelpScoutError>

/** A page before its items are read. */
export interface Opened {
  /** The items as received. */
  readonly raw: ReadonlyArray<unknown>
  readonly totals: Page.Totals | undefined
  /** The link to the next page. */
  readonly next: string | undefined
  /** The trail after this page. */
  readonly trail: Trail.Trail
  /** Reads the items for which `keep` returns true; null items are counted and dropped. */
  readonly read: (
    keep?: (json: unknown) => boolean
  ) => Effect.Effect<ReadonlyArray<unknown>, HelpScoutError.HelpScoutError>
}

export type OpenPage = (
  request: OutgoingRequest,
  response: ReceivedResponse,
  trail: Trail.Trail
) => Effect.Effect<Opened, HelpScoutError.HelpScoutError>

export const compile = (list: ListDescription, follow: Follow): ReadPage => {
  const open = compileOpen(list)
  return (request, response, trail) =>
    Effect.flatMap(open(request, response, trail), ({ next, read, totals, trail: state }) =>
      Effect.map(read(), (items) => ({
        items,
        ...(next === undefined
          ? {}
          : {
              next: Page.next(
                next,
                Effect.suspend(() => follow(request, next, state))
              )
            }),
        ...(totals === undefined ? {} : { totals })
      }))
    )
}

/** Checks a page against its totals and the pages before it (law L7). */
export const compileOpen = (list: ListDescription): OpenPage => {
  const findParts = partsOf(list)
  const path = pathOf(list)
  const readItem = Reader.make(list.item)
  return (request, response, trail) => {
    const fail = (found: ReadonlyArray<Issue>, itemId?: Page.InvalidItem["id"]) =>
      Effect.fail(invalid(request, response, found, { url: request.url, itemId }))
    const body = parseJson(request, response)
    if (Either.isLeft(body)) return Effect.fail(body.left)
    const found = findParts(body.right, request.url)
    if (Either.isLeft(found)) return fail([found.left])
    const { items: raw, next, totals, unreadableNext } = found.right
    const state = Trail.advance(trail, request.url, raw.length, totals)
    if (totals === undefined && Trail.hadTotals(trail))
      return fail([{ path: "page", message: "is missing, unlike on the page before" }])
    const tooFew = Trail.missingItems(state, raw.length, totals)
    if (tooFew !== undefined) return fail([{ path, message: tooFew }])
    if (next === undefined) {
      const ended = Trail.hasEnded(state)
      if (ended === false) return fail([unreadableNext ?? { path: "_links.next", message: Trail.nextIsMissing(state) }])
      if (ended === undefined && unreadableNext !== undefined) return fail([unreadableNext])
    }

    const read: Opened["read"] = (keep = () => true) =>
      Effect.flatMap(KeepJson, (keepJson) => {
        const items: Array<unknown> = []
        const unreadable: Array<Page.InvalidItem> = []
        let nulls = 0
        for (let index = 0; index < raw.length; index++) {
          const json = raw[index]
          if (json === null) nulls++
          if (json === null || !keep(json)) continue
          const item = readItem(json)
          if (Either.isRight(item)) {
            items.push(item.right)
            if (keepJson) remember(item.right, json)
          } else unreadable.push(invalidItem(request, index, json, item.left))
        }
        if (nulls === 0 && unreadable.length === 0) return Effect.succeed(items)
        return Effect.zipRight(
          nulls === 0 ? Effect.void : metrics.countSkipped("null", nulls),
          Effect.zipRight(
            eachUnreadable(unreadable, (item) =>
              fail(issues.below(`${path === "" ? "" : `${path}.`}${item.index}`, item.issues), item.id)
            ),
            Effect.as(logSkipped(request, state, unreadable, nulls), items)
          )
        )
      })
    return Effect.succeed({ raw, totals, next, trail: state, read })
  }
}

const invalidItem = (
  { operation, url }: OutgoingRequest,
  index: number,
  json: unknown,
  found: ReadonlyArray<Issue>
): Page.InvalidItem => {
  const id = isObject(json) ? json.id : undefined
  return {
    operation,
    url,
    index,
    ...(typeof id === "number" || typeof id === "string" ? { id } : {}),
    json,
    issues: found
  }
}

/** Law L8: the program's handler skips an unreadable item. Without a handler the list fails. */
const eachUnreadable = (
  unreadable: ReadonlyArray<Page.InvalidItem>,
  fail: (item: Page.InvalidItem) => Effect.Effect<never, HelpScoutError.HelpScoutError>
): Effect.Effect<void, HelpScoutError.HelpScoutError> =>
  Effect.forEach(
    unreadable,
    (item) =>
      Effect.flatMap(InvalidItems, (handler) =>
        handler === undefined ? fail(item) : Effect.zipRight(metrics.countSkipped("unreadable", 1), handler(item))
      ),
    { discard: true }
  )

const counted = (number: number, what: string): ReadonlyArray<string> =>
  number === 0 ? [] : [`${number} ${what}${number === 1 ? "" : "s"}`]

/** Law L8: nothing is skipped silently. One warning per walk is enough, because a metric counts the items. */
const logSkipped = (
  { operation, url }: OutgoingRequest,
  { notice }: Trail.Trail,
  unreadable: ReadonlyArray<Page.InvalidItem>,
  nulls: number
): Effect.Effect<void> =>
  Effect.suspend(() => {
    if (notice === undefined || notice.isLogged) return Effect.void
    notice.isLogged = true
    const what = [...counted(unreadable.length, "unreadable item"), ...counted(nulls, "null item")].join(" and ")
    return Effect.logWarning(
      `${operation}: skipped ${what} of ${url}. The metric helpscout_skipped_items counts these and later ones.`
    )
  })

/** The address of the next page, or why it is not read (laws L1 and L9). */
export const nextUrl = (
  from: OutgoingRequest,
  href: string,
  baseUrl: string,
  trail: Trail.Trail
): Either.Either<string, string> => {
  if (!URL.canParse(href, from.url)) return Either.left("is not a URL")
  const link = new URL(href, from.url)
  const url = ApiUrl.resolve(link, baseUrl)
  if (url === undefined) return Either.left(`leads to ${link.host}, which is not the API's host`)
  if (url.href === from.url) return Either.left("leads back to its own page")
  const reason = Trail.stop(trail, url.href)
  return reason === undefined ? Either.right(url.href) : Either.left(reason)
}

/** The error for a next link that cannot be followed. The pages before it stay valid (law L5). */
export const linkInvalid = (
  operation: string,
  { url }: OutgoingRequest,
  message: string
): HelpScoutError.ResponseInvalid =>
  new HelpScoutError.ResponseInvalid({
    operation,
    status: 200,
    applied: false,
    url,
    issues: [{ path: "_links.next", message }]
  })
