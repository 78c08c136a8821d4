/** Applies the options of a call to its effect or stream. */
import * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { HelpScoutClient, type ResponseInfo } from "@effect-helpscout/core/HelpScoutClient"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { RequestOptions } from "../Options.js"

const notify = (observe: NonNullable<RequestOptions["onResponse"]>) => (info: ResponseInfo) =>
  Effect.sync(() => {
    const { attempt, correlationId, headers, operation, status } = info
    observe({
      operation,
      status,
      headers: { ...headers },
      correlationId: Option.getOrUndefined(correlationId),
      attempt
    })
  })

const withHeaders = (headers: NonNullable<RequestOptions["headers"]>) =>
  HttpClient.mapRequest(HttpClientRequest.setHeaders(Headers.fromInput(headers)))

/** Applies options that have been checked. Time limit and signal are kept by `Lifetime`. */
export const withOptions = <A, E>(effect: Effect.Effect<A, E>, options: RequestOptions): Effect.Effect<A, E> => {
  const { headers, onResponse, priority } = options
  let result = effect
  if (headers !== undefined) result = HelpScoutClient.withTransform(result, withHeaders(headers))
  if (onResponse !== undefined) result = HelpScoutClient.onResponse(result, notify(onResponse))
  if (priority !== undefined) result = HelpScoutClient.withPriority(result, priority)
  return result
}
