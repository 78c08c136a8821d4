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
import * as List from "../reading/list.js"
import * as Response from "../reading/response.js"
import * as Trail from "../reading/trail.js"
import * as Input from "./input.js"
import type { JsonObject } from "./json.js"
import type { OutgoingRequest } from "./outgoing.js"
import type { Pipeline } from "./pipeline.js"

const acceptJson = "application/json, application/hal+json"

const acceptOf = ({ response: { decode } }: Endpoint.Description): string => {
  if (decode._tag === "Text") return decode.accept
  return decode._tag === "Bytes" ? "*/*" : acceptJson
}

/** Encodes the arguments of a call, or fails before anything is sent (law D1). */
type Encode = (args: unknown, payload?: unknown) => Effect.Effect<OutgoingRequest, HelpScoutError.InputInvalid>

const withoutBody = Either.right(undefined)
const issuesOf = <E>(result: Either.Either<unknown, ReadonlyArray<E>>): ReadonlyArray<E> =>
  Either.isLeft(result) ? result.left : []

const compileEncode = (baseUrl: string, operation: string, description: Endpoint.Description): Encode => {
  const { method, path: template, payload } = description
  const fixed = {
    operation,
    method,
    template,
    accept: acceptOf(description),
    readBack: Input.compileReadBack(description)
  }
  const writeUrl = Input.compileUrl(description)
  const writeBody = payload === undefined ? undefined : Input.compileBody(payload)
  return (args, content) =>
    Effect.suspend(() => {
      const url = writeUrl(args)
      const body = writeBody === undefined ? withoutBody : writeBody(content)
      if (Either.isLeft(url) || Either.isLeft(body)) {
        return new HelpScoutError.InputInvalid({ operation, issues: [...issuesOf(url), ...issuesOf(body)] })
      }
      return Effect.succeed({ ...fixed, url: baseUrl + url.right, body: body.right })
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
      Effect.flatMap(pipeline.send(request, body), (response) => read(request, response))
    )
  return takesArgs(description) || description.payload === undefined
    ? call
    : (payload: unknown) => call(undefined, payload)
}

type LoadPage = (
  request: OutgoingRequest,
  trail: Trail.Trail
) => Effect.Effect<Page.Page<unknown>, HelpScoutError.HelpScoutError>

const compileLoad = (
  pipeline: Pipeline,
  operation: string,
  list: NonNullable<Endpoint.Description["list"]>
): LoadPage => {
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

const streamOfPages = (readPage: ReadPage, paging: Endpoint.Paging) => {
  const numbered = paging === "numbered" || paging === "report"
  return (args: JsonObject = {}, options: Page.NumberedStreamOptions = {}) => {
    const byNumber = (page: number, totals: Page.Totals) => readPage({ ...args, page }, Trail.before(page, totals))
    return Page.streamPages(readPage(args), options, numbered ? byNumber : undefined)
  }
}

const compileEndpoint = (pipeline: Pipeline, operation: string, endpoint: Endpoint.Any): unknown => {
  const { description } = endpoint
  const { list } = description
  const encode = compileEncode(pipeline.baseUrl, operation, description)
  if (endpoint.kind === "Bytes") return (args: unknown) => Stream.unwrap(Effect.map(encode(args), pipeline.stream))
  if (list === undefined) return callMethod(pipeline, encode, description)

  const load = compileLoad(pipeline, operation, list)
  const readPage: ReadPage = (args, trail = Trail.start) =>
    Effect.flatMap(encode(args), (request) => load(request, trail))
  if (endpoint.kind === "List") return (args: unknown) => readPage(args)
  const pages = streamOfPages(readPage, list.paging)
  if (endpoint.kind === "Pages") return pages
  return (args?: JsonObject, options?: Page.NumberedStreamOptions) => Page.items(pages(args, options))
}

/** Makes the methods of a resource. Groups nest: `Conversations.threads.list` is the name of an operation. */
export const make = (pipeline: Pipeline, name: string, endpoints: Endpoint.Endpoints): JsonObject =>
  Object.fromEntries(
    Object.entries(endpoints).map(([key, value]) => [
      key,
      Endpoint.isEndpoint(value)
        ? compileEndpoint(pipeline, `${name}.${key}`, value)
        : make(pipeline, `${name}.${key}`, value)
    ])
  )
