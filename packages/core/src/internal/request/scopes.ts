/** Settings that a program can change for a single effect: `HelpScoutClient.withTransform` and its siblings. */
import type * as Headers from "@effect/platform/Headers"
import type * as HttpClient from "@effect/platform/HttpClient"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { HttpMethod } from "../../Endpoint.js"
import type { InvalidItem } from "../../Page.js"

/** One response, as observers see it. */
export interface ResponseInfo {
  readonly operation: string
  readonly method: HttpMethod
  /** The path's template, such as `/v2/conversations/:conversationId`. */
  readonly path: string
  readonly status: number
  readonly headers: Headers.Headers
  readonly correlationId: Option.Option<string>
  /** Counted from 1. Each retry, each request after a renewal and each redirect is a further attempt. */
  readonly attempt: number
}

/** Changes the HTTP client. */
export class Transform extends Context.Reference<Transform>()("@effect-helpscout/core/HelpScoutClient/Transform", {
  defaultValue: (): ((client: HttpClient.HttpClient) => HttpClient.HttpClient) => (client) => client
}) {}

/** Receives every response, retries included (law O4). */
export class Observer extends Context.Reference<Observer>()("@effect-helpscout/core/HelpScoutClient/Observer", {
  defaultValue: (): Option.Option<(info: ResponseInfo) => Effect.Effect<void>> => Option.none()
}) {}

/** Ranks waiting requests: a higher priority goes first (law R4). */
export class Priority extends Context.Reference<Priority>()("@effect-helpscout/core/HelpScoutClient/Priority", {
  defaultValue: (): number => 0
}) {}

/** Handles list items that cannot be read (law L8). Without a handler, the list fails. */
export class InvalidItems extends Context.Reference<InvalidItems>()(
  "@effect-helpscout/core/HelpScoutClient/InvalidItems",
  { defaultValue: (): ((item: InvalidItem) => Effect.Effect<void>) | undefined => undefined }
) {}

/** Replaces the time limit of each exchange, `HelpScoutConfig.timeout` (law P8). */
export class Timeout extends Context.Reference<Timeout>()("@effect-helpscout/core/HelpScoutClient/Timeout", {
  defaultValue: (): Option.Option<Duration.Duration> => Option.none()
}) {}
