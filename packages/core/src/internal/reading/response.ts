/**
 * From a successful response to the value of a call: JSON, text, or the id of what was created. A write whose response
 * cannot be read fails with `applied: true` (law S3).
 */
import * as Headers from "@effect/platform/Headers"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type * as Endpoint from "../../Endpoint.js"
import * as HelpScoutError from "../../HelpScoutError.js"
import { correlationId, optionalField } from "../request/classify.js"
import { resourceId } from "../request/headerValue.js"
import * as issues from "../request/issues.js"
import { isRead, type OutgoingRequest } from "../request/outgoing.js"
import * as Reader from "./reader.js"
import { remember } from "./received.js"

/** A response whose body has been read. */
export interface ReceivedResponse {
  readonly status: number
  readonly headers: Headers.Headers
  /** Empty where the body is ignored. */
  readonly text: string
}

/** Returns the value of a response. `keep` remembers the JSON that it was read from. */
export type ReadResponse<A = unknown> = (
  request: OutgoingRequest,
  response: ReceivedResponse,
  keep?: boolean
) => Either.Either<A, HelpScoutError.ResponseInvalid>

/** The error for a successful response that cannot be read. A write has been carried out (law S3). */
export const invalid = (
  request: OutgoingRequest,
  response: Pick<ReceivedResponse, "status" | "headers">,
  found: ReadonlyArray<HelpScoutError.ValidationIssue>,
  where: { readonly url?: string; readonly itemId?: string | number | undefined } = {}
): HelpScoutError.ResponseInvalid =>
  new HelpScoutError.ResponseInvalid({
    operation: request.operation,
    ...optionalField("correlationId", correlationId(response.headers)),
    status: response.status,
    applied: !isRead(request),
    ...(where.url === undefined ? {} : { url: where.url }),
    ...(where.itemId === undefined ? {} : { itemId: where.itemId }),
    issues: found
  })

/** Parses the body as JSON. */
export const parseJson: ReadResponse = (request, response) => {
  if (response.text.trim() === "") return Either.left(invalid(request, response, issues.atRoot("the body is empty")))
  try {
    return Either.right(JSON.parse(response.text))
  } catch {
    const type = Option.getOrElse(Headers.get(response.headers, "content-type"), () => "no content type")
    const found = issues.atRoot(`the body is not complete JSON (${type.split(";")[0]})`)
    return Either.left(invalid(request, response, found))
  }
}

/** Reads a value with the endpoint's reader. `path` is where the value is in the response. */
export const readWith = (
  read: Reader.Reader,
  request: OutgoingRequest,
  response: ReceivedResponse,
  json: unknown,
  path = ""
): Either.Either<unknown, HelpScoutError.ResponseInvalid> =>
  Either.mapLeft(read(json), (found) => invalid(request, response, path === "" ? found : issues.below(path, found)))

/** Reads a body of JSON. */
export const compileJson =
  (read: Reader.Reader): ReadResponse =>
  (request, response, keep = false) =>
    Either.flatMap(parseJson(request, response), (json) => {
      const value = readWith(read, request, response, json)
      if (keep && Either.isRight(value)) remember(value.right, json)
      return value
    })

/** `decodeURIComponent` throws at malformed percent-encoding, and the write has been carried out (law S3). */
const decodeSegment = Option.liftThrowable(decodeURIComponent)

/** The id of the new resource: `Resource-ID`, otherwise the last segment of `Location`, which may have a query (law D8). */
const createdId = (headers: Headers.Headers, numeric: boolean): Option.Option<string> =>
  Option.orElse(resourceId(headers["resource-id"], numeric), () =>
    Option.flatMap(Headers.get(headers, "location"), lastSegment)
  )

const lastSegment = (location: string): Option.Option<string> =>
  Option.flatMap(Option.fromNullable(/\/([^/?#]+)\/?(?:[?#].*)?$/.exec(location)?.[1]), decodeSegment)

/** Headers are text, and most ids are numbers. */
const encodedId = (id: string, numeric: boolean): Option.Option<string | number> => {
  if (!numeric) return Option.some(id)
  const number = Number(id)
  return Number.isNaN(number) ? Option.none() : Option.some(number)
}

const compileCreated = (
  decode: Extract<Endpoint.Response<unknown>["decode"], { readonly _tag: "Created" }>
): ReadResponse => {
  const read = Reader.exact(decode.schema)
  const numeric = Either.isRight(read(1))
  return (request, response) => {
    const id = Option.flatMap(createdId(response.headers, numeric), (found) => encodedId(found, numeric))
    if (Option.isSome(id)) {
      const value = readWith(read, request, response, id.value, "Resource-ID")
      return decode.optional ? Either.map(value, Option.some) : value
    }
    if (decode.optional) return Either.right(Option.none())
    const found = [{ path: "Resource-ID", message: "is missing, and Location does not end with an id" }]
    return Either.left(invalid(request, response, found))
  }
}

/** Compiles how the response of one call is read. Lists are read by `list.ts`. */
export const compile = (description: Endpoint.Description): ReadResponse => {
  const { decode } = description.response
  switch (decode._tag) {
    case "NoContent":
    case "Bytes":
      return () => Either.void
    case "Text":
      return (_, response) => Either.right(response.text)
    case "Json":
      return compileJson(Reader.make(decode.schema))
    case "Created":
      return compileCreated(decode)
  }
}
