// What a user of the packed packages writes, as an ES module.

import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import { Console, Effect, Layer, Redacted, Stream } from "effect"

const count = Effect.gen(function* () {
  const conversations = yield* Conversations
  return yield* Stream.runCount(conversations.listAll({ status: "all" }))
})

const inProcess = Effect.provide(
  count,
  Layer.provide(Conversations.layer, Simulator.layerClient({ data: { conversations: 30 } }))
)

const overHttp = Effect.gen(function* () {
  const simulator = yield* NodeSimulator.serve({ data: { conversations: 40 } })
  const client = NodeHelpScout.layer({
    config: HelpScoutConfig.layer({
      baseUrl: simulator.baseUrl,
      clientId: simulator.clientId,
      clientSecret: Redacted.make(simulator.clientSecret)
    }),
    tokenStore: NodeTokenStore.layerFile({ directory: "tokens" })
  })
  return yield* Effect.provide(count, Layer.provide(Conversations.layer, client))
})

await Effect.runPromise(
  Effect.scoped(Effect.zip(inProcess, overHttp)).pipe(Effect.flatMap((counts) => Console.log(counts.join(" and "))))
)
