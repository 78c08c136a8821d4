import { assert, describe, it } from "@effect/vitest"
import { account, advance, makeWorld, open, renew, textOf, virtual } from "@effect-helpscout/test-support/auth"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Auth } from "../../../src/Auth.js"
import * as TokenStore from "../../../src/TokenStore.js"

describe("law T4: a store that fails does not block requests", () => {
  for (const [name, save] of [
    ["hangs", Effect.never],
    ["hangs and cannot be interrupted", Effect.uninterruptible(Effect.sleep("1 day"))],
    ["throws", Effect.die(new Error("planted"))]
  ] as const) {
    it.effect(`delays requests for at most five seconds when the store ${name}`, () =>
      Effect.gen(function* () {
        const world = yield* makeWorld
        const store: TokenStore.Service = { ...world.store, save: () => Effect.zipRight(save, Effect.never) }
        const auth = yield* open({ ...world, store })
        const caller = yield* Effect.fork(renew(auth))
        yield* advance("5 seconds")
        assert.isTrue(Option.isSome(yield* caller.poll))
        assert.strictEqual(textOf(yield* auth.token), "access-1")
      }).pipe(virtual)
    )
  }
})

describe("law P8: with client credentials, a store delays a request by less than two seconds", () => {
  const hangs = () => Effect.uninterruptible(Effect.zipRight(Effect.sleep("1 day"), Effect.never))
  const breaks = (operation: "load" | "save" | "lock") => () =>
    new TokenStore.TokenStoreFailed({ operation, detail: "EIO" })
  const throws = () => Effect.die(new Error("planted"))

  const operations = ["load", "save", "lock"] as const
  const stores: ReadonlyArray<readonly [name: string, broken: Partial<TokenStore.Service>]> = [
    ...operations.flatMap((operation) => [
      [`hangs in ${operation}`, { [operation]: hangs }] as const,
      [`fails in ${operation}`, { [operation]: breaks(operation) }] as const,
      [`throws in ${operation}`, { [operation]: throws }] as const
    ]),
    ["hangs", { load: hangs, save: hangs, lock: hangs }],
    ["fails", { load: breaks("load"), save: breaks("save"), lock: breaks("lock") }]
  ]
  for (const [name, broken] of stores) {
    it.effect(`when the store ${name}`, () =>
      Effect.gen(function* () {
        const world = yield* makeWorld
        const auth = yield* open({ ...world, store: { ...world.store, ...broken } }, Auth.layerClientCredentials)
        const start = yield* Clock.currentTimeMillis
        const first = yield* auth.token
        const second = yield* auth.replace(first)
        assert.deepStrictEqual([textOf(first), textOf(second.token)], ["access-1", "access-2"])
        const delays = (yield* Clock.currentTimeMillis) - start
        assert.isBelow(delays, 2 * 1_500 + 1, `two renewals took ${delays} ms`)
      }).pipe(virtual)
    )
  }

  it.effect("when another process holds the lock", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const auth = yield* open(world, Auth.layerClientCredentials)
      yield* world.store.lock(account)
      const start = yield* Clock.currentTimeMillis
      assert.strictEqual(textOf(yield* auth.token), "access-1")
      assert.strictEqual((yield* Clock.currentTimeMillis) - start, 750)
    }).pipe(virtual)
  )

  it.effect("waits for the renewal of another process, and adopts its token", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      world.endpoint.before = Effect.sleep("500 millis")
      const processes = yield* Effect.all(Array.from({ length: 5 }, () => open(world, Auth.layerClientCredentials)))
      const tokens = yield* Effect.forEach(processes, ({ token }) => token, { concurrency: "unbounded" })
      assert.deepStrictEqual(new Set(tokens.map(textOf)), new Set(["access-1"]))
      assert.strictEqual(world.endpoint.requests.length, 1)
    }).pipe(virtual)
  )
})

describe("law P8: a lock that cannot be interrupted", () => {
  it.effect("fails after one lease and ten seconds with an OAuth2 app, whose refresh token stays unused", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const lock = () => Effect.uninterruptible(Effect.zipRight(Effect.sleep("1 day"), Effect.never))
      const auth = yield* open({ ...world, store: { ...world.store, lock } })
      const start = yield* Clock.currentTimeMillis
      const error = yield* Effect.flip(renew(auth))
      assert.deepStrictEqual([error.reason, world.endpoint.requests.length], ["TokenStoreFailed", 0])
      assert.strictEqual((yield* Clock.currentTimeMillis) - start, 70_000)
    }).pipe(virtual)
  )
})
