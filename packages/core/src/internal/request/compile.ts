/**
 * The interpreter: from an endpoint value to the method that users call. Each codec is built once, when the layer is.
 */
import * as Headers from "@effect/platform/Headers"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import * as Stream from "effect/Stream"
import type * as Endpoint from "../../Endpoint.js"
import * as Hal from "../../Hal.js"
import * as HelpScoutError from "../../HelpScoutError.js"
import * as Page from "../../Page.js"
import * as UrlText from "../../UrlText.js"
import { correlationId } from "./classify.js"
import type { Outgoing } from "./exchange.js"
import * as issues from "./issues.js"
import type { Answer, Pipeline } from "./pipeline.js"

type Fields = Readonly<Record<string, unknown>>
type Issue = HelpScoutError.ValidationIssue
type Decode = (value: unknown) => Either.Either<unknown, ParseResult.ParseError>

/** The interpreter knows no types of its own: the records' types were checked where they were made. */
type AnySchema = Schema.Schema<any, any>

const decoder = (schema: Schema.Schema.Any): Decode => Schema.decodeUnknownEither(schema as AnySchema)
const encoder = (schema: Schema.Schema.Any): Decode =>
  Schema.encodeUnknownEither(schema as AnySchema, { onExcessProperty: "error", errors: "all" })

const isRecord = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

// ---------------------------------------------------------------------------------------------------------------
// input
// ---------------------------------------------------------------------------------------------------------------

/** Turns arguments into a path with its query, or tells what is wrong with them. */
type WritePath = (args: unknown) => Either.Either<string, ReadonlyArray<Issue>>

const compilePath = (description: Endpoint.Description): WritePath => {
  const segments = description.path.split("/").slice(1)
  const encodeParam = new Map(Object.entries(description.params).map(([name, schema]) => [name, encoder(schema)]))
  const encodeQuery = description.query === undefined ? undefined : encoder(description.query)
  const properties: ReadonlyMap<string, SchemaAST.AST> =
    description.query === undefined ? new Map() : UrlText.queryParameters(description.query)
  const paging = description.list?.paging
  const pageKey = paging === "numbered" || paging === "report" ? "page" : paging === "cursor" ? "cursor" : undefined

  const writePage = (value: unknown): UrlText.Written => {
    if (pageKey === "cursor") return UrlText.writeQuery(value, false)
    return typeof value === "number" && Number.isSafeInteger(value) && value >= 1
      ? UrlText.writeQuery(value, false)
      : { _tag: "Refused", why: "expected a page number from 1" }
  }

  return (args = {}) => {
    if (!isRecord(args)) return Either.left([{ path: "(the whole)", message: "expected an object" }])
    const wrong: Array<Issue> = []
    const note = (path: string, written: UrlText.Written): string => {
      if (written._tag === "Text") return written.text
      wrong.push({ path, message: written.why })
      return ""
    }

    let path = ""
    for (const segment of segments) {
      if (!segment.startsWith(":")) {
        path += `/${segment}`
        continue
      }
      const name = segment.slice(1)
      if (args[name] === undefined) {
        wrong.push({ path: name, message: "is missing" })
        continue
      }
      // the key comes from the same record as the map
      const encoded = (encodeParam.get(name) as Decode)(args[name])
      if (Either.isLeft(encoded)) wrong.push(...issues.fromParseIssue(encoded.left.issue, name))
      else path += `/${note(name, UrlText.writeSegment(encoded.right))}`
    }

    const filters: Record<string, unknown> = {}
    const pairs: Array<string> = []
    for (const name of Object.keys(args)) {
      if (encodeParam.has(name)) continue
      // assigned below, it would be no key of the filters
      if (name === "__proto__") wrong.push({ path: name, message: "is not a known parameter" })
      else if (name === pageKey) {
        if (args[name] !== undefined) pairs.push(`${name}=${encodeURIComponent(note(name, writePage(args[name])))}`)
      } else filters[name] = args[name]
    }
    if (encodeQuery === undefined) {
      for (const name of Object.keys(filters)) wrong.push({ path: name, message: "is not a known parameter" })
    } else {
      const encoded = encodeQuery(filters)
      if (Either.isLeft(encoded)) wrong.push(...issues.fromParseIssue(encoded.left.issue))
      else {
        for (const [name, value] of Object.entries(encoded.right as Fields)) {
          if (value === undefined) continue
          const ast = properties.get(name)
          const written = note(name, UrlText.writeQuery(value, ast !== undefined && UrlText.isList(ast)))
          pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(written)}`)
        }
      }
    }
    if (wrong.length > 0) return Either.left(wrong)
    return Either.right(pairs.length === 0 ? path : `${path}?${pairs.join("&")}`)
  }
}

/** Where JSON would turn a number into `null`, which may mean something of its own. */
const notFinite = (value: unknown): string | undefined => {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : ""
  if (typeof value !== "object" || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = notFinite(inner)
    if (found !== undefined) return found === "" ? key : `${key}.${found}`
  }
  return undefined
}

const compileBody = (payload: Schema.Schema.Any): ((value: unknown) => Either.Either<string, ReadonlyArray<Issue>>) => {
  const encode = encoder(payload)
  return (value) => {
    const encoded = encode(value)
    if (Either.isLeft(encoded)) return Either.left(issues.fromParseIssue(encoded.left.issue))
    const path = notFinite(encoded.right)
    return path === undefined
      ? Either.right(JSON.stringify(encoded.right))
      : Either.left([{ path: path === "" ? "(the whole)" : path, message: "is no finite number" }])
  }
}

// ---------------------------------------------------------------------------------------------------------------
// output
// ---------------------------------------------------------------------------------------------------------------

const invalid = (out: Outgoing, answer: Answer, found: ReadonlyArray<Issue>) =>
  new HelpScoutError.ResponseInvalid({
    operation: out.operation,
    ...Option.match(correlationId(answer.headers), { onNone: () => ({}), onSome: (id) => ({ correlationId: id }) }),
    status: answer.status,
    applied: out.method !== "GET",
    issues: found
  })

const whole = (message: string): ReadonlyArray<Issue> => [{ path: "(the whole)", message }]

/** Parses the body as JSON, and drops the `null`s unless they mean something. */
export const parseJson = (
  out: Outgoing,
  answer: Answer,
  nulls: "drop" | "keep"
): Either.Either<unknown, HelpScoutError.ResponseInvalid> => {
  if (answer.text.trim() === "") return Either.left(invalid(out, answer, whole("the body is empty")))
  try {
    const body: unknown = JSON.parse(answer.text)
    return Either.right(nulls === "drop" ? Hal.dropNulls(body) : body)
  } catch {
    const type = Option.getOrElse(Headers.get(answer.headers, "content-type"), () => "no content type")
    return Either.left(invalid(out, answer, whole(`the body is not whole JSON (${type.split(";")[0]})`)))
  }
}

export const decodeWith = (out: Outgoing, answer: Answer, decode: Decode, value: unknown, at = "") =>
  Either.mapLeft(decode(value), (error) => invalid(out, answer, issues.fromParseIssue(error.issue, at)))

/** The id of what was created: `Resource-ID`, or else the last segment of `Location`, which may carry a query. */
const createdId = (headers: Headers.Headers): Option.Option<string> =>
  Headers.get(headers, "resource-id").pipe(
    Option.filter((id) => id.trim() !== ""),
    Option.orElse(() =>
      Option.flatMap(Headers.get(headers, "location"), (location) =>
        Option.fromNullable(/\/([^/?#]+)\/?(?:[?#].*)?$/.exec(location)?.[1]).pipe(
          // it throws at what is not percent-encoded well, and the write has been carried out
          Option.flatMap(Option.liftThrowable(decodeURIComponent))
        )
      )
    )
  )

type Read = (out: Outgoing, answer: Answer) => Either.Either<unknown, HelpScoutError.HelpScoutError>

const compileSuccess = (description: Endpoint.Description): Read => {
  const { decode } = description.response
  switch (decode._tag) {
    case "NoContent":
    case "Bytes":
      return () => Either.void
    case "Text":
      return (_, answer) => Either.right(answer.text)
    case "Json": {
      const read = decoder(decode.schema)
      return (out, answer) =>
        Either.flatMap(parseJson(out, answer, description.nulls), (body) => decodeWith(out, answer, read, body))
    }
    case "Created": {
      const read = decoder(decode.schema)
      const numeric = Either.isRight(read(1))
      return (out, answer) => {
        const id = createdId(answer.headers)
        const value = Option.flatMap(id, (found) => {
          const wire = numeric ? Number(found) : found
          return Number.isNaN(wire) ? Option.none() : Option.some(wire)
        })
        if (Option.isNone(value)) {
          return decode.optional
            ? Either.right(Option.none())
            : Either.left(
                invalid(out, answer, [{ path: "Resource-ID", message: "is missing, and so is a usable Location" }])
              )
        }
        const decoded = decodeWith(out, answer, read, value.value, "Resource-ID")
        return decode.optional ? Either.map(decoded, Option.some) : decoded
      }
    }
  }
}

/** Where the items, the totals and the link to the next page stand in the body of a list. */
interface Shape {
  readonly items: unknown
  readonly totals: Page.Totals | undefined
  readonly next: string | undefined
}

const count = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined

const halTotals = (body: Fields): Page.Totals | undefined => {
  const page = isRecord(body.page) ? body.page : {}
  const [size, totalElements, totalPages, number] = [page.size, page.totalElements, page.totalPages, page.number].map(
    count
  )
  if (totalElements === undefined || totalPages === undefined || number === undefined) return undefined
  return { ...(size === undefined ? {} : { size }), totalElements, totalPages, number }
}

const halShape = (body: unknown, keys: ReadonlyArray<string>): Shape | string => {
  if (!isRecord(body)) return "expected an object"
  const items = Hal.embedded(body, keys)
  if (items === undefined && isRecord(body._embedded) && Object.keys(body._embedded).length > 0) {
    return `expected _embedded.${keys.join(" or _embedded.")}`
  }
  return { items: items ?? [], totals: halTotals(body), next: Hal.link(body, "next") }
}

const reportShape = (body: unknown, keys: ReadonlyArray<string>, url: string): Shape | string => {
  const rows = isRecord(body) && keys[0] !== undefined ? body[keys[0]] : body
  if (!isRecord(rows)) return "expected an object"
  const number = count(rows.page)
  const totalPages = count(rows.pages)
  const totalElements = count(rows.count)
  const counted = number !== undefined && totalPages !== undefined
  return {
    items: rows.results ?? [],
    totals: counted && totalElements !== undefined ? { totalElements, totalPages, number } : undefined,
    next: counted && number < totalPages ? withPage(url, number + 1) : undefined
  }
}

const withPage = (url: string, page: number): string => {
  const next = new URL(url)
  next.searchParams.set("page", String(page))
  return next.href
}

type ReadPage = (out: Outgoing, answer: Answer) => Either.Either<Page.Page<unknown>, HelpScoutError.HelpScoutError>

const compilePage = (
  description: Endpoint.Description,
  list: NonNullable<Endpoint.Description["list"]>,
  follow: (from: Outgoing, href: string) => Effect.Effect<Page.Page<unknown>, HelpScoutError.HelpScoutError>
): ReadPage => {
  const decode = decoder(Schema.Array(list.item as AnySchema))
  const at = list.paging === "report" ? "results" : list.paging === "array" ? "" : `_embedded.${list.embedded[0]}`
  const shape = (body: unknown, url: string): Shape | string => {
    if (list.paging === "array") return { items: body, totals: undefined, next: undefined }
    return list.paging === "report" ? reportShape(body, list.embedded, url) : halShape(body, list.embedded)
  }
  return (out, answer) =>
    Either.flatMap(parseJson(out, answer, description.nulls), (body) => {
      const found = shape(body, out.url)
      if (typeof found === "string") return Either.left(invalid(out, answer, whole(found)))
      return Either.map(decodeWith(out, answer, decode, found.items, at), (items): Page.Page<unknown> => {
        const { next, totals } = found
        return {
          // the schema is an array's
          items: items as ReadonlyArray<unknown>,
          ...(next === undefined
            ? {}
            : {
                next: Page.next(
                  next,
                  Effect.suspend(() => follow(out, next))
                )
              }),
          ...(totals === undefined ? {} : { totals })
        }
      })
    })
}

// ---------------------------------------------------------------------------------------------------------------
// methods
// ---------------------------------------------------------------------------------------------------------------

const accept = (description: Endpoint.Description): string => {
  const { decode } = description.response
  if (decode._tag === "Text") return decode.accept
  return decode._tag === "Bytes" ? "*/*" : "application/json, application/hal+json"
}

/** The method of one endpoint. */
const compileEndpoint = (pipeline: Pipeline, operation: string, endpoint: Endpoint.Any): unknown => {
  const { description } = endpoint
  const { list, method, path: template, payload } = description
  const origin = new URL(pipeline.baseUrl).origin
  const writePath = compilePath(description)
  const writeBody = payload === undefined ? undefined : compileBody(payload)
  const takesArgs = Object.keys(description.params).length > 0 || description.query !== undefined || list !== undefined
  const outgoing = { operation, method, template, accept: accept(description) }

  const encode = (args: unknown, body: unknown): Effect.Effect<Outgoing, HelpScoutError.InputInvalid> =>
    Effect.suspend(() => {
      const path = writePath(args)
      const content = writeBody === undefined ? Either.right(undefined) : writeBody(body)
      if (Either.isLeft(path) || Either.isLeft(content)) {
        const found = [...(Either.isLeft(path) ? path.left : []), ...(Either.isLeft(content) ? content.left : [])]
        return new HelpScoutError.InputInvalid({ operation, issues: found })
      }
      return Effect.succeed({ ...outgoing, url: pipeline.baseUrl + path.right, body: content.right })
    })

  if (endpoint.kind === "Bytes") {
    return (args: unknown) => Stream.unwrap(Effect.map(encode(args, undefined), pipeline.stream))
  }

  if (list === undefined) {
    const read = compileSuccess(description)
    const { decode } = description.response
    const body = decode._tag === "Json" || decode._tag === "Text" ? "text" : "ignore"
    const call = (args: unknown, content: unknown) =>
      Effect.flatMap(encode(args, content), (out) =>
        Effect.flatMap(pipeline.send(out, body), (answer) => read(out, answer))
      )
    return takesArgs || payload === undefined ? call : (content: unknown) => call(undefined, content)
  }

  const readPage: ReadPage = compilePage(description, list, (from, href) => {
    const refuse = (message: string) =>
      new HelpScoutError.ResponseInvalid({
        operation,
        status: 200,
        applied: false,
        issues: [{ path: "_links.next", message }]
      })
    if (!URL.canParse(href, from.url)) return refuse("is no address")
    const url = new URL(href, from.url)
    url.hash = ""
    if (url.origin !== origin) return refuse(`leads to ${url.host}, which is not the API's host`)
    if (url.href === from.url) return refuse("leads back to its own page")
    return load({ ...from, url: url.href })
  })
  const load = (out: Outgoing) => Effect.flatMap(pipeline.send(out, "text"), (answer) => readPage(out, answer))
  const first = (args: unknown) => Effect.flatMap(encode(args, undefined), load)
  if (endpoint.kind === "List") return first

  const numbered = list.paging === "numbered" || list.paging === "report"
  const streamPages = (args: Fields = {}, options: Page.NumberedStreamOptions = {}) =>
    Page.streamPages(first(args), options, numbered ? (page) => first({ ...args, page }) : undefined)
  return endpoint.kind === "Pages"
    ? streamPages
    : (args?: Fields, options?: Page.NumberedStreamOptions) => Page.items(streamPages(args, options))
}

/** The methods of a resource, groups included: `Conversations.threads.list` is an operation's name. */
export const compile = (
  pipeline: Pipeline,
  name: string,
  endpoints: Endpoint.Endpoints,
  isEndpoint: (value: Endpoint.Any | Endpoint.Endpoints) => value is Endpoint.Any
): Fields =>
  Object.fromEntries(
    Object.entries(endpoints).map(([key, value]) => [
      key,
      isEndpoint(value)
        ? compileEndpoint(pipeline, `${name}.${key}`, value)
        : compile(pipeline, `${name}.${key}`, value, isEndpoint)
    ])
  )
