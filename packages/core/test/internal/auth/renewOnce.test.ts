import { assert, describe, it } from "@effect/vitest"
import {
  account,
  advance,
  failingStore,
  initialTokens,
  makeWorld,
  open,
  openWorld,
  raw,
  renew,
  storedIn,
  textOf,
  virtual
} from "@effect-helpscout/test-support/auth"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import * as Scope from "effect/Scope"
import * as Auth from "../../../src/Auth.js"
import * as Tokens from "../../../src/Tokens.js"

describe("law T8: processes that share a store renew once", () => {
  it.effect("renews once for all processes", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      world.endpoint.before = Effect.sleep("1 second")
      const processes = yield* Effect.all(Array.from({ length: 5 }, () => open(world)))
      const fibers = yield* Effect.forEach(processes, (auth) => Effect.fork(renew(auth)))
      yield* advance("1 second")
      const replaced = yield* Fiber.join(Fiber.all(fibers))
      assert.deepStrictEqual(
        replaced.map(({ token }) => textOf(token)),
        Array.from({ length: 5 }, () => "access-1")
      )
      assert.strictEqual(replaced.filter(({ renewed }) => renewed).length, 1)
      assert.strictEqual(world.endpoint.requests.length, 1)
    }).pipe(virtual)
  )

  it.effect("renews once for all processes when a token of client credentials expires", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const processes = yield* Effect.all(
        Array.from({ length: 5 }, () => open(world, Auth.Auth.layerClientCredentials))
      )
      const all = Effect.forEach(processes, ({ token }) => Effect.map(token, textOf), { concurrency: "unbounded" })
      assert.deepStrictEqual(new Set(yield* all), new Set(["access-1"]))
      yield* advance("3 days")
      assert.deepStrictEqual(new Set(yield* all), new Set(["access-2"]))
      assert.strictEqual(world.endpoint.requests.length, 2)
    }).pipe(virtual)
  )

  it.effect("renews a rejected token that the store has under a newer generation", () =>
    Effect.gen(function* () {
      const { auth, endpoint, store } = yield* openWorld
      const rejected = yield* auth.token
      yield* store.save(account, initialTokens, { replaces: 3 })
      const { renewed, token } = yield* auth.replace(rejected)
      assert.deepStrictEqual([textOf(token), renewed, endpoint.requests.length], ["access-1", true, 1])
      assert.strictEqual(yield* storedIn(store), "5 access-1")
    }).pipe(virtual)
  )

  it.effect("adopts the store's tokens when its refresh token is rejected because another process renewed", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      // a process that doesn't take the lock, as over a KeyValueStore
      const auth = yield* open({ ...world, store: { ...world.store, lock: () => Effect.void } })
      const rejected = yield* auth.token
      world.endpoint.validRefreshToken = "refresh-b"
      world.endpoint.before = world.store
        .save(account, Tokens.make({ accessToken: "access-b", refreshToken: "refresh-b" }), { replaces: 0 })
        .pipe(Effect.orDie, Effect.asVoid)
      const replaced = yield* auth.replace(rejected)
      assert.deepStrictEqual([textOf(replaced.token), replaced.renewed], ["access-b", false])
      assert.strictEqual(world.endpoint.requests.length, 1)
      world.endpoint.before = Effect.void
      assert.strictEqual(textOf((yield* auth.replace(replaced.token)).token), "access-1")
    }).pipe(virtual)
  )

  it.effect("retries once with the store's refresh token when the store's tokens are due themselves", () =>
    Effect.gen(function* () {
      for (const [stored, outcome] of [
        ["refresh-b", "access-1"],
        ["refresh-dead", "RefreshTokenRefused"]
      ] as const) {
        const world = yield* makeWorld
        const auth = yield* open({ ...world, store: { ...world.store, lock: () => Effect.void } })
        const rejected = yield* auth.token
        world.endpoint.validRefreshToken = "refresh-b"
        const due = Tokens.make({ accessToken: "b", refreshToken: stored, expiresAt: DateTime.unsafeMake(0) })
        world.endpoint.before = Effect.asVoid(Effect.orDie(world.store.save(account, due, { replaces: 0 })))
        const result = yield* Effect.either(auth.replace(rejected))
        assert.strictEqual(
          Either.match(result, { onLeft: ({ reason }) => reason as string, onRight: ({ token }) => textOf(token) }),
          outcome
        )
        assert.strictEqual(world.endpoint.requests.length, 2)
      }
    }).pipe(virtual)
  )

  it.effect("fails when the store still has the rejected refresh token", () =>
    Effect.gen(function* () {
      const { auth, endpoint, store } = yield* openWorld
      yield* store.save(account, initialTokens, { replaces: 0 })
      endpoint.validRefreshToken = "another"
      const error = yield* Effect.flip(renew(auth))
      assert.strictEqual(error.reason, "RefreshTokenRefused")
      assert.include(error.message, "invalid_request: Invalid refresh_token")
      assert.strictEqual(endpoint.requests.length, 1)
    }).pipe(virtual)
  )

  it.effect("waits at most one lease for a process that died during its renewal", () =>
    Effect.gen(function* () {
      const { auth, store } = yield* openWorld
      yield* store.lock(account)
      const caller = yield* Effect.fork(renew(auth))
      yield* advance("60 seconds")
      assert.strictEqual(textOf((yield* caller).token), "access-1")
    }).pipe(virtual)
  )

  it.effect("says that a process which died during its renewal explains the rejection", () =>
    Effect.gen(function* () {
      for (const died of [true, false]) {
        const { auth, endpoint, store } = yield* openWorld
        const other = yield* Scope.make()
        yield* Scope.extend(store.lock(account), other)
        if (!died) yield* Scope.close(other, Exit.void)
        endpoint.validRefreshToken = "refresh-that-was-lost"
        const caller = yield* Effect.fork(Effect.flip(renew(auth)))
        yield* advance("60 seconds")
        const error = yield* caller
        assert.strictEqual(error.reason, "RefreshTokenRefused")
        assert.strictEqual(error.refreshTokenAtRisk === true, died)
        assert.strictEqual(error.message.includes("An earlier renewal sent it and got no response"), died)
      }
    }).pipe(virtual)
  )

  it.effect("keeps the refresh token unused while the store cannot be read or locked", () =>
    Effect.gen(function* () {
      for (const operation of ["load", "lock"] as const) {
        const world = yield* makeWorld
        const auth = yield* open({ ...world, store: failingStore(world.store, operation) })
        const caller = yield* Effect.fork(Effect.flip(renew(auth)))
        yield* advance("10 seconds")
        const error = yield* caller
        assert.strictEqual(error.reason, "TokenStoreFailed")
        assert.isTrue(error.isRetryable)
        assert.strictEqual(world.endpoint.requests.length, 0)
      }
    }).pipe(virtual)
  )

  it.effect("prefers the store's tokens to the given ones, unless those were issued later", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const at = (accessToken: string, second: number) =>
        Tokens.make({ accessToken, issuedAt: DateTime.unsafeMake(second * 1000) })
      yield* world.store.save(account, at("stored", 5), { replaces: 0 })
      const first = (tokens?: Tokens.Tokens) =>
        Effect.flatMap(open(world, Auth.Auth.layerOAuth2({ tokens })), ({ token }) => Effect.map(token, textOf))
      assert.strictEqual(yield* first(), "stored")
      assert.strictEqual(yield* first(at("earlier", 4)), "stored")
      assert.strictEqual(yield* first(at("later", 6)), "later")
      assert.strictEqual(yield* first(Tokens.make({ accessToken: "undated" })), "stored")
    }).pipe(virtual)
  )
})

describe("helpscout_renewals", () => {
  it.effect("counts each token obtained in helpscout_renewals", () =>
    Effect.gen(function* () {
      const counter = Metric.counter("helpscout_renewals", {
        description: "Access tokens obtained from the token endpoint",
        incremental: true
      })
      const { auth, endpoint } = yield* openWorld
      const before = yield* Metric.value(counter)
      yield* renew(auth)
      endpoint.respond = () => raw("", 500)
      yield* Effect.ignore(renew(auth))
      assert.strictEqual((yield* Metric.value(counter)).count - before.count, 1)
    }).pipe(virtual)
  )
})
