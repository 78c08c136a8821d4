/** Bodies as Help Scout writes them: the simulator's, made once. */
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"

export interface Bodies {
  /** A user. */
  readonly small: string
  /** The `_embedded` of a page of 25 conversations. */
  readonly embedded: string
}

export const userId = 4001

interface Listed {
  readonly _embedded: unknown
}

const read = (simulator: Simulator.Service, authorization: string, url: string): Effect.Effect<string> =>
  Effect.flatMap(simulator.handle({ method: "GET", url, headers: { authorization }, body: "" }), (outcome) =>
    outcome._tag === "Response" && outcome.status === 200
      ? Effect.succeed(typeof outcome.body === "string" ? outcome.body : new TextDecoder().decode(outcome.body))
      : Effect.dieMessage(`the simulator refused ${url}`)
  )

export const make: Effect.Effect<Bodies> = Effect.gen(function* () {
  const simulator = yield* Simulator.make({ seed: "bench", data: { until: Date.UTC(2025, 0, 1), conversations: 100 } })
  const { accessToken } = yield* simulator.issueTokens()
  const authorization = `Bearer ${accessToken}`
  const small = yield* read(simulator, authorization, `/v2/users/${userId}`)
  const page = yield* read(simulator, authorization, "/v2/conversations?status=all")
  // the simulator's response to a list
  return { small, embedded: JSON.stringify((JSON.parse(page) as Listed)._embedded) }
})
