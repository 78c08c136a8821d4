/**
 * Serves a simulated Help Scout on this machine, for trying programs without an account. It prints the environment
 * variables that point a program at it, and runs until Ctrl-C. Run it with `node examples/dist/src/simulator.js`.
 */

import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

const program = Effect.gen(function* () {
  const simulator = yield* NodeSimulator.serve({ data: { conversations: 100 } })
  yield* Console.log(`export HELPSCOUT_BASE_URL=${simulator.baseUrl}`)
  yield* Console.log(`export HELPSCOUT_CLIENT_ID=${simulator.clientId}`)
  yield* Console.log(`export HELPSCOUT_CLIENT_SECRET=${simulator.clientSecret}`)
  return yield* Effect.never
})

NodeRuntime.runMain(Effect.scoped(program))
