/**
 * From an answer that is no success, or from no answer at all, to the error that says what to do.
 */
import * as Headers from "@effect/platform/Headers"
import type * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Option from "effect/Option"
import * as HelpScoutError from "../../HelpScoutError.js"
import * as errorBody from "./errorBody.js"
import { isRead, type Outgoing } from "./exchange.js"
import * as transportError from "./transportError.js"

export const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

export const correlationId = (headers: Headers.Headers): Option.Option<string> =>
  Option.orElse(Headers.get(headers, "correlation-id"), () => Headers.get(headers, "x-correlation-id"))

export const spread = <K extends string, V>(key: K, value: Option.Option<V>): { readonly [P in K]?: V } =>
  // one key or none: the mapped type can't be inferred from a computed key
  (Option.isSome(value) ? { [key]: value.value } : {}) as { readonly [P in K]?: V }

/** Where a redirect leads. */
export const target = (from: string, response: HttpClientResponse.HttpClientResponse): URL | undefined => {
  const location = response.headers.location
  if (location === undefined || !URL.canParse(location, from)) return undefined
  return new URL(location, from)
}

/** What an answer that is no success means. */
export const refusal = (
  out: Outgoing,
  response: HttpClientResponse.HttpClientResponse,
  text: string
): HelpScoutError.HelpScoutError => {
  const said = errorBody.parse(text)
  const common = {
    operation: out.operation,
    ...spread(
      "correlationId",
      Option.orElse(correlationId(response.headers), () => Option.fromNullable(said.logRef))
    ),
    ...spread("detail", Option.fromNullable(said.detail))
  }
  const { status } = response
  switch (status) {
    case 400:
    case 422:
      return new HelpScoutError.ValidationFailed({ ...common, issues: said.issues })
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
  if (redirects.has(status)) {
    const to = target(out.url, response)
    const where =
      to === undefined ? "a redirect without a readable target" : `a redirect to ${to.host}, which is not followed`
    return new HelpScoutError.RequestRejected({ ...common, status, detail: where })
  }
  if (status < 500 && status !== 408) return new HelpScoutError.RequestRejected({ ...common, status })
  return isRead(out)
    ? new HelpScoutError.ServiceUnavailable({ ...common, status })
    : new HelpScoutError.AmbiguousWrite({ ...common, status, check: `${out.method} ${out.template}` })
}

export const lost = (out: Outgoing, error: transportError.TransportError): HelpScoutError.HelpScoutError => {
  const common = { operation: out.operation, ...(error.code === undefined ? {} : { code: error.code }) }
  return isRead(out) || transportError.isUnsent(error)
    ? new HelpScoutError.TransportFailed({ ...common, ...error })
    : new HelpScoutError.AmbiguousWrite({ ...common, check: `${out.method} ${out.template}` })
}
