/** The request that a call sends, without sending it: for `--dry-run` and for confirmations. */
import * as HttpClient from "@effect/platform/HttpClient"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Account from "../account.js"
import { safe } from "../output/text.js"

export interface Request {
  readonly method: string
  readonly url: string
  readonly body?: unknown
}

/** law C6: a secret is not shown, and neither is the content of a file. */
const shown = (value: unknown, key = ""): unknown => {
  if (typeof value === "string") {
    if (/secret|password|token/i.test(key)) return "<redacted>"
    return key === "data" && value.length > 100 ? `<base64, ${value.length} characters>` : value
  }
  if (Array.isArray(value)) return value.map((item) => shown(item))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(inner, name)]))
}

/** Returns the first request of a call. A call that is invalid fails as usual. */
export const requestOf = <A>(
  call: Effect.Effect<A, HelpScoutError, HelpScoutClient>,
  choice: Account.Choice
): Effect.Effect<Request, HelpScoutError | Account.AccountError> =>
  Effect.gen(function* () {
    const captured = yield* Deferred.make<Request>()
    const client = HttpClient.make((request, url) => {
      const body =
        request.body._tag === "Uint8Array" ? JSON.parse(new TextDecoder().decode(request.body.body)) : undefined
      const found = { method: request.method, url: url.href, ...(body === undefined ? {} : { body: shown(body) }) }
      return Effect.zipRight(Deferred.succeed(captured, found), Effect.never)
    })
    const layer = HelpScoutClient.layer.pipe(
      Layer.provide(Layer.mergeAll(Auth.layerToken(Redacted.make("dry-run")), RateLimiter.layer())),
      Layer.provide(Layer.succeed(HttpClient.HttpClient, client)),
      Layer.provide(Account.layerSettings(choice))
    )
    return yield* Effect.raceFirst(Deferred.await(captured), Effect.zipRight(Effect.provide(call, layer), Effect.never))
  })

/** The request as text for a person. */
export const describe = ({ body, method, url }: Request): string =>
  safe(`${method} ${url}${body === undefined ? "" : `\n${JSON.stringify(body, null, 2)}`}`)
