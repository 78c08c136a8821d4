/**
 * Fails in the ways that a new user meets: `node examples/dist/src/failures.js get`. Its output is in docs/errors.md, and
 * errors.test.ts compares the two.
 */

import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

const list = Effect.flatMap(Conversations, (conversations) => conversations.list({ status: "all" }))

const programs: Readonly<Record<string, Effect.Effect<unknown, unknown, Conversations>>> = {
  list,
  get: Effect.flatMap(Conversations, (conversations) => conversations.get({ conversationId: 1 })),
  misspelled: Effect.flatMap(Conversations, (conversations) => {
    const query = { status: "all", mailboxes: 7 }
    return Stream.runDrain(conversations.listAll(query as object))
  }),
  create: Effect.flatMap(Conversations, (conversations) =>
    conversations.create({
      subject: "Hello",
      type: "email",
      mailboxId: 1,
      status: "active",
      customer: { email: "ada@example.com" },
      threads: [{ type: "customer", text: "Hello", customer: { email: "ada@example.com" } }]
    })
  ),
  impatient: Effect.forEach([1, 2, 3], () => list)
}

const client = NodeHelpScout.layer({
  tokenStore: TokenStore.layerMemory,
  rateLimiter: RateLimiter.layer({ limit: 2, maxQueueWait: "1 second" })
})

NodeRuntime.runMain(
  Effect.provide(programs[process.argv[2] ?? "list"] ?? list, Layer.provide(Conversations.layer, client))
)
