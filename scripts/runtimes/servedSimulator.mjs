/** Serves simulators to programs without Effect. */
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"

export const serve = async (options) => {
  const scope = await Effect.runPromise(Scope.make())
  const simulator = await Effect.runPromise(Scope.extend(NodeSimulator.serve(options), scope))
  return {
    environment: {
      HELPSCOUT_BASE_URL: simulator.baseUrl,
      HELPSCOUT_CLIENT_ID: simulator.clientId,
      HELPSCOUT_CLIENT_SECRET: simulator.clientSecret
    },
    stats: () => Effect.runSync(simulator.stats),
    revokeAccessTokens: () => Effect.runSync(simulator.revokeAccessTokens()),
    close: () => Effect.runPromise(Scope.close(scope, Exit.void))
  }
}
