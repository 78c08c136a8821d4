/**
 * From the arguments of a call to the URL and the body of its request. Everything is checked before anything is sent,
 * unknown keys included (law D1). The encoders are built once, when the layer is built (law D5).
 */
import * as Either from "effect/Either"
import type * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type * as Endpoint from "../../Endpoint.js"
import type { ValidationIssue } from "../../HelpScoutError.js"
import * as UrlText from "../../UrlText.js"
import * as issues from "./issues.js"
import { isObject, type JsonObject } from "./json.js"

/** Collects the issues of one call, so that an error names all of them. */
type Issues = Array<ValidationIssue>

type Encode = (value: unknown) => Either.Either<unknown, ParseResult.ParseError>

const encoder = (schema: Schema.Schema.Any): Encode =>
  // the types of a record were checked where it was made
  Schema.encodeUnknownEither(schema as Schema.Schema<any, any>, { onExcessProperty: "error", errors: "all" })

const unknownParameter = "is not a known parameter"

/** Returns the text, or adds the reason why there is none to the issues. */
const textOf = (path: string, written: UrlText.Written, found: Issues): string => {
  if (written._tag === "Text") return written.text
  found.push({ path, message: written.reason })
  return ""
}

const pair = (name: string, text: string): string => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`

// ---------------------------------------------------------------------------------------------------------------
// path
// ---------------------------------------------------------------------------------------------------------------

type WriteSegment = (args: JsonObject, found: Issues) => string

const paramSegment = (name: string, schema: Schema.Schema.Any, byDefault?: () => string): WriteSegment => {
  const encode = encoder(schema)
  // most ids are plain numbers, which encode to themselves
  const isNumber = schema.ast._tag === "NumberKeyword"
  return (args, found) => {
    const value = args[name] === undefined ? byDefault?.() : args[name]
    if (isNumber && typeof value === "number") return textOf(name, UrlText.writeSegment(value), found)
    if (value === undefined) {
      found.push({ path: name, message: "is missing" })
      return ""
    }
    const encoded = encode(value)
    if (Either.isRight(encoded)) return textOf(name, UrlText.writeSegment(encoded.right), found)
    found.push(...issues.below(name, issues.fromParseIssue(encoded.left.issue)))
    return ""
  }
}

/** A caller's id is made here, once per operation, so that all attempts send the same id. */
const randomId = (): string => globalThis.crypto.randomUUID()

const compilePath = ({ callerId, params, path }: Endpoint.Description): WriteSegment => {
  const segments = path
    .split("/")
    .slice(1)
    .map((segment): string | WriteSegment => {
      if (!segment.startsWith(":")) return segment
      const name = segment.slice(1)
      // the types of the constructors require a param for each key of the template
      return paramSegment(name, params[name] as Schema.Schema.Any, name === callerId?.param ? randomId : undefined)
    })
  return (args, found) => {
    let written = ""
    for (const segment of segments) written += `/${typeof segment === "string" ? segment : segment(args, found)}`
    return written
  }
}

// ---------------------------------------------------------------------------------------------------------------
// query
// ---------------------------------------------------------------------------------------------------------------

type PageKey = "page" | "cursor"

const pageKeyOf = (list: Endpoint.Description["list"]): PageKey | undefined => {
  switch (list?.paging) {
    case "numbered":
    case "report":
      return "page"
    case "cursor":
      return "cursor"
    default:
      return undefined
  }
}

const writePage = (key: PageKey, value: unknown): UrlText.Written =>
  key === "cursor" || (typeof value === "number" && Number.isSafeInteger(value) && value >= 1)
    ? UrlText.writeQuery(value, false)
    : {
        _tag: "Rejected",
        reason: `must be a page number from 1, found ${typeof value === "number" ? value : issues.typeName(value)}`
      }

type WriteFilters = (filters: JsonObject, found: Issues) => ReadonlyArray<string>

const noFilters: WriteFilters = (filters, found) => {
  for (const name of Object.keys(filters)) found.push({ path: name, message: unknownParameter })
  return []
}

const compileFilters = (query: Schema.Schema.Any): WriteFilters => {
  const encode = encoder(query)
  const lists = new Set<string>()
  for (const [name, ast] of UrlText.queryParameters(query)) if (UrlText.isList(ast)) lists.add(name)
  return (filters, found) => {
    const encoded = encode(filters)
    if (Either.isLeft(encoded)) {
      found.push(...issues.fromParseIssue(encoded.left.issue))
      return []
    }
    const pairs: Array<string> = []
    // a query is a struct
    for (const [name, value] of Object.entries(encoded.right as JsonObject)) {
      if (value !== undefined) pairs.push(pair(name, textOf(name, UrlText.writeQuery(value, lists.has(name)), found)))
    }
    return pairs
  }
}

/** Returns the pairs of the query: first the page, then the filters. */
const compileQuery = (description: Endpoint.Description): WriteFilters => {
  const { params, query } = description
  const pageKey = pageKeyOf(description.list)
  const writeFilters = query === undefined ? noFilters : compileFilters(query)
  return (args, found) => {
    const filters: Record<string, unknown> = {}
    const pairs: Array<string> = []
    for (const name of Object.keys(args)) {
      if (Object.hasOwn(params, name)) continue
      // assigning it below would set the prototype and skip the check
      if (name === "__proto__") found.push({ path: name, message: unknownParameter })
      else if (name !== pageKey) filters[name] = args[name]
      else if (args[name] !== undefined) pairs.push(pair(name, textOf(name, writePage(pageKey, args[name]), found)))
    }
    pairs.push(...writeFilters(filters, found))
    return pairs
  }
}

/** Writes arguments as a path with its query. */
export type WriteUrl = (args: unknown) => Either.Either<string, ReadonlyArray<ValidationIssue>>

export const compileUrl = (description: Endpoint.Description): WriteUrl => {
  const writePath = compilePath(description)
  const writeQuery = compileQuery(description)
  return (args = {}) => {
    if (!isObject(args)) return Either.left(issues.atRoot(issues.notAnObject(args)))
    const found: Issues = []
    const path = writePath(args, found)
    const pairs = writeQuery(args, found)
    if (found.length > 0) return Either.left(found)
    return Either.right(pairs.length === 0 ? path : `${path}?${pairs.join("&")}`)
  }
}

/** Returns how to read the result of an idempotent write: the start of its own URL. */
export const compileReadBack = ({ callerId, path }: Endpoint.Description): ((url: string) => string) | undefined => {
  if (callerId === undefined) return undefined
  const surplus = path.split("/").length - callerId.readBack.split("/").length
  return (url) => (url.split("?", 1)[0] ?? url).split("/").slice(0, -surplus).join("/")
}

// ---------------------------------------------------------------------------------------------------------------
// body
// ---------------------------------------------------------------------------------------------------------------

/**
 * Finds a number that JSON would turn into `null`, which has a meaning of its own in some fields: `assignTo: null`
 * unassigns.
 */
const notFinite = (value: unknown): ValidationIssue | undefined => {
  if (typeof value === "number") {
    return Number.isFinite(value)
      ? undefined
      : { path: issues.root, message: `must be a finite number, found ${value}` }
  }
  if (typeof value !== "object" || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = notFinite(inner)
    if (found !== undefined) return issues.below(key, [found])[0]
  }
  return undefined
}

/** Writes a payload as JSON. */
export type WriteBody = (payload: unknown) => Either.Either<string, ReadonlyArray<ValidationIssue>>

export const compileBody = (schema: Schema.Schema.Any): WriteBody => {
  const encode = encoder(schema)
  return (payload) => {
    const encoded = encode(payload)
    if (Either.isLeft(encoded)) return Either.left(issues.fromParseIssue(encoded.left.issue))
    const found = notFinite(encoded.right)
    return found === undefined ? Either.right(JSON.stringify(encoded.right)) : Either.left([found])
  }
}
