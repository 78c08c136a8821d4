import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import { client, finish } from "@effect-helpscout/test-support/program"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const list = Effect.flatMap(Conversations, (conversations) => conversations.list({ status: "all" }))

describe("law O3: two accounts in one program", () => {
  it.effect("share neither tokens, budget nor renewals", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.Simulator
      const north = Effect.provide(list, client({ name: "north" }, { limit: 3 }))
      const south = Effect.provide(list, client({ name: "south" }))
      const both = Effect.zip(
        Effect.forEach([1, 2, 3], () => list, { concurrency: 3 }).pipe(Effect.provide(client({ name: "north" }))),
        south,
        {
          concurrent: true
        }
      )
      yield* finish(both)
      yield* simulator.revokeAccessTokens("south")
      yield* finish(Effect.zip(north, south, { concurrent: true }))

      const requests = (yield* simulator.requests).filter((request) => request.endpoint !== undefined)
      const bearers = new Map<string, Set<string>>()
      for (const { account, headers } of requests) {
        const name = account ?? "none"
        bearers.set(name, (bearers.get(name) ?? new Set()).add(headers.authorization ?? ""))
      }
      assert.deepStrictEqual([...bearers.keys()].sort(), ["north", "south"])
      const shared = [...(bearers.get("north") ?? [])].filter((bearer) => bearers.get("south")?.has(bearer))
      assert.deepStrictEqual(shared, [])
    }).pipe(
      Effect.provide(
        Simulator.Simulator.layer({
          accounts: [{ name: "north" }, { name: "south" }],
          data: { conversations: 5 }
        }).pipe(Layer.orDie)
      )
    )
  )
})
