import { assert, describe, it } from "@effect/vitest"
import {
  accessTokens,
  account,
  advance,
  advanceTo,
  collect,
  initialTokens,
  json,
  lifetime,
  makeWorld,
  open,
  openWorld,
  raw,
  renew,
  storedIn,
  type TokenResponse,
  textOf,
  virtual,
  type World
} from "@effect-helpscout/test-support/auth"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as Auth from "../../../src/Auth.js"
import type * as TokenStore from "../../../src/TokenStore.js"
import * as Tokens from "../../../src/Tokens.js"

describe("law T1: one renewal per rejected token", () => {
  it.effect("renews once for 500 concurrent 401 responses", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.before = Effect.sleep("1 second")
      const rejected = yield* auth.token
      const fibers = yield* Effect.forEach(Array.from({ length: 500 }), () => Effect.fork(auth.replace(rejected)))
      yield* advance("1 second")
      const replaced = yield* Fiber.join(Fiber.all(fibers))
      assert.strictEqual(endpoint.requests.length, 1)
      assert.isTrue(replaced.every(({ renewed, token }) => renewed && textOf(token) === "access-1"))
    }).pipe(virtual)
  )

  it.effect("renews once for 401 responses before, during and after the renewal", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.before = Effect.sleep("1 second")
      const rejected = yield* auth.token
      const first = yield* Effect.fork(auth.replace(rejected))
      yield* advance("500 millis")
      const second = yield* Effect.fork(auth.replace(rejected))
      yield* advance("500 millis")
      const third = yield* auth.replace(rejected)
      assert.deepStrictEqual([(yield* first).renewed, (yield* second).renewed, third.renewed], [true, true, false])
      assert.strictEqual(textOf(third.token), "access-1")
      assert.strictEqual(endpoint.requests.length, 1)
    }).pipe(virtual)
  )

  it.effect("renews a renewed token again, once, when it is rejected", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      const first = yield* renew(auth)
      const second = yield* auth.replace(first.token)
      assert.strictEqual(textOf(second.token), "access-2")
      assert.isTrue(second.renewed)
      assert.strictEqual(endpoint.requests.length, 2)
      assert.strictEqual(yield* auth.token, second.token)
    }).pipe(virtual)
  )

  it.effect("makes requests that start during a renewal wait for the new token", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.before = Effect.sleep("1 second")
      yield* renew(auth).pipe(Effect.fork)
      yield* advance("500 millis")
      const token = yield* Effect.fork(auth.token)
      yield* advance("500 millis")
      assert.strictEqual(textOf(yield* token), "access-1")
    }).pipe(virtual)
  )

  it.effect.prop(
    "renews each revoked token at most once, however requests and revocations of two processes interleave",
    [
      FastCheck.array(FastCheck.integer({ min: 1, max: 4_000 }), { minLength: 1, maxLength: 6 }),
      FastCheck.array(
        FastCheck.tuple(FastCheck.integer({ min: 0, max: 4_000 }), FastCheck.integer({ min: 1, max: 300 })),
        {
          minLength: 1,
          maxLength: 40
        }
      ),
      FastCheck.integer({ min: 0, max: 500 })
    ],
    ([revocations, requests, latency]) =>
      Effect.gen(function* () {
        const world = yield* makeWorld
        world.endpoint.before = Effect.sleep(latency)
        const processes = [yield* open(world), yield* open(world)] as const
        const revoked = new Set<string>()
        const newest = () => `access-${world.endpoint.issued}`
        yield* Effect.forEach(revocations, (at) =>
          Effect.forkScoped(
            Effect.delay(
              Effect.sync(() => revoked.add(newest())),
              at
            )
          )
        )
        const fibers = yield* Effect.forEach(requests, ([at, took], index) =>
          Effect.gen(function* () {
            const auth = processes[index % 2 === 0 ? 0 : 1]
            // the endpoint rejects revoked tokens and replaced ones
            const accepted = (token: Auth.AccessToken) => textOf(token) === newest() && !revoked.has(textOf(token))
            let token = yield* auth.token
            yield* Effect.sleep(took)
            for (let retries = 0; retries < 12 && !accepted(token); retries++) {
              token = (yield* auth.replace(token)).token
              yield* Effect.sleep(took)
            }
            return accepted(token)
          }).pipe(Effect.delay(at), Effect.fork)
        )
        yield* advance("1 minute")
        assert.isTrue((yield* Fiber.join(Fiber.all(fibers))).every((accepted) => accepted))
        assert.isAtMost(world.endpoint.requests.length, revoked.size)
      }).pipe(virtual),
    { fastCheck: { numRuns: 12 } }
  )
})

describe("law T2: lazy renewal ahead of expiry", () => {
  it.effect("renews when less than 60 s remain, and not before", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      yield* advanceTo((lifetime - 60) * 1000 - 1)
      assert.strictEqual(textOf(yield* auth.token), "access-0")
      assert.strictEqual(endpoint.requests.length, 0)
      yield* advance("1 millis")
      assert.strictEqual(textOf(yield* auth.token), "access-1")
      assert.strictEqual(textOf(yield* auth.token), "access-1")
      assert.strictEqual(endpoint.requests.length, 1)
    }).pipe(virtual)
  )

  it.scoped("renews once when the clock jumps forward, and not when it jumps back", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      yield* TestClock.setTime(10 * lifetime * 1000)
      assert.strictEqual(textOf(yield* auth.token), "access-1")
      yield* TestClock.setTime(0)
      assert.strictEqual(textOf(yield* auth.token), "access-1")
      assert.strictEqual(endpoint.requests.length, 1)
      // the 401 reveals the expiry that the clock hid
      const replaced = yield* renew(auth)
      assert.strictEqual(textOf(replaced.token), "access-2")
      assert.strictEqual(textOf(yield* auth.token), "access-2")
      assert.strictEqual(endpoint.requests.length, 2)
    })
  )

  it.effect("returns a token that is still valid while the token endpoint fails", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.respond = () => raw("<h1>503</h1>", 503)
      yield* advanceTo((lifetime - 30) * 1000)
      assert.strictEqual(textOf(yield* auth.token), "access-0")
      yield* advanceTo(lifetime * 1000)
      const error = yield* Effect.flip(auth.token)
      assert.strictEqual(error.reason, "TokenEndpointFailed")
      assert.strictEqual(error.status, 503)
      endpoint.respond = undefined
      assert.strictEqual(textOf(yield* auth.token), "access-1")
    }).pipe(virtual)
  )

  const failures: ReadonlyArray<readonly [name: string, response: TokenResponse]> = [
    ["403 HTML", raw("<h1>Forbidden</h1>", 403)],
    ["200 HTML", raw("<h1>Sign in</h1>")],
    ["200 without a token", json({})],
    ["302", { status: 302, body: "", headers: { location: "https://elsewhere.example" } }],
    ["404", raw("", 404)],
    ["429", raw("", 429)],
    ["500", raw("", 500)],
    ["a body that breaks off", raw(new Error("reset"))],
    ["invalid_client", json({ error: "invalid_client" }, 401)],
    ["invalid_grant", json({ error: "invalid_grant" }, 400)],
    ["an unknown error", json({ error: "insufficient_scope" }, 400)],
    ["an error of another shape", json({ status: 400, message: "no" }, 400)]
  ]
  for (const [name, response] of failures) {
    it.effect(`returns a token that is still valid until it expires when its renewal fails with ${name}`, () =>
      Effect.gen(function* () {
        const world = yield* makeWorld
        const { endpoint } = world
        // client credentials start with the same tokens, from the store
        const other = yield* makeWorld
        yield* other.store.save(account, initialTokens, { replaces: 0 })
        const auths = [yield* open(world), yield* open({ ...other, endpoint }, Auth.Auth.layerClientCredentials)]
        endpoint.respond = () => response
        for (const remaining of [60, 30, 4, 0.001]) {
          yield* advanceTo((lifetime - remaining) * 1000)
          for (const auth of auths) assert.strictEqual(textOf(yield* auth.token), "access-0")
        }
        assert.isAbove(endpoint.requests.length, 0)
        yield* advanceTo(lifetime * 1000)
        for (const auth of auths) assert.strictEqual((yield* Effect.flip(auth.token))._tag, "HelpScoutAuthFailed")
      }).pipe(virtual)
    )
  }

  it.effect("does not return a rejected token, although it would be valid for another day", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.before = Effect.sleep("1 second")
      endpoint.respond = () => raw("", 403)
      const renewing = yield* Effect.fork(Effect.flip(renew(auth)))
      yield* advance("500 millis")
      const waiting = yield* Effect.fork(Effect.flip(auth.token))
      yield* advance("500 millis")
      assert.deepStrictEqual([(yield* renewing).status, (yield* waiting).status], [403, 403])
    }).pipe(virtual)
  )

  it.effect("tries again after five seconds, not with every request, and at once when the token has expired", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.respond = () => raw("", 503)
      yield* advanceTo((lifetime - 8) * 1000)
      yield* Effect.forEach(Array.from({ length: 100 }), () => auth.token)
      assert.strictEqual(endpoint.requests.length, 1)
      yield* advance("5 seconds")
      yield* Effect.forEach(Array.from({ length: 100 }), () => auth.token)
      assert.strictEqual(endpoint.requests.length, 2)
      endpoint.respond = undefined
      yield* advance("3 seconds")
      assert.strictEqual(textOf(yield* auth.token), "access-1")
    }).pipe(virtual)
  )

  it.effect("tries again after Retry-After", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.respond = () => raw("", 429, { "retry-after": "20" })
      yield* advanceTo((lifetime - 50) * 1000)
      yield* auth.token
      endpoint.respond = undefined
      yield* advance("19 seconds")
      assert.strictEqual(textOf(yield* auth.token), "access-0")
      yield* advance("1 second")
      assert.strictEqual(textOf(yield* auth.token), "access-1")
    }).pipe(virtual)
  )

  it.effect("returns a token that cannot be renewed, however old it is", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const tokens = Tokens.make({ accessToken: "only", expiresAt: DateTime.unsafeMake(1) })
      const auth = yield* open(world, Auth.Auth.layerOAuth2({ tokens }))
      yield* advance("1 day")
      const token = yield* auth.token
      assert.strictEqual(textOf(token), "only")
      assert.strictEqual((yield* Effect.flip(auth.replace(token))).reason, "NotRenewable")
    }).pipe(virtual)
  )
})

describe("law T3: a renewal that was sent runs to completion", () => {
  it.effect("returns at once to an interrupted caller, and renews once the endpoint recovers", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.before = Effect.never
      const rejected = yield* auth.token
      const impatient = yield* Effect.fork(auth.replace(rejected).pipe(Effect.timeoutOption("1 second")))
      yield* advance("1 second")
      assert.isTrue(Option.isSome(yield* impatient.poll))
      const patient = yield* Effect.fork(Effect.flip(auth.replace(rejected)))
      yield* advance("29 seconds")
      const error = yield* patient
      assert.strictEqual(error.reason, "TokenEndpointFailed")
      assert.include(error.message, "TIMEOUT")
      endpoint.before = Effect.void
      assert.strictEqual(textOf((yield* auth.replace(rejected)).token), "access-1")
    }).pipe(virtual)
  )

  it.effect("fails after 30 seconds even over a transport that cannot be interrupted", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.before = Effect.uninterruptible(Effect.sleep("1 hour"))
      const fiber = yield* Effect.fork(Effect.exit(renew(auth)))
      yield* advance("30 seconds")
      assert.isTrue(Option.isSome(yield* fiber.poll))
      yield* advance("1 hour")
    }).pipe(virtual)
  )

  it.effect("completes, saves and publishes the renewal of an interrupted caller", () =>
    Effect.gen(function* () {
      const { auth, endpoint, store } = yield* openWorld
      endpoint.before = Effect.sleep("2 seconds")
      const caller = yield* Effect.fork(renew(auth))
      yield* advance("1 second")
      yield* Fiber.interrupt(caller)
      assert.strictEqual(yield* storedIn(store), "nothing")
      yield* advance("1 second")
      assert.strictEqual(yield* storedIn(store), "1 access-1")
      assert.strictEqual(textOf(yield* auth.token), "access-1")
      assert.deepStrictEqual(accessTokens(yield* Stream.runCollect(Stream.take(auth.tokens, 1))), ["access-1"])
      assert.strictEqual(endpoint.requests.length, 1)
    }).pipe(virtual)
  )

  it.effect("delays the end of the layer's scope until the renewal is saved", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const scope = yield* Scope.make()
      const store = {
        ...world.store,
        save: (...args: Parameters<typeof world.store.save>) => Effect.delay(world.store.save(...args), "1 second")
      }
      const auth = yield* Scope.extend(open({ ...world, store }), scope)
      world.endpoint.before = Effect.sleep("2 seconds")
      const caller = yield* Effect.fork(renew(auth))
      yield* advance("1 second")
      const closing = yield* Effect.fork(Scope.close(scope, Exit.void))
      yield* advance("1 second")
      assert.isTrue(Option.isNone(yield* closing.poll))
      yield* advance("1 second")
      assert.isTrue(Option.isSome(yield* closing.poll))
      assert.strictEqual(yield* storedIn(world.store), "1 access-1")
      // the waiter gets the new token
      assert.strictEqual(textOf((yield* caller).token), "access-1")
    }).pipe(virtual)
  )

  it.effect("does not delay the end of the layer's scope while it waits for the lock", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const scope = yield* Scope.make()
      const auth = yield* Scope.extend(open(world), scope)
      const other = yield* Scope.make()
      yield* Scope.extend(world.store.lock(account), other)
      const caller = yield* Effect.fork(renew(auth))
      yield* advance("1 second")
      yield* Scope.close(scope, Exit.void)
      assert.isTrue(Exit.isInterrupted(yield* caller.await))
      assert.strictEqual(world.endpoint.requests.length, 0)
    }).pipe(virtual)
  )
})

describe("law T5: a failed renewal reaches all its waiters with its cause", () => {
  it.effect(
    "fails all waiters with the endpoint's cause after one attempt, and starts another renewal for the next caller",
    () =>
      Effect.gen(function* () {
        const { auth, endpoint } = yield* openWorld
        const events = yield* collect(auth.events)
        endpoint.before = Effect.sleep("1 second")
        endpoint.respond = () => raw("busy", 503)
        const rejected = yield* auth.token
        const replacing = yield* Effect.forEach(Array.from({ length: 100 }), () =>
          Effect.fork(Effect.flip(auth.replace(rejected)))
        )
        yield* advance("500 millis")
        const sending = yield* Effect.forEach(Array.from({ length: 100 }), () => Effect.fork(Effect.flip(auth.token)))
        yield* advance("500 millis")
        const errors = [...(yield* Fiber.join(Fiber.all(replacing))), ...(yield* Fiber.join(Fiber.all(sending)))]
        assert.isTrue(errors.every(({ reason, status }) => reason === "TokenEndpointFailed" && status === 503))
        assert.strictEqual(endpoint.requests.length, 1)
        assert.deepStrictEqual(
          events.map(({ _tag }) => _tag),
          ["RenewalFailed"]
        )

        endpoint.respond = undefined
        const next = yield* Effect.fork(auth.replace(rejected))
        yield* advance("1 second")
        assert.strictEqual(textOf((yield* next).token), "access-1")
        assert.strictEqual(endpoint.requests.length, 2)
      }).pipe(virtual)
  )

  it.effect("fails the waiters with a defect, and does not block the next caller", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.before = Effect.die("bug")
      assert.isTrue(Exit.isFailure(yield* Effect.exit(renew(auth))))
      endpoint.before = Effect.void
      assert.strictEqual(textOf((yield* renew(auth)).token), "access-1")
    }).pipe(virtual)
  )
})

describe("a rejected refresh token is remembered", () => {
  it.effect("sends it once for eleven calls, and logs and publishes its rejection once", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      const events = yield* collect(auth.events)
      endpoint.validRefreshToken = "another"
      const rejected = yield* auth.token
      const errors = yield* Effect.forEach(Array.from({ length: 11 }), () => Effect.flip(auth.replace(rejected)))
      assert.deepStrictEqual(new Set(errors.map(({ reason }) => reason)), new Set(["RefreshTokenRefused"]))
      assert.strictEqual(endpoint.requests.length, 1)
      assert.deepStrictEqual(
        events.map(({ _tag }) => _tag),
        ["RenewalFailed"]
      )
    }).pipe(virtual)
  )

  it.effect("forgets it when the store or setCredentials provides another", () =>
    Effect.gen(function* () {
      for (const provide of [
        ({ store }: World) => Effect.asVoid(store.save(account, fresh, { replaces: 0 })),
        (_: World, auth: Auth.Service) => auth.setCredentials(fresh)
      ]) {
        const world = yield* makeWorld
        const auth = yield* open(world)
        world.endpoint.validRefreshToken = "refresh-fresh"
        const rejected = yield* auth.token
        yield* Effect.flip(auth.replace(rejected))
        yield* provide(world, auth)
        assert.strictEqual(textOf((yield* auth.replace(rejected)).token), "fresh")
        assert.strictEqual(world.endpoint.requests.length, 1)
        assert.strictEqual(textOf((yield* renew(auth)).token), "access-1")
      }
    }).pipe(virtual)
  )
  const fresh = Tokens.make({ accessToken: "fresh", refreshToken: "refresh-fresh" })

  it.effect("remembers no other failure", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      for (const respond of [() => raw("", 503), () => json({ error: "invalid_client" }, 401), () => raw("<html>")]) {
        endpoint.respond = respond
        yield* Effect.flip(renew(auth))
      }
      endpoint.respond = undefined
      assert.strictEqual(textOf((yield* renew(auth)).token), "access-1")
    }).pipe(virtual)
  )

  it.effect("says that an earlier renewal without a response explains the rejection", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      endpoint.respond = () => raw(new Error("reset"))
      assert.isTrue((yield* Effect.flip(renew(auth))).refreshTokenAtRisk)
      endpoint.respond = undefined
      endpoint.validRefreshToken = "refresh-1"
      const error = yield* Effect.flip(renew(auth))
      assert.deepStrictEqual([error.reason, error.refreshTokenAtRisk], ["RefreshTokenRefused", true])
      assert.include(error.message, "An earlier renewal sent it and got no response")
    }).pipe(virtual)
  )
})

describe("law T7: setCredentials wins over a renewal that began before", () => {
  it.effect("setCredentials discards a running renewal, whose waiters get the tokens that were set", () =>
    Effect.gen(function* () {
      const { auth, endpoint, store } = yield* openWorld
      const tokens = yield* collect(auth.tokens)
      endpoint.before = Effect.sleep("2 seconds")
      const waiting = yield* Effect.fork(renew(auth))
      yield* advance("1 second")
      yield* auth.setCredentials({ accessToken: "set", refreshToken: "refresh-1" })
      const { renewed, token } = yield* waiting
      assert.deepStrictEqual([textOf(token), renewed], ["set", false])
      yield* advance("1 minute")
      assert.strictEqual(textOf(yield* auth.token), "set")
      assert.strictEqual(yield* storedIn(store), "1 set")
      assert.deepStrictEqual(accessTokens(tokens), ["set"])
      const next = yield* Effect.fork(auth.replace(token))
      yield* advance("2 seconds")
      assert.strictEqual(textOf((yield* next).token), "access-2")
    }).pipe(virtual)
  )

  it.effect("setCredentials completes when it is interrupted while it saves", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const slow: TokenStore.Service = {
        ...world.store,
        save: (...args) => Effect.delay(world.store.save(...args), "1 second")
      }
      const auth = yield* open({ ...world, store: slow })
      const tokens = yield* collect(auth.tokens)
      const setting = yield* Effect.fork(auth.setCredentials({ accessToken: "set" }))
      yield* advance("500 millis")
      yield* Effect.fork(Fiber.interrupt(setting))
      yield* advance("500 millis")
      assert.strictEqual(textOf(yield* auth.token), "set")
      assert.strictEqual(yield* storedIn(world.store), "1 set")
      assert.deepStrictEqual(accessTokens(tokens), ["set"])
    }).pipe(virtual)
  )

  it.effect("setCredentials wins over a renewal that is being saved and over the first load", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const slow: TokenStore.Service = {
        ...world.store,
        load: (...args) => Effect.delay(world.store.load(...args), "1 second"),
        save: (...args) => Effect.delay(world.store.save(...args), "1 second")
      }
      yield* world.store.save(account, initialTokens, { replaces: 0 })
      const auth = yield* open({ ...world, store: slow }, Auth.Auth.layerOAuth2())
      const reading = yield* Effect.fork(auth.token)
      yield* advance("500 millis")
      const first = yield* Effect.fork(auth.setCredentials({ accessToken: "first", refreshToken: "refresh-0" }))
      yield* advance("3 seconds")
      yield* first
      yield* reading
      assert.strictEqual(textOf(yield* auth.token), "first")
      assert.strictEqual(yield* storedIn(world.store), "2 first")

      const renewing = yield* Effect.fork(renew(auth))
      yield* advance("1500 millis")
      const second = yield* Effect.fork(auth.setCredentials({ accessToken: "second" }))
      yield* advance("1 minute")
      yield* second
      yield* renewing
      assert.strictEqual(textOf(yield* auth.token), "second")
      assert.strictEqual(yield* storedIn(world.store), "4 second")
    }).pipe(virtual)
  )

  it.effect("publishes no failure of a renewal that setCredentials discarded", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* openWorld
      const events = yield* collect(auth.events)
      endpoint.before = Effect.sleep("2 seconds")
      endpoint.respond = () => raw("", 500)
      const waiting = yield* Effect.fork(renew(auth))
      yield* advance("1 second")
      yield* auth.setCredentials({ accessToken: "set" })
      yield* waiting
      yield* advance("1 minute")
      assert.deepStrictEqual(
        events.map(({ _tag }) => _tag),
        ["Set"]
      )
    }).pipe(virtual)
  )

  it.effect("setCredentials wins over a running renewal of another process", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const one = yield* open(world)
      const other = yield* open(world)
      world.endpoint.before = Effect.sleep("2 seconds")
      const waiting = yield* Effect.fork(renew(one))
      yield* advance("1 second")
      yield* other.setCredentials({ accessToken: "set" })
      yield* advance("1 second")
      const { renewed, token } = yield* waiting
      assert.deepStrictEqual([textOf(token), renewed], ["set", false])
      assert.strictEqual(yield* storedIn(world.store), "1 set")
    }).pipe(virtual)
  )
})
