// The same from CommonJS: Node 20.19 and newer can `require` ES modules.
const { Conversations } = require("@effect-helpscout/resources/Conversations")
const { Simulator } = require("@effect-helpscout/simulator/Simulator")
const { isHelpScoutError } = require("@effect-helpscout/core/HelpScoutError")
const { layerConfig } = require("@effect-helpscout/node/NodeHelpScout")
const { Effect, Layer, Stream } = require("effect")

const program = Effect.gen(function* () {
  const conversations = yield* Conversations
  const count = yield* Stream.runCount(conversations.listAll({ status: "all" }))
  const error = yield* Effect.flip(conversations.get({ conversationId: 1 }))
  return `${count} and ${isHelpScoutError(error) ? error._tag : error}, ${Layer.isLayer(layerConfig)}`
})

const layer = Layer.provide(Conversations.layer, Simulator.layerClient({ data: { conversations: 30 } }))
Effect.runPromise(Effect.provide(program, layer)).then(console.log)
