// Type-checked without `skipLibCheck`, so that the packages' own declarations are looked at too.
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import { type Chunk, Effect, Layer, Stream } from "effect"

const all: Effect.Effect<Chunk.Chunk<Conversation>, HelpScoutError, Conversations> = Effect.flatMap(
  Conversations,
  (conversations) => Stream.runCollect(conversations.listAll())
)

export const program = Effect.provide(all, Layer.provide(Conversations.layer, NodeHelpScout.layerConfig))

// @ts-expect-error Help Scout would ignore a misspelled parameter and return everything
export const misspelt = Effect.flatMap(Conversations, (conversations) => conversations.list({ stauts: "all" }))
