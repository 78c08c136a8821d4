/**
 * The JSON that decoded values were read from. A schema drops the keys that it does not know; a program that archives an
 * account keeps them.
 *
 * ```ts
 * import * as Endpoint from "@effect-helpscout/core/Endpoint"
 * import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
 * import * as Received from "@effect-helpscout/core/Received"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 *
 * const me = Endpoint.get("/v2/users/me", { response: Schema.Struct({ id: Schema.Number }), docs: "users/me" })
 * export const json = HelpScoutClient.methods("Users", { me }).pipe(
 *   Effect.flatMap((users) => Received.keep(users.me())),
 *   Effect.map(Received.json)
 * )
 * ```
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { jsonOf, KeepJson } from "./internal/reading/received.js"

/**
 * Keeps the JSON of all values that an effect's responses contain: results of single calls, and items of lists. The JSON
 * stays in memory as long as the value does. Without this, no JSON is kept.
 *
 * @since 0.1.0
 */
export const keep = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.provideService(effect, KeepJson, true)

/**
 * The same as `keep`, for the requests of a Stream.
 *
 * @since 0.1.0
 */
export const keepStream = <A, E, R>(stream: Stream.Stream<A, E, R>): Stream.Stream<A, E, R> =>
  Stream.provideService(stream, KeepJson, true)

/**
 * Returns the JSON that a value was read from: parsed, otherwise as received. `undefined` for values that were read
 * outside of `keep`, for copies, and for parts of values.
 *
 * @since 0.1.0
 */
export const json = (value: object): unknown => jsonOf(value)
