/**
 * From a response that is not a success, or from a failure without one, to the error that says what to do.
 */
import type * as Headers from "@effect/platform/Headers"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Option from "effect/Option"
import * as HelpScoutError from "../../HelpScoutError.js"
import * as errorBody from "./errorBody.js"
import { single } from "./headerValue.js"
import { isRead, type OutgoingRequest } from "./outgoing.js"
import * as transportError from "./transportError.js"

export const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

export const correlationId = (headers: Headers.Headers): Option.Option<string> =>
  Option.orElse(single(headers["correlation-id"]), () => single(headers["x-correlation-id"]))

/** An object with one key, or without keys where there is no value. */
export const optionalField = <K extends string, V>(key: K, value: Option.Option<V>): { readonly [P in K]?: V } =>
  // the mapped type cannot be inferred from a computed key
  (Option.isSome(value) ? { [key]: value.value } : {}) as { readonly [P in K]?: V }

/** The URL that a redirect leads to. */
export const redirectTarget = (from: string, response: HttpClientResponse.HttpClientResponse): URL | undefined => {
  const { location } = response.headers
  return location !== undefined && URL.canParse(location, from) ? new URL(location, from) : undefined
}

const redirectDetail = (request: OutgoingRequest, response: HttpClientResponse.HttpClientResponse): string => {
  const to = redirectTarget(request.url, response)
  return to === undefined ? "the redirect has no readable target" : `the redirect to ${to.host} is not followed`
}

/** The error for a response that is not a success. `text` is its body. */
export const rejected = (
  request: OutgoingRequest,
  response: HttpClientResponse.HttpClientResponse,
  text: string
): HelpScoutError.HelpScoutError => {
  const body = errorBody.parse(text)
  const { status } = response
  const id = Option.orElse(correlationId(response.headers), () => Option.fromNullable(body.logRef))
  const common = {
    operation: request.operation,
    ...optionalField("correlationId", id),
    ...optionalField("detail", Option.fromNullable(body.detail))
  }
  switch (status) {
    case 400:
    case 422:
      return new HelpScoutError.ValidationFailed({ ...common, issues: body.issues })
    case 401:
      return new HelpScoutError.Unauthorized(common)
    case 403:
      return new HelpScoutError.Forbidden(common)
    case 404:
      return new HelpScoutError.NotFound(common)
    case 409:
      return new HelpScoutError.Conflict(common)
    case 412:
      return new HelpScoutError.PreconditionFailed(common)
    case 413:
      return new HelpScoutError.PayloadTooLarge(common)
  }
  if (redirectStatuses.has(status)) {
    return new HelpScoutError.RequestRejected({ ...common, status, detail: redirectDetail(request, response) })
  }
  if (status < 500 && status !== 408) return new HelpScoutError.RequestRejected({ ...common, status })
  return isRead(request)
    ? new HelpScoutError.ServiceUnavailable({ ...common, status })
    : new HelpScoutError.AmbiguousWrite({ ...common, status, check: `${request.method} ${request.template}` })
}

/** The error for a request that failed without a response. A write that may have arrived is ambiguous (law S2). */
export const failed = (
  request: OutgoingRequest,
  error: transportError.TransportError
): HelpScoutError.HelpScoutError => {
  const { operation } = request
  if (isRead(request) || transportError.isUnsent(error)) {
    const { code, detail, syscall } = error
    return new HelpScoutError.TransportFailed({
      operation,
      host: new URL(request.url).host,
      ...optionalField("code", Option.fromNullable(code)),
      ...optionalField("syscall", Option.fromNullable(syscall)),
      ...optionalField("detail", Option.fromNullable(detail)),
      ...(transportError.isPermanent(error) ? { permanent: true } : {})
    })
  }
  const check = `${request.method} ${request.template}`
  return new HelpScoutError.AmbiguousWrite({
    operation,
    ...optionalField("code", Option.fromNullable(error.code)),
    check
  })
}

const parses = Option.liftThrowable((text: string): unknown => JSON.parse(text))

/** Whether a response has a header that Help Scout adds, and a server in between does not. */
const isMarked = (headers: Headers.Headers): boolean =>
  headers["resource-id"] !== undefined || Option.isSome(correlationId(headers))

/** What Help Scout's resources have one of: properties are identified by their slug. */
const resourceKeys = ["id", "slug", "_links", "_embedded"]

/** Whether JSON is a resource, or an empty body in the form of PHP. */
const isResource = (json: object): boolean => Object.keys(json).length === 0 || resourceKeys.some((key) => key in json)

/**
 * Whether Help Scout sends this JSON after a write: nothing, or a resource. An error that arrives with a 2xx, and a text or
 * a number, are from a server in between.
 */
const isConfirmation = (json: unknown, headers: Headers.Headers): boolean => {
  if (json === null) return true
  if (typeof json !== "object") return false
  if (!("id" in json) && errorBody.isError(errorBody.read(json))) return false
  return isResource(json) || isMarked(headers)
}

/**
 * Returns whether Help Scout could have sent this 2xx response to a write (law S4): its bodies are empty or JSON. Anything
 * else is from a server in between, such as the sign-in page of a network. JSON that breaks off is Help Scout's.
 * `text` is `undefined` if the body could not be read. Then the content type decides.
 */
export const confirmsWrite = (headers: Headers.Headers, text: string | undefined): boolean => {
  const type = headers["content-type"] ?? ""
  if (text === undefined) return !/html/i.test(type)
  const body = text.trim()
  // the content type of an empty body says nothing: some servers always state text/html
  if (body === "") return true
  if (body.startsWith("<") || /html/i.test(type)) return false
  const json = parses(body)
  return Option.isSome(json) ? isConfirmation(json.value, headers) : /json/i.test(type)
}

/** The error for a 2xx response to a write that Help Scout did not send (law S4). */
export const unconfirmed = (
  request: OutgoingRequest,
  response: HttpClientResponse.HttpClientResponse
): HelpScoutError.AmbiguousWrite =>
  new HelpScoutError.AmbiguousWrite({
    operation: request.operation,
    ...optionalField("correlationId", correlationId(response.headers)),
    status: response.status,
    code: "NOT_FROM_HELP_SCOUT",
    check: `${request.method} ${request.template}`
  })
