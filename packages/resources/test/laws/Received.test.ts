import { assert, describe, it } from "@effect/vitest"
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Received from "@effect-helpscout/core/Received"
import { Users } from "@effect-helpscout/resources/Users"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

const name = Schema.Struct({ firstName: Schema.String })
const me = Endpoint.get("/v2/users/me", { response: name, docs: "users/me" })

const layer = Layer.provideMerge(Users.layer, Simulator.layerClient({ seed: "received", data: { users: 60 } }))

describe("keep", () => {
  it.effect("returns the JSON of a single value, with the keys that its schema drops", () =>
    Effect.gen(function* () {
      const methods = yield* HelpScoutClient.methods("Test", { me })
      const user = yield* Received.keep(methods.me())
      assert.deepStrictEqual(Object.keys(user), ["firstName"])
      assert.include(Received.json(user) as object, { firstName: user.firstName, companyId: 100 })
    }).pipe(Effect.provide(layer))
  )

  it.effect("returns the JSON of each item of every page of a Stream", () =>
    Effect.gen(function* () {
      const { listAll } = yield* Users
      const users = Chunk.toReadonlyArray(yield* Stream.runCollect(Received.keepStream(listAll())))
      assert.isAbove(users.length, 50)
      for (const user of users) assert.include(Received.json(user) as object, { id: user.id, email: user.email })
    }).pipe(Effect.provide(layer))
  )

  it.effect("keeps nothing outside of it", () =>
    Effect.gen(function* () {
      const users = yield* Users
      const page = yield* users.list()
      assert.isUndefined(Received.json(page.items[0] ?? {}))
      assert.isUndefined(Received.json(yield* users.me()))
    }).pipe(Effect.provide(layer))
  )
})
