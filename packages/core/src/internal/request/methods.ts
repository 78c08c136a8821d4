/**
 * From the endpoint records of a resource to the methods that users call. Everything that a method needs is compiled
 * here, once, when the layer is built (law D5).
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import * as Endpoint from "../../Endpoint.js"
import * as HelpScoutError from "../../HelpScoutError.js"
import * as Page from "../../Page.js"
import * as Call from "../permissions/call.js"
import * as List from "../reading/list.js"
import { KeepJson } from "../reading/received.js"
import * as Response from "../reading/response.js"
import * as Trail from "../reading/trail.js"
import * as Input from "./input.js"
import type { JsonObject } from "./json.js"
import type { OutgoingRequest } from "./outgoing.js"
import type { Pipeline } from "./pipeline.js"
import * as StableList from "./stableList.js"

const acceptJson = "application/json, application/hal+json"

const acceptOf = ({ response: { decode } }: Endpoint.Description): string => {
  if (decode._tag === "Text") return decode.accept
  return decode._tag === "Bytes" ? "*/*" : acceptJson
}

/** The name of a method, and the names of all methods that send the same request. */
interface Named {
  readonly operation: string
  readonly aliases: ReadonlyArray<string>
}

/** Encodes the arguments of a call, or fails before anything is sent (law D1). */
export type Encode = (args: unknown, payload?: unknown) => Effect.Effect<OutgoingRequest, HelpScoutError.InputInvalid>

const withoutBody = Either.right(undefined)
const issuesOf = <E>(result: Either.Either<unknown, ReadonlyArray<E>>): ReadonlyArray<E> =>
  Either.isLeft(result) ? result.left : []

const compileEncode = (baseUrl: string, { aliases, operation }: Named, description: Endpoint.Description): Encode => {
  const { method, path: template, payload } = description
  const accept = acceptOf(description)
  const readBack = Input.compileReadBack(description)
  const callOf = Call.compile(aliases, description)
  const writeUrl = Input.compileUrl(description)
  const writeBody = payload === undefined ? undefined : Input.compileBody(payload)
  return (args, content) =>
    Effect.suspend(() => {
      const url = writeUrl(args)
      const body = writeBody === undefined ? withoutBody : writeBody(content)
      if (Either.isLeft(url) || Either.isLeft(body)) {
        return new HelpScoutError.InputInvalid({ operation, issues: [...issuesOf(url), ...issuesOf(body)] })
      }
      // a spread would cost more than all of the rest
      return Effect.succeed({
        operation,
        method,
        template,
        url: baseUrl + url.right,
        accept,
        body: body.right,
        call: callOf(url.right, body.right),
        readBack
      })
    })
}

const takesArgs = ({ list, params, query }: Endpoint.Description): boolean =>
  Object.keys(params).length > 0 || query !== undefined || list !== undefined

const callMethod = (pipeline: Pipeline, encode: Encode, description: Endpoint.Description): unknown => {
  const { decode } = description.response
  const read = Response.compile(description)
  const body = decode._tag === "Json" || decode._tag === "Text" ? "text" : "ignore"
  const call = (args: unknown, payload: unknown) =>
    Effect.flatMap(encode(args, payload), (request) =>
      Effect.flatMap(pipeline.send(request, body), (response) =>
        decode._tag === "Json"
          ? Effect.flatMap(KeepJson, (keep) => read(request, response, keep))
          : read(request, response)
      )
    )
  return takesArgs(description) || description.payload === undefined
    ? call
    : (payload: unknown) => call(undefined, payload)
}

type LoadPage = (
  request: OutgoingRequest,
  trail: Trail.Trail
) => Effect.Effect<Page.Page<unknown>, HelpScoutError.HelpScoutError>

type ListDescription = NonNullable<Endpoint.Description["list"]>

const compileLoad = (pipeline: Pipeline, operation: string, list: ListDescription): LoadPage => {
  const follow: List.Follow = (from, href, trail) => {
    const url = List.nextUrl(from, href, pipeline.baseUrl, trail)
    return Either.isRight(url) ? load({ ...from, url: url.right }, trail) : List.linkInvalid(operation, from, url.left)
  }
  const read = List.compile(list, follow)
  const load: LoadPage = (request, trail) =>
    Effect.flatMap(pipeline.send(request, "text"), (response) => read(request, response, trail))
  return load
}

type ReadPage = (args: unknown, trail?: Trail.Trail) => Effect.Effect<Page.Page<unknown>, HelpScoutError.HelpScoutError>

const compileReadPage = (pipeline: Pipeline, operation: string, encode: Encode, list: ListDescription): ReadPage => {
  const load = compileLoad(pipeline, operation, list)
  return (args, trail = Trail.start) => Effect.flatMap(encode(args), (request) => load(request, trail))
}

type Pages = Stream.Stream<Page.Page<unknown>, HelpScoutError.HelpScoutError>

/** The walk of a list, by its options: along the links, by numbers, or in the stable order. */
const compilePages = (
  pipeline: Pipeline,
  named: Named,
  description: Endpoint.Description,
  list: ListDescription,
  encode: Encode,
  readPage: ReadPage
) => {
  const { operation } = named
  const numbered = list.paging === "numbered" || list.paging === "report"
  const stable = StableList.compile(pipeline, operation, description, encode, (cursor, cursorList) =>
    compileReadPage(pipeline, operation, compileEncode(pipeline.baseUrl, named, cursor), cursorList)
  )
  return (args: JsonObject = {}, options: Page.StableStreamOptions = {}): Pages => {
    if (options.order !== undefined) return Page.streamPages(stable(args, options), { ...options, concurrency: 1 })
    const notice: Trail.Notice = { isLogged: false }
    const byNumber = (page: number, totals: Page.Totals) =>
      readPage({ ...args, page }, Trail.before(page, totals, notice))
    return Page.streamPages(readPage(args, { ...Trail.start, notice }), options, numbered ? byNumber : undefined)
  }
}

const compileEndpoint = (pipeline: Pipeline, named: Named, endpoint: Endpoint.Any): unknown => {
  const { description } = endpoint
  const { list } = description
  const { operation } = named
  const encode = compileEncode(pipeline.baseUrl, named, description)
  if (endpoint.kind === "Bytes") return (args: unknown) => Stream.unwrap(Effect.map(encode(args), pipeline.stream))
  if (list === undefined) return callMethod(pipeline, encode, description)

  const readPage = compileReadPage(pipeline, operation, encode, list)
  if (endpoint.kind === "List") return (args: unknown) => readPage(args)
  const pages = compilePages(pipeline, named, description, list, encode, readPage)
  if (endpoint.kind === "Pages") return pages
  return (args?: JsonObject, options?: Page.StableStreamOptions) => Page.items(pages(args, options))
}

const requestOf = ({ description: { method, path } }: Endpoint.Any): string => `${method} ${path}`

/** Makes the methods of a resource. Groups nest: `Conversations.threads.list` is the name of an operation. */
export const make = (pipeline: Pipeline, name: string, endpoints: Endpoint.Endpoints): JsonObject => {
  const byRequest = new Map<string, Array<string>>()
  for (const [key, value] of Object.entries(endpoints)) {
    if (!Endpoint.isEndpoint(value)) continue
    const names = byRequest.get(requestOf(value)) ?? []
    byRequest.set(requestOf(value), [...names, `${name}.${key}`])
  }
  return Object.fromEntries(
    Object.entries(endpoints).map(([key, value]) => {
      const operation = `${name}.${key}`
      if (!Endpoint.isEndpoint(value)) return [key, make(pipeline, operation, value)]
      const aliases = byRequest.get(requestOf(value)) ?? [operation]
      return [key, compileEndpoint(pipeline, { operation, aliases }, value)]
    })
  )
}
