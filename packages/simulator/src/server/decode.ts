/** Decodes the params, query and payload of a request by the schemas of its endpoint, or rejects them as Help Scout does. */

import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as UrlText from "@effect-helpscout/core/UrlText"
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as Response from "../Response.js"
import { without } from "./paging.js"

type Decode = (value: unknown) => Either.Either<unknown, ParseResult.ParseError>

/** Makes a decoder that reports all issues. */
// the schemas of a record require no services, because a record is data
export const decoder = (schema: Schema.Schema.Any): Decode =>
  Schema.decodeUnknownEither(schema as Schema.Schema<unknown, unknown>, { errors: "all" })

const issues = (error: ParseResult.ParseError, source: "JSON" | "QUERY" | "PATH"): ReadonlyArray<Response.Issue> => {
  const seen = new Map<string, Response.Issue>()
  for (const issue of ParseResult.ArrayFormatter.formatErrorSync(error)) {
    const path = issue.path.map(String).join(".")
    if (!seen.has(path))
      seen.set(path, {
        path,
        message: issue.message,
        source,
        rule: issue._tag === "Missing" ? "NotNull" : "InvalidValue"
      })
  }
  return [...seen.values()]
}

/** The decoded value, or the response that rejects the request. */
export type Decoded =
  | { readonly _tag: "Value"; readonly value: Record<string, unknown> }
  | { readonly _tag: "Rejected"; readonly response: Response.Response }

const value = (value: Record<string, unknown>): Decoded => ({ _tag: "Value", value })
const rejected = (response: Response.Response): Decoded => ({ _tag: "Rejected", response })

/** Decodes params from the texts of their path segments. */
export const params = (params: Endpoint.Description["params"]) => {
  const decoders = Object.entries(params).map(
    ([name, schema]) => [name, UrlText.reader(schema.ast), decoder(schema)] as const
  )
  return (texts: Readonly<Record<string, string>>): Decoded => {
    const decoded: Record<string, unknown> = {}
    for (const [name, read, decode] of decoders) {
      const result = decode(read(texts[name] ?? ""))
      if (Either.isLeft(result)) {
        return rejected(
          Response.validation({
            path: name,
            message: "must be a valid value",
            rejectedValue: texts[name],
            source: "PATH"
          })
        )
      }
      decoded[name] = result.right
    }
    return value(decoded)
  }
}

/** Parameters by name. Repeated parameters are joined by commas, as Help Scout accepts them. */
const parameters = (query: string): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  if (query === "") return found
  for (const [name, text] of new URLSearchParams(query)) {
    const known = found.get(name)
    found.set(name, known === undefined ? text : `${known},${text}`)
  }
  return found
}

/** The parameter that the kind of paging adds to the query. */
const pagingParameter = (list: Endpoint.Description["list"]): "page" | "cursor" | undefined => {
  if (list === undefined) return undefined
  return list.paging === "numbered" || list.paging === "report"
    ? "page"
    : list.paging === "cursor"
      ? "cursor"
      : undefined
}

/** The number of decoded queries that a route caches. The requests of a walk differ only in the page. */
const maxCached = 64

/** Decodes the query, and lists the parameters that the endpoint does not have. */
export const query = (description: Endpoint.Description) => {
  const { query } = description
  const parameterAsts = query === undefined ? [] : [...UrlText.queryParameters(query)]
  const readers = new Map(parameterAsts.map(([name, ast]) => [name, UrlText.reader(ast)]))
  const decode = query === undefined ? undefined : decoder(query)
  const paging = pagingParameter(description.list)

  const filters = (texts: ReadonlyMap<string, string>): Decoded => {
    if (decode === undefined) return value({})
    const encoded: Record<string, unknown> = {}
    for (const [name, read] of readers) {
      const text = texts.get(name)
      if (text !== undefined) encoded[name] = read(text)
    }
    const result = decode(encoded)
    // a query is a struct: it decodes to an object
    return Either.isRight(result)
      ? value(result.right as Record<string, unknown>)
      : rejected(Response.validation(...issues(result.left, "QUERY")))
  }
  const decodeFilters = (query: string) => {
    const texts = parameters(query)
    const unknown = [...texts.keys()].filter((name) => !readers.has(name) && name !== paging)
    return { decoded: filters(texts), unknown }
  }
  const cache = new Map<string, ReturnType<typeof decodeFilters>>()
  return (query: string): { readonly decoded: Decoded; readonly unknown: ReadonlyArray<string> } => {
    const rest = paging === undefined ? query : without(query, paging)
    const known = cache.get(rest) ?? decodeFilters(rest)
    if (cache.size >= maxCached) cache.clear()
    cache.set(rest, known)
    const { decoded, unknown } = known
    const text =
      paging === undefined || decoded._tag === "Rejected" ? undefined : (parameters(query).get(paging) ?? undefined)
    if (paging === undefined || text === undefined || decoded._tag === "Rejected") return known
    if (paging === "cursor") return { unknown, decoded: value({ ...decoded.value, cursor: text }) }
    if (/^[1-9]\d{0,8}$/.test(text)) return { unknown, decoded: value({ ...decoded.value, page: Number(text) }) }
    const issue = {
      path: "page",
      message: "must be greater than or equal to 1",
      rejectedValue: text,
      source: "QUERY"
    } as const
    return { unknown, decoded: rejected(Response.validation(issue)) }
  }
}

const utf8 = new TextDecoder()

const parseJson = Either.liftPredicate(
  (text: string) => text !== "",
  () => undefined
)

/** Decodes the body, which must be JSON and have the content type of JSON. */
export const payload = (schema: Schema.Schema.Any) => {
  const decode = decoder(schema)
  const parse = Schema.decodeUnknownEither(Schema.parseJson())
  return (received: {
    readonly headers: Readonly<Record<string, string>>
    readonly body: string | Uint8Array
  }): Decoded => {
    const type = received.headers["content-type"]?.split(";")[0]?.trim().toLowerCase()
    if (type !== "application/json") return rejected(Response.unsupportedMediaType)
    const text = typeof received.body === "string" ? received.body : utf8.decode(received.body)
    const parsed = Either.flatMap(parseJson(text), parse)
    if (Either.isLeft(parsed)) return rejected(Response.badRequest)
    const result = decode(parsed.right)
    if (Either.isLeft(result)) return rejected(Response.validation(...issues(result.left, "JSON")))
    return value({ payload: result.right })
  }
}
