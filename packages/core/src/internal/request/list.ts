/**
 * From the body of a list to a page: its items, its totals and the link to the next page. `Endpoint.Paging` describes
 * the forms that a list arrives in.
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type * as Endpoint from "../../Endpoint.js"
import * as Hal from "../../Hal.js"
import * as HelpScoutError from "../../HelpScoutError.js"
import * as Page from "../../Page.js"
import * as issues from "./issues.js"
import { isObject, type JsonObject } from "./json.js"
import type { OutgoingRequest } from "./outgoing.js"
import * as Reader from "./reader.js"
import { invalid, parseJson, type ReadResponse, readWith } from "./response.js"

type ListDescription = NonNullable<Endpoint.Description["list"]>

/** The parts of a list's body, before its items are read. */
interface Parts {
  readonly items: unknown
  readonly totals?: Page.Totals | undefined
  readonly next?: string | undefined
}

/** Finds the parts, or returns what is wrong with the body. */
type FindParts = (body: unknown, url: string) => Parts | string

const count = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined

const halTotals = (body: JsonObject): Page.Totals | undefined => {
  if (!isObject(body.page)) return undefined
  const size = count(body.page.size)
  const totalElements = count(body.page.totalElements)
  const totalPages = count(body.page.totalPages)
  const number = count(body.page.number)
  if (totalElements === undefined || totalPages === undefined || number === undefined) return undefined
  return { ...(size === undefined ? {} : { size }), totalElements, totalPages, number }
}

/** A missing `_embedded` is an empty page, and a list under another key is an error (law L6). */
const halParts =
  (keys: ReadonlyArray<string>): FindParts =>
  (body) => {
    if (!isObject(body)) return issues.notAnObject(body)
    const items = Hal.embedded(body, keys)
    if (items === undefined && hasEmbedded(body)) return `expected _embedded.${keys.join(" or _embedded.")}`
    return { items: items ?? [], totals: halTotals(body), next: Hal.link(body, "next") }
  }

const hasEmbedded = (body: JsonObject): boolean =>
  isObject(body._embedded) && Object.values(body._embedded).some((value) => value !== null)

const reportParts =
  (key: string | undefined): FindParts =>
  (body, url) => {
    const rows = isObject(body) && key !== undefined ? body[key] : body
    if (!isObject(rows)) return issues.notAnObject(rows)
    const items = rows.results ?? []
    const number = count(rows.page)
    const totalPages = count(rows.pages)
    const totalElements = count(rows.count)
    if (number === undefined || totalPages === undefined) return { items }
    return {
      items,
      totals: totalElements === undefined ? undefined : { totalElements, totalPages, number },
      next: number < totalPages ? withPage(url, number + 1) : undefined
    }
  }

const withPage = (url: string, page: number): string => {
  const next = new URL(url)
  next.searchParams.set("page", String(page))
  return next.href
}

const arrayParts: FindParts = (body) => ({ items: body })

const partsOf = ({ embedded, paging }: ListDescription): FindParts => {
  if (paging === "array") return arrayParts
  return paging === "report" ? reportParts(embedded[0]) : halParts(embedded)
}

/** Where the items are in the body, for the paths of issues. */
const pathOf = ({ embedded, paging }: ListDescription): string => {
  if (paging === "array") return ""
  return paging === "report" ? "results" : `_embedded.${embedded[0]}`
}

/** Reads the page that a link leads to. */
export type Follow = (
  from: OutgoingRequest,
  href: string
) => Effect.Effect<Page.Page<unknown>, HelpScoutError.HelpScoutError>

export const compile = (
  list: ListDescription,
  nulls: "drop" | "keep",
  follow: Follow
): ReadResponse<Page.Page<unknown>> => {
  const findParts = partsOf(list)
  const path = pathOf(list)
  // the types of a record were checked where it was made
  const read = Reader.forNulls(Schema.Array(list.item as Schema.Schema<any, any>), nulls)
  return (request, response) =>
    Either.flatMap(parseJson(request, response), (body) => {
      const parts = findParts(body, request.url)
      if (typeof parts === "string") return Either.left(invalid(request, response, issues.atRoot(parts)))
      return Either.map(readWith(read, request, response, parts.items, path), (items): Page.Page<unknown> => {
        const { next, totals } = parts
        const load = (href: string) => Effect.suspend(() => follow(request, href))
        return {
          // the reader is an array's
          items: items as ReadonlyArray<unknown>,
          ...(next === undefined ? {} : { next: Page.next(next, load(next)) }),
          ...(totals === undefined ? {} : { totals })
        }
      })
    })
}

/** The address of the next page, or what is wrong with its link: law L1. */
export const nextUrl = (from: OutgoingRequest, href: string, origin: string): Either.Either<string, string> => {
  if (!URL.canParse(href, from.url)) return Either.left("is not a URL")
  const url = new URL(href, from.url)
  url.hash = ""
  if (url.origin !== origin) return Either.left(`leads to ${url.host}, which is not the API's host`)
  return url.href === from.url ? Either.left("leads back to its own page") : Either.right(url.href)
}

/** The error for a next link that cannot be followed. The pages before it stay valid (law L5). */
export const linkInvalid = (operation: string, message: string): HelpScoutError.ResponseInvalid =>
  new HelpScoutError.ResponseInvalid({
    operation,
    status: 200,
    applied: false,
    issues: [{ path: "_links.next", message }]
  })
