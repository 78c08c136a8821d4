/** Response bodies in the form of Help Scout's. */
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import * as FullPage from "./fullPage.js"

export interface Bodies {
  /** A user, from the simulator. */
  readonly small: string
  /** The `_embedded` object of a full page of 25 conversations. */
  readonly embedded: string
}

export const userId = 4001

const read = (simulator: Simulator.Service, authorization: string, url: string): Effect.Effect<string> =>
  Effect.flatMap(simulator.handle({ method: "GET", url, headers: { authorization }, body: "" }), (response) =>
    response._tag === "Response" && response.status === 200
      ? Effect.succeed(typeof response.body === "string" ? response.body : new TextDecoder().decode(response.body))
      : Effect.dieMessage(`The simulator rejected GET ${url}`)
  )

export const make: Effect.Effect<Bodies> = Effect.gen(function* () {
  const simulator = yield* Simulator.make({ seed: "bench", data: { until: Date.UTC(2025, 0, 1), conversations: 100 } })
  const { accessToken } = yield* simulator.issueTokens()
  const authorization = `Bearer ${accessToken}`
  const small = yield* read(simulator, authorization, `/v2/users/${userId}`)
  return { small, embedded: FullPage.embedded }
})
