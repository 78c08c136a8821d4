import { inspect } from "node:util"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientError from "@effect/platform/HttpClientError"
import type * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { assert, describe, it } from "@effect/vitest"
import { redirectingFetch } from "@effect-helpscout/test-support/scripted"
import * as Cause from "effect/Cause"
import * as Chunk from "effect/Chunk"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as FastCheck from "effect/FastCheck"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import * as Tracer from "effect/Tracer"
import * as Auth from "../src/Auth.js"
import { HelpScoutConfig } from "../src/HelpScoutConfig.js"
import * as TokenStore from "../src/TokenStore.js"
import * as Tokens from "../src/Tokens.js"

const lifetime = 172_800
const account = "app:default"

/** A token endpoint that rotates: a refresh token that was used is dead. */
const makeEndpoint = () => {
  const endpoint = {
    calls: [] as Array<{
      readonly request: HttpClientRequest.HttpClientRequest
      readonly form: Record<string, string>
    }>,
    /** The refresh token that lives. */
    live: "refresh-0",
    issued: 0,
    /** What happens between the request and its answer. */
    before: Effect.void as Effect.Effect<void, HttpClientError.HttpClientError>,
    /** An answer in place of the regular one. */
    answer: undefined as undefined | (() => Response),
    client: undefined as unknown as HttpClient.HttpClient
  }
  const respond = (form: Record<string, string>): Response => {
    if (endpoint.answer !== undefined) return endpoint.answer()
    const refused = (description: string) =>
      Response.json({ error: "invalid_request", error_description: description }, { status: 400 })
    if (form.client_secret !== "app-secret") {
      return Response.json(
        { error: "invalid_client", error_description: "Invalid client authentication" },
        { status: 401 }
      )
    }
    if (form.grant_type === "refresh_token" && form.refresh_token !== endpoint.live)
      return refused("Invalid refresh_token")
    if (form.grant_type === "authorization_code" && form.code !== "good") return refused("Invalid code")
    endpoint.issued++
    endpoint.live = `refresh-${endpoint.issued}`
    const renewable = form.grant_type === "client_credentials" ? {} : { refresh_token: endpoint.live }
    return Response.json({
      token_type: "bearer",
      access_token: `access-${endpoint.issued}`,
      expires_in: lifetime,
      ...renewable
    })
  }
  endpoint.client = HttpClient.make((request) =>
    Effect.gen(function* () {
      const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
      const form = Object.fromEntries(new URLSearchParams(body))
      endpoint.calls.push({ request, form })
      yield* endpoint.before
      return HttpClientResponse.fromWeb(request, respond(form))
    })
  )
  return endpoint
}

const begin = Tokens.make({
  accessToken: "access-0",
  refreshToken: "refresh-0",
  issuedAt: DateTime.unsafeMake(0),
  expiresAt: DateTime.unsafeMake(lifetime * 1000)
})

const config = HelpScoutConfig.layer({ clientId: "app", clientSecret: Redacted.make("app-secret") })

interface World {
  readonly endpoint: ReturnType<typeof makeEndpoint>
  readonly store: TokenStore.Service
}

const makeWorld = Effect.map(TokenStore.makeMemory(), (store): World => ({ endpoint: makeEndpoint(), store }))

/** One process: an Auth layer of its own over the world's endpoint and store. */
const open = (
  world: World,
  layer: Layer.Layer<
    Auth.Auth,
    unknown,
    HelpScoutConfig | TokenStore.TokenStore | HttpClient.HttpClient
  > = Auth.Auth.layerOAuth2({ tokens: begin })
) =>
  layer.pipe(
    Layer.provide([
      config,
      Layer.succeed(TokenStore.TokenStore, world.store),
      Layer.succeed(HttpClient.HttpClient, world.endpoint.client)
    ]),
    Layer.build,
    Effect.map(Context.get(Auth.Auth)),
    Effect.orDie
  )

const opened = Effect.gen(function* () {
  const world = yield* makeWorld
  return { ...world, world, auth: yield* open(world) }
})

const text = (token: Auth.AccessToken) => Redacted.value(token.value)
const accessTokens = (tokens: Iterable<Tokens.Tokens>) =>
  [...tokens].map(({ accessToken }) => Redacted.value(accessToken))
const kept = (store: TokenStore.Service) =>
  Effect.map(
    store.load(account),
    Option.match({
      onNone: () => "nothing",
      onSome: ({ generation, tokens }) => `${generation} ${Redacted.value(tokens.accessToken)}`
    })
  )
const failing = (store: TokenStore.Service, operation: "load" | "save" | "lock"): TokenStore.Service => ({
  ...store,
  [operation]: () => new TokenStore.TokenStoreFailed({ operation, detail: "EIO" })
})

/** Can't save until it is mended. */
const mendable = (whole: TokenStore.Service) => {
  let saving = failing(whole, "save")
  const store: TokenStore.Service = { ...whole, save: (...args) => saving.save(...args) }
  const mend = () => {
    saving = whole
  }
  return { store, mend }
}

/** Collects in the background, subscribed before it answers. */
const collect = <A>(stream: Stream.Stream<A>) =>
  Effect.gen(function* () {
    const seen: Array<A> = []
    yield* Effect.forkScoped(Stream.runForEach(stream, (value) => Effect.sync(() => seen.push(value))))
    yield* TestClock.adjust(0)
    return seen
  })

/** Like `Effect.scoped`, with time going on while the scope closes. */
const closingIn =
  (time: Duration.DurationInput) =>
  <A, E, R>(self: Effect.Effect<A, E, R>) =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const exit = yield* Effect.exit(Scope.extend(self, scope))
      const closing = yield* Effect.fork(Scope.close(scope, exit))
      yield* TestClock.adjust(time)
      yield* closing
      return yield* exit
    })

describe("law 1: one renewal per rejected token", () => {
  it.scoped("five hundred requests that meet a 401 with one token renew it once", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      endpoint.before = Effect.sleep("1 second")
      const rejected = yield* auth.token
      const fibers = yield* Effect.forEach(Array.from({ length: 500 }), () => Effect.fork(auth.replace(rejected)))
      yield* TestClock.adjust("1 second")
      const replaced = yield* Fiber.join(Fiber.all(fibers))
      assert.strictEqual(endpoint.calls.length, 1)
      assert.isTrue(replaced.every(({ renewed, token }) => renewed && text(token) === "access-1"))
    })
  )

  it.scoped("requests staggered before, during and after the renewal renew it once", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      endpoint.before = Effect.sleep("1 second")
      const rejected = yield* auth.token
      const first = yield* Effect.fork(auth.replace(rejected))
      yield* TestClock.adjust("500 millis")
      const second = yield* Effect.fork(auth.replace(rejected))
      yield* TestClock.adjust("500 millis")
      const third = yield* auth.replace(rejected)
      assert.deepStrictEqual([(yield* first).renewed, (yield* second).renewed, third.renewed], [true, true, false])
      assert.strictEqual(text(third.token), "access-1")
      assert.strictEqual(endpoint.calls.length, 1)
    })
  )

  it.scoped("a token that was renewed and is rejected in its turn is renewed again, once", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      const first = yield* Effect.flatMap(auth.token, auth.replace)
      const second = yield* auth.replace(first.token)
      assert.strictEqual(text(second.token), "access-2")
      assert.isTrue(second.renewed)
      assert.strictEqual(endpoint.calls.length, 2)
      assert.strictEqual(yield* auth.token, second.token)
    })
  )

  it.scoped("a request that begins while a rejected token is being renewed waits for the new one", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      endpoint.before = Effect.sleep("1 second")
      yield* Effect.flatMap(auth.token, auth.replace).pipe(Effect.fork)
      yield* TestClock.adjust("500 millis")
      const token = yield* Effect.fork(auth.token)
      yield* TestClock.adjust("500 millis")
      assert.strictEqual(text(yield* token), "access-1")
    })
  )
})

describe("law 1, at random", () => {
  it.scoped.prop(
    "however requests and revocations interleave over two processes, each revoked token is renewed once at most",
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
            // refused is what was revoked, and what was renewed since
            const accepted = (token: Auth.AccessToken) => text(token) === newest() && !revoked.has(text(token))
            let token = yield* auth.token
            yield* Effect.sleep(took)
            for (let tries = 0; tries < 12 && !accepted(token); tries++) {
              token = (yield* auth.replace(token)).token
              yield* Effect.sleep(took)
            }
            return accepted(token)
          }).pipe(Effect.delay(at), Effect.fork)
        )
        yield* TestClock.adjust("1 minute")
        assert.isTrue((yield* Fiber.join(Fiber.all(fibers))).every((accepted) => accepted))
        assert.isAtMost(world.endpoint.calls.length, revoked.size)
      }),
    { fastCheck: { numRuns: 12 } }
  )
})

describe("law 2: renewal ahead of expiry", () => {
  it.scoped("a token is renewed when less than 60 s remain, not before", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      yield* TestClock.setTime((lifetime - 60) * 1000 - 1)
      assert.strictEqual(text(yield* auth.token), "access-0")
      assert.strictEqual(endpoint.calls.length, 0)
      yield* TestClock.adjust("1 millis")
      assert.strictEqual(text(yield* auth.token), "access-1")
      assert.strictEqual(text(yield* auth.token), "access-1")
      assert.strictEqual(endpoint.calls.length, 1)
    })
  )

  it.scoped("a clock that jumps forth costs one renewal, one that jumps back none", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      yield* TestClock.setTime(10 * lifetime * 1000)
      assert.strictEqual(text(yield* auth.token), "access-1")
      yield* TestClock.setTime(0)
      assert.strictEqual(text(yield* auth.token), "access-1")
      assert.strictEqual(endpoint.calls.length, 1)
      // what the clock hid, the 401 shows
      const replaced = yield* Effect.flatMap(auth.token, auth.replace)
      assert.strictEqual(text(replaced.token), "access-2")
      assert.strictEqual(text(yield* auth.token), "access-2")
      assert.strictEqual(endpoint.calls.length, 2)
    })
  )

  it.scoped("while the token endpoint is out of order, a token that still holds is used, until it doesn't", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      endpoint.answer = () => new Response("<h1>503</h1>", { status: 503 })
      yield* TestClock.setTime((lifetime - 30) * 1000)
      assert.strictEqual(text(yield* auth.token), "access-0")
      yield* TestClock.setTime(lifetime * 1000)
      const error = yield* Effect.flip(auth.token)
      assert.strictEqual(error.reason, "TokenEndpointFailed")
      assert.strictEqual(error.status, 503)
      endpoint.answer = undefined
      assert.strictEqual(text(yield* auth.token), "access-1")
    })
  )

  it.scoped("a refusal that waiting won't mend is told at once, though the token holds for another minute", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      endpoint.live = "another"
      yield* TestClock.setTime((lifetime - 30) * 1000)
      assert.strictEqual((yield* Effect.flip(auth.token)).reason, "RefreshTokenRefused")
    })
  )

  it.scoped("tokens that can't be renewed are sent however old they are", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const tokens = Tokens.make({ accessToken: "only", expiresAt: DateTime.unsafeMake(1) })
      const auth = yield* open(world, Auth.Auth.layerOAuth2({ tokens }))
      yield* TestClock.adjust("1 day")
      const token = yield* auth.token
      assert.strictEqual(text(token), "only")
      assert.strictEqual((yield* Effect.flip(auth.replace(token))).reason, "NotRenewable")
    })
  )
})

describe("law 3: a renewal that was sent runs to its end", () => {
  it.scoped("who gives up after a second leaves at once, and the next one succeeds when the endpoint recovers", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      endpoint.before = Effect.never
      const rejected = yield* auth.token
      const impatient = yield* Effect.fork(auth.replace(rejected).pipe(Effect.timeoutOption("1 second")))
      yield* TestClock.adjust("1 second")
      assert.isTrue(Option.isSome(yield* impatient.poll))
      const patient = yield* Effect.fork(Effect.flip(auth.replace(rejected)))
      yield* TestClock.adjust("29 seconds")
      const error = yield* patient
      assert.strictEqual(error.reason, "TokenEndpointFailed")
      assert.include(error.message, "TIMEOUT")
      endpoint.before = Effect.void
      assert.strictEqual(text((yield* auth.replace(rejected)).token), "access-1")
    })
  )

  it.scoped("its thirty seconds hold even over a transport that can't be interrupted", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      endpoint.before = Effect.uninterruptible(Effect.sleep("1 hour"))
      const fiber = yield* Effect.fork(Effect.exit(Effect.flatMap(auth.token, auth.replace)))
      yield* TestClock.adjust("30 seconds")
      assert.isTrue(Option.isSome(yield* fiber.poll))
      yield* TestClock.adjust("1 hour")
    })
  )

  it.scoped("an interrupted caller loses nothing: the renewal is completed, saved and published", () =>
    Effect.gen(function* () {
      const { auth, endpoint, store } = yield* opened
      endpoint.before = Effect.sleep("2 seconds")
      const caller = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("1 second")
      yield* Fiber.interrupt(caller)
      assert.strictEqual(yield* kept(store), "nothing")
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* kept(store), "1 access-1")
      assert.strictEqual(text(yield* auth.token), "access-1")
      assert.deepStrictEqual(accessTokens(yield* Stream.runCollect(Stream.take(auth.tokens, 1))), ["access-1"])
      assert.strictEqual(endpoint.calls.length, 1)
    })
  )

  it.effect("closing the layer's scope waits for it, save included", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const scope = yield* Scope.make()
      const store = {
        ...world.store,
        save: (...args: Parameters<typeof world.store.save>) => Effect.delay(world.store.save(...args), "1 second")
      }
      const auth = yield* Scope.extend(open({ ...world, store }), scope)
      world.endpoint.before = Effect.sleep("2 seconds")
      const caller = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("1 second")
      const closing = yield* Effect.fork(Scope.close(scope, Exit.void))
      yield* TestClock.adjust("1 second")
      assert.isTrue(Option.isNone(yield* closing.poll))
      yield* TestClock.adjust("1 second")
      assert.isTrue(Option.isSome(yield* closing.poll))
      assert.strictEqual(yield* kept(world.store), "1 access-1")
      // and who waits for it gets what came
      assert.strictEqual(text((yield* caller).token), "access-1")
    })
  )

  it.effect("closing doesn't wait for an attempt that waits for another process and has sent nothing", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const scope = yield* Scope.make()
      const auth = yield* Scope.extend(open(world), scope)
      const other = yield* Scope.make()
      yield* Scope.extend(world.store.lock(account), other)
      const caller = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("1 second")
      yield* Scope.close(scope, Exit.void)
      assert.isTrue(Exit.isInterrupted(yield* caller.await))
      assert.strictEqual(world.endpoint.calls.length, 0)
    })
  )
})

describe("law 4: saved, then in force, then published", () => {
  it.scoped("in that order", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const saving = yield* Deferred.make<void>()
      const goOn = yield* Deferred.make<void>()
      const store: TokenStore.Service = {
        ...world.store,
        save: (...args) =>
          Effect.zipRight(
            Deferred.succeed(saving, undefined),
            Effect.zipRight(Deferred.await(goOn), world.store.save(...args))
          )
      }
      const auth = yield* open({ ...world, store })
      const seen = yield* collect(
        Stream.mapEffect(auth.tokens, () => Effect.orDie(Effect.all([auth.token, kept(world.store)])))
      )
      const caller = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* Deferred.await(saving)
      yield* TestClock.adjust("1 second")
      assert.isTrue(Option.isNone(yield* caller.poll))
      assert.deepStrictEqual(seen, [])
      yield* Deferred.succeed(goOn, undefined)
      yield* caller
      yield* TestClock.adjust(0)
      assert.deepStrictEqual(
        seen.map(([token, held]) => `${text(token)} in force, ${held} saved`),
        ["access-1 in force, 1 access-1 saved"]
      )
    })
  )

  it.scoped("tokens that could not be saved are in force all the same; saving goes on, and `events` tells", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      let up = false
      let tries = 0
      const store: TokenStore.Service = {
        ...world.store,
        save: (...args) =>
          Effect.suspend(() => {
            tries++
            return up ? world.store.save(...args) : failing(world.store, "save").save(...args)
          })
      }
      const auth = yield* open({ ...world, store })
      const events = yield* collect(auth.events)
      const caller = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(text((yield* caller).token), "access-1")
      assert.isAtLeast(tries, 4)
      assert.deepStrictEqual(
        events.map(({ _tag }) => _tag),
        ["Renewed", "SaveFailed"]
      )
      // and is renewed again from memory, not from what the store holds
      const again = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(text((yield* again).token), "access-2")
      up = true
      yield* TestClock.adjust("5 minutes")
      assert.strictEqual(yield* kept(world.store), "1 access-2")
      const calm = tries
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(tries, calm)
      assert.strictEqual(text((yield* Effect.flatMap(auth.token, auth.replace)).token), "access-3")
      assert.strictEqual(yield* kept(world.store), "2 access-3")
    })
  )

  it.scoped("tokens that are not saved yet are not given up for the older ones that the store still holds", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      yield* world.store.save(account, begin, { replaces: 0 })
      const auth = yield* open({ ...world, store: failing(world.store, "save") }, Auth.Auth.layerOAuth2())
      for (const expected of ["access-1", "access-2"]) {
        const caller = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
        yield* TestClock.adjust("5 seconds")
        assert.strictEqual(text((yield* caller).token), expected)
      }
      assert.strictEqual(yield* kept(world.store), "1 access-0")
    }).pipe(closingIn("1 minute"))
  )

  it.scoped("saving late and renewing again at the same time lose no tokens, whichever is first", () =>
    Effect.gen(function* () {
      for (const [exchange, begins] of [
        // the older ones are saved while the token endpoint is asked, or are being saved when it has answered
        ["3 seconds", "500 millis"],
        ["0 seconds", "1500 millis"]
      ] as const) {
        const world = yield* makeWorld
        let up = false
        const store: TokenStore.Service = {
          ...world.store,
          save: (...args) =>
            up ? Effect.delay(world.store.save(...args), "1 second") : failing(world.store, "save").save(...args)
        }
        const auth = yield* open({ ...world, store })
        const first = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
        while (Option.isNone(yield* first.poll)) yield* TestClock.adjust("100 millis")
        // a second later saving is tried again, which takes another second
        up = true
        world.endpoint.before = Effect.sleep(exchange)
        yield* TestClock.adjust(begins)
        const second = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
        yield* TestClock.adjust("1 minute")
        assert.strictEqual(text((yield* second).token), "access-2")
        assert.strictEqual(text(yield* auth.token), "access-2")
        assert.strictEqual(yield* kept(world.store), "2 access-2")
      }
    })
  )

  it.scoped("a renewal that is saved late gives way to what another process has saved since", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const { mend, store } = mendable(world.store)
      const auth = yield* open({ ...world, store })
      const caller = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("5 seconds")
      assert.strictEqual(text((yield* caller).token), "access-1")
      yield* world.store.save(account, Tokens.make({ accessToken: "other" }), { replaces: 0 })
      mend()
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(text(yield* auth.token), "other")
      assert.strictEqual(yield* kept(world.store), "1 other")
    })
  )

  for (const [name, save] of [
    ["hangs", Effect.never],
    ["hangs and can't be interrupted", Effect.uninterruptible(Effect.sleep("1 day"))],
    ["throws", Effect.die(new Error("planted"))]
  ] as const) {
    it.effect(`a store that ${name} holds requests up for five seconds at most`, () =>
      Effect.gen(function* () {
        const world = yield* makeWorld
        const store: TokenStore.Service = { ...world.store, save: () => Effect.zipRight(save, Effect.never) }
        const auth = yield* open({ ...world, store })
        const caller = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
        yield* TestClock.adjust("5 seconds")
        assert.isTrue(Option.isSome(yield* caller.poll))
        assert.strictEqual(text(yield* auth.token), "access-1")
      }).pipe(closingIn("1 day"))
    )
  }

  it.effect("closing the layer tries once more to save", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const { mend, store } = mendable(world.store)
      const scope = yield* Scope.make()
      const auth = yield* Scope.extend(open({ ...world, store }), scope)
      yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("5 seconds")
      mend()
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(yield* kept(world.store), "1 access-1")
    })
  )

  it.scoped("a save whose answer was lost is not taken for another's", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      let lost = false
      const store: TokenStore.Service = {
        ...world.store,
        save: (...args) =>
          Effect.flatMap(world.store.save(...args), (result) => {
            if (lost) return Effect.succeed(result)
            lost = true
            return new TokenStore.TokenStoreFailed({ operation: "save", detail: "ECONNRESET" })
          })
      }
      const auth = yield* open({ ...world, store })
      const tokens = yield* collect(auth.tokens)
      const caller = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("1 second")
      const { renewed, token } = yield* caller
      assert.isTrue(renewed)
      assert.deepStrictEqual(accessTokens(tokens), ["access-1"])
      assert.strictEqual(text(token), "access-1")
      assert.strictEqual(yield* kept(world.store), "1 access-1")
    })
  )
})

describe("law 5: failure to renew", () => {
  it.scoped("reaches all who wait, with the endpoint's own cause and from one attempt; the next one tries again", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      const events = yield* collect(auth.events)
      endpoint.before = Effect.sleep("1 second")
      endpoint.answer = () => new Response("busy", { status: 503 })
      const rejected = yield* auth.token
      const replacing = yield* Effect.forEach(Array.from({ length: 100 }), () =>
        Effect.fork(Effect.flip(auth.replace(rejected)))
      )
      yield* TestClock.adjust("500 millis")
      const sending = yield* Effect.forEach(Array.from({ length: 100 }), () => Effect.fork(Effect.flip(auth.token)))
      yield* TestClock.adjust("500 millis")
      const errors = [...(yield* Fiber.join(Fiber.all(replacing))), ...(yield* Fiber.join(Fiber.all(sending)))]
      assert.isTrue(errors.every(({ reason, status }) => reason === "TokenEndpointFailed" && status === 503))
      assert.strictEqual(endpoint.calls.length, 1)
      assert.deepStrictEqual(
        events.map(({ _tag }) => _tag),
        ["RenewalFailed"]
      )

      endpoint.answer = undefined
      const next = yield* Effect.fork(auth.replace(rejected))
      yield* TestClock.adjust("1 second")
      assert.strictEqual(text((yield* next).token), "access-1")
      assert.strictEqual(endpoint.calls.length, 2)
    })
  )

  const answers: ReadonlyArray<readonly [string, () => Response, string, number]> = [
    [
      "a wrong client",
      () =>
        Response.json({ error: "invalid_client", error_description: "Invalid client authentication" }, { status: 401 }),
      "InvalidClient",
      401
    ],
    [
      "a spent refresh token",
      () => Response.json({ error: "invalid_request", error_description: "Invalid refresh_token" }, { status: 400 }),
      "RefreshTokenRefused",
      400
    ],
    [
      "a spent refresh token in OAuth's words",
      () => Response.json({ error: "invalid_grant" }, { status: 400 }),
      "RefreshTokenRefused",
      400
    ],
    ["an HTML page with 200", () => new Response("<html>", { status: 200 }), "TokenResponseInvalid", 200],
    ["an HTML page with 401", () => new Response("<html>", { status: 401 }), "TokenResponseInvalid", 401],
    ["an empty 204", () => new Response(null, { status: 204 }), "TokenResponseInvalid", 204],
    [
      "a token of another type",
      () => Response.json({ token_type: "mac", access_token: "x" }),
      "TokenResponseInvalid",
      200
    ],
    [
      "a redirect",
      () => new Response(null, { status: 307, headers: { location: "https://evil.example" } }),
      "TokenResponseInvalid",
      307
    ],
    ["too many requests", () => new Response("{}", { status: 429 }), "TokenEndpointFailed", 429],
    ["a fault", () => new Response("{}", { status: 500 }), "TokenEndpointFailed", 500]
  ]
  for (const [name, answer, reason, status] of answers) {
    it.scoped(`${name} is told as ${reason}`, () =>
      Effect.gen(function* () {
        const { auth, endpoint } = yield* opened
        endpoint.answer = answer
        const error = yield* Effect.flip(Effect.flatMap(auth.token, auth.replace))
        assert.deepStrictEqual([error._tag, error.reason, error.status], ["HelpScoutAuthFailed", reason, status])
        assert.strictEqual(endpoint.calls.length, 1)
        assert.strictEqual(error.isRetryable, reason === "TokenEndpointFailed")
      })
    )
  }

  it.scoped("a connection that fails is told with its code", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      endpoint.before = Effect.suspend(
        () =>
          new HttpClientError.RequestError({
            request: endpoint.calls[0]!.request,
            reason: "Transport",
            cause: new TypeError("fetch failed", {
              cause: Object.assign(new Error("connect"), { code: "ECONNREFUSED" })
            })
          })
      )
      const error = yield* Effect.flip(Effect.flatMap(auth.token, auth.replace))
      assert.deepStrictEqual([error.reason, error.detail], ["TokenEndpointFailed", "ECONNREFUSED"])
    })
  )

  it.scoped("a defect reaches who waits, and doesn't block the next one", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      endpoint.before = Effect.die("bug")
      assert.isTrue(Exit.isFailure(yield* Effect.exit(Effect.flatMap(auth.token, auth.replace))))
      endpoint.before = Effect.void
      assert.strictEqual(text((yield* Effect.flatMap(auth.token, auth.replace)).token), "access-1")
    })
  )
})

describe("law 6: the tokens event", () => {
  it.scoped("tells obtained, renewed and set tokens, in order; loading from the store is none", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      yield* world.store.save(account, begin, { replaces: 0 })
      const auth = yield* open(world, Auth.Auth.layerOAuth2())
      const events = yield* collect(auth.events)
      const tokens = yield* collect(auth.tokens)
      assert.strictEqual(text(yield* auth.token), "access-0")
      yield* Effect.flatMap(auth.token, auth.replace)
      yield* auth.setCredentials({ accessToken: "set", refreshToken: "refresh-1" })
      yield* Effect.flatMap(auth.token, auth.replace)
      yield* TestClock.adjust(0)
      assert.deepStrictEqual(accessTokens(tokens), ["access-1", "set", "access-2"])
      assert.deepStrictEqual(
        events.map(({ _tag }) => _tag),
        ["Renewed", "Set", "Renewed"]
      )

      const own = yield* open(world, Auth.Auth.layerClientCredentials)
      const first = yield* collect(own.events)
      yield* world.store.save(account, begin, { replaces: 3 })
      yield* TestClock.setTime(10 * lifetime * 1000)
      yield* own.token
      yield* TestClock.adjust(0)
      assert.deepStrictEqual(
        first.map(({ _tag }) => _tag),
        ["Renewed"]
      )
    })
  )

  it.scoped("one who subscribes late gets the latest; one who lags holds nobody up, and gets the newest", () =>
    Effect.gen(function* () {
      const { auth } = yield* opened
      const release = yield* Deferred.make<void>()
      const lagging = yield* collect(Stream.tap(auth.tokens, () => Deferred.await(release)))
      for (let round = 0; round < 300; round++) yield* Effect.flatMap(auth.token, auth.replace)
      const late = yield* Stream.runCollect(Stream.take(auth.tokens, 1))
      assert.deepStrictEqual(accessTokens(late), ["access-300"])
      yield* Deferred.succeed(release, undefined)
      yield* TestClock.adjust(0)
      const seen = accessTokens(lagging).map((token) => Number(token.slice("access-".length)))
      assert.strictEqual(seen.at(-1), 300)
      assert.isBelow(seen.length, 300)
      assert.deepStrictEqual(
        seen,
        [...seen].sort((a, b) => a - b)
      )
    })
  )

  it.effect("ends with the layer, after what was published last", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const scope = yield* Scope.make()
      const auth = yield* Scope.extend(open(world), scope)
      const all = yield* Effect.fork(Stream.runCollect(auth.tokens))
      yield* TestClock.adjust(0)
      world.endpoint.before = Effect.sleep("1 second")
      yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("500 millis")
      yield* Effect.fork(Scope.close(scope, Exit.void))
      yield* TestClock.adjust("500 millis")
      assert.deepStrictEqual(accessTokens(Chunk.toReadonlyArray(yield* all)), ["access-1"])
    })
  )
})

describe("law 6, at the end", () => {
  it.effect("closing the layer drops nothing that a subscriber has not read yet", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const scope = yield* Scope.make()
      const auth = yield* Scope.extend(open(world), scope)
      const release = yield* Deferred.make<void>()
      const all = yield* Effect.fork(
        auth.tokens.pipe(
          Stream.tap(() => Deferred.await(release)),
          Stream.runCollect
        )
      )
      yield* TestClock.adjust(0)
      for (let round = 0; round < 3; round++) {
        yield* Effect.flatMap(auth.token, auth.replace)
        yield* TestClock.adjust(0)
      }
      yield* Scope.close(scope, Exit.void)
      yield* Deferred.succeed(release, undefined)
      assert.deepStrictEqual(accessTokens(Chunk.toReadonlyArray(yield* all)), ["access-1", "access-2", "access-3"])
    })
  )
})

describe("law 7: getTokens, setCredentials, authorizationUrl", () => {
  it.scoped("getTokens exchanges a code and installs nothing", () =>
    Effect.gen(function* () {
      const { auth, endpoint, store } = yield* opened
      const tokens = yield* auth.getTokens(Redacted.make("good"))
      assert.strictEqual(Redacted.value(tokens.accessToken), "access-1")
      assert.strictEqual(endpoint.calls[0]?.form.grant_type, "authorization_code")
      assert.strictEqual(text(yield* auth.token), "access-0")
      assert.strictEqual(yield* kept(store), "nothing")
      assert.strictEqual((yield* Effect.flip(auth.getTokens("bad"))).reason, "CodeRefused")
    })
  )

  it.scoped("setCredentials saves, installs and publishes", () =>
    Effect.gen(function* () {
      const { auth, store } = yield* opened
      yield* store.save(account, begin, { replaces: 6 })
      yield* auth.setCredentials({ accessToken: "set" })
      assert.strictEqual(text(yield* auth.token), "set")
      assert.strictEqual(yield* kept(store), "8 set")
      assert.deepStrictEqual(accessTokens(yield* Stream.runCollect(Stream.take(auth.tokens, 1))), ["set"])
    })
  )

  it.scoped("a renewal begun before setCredentials is discarded, and who waits for it gets what was set", () =>
    Effect.gen(function* () {
      const { auth, endpoint, store } = yield* opened
      const tokens = yield* collect(auth.tokens)
      endpoint.before = Effect.sleep("2 seconds")
      const waiting = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("1 second")
      yield* auth.setCredentials({ accessToken: "set", refreshToken: "refresh-1" })
      const { renewed, token } = yield* waiting
      assert.deepStrictEqual([text(token), renewed], ["set", false])
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(text(yield* auth.token), "set")
      assert.strictEqual(yield* kept(store), "1 set")
      assert.deepStrictEqual(accessTokens(tokens), ["set"])
      const next = yield* Effect.fork(auth.replace(token))
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual(text((yield* next).token), "access-2")
    })
  )

  it.scoped("setCredentials that is interrupted while it saves is completed all the same", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const slow: TokenStore.Service = {
        ...world.store,
        save: (...args) => Effect.delay(world.store.save(...args), "1 second")
      }
      const auth = yield* open({ ...world, store: slow })
      const tokens = yield* collect(auth.tokens)
      const setting = yield* Effect.fork(auth.setCredentials({ accessToken: "set" }))
      yield* TestClock.adjust("500 millis")
      yield* Effect.fork(Fiber.interrupt(setting))
      yield* TestClock.adjust("500 millis")
      assert.strictEqual(text(yield* auth.token), "set")
      assert.strictEqual(yield* kept(world.store), "1 set")
      assert.deepStrictEqual(accessTokens(tokens), ["set"])
    })
  )

  it.scoped("what is set while a renewal is being saved, or while the first tokens are read, stays", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const slow: TokenStore.Service = {
        ...world.store,
        load: (...args) => Effect.delay(world.store.load(...args), "1 second"),
        save: (...args) => Effect.delay(world.store.save(...args), "1 second")
      }
      yield* world.store.save(account, begin, { replaces: 0 })
      const auth = yield* open({ ...world, store: slow }, Auth.Auth.layerOAuth2())
      const reading = yield* Effect.fork(auth.token)
      yield* TestClock.adjust("500 millis")
      const first = yield* Effect.fork(auth.setCredentials({ accessToken: "first", refreshToken: "refresh-0" }))
      yield* TestClock.adjust("3 seconds")
      yield* first
      yield* reading
      assert.strictEqual(text(yield* auth.token), "first")
      assert.strictEqual(yield* kept(world.store), "2 first")

      const renewing = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("1500 millis")
      const second = yield* Effect.fork(auth.setCredentials({ accessToken: "second" }))
      yield* TestClock.adjust("1 minute")
      yield* second
      yield* renewing
      assert.strictEqual(text(yield* auth.token), "second")
      assert.strictEqual(yield* kept(world.store), "4 second")
    })
  )

  it.scoped("a renewal that fails after setCredentials is not told as a failure of what was set", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      const events = yield* collect(auth.events)
      endpoint.before = Effect.sleep("2 seconds")
      endpoint.answer = () => new Response("", { status: 500 })
      const waiting = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("1 second")
      yield* auth.setCredentials({ accessToken: "set" })
      yield* waiting
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual(
        events.map(({ _tag }) => _tag),
        ["Set"]
      )
    })
  )

  it.scoped("a renewal of another process, begun before, gives way to what was set", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const one = yield* open(world)
      const other = yield* open(world)
      world.endpoint.before = Effect.sleep("2 seconds")
      const waiting = yield* Effect.fork(Effect.flatMap(one.token, one.replace))
      yield* TestClock.adjust("1 second")
      yield* other.setCredentials({ accessToken: "set" })
      yield* TestClock.adjust("1 second")
      const { renewed, token } = yield* waiting
      assert.deepStrictEqual([text(token), renewed], ["set", false])
      assert.strictEqual(yield* kept(world.store), "1 set")
    })
  )

  it.scoped("what was set while the store was down still wins over what another process has saved since", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const { mend, store } = mendable(world.store)
      const auth = yield* open({ ...world, store })
      const setting = yield* Effect.fork(auth.setCredentials({ accessToken: "set" }))
      yield* TestClock.adjust("5 seconds")
      yield* setting
      yield* world.store.save(account, begin, { replaces: 0 })
      mend()
      yield* TestClock.adjust("1 minute")
      assert.strictEqual(yield* kept(world.store), "2 set")
      assert.strictEqual(text(yield* auth.token), "set")
    })
  )

  it.scoped("authorizationUrl carries the client id, and a state that comes back as it was", () =>
    Effect.gen(function* () {
      const { auth } = yield* opened
      const state = "a&b=c d+é/?#%"
      const url = new URL(auth.authorizationUrl({ state }).href)
      assert.strictEqual(
        url.origin + url.pathname,
        "https://secure.helpscout.net/authentication/authorizeClientApplication"
      )
      assert.deepStrictEqual(
        [...url.searchParams],
        [
          ["client_id", "app"],
          ["state", state]
        ]
      )
      assert.deepStrictEqual([...auth.authorizationUrl().searchParams.keys()], ["client_id"])
    })
  )
})

describe("law 8: processes that share a store", () => {
  it.scoped("renew once among them", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      world.endpoint.before = Effect.sleep("1 second")
      const processes = yield* Effect.all(Array.from({ length: 5 }, () => open(world)))
      const fibers = yield* Effect.forEach(processes, (auth) => Effect.fork(Effect.flatMap(auth.token, auth.replace)))
      yield* TestClock.adjust("1 second")
      const replaced = yield* Fiber.join(Fiber.all(fibers))
      assert.deepStrictEqual(
        replaced.map(({ token }) => text(token)),
        Array.from({ length: 5 }, () => "access-1")
      )
      assert.strictEqual(replaced.filter(({ renewed }) => renewed).length, 1)
      assert.strictEqual(world.endpoint.calls.length, 1)
    })
  )

  it.scoped("renew once among them when the token runs out, with client credentials too", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const processes = yield* Effect.all(
        Array.from({ length: 5 }, () => open(world, Auth.Auth.layerClientCredentials))
      )
      const all = Effect.forEach(processes, ({ token }) => Effect.map(token, text), { concurrency: "unbounded" })
      assert.deepStrictEqual(new Set(yield* all), new Set(["access-1"]))
      yield* TestClock.adjust("3 days")
      assert.deepStrictEqual(new Set(yield* all), new Set(["access-2"]))
      assert.strictEqual(world.endpoint.calls.length, 2)
    })
  )

  it.scoped("a rejected token is renewed though the store has it under a newer generation", () =>
    Effect.gen(function* () {
      const { auth, endpoint, store } = yield* opened
      const rejected = yield* auth.token
      yield* store.save(account, begin, { replaces: 3 })
      const { renewed, token } = yield* auth.replace(rejected)
      assert.deepStrictEqual([text(token), renewed, endpoint.calls.length], ["access-1", true, 1])
      assert.strictEqual(yield* kept(store), "5 access-1")
    })
  )

  it.scoped("a refused refresh token is not final if the store holds another by then", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      // a process that doesn't take the lock, as over a KeyValueStore
      const auth = yield* open({ ...world, store: { ...world.store, lock: () => Effect.void } })
      const rejected = yield* auth.token
      world.endpoint.live = "refresh-b"
      world.endpoint.before = world.store
        .save(account, Tokens.make({ accessToken: "access-b", refreshToken: "refresh-b" }), { replaces: 0 })
        .pipe(Effect.orDie, Effect.asVoid)
      const replaced = yield* auth.replace(rejected)
      assert.deepStrictEqual([text(replaced.token), replaced.renewed], ["access-b", false])
      assert.strictEqual(world.endpoint.calls.length, 1)
      world.endpoint.before = Effect.void
      assert.strictEqual(text((yield* auth.replace(replaced.token)).token), "access-1")
    })
  )

  it.scoped("a refused refresh token is tried once more with the store's, if those tokens are due themselves", () =>
    Effect.gen(function* () {
      for (const [stored, outcome] of [
        ["refresh-b", "access-1"],
        ["refresh-dead", "RefreshTokenRefused"]
      ] as const) {
        const world = yield* makeWorld
        const auth = yield* open({ ...world, store: { ...world.store, lock: () => Effect.void } })
        const rejected = yield* auth.token
        world.endpoint.live = "refresh-b"
        const due = Tokens.make({ accessToken: "b", refreshToken: stored, expiresAt: DateTime.unsafeMake(0) })
        world.endpoint.before = Effect.asVoid(Effect.orDie(world.store.save(account, due, { replaces: 0 })))
        const result = yield* Effect.either(auth.replace(rejected))
        assert.strictEqual(
          Either.match(result, { onLeft: ({ reason }) => reason as string, onRight: ({ token }) => text(token) }),
          outcome
        )
        assert.strictEqual(world.endpoint.calls.length, 2)
      }
    })
  )

  it.scoped("is final if the store still holds the same one", () =>
    Effect.gen(function* () {
      const { auth, endpoint, store } = yield* opened
      yield* store.save(account, begin, { replaces: 0 })
      endpoint.live = "another"
      const error = yield* Effect.flip(Effect.flatMap(auth.token, auth.replace))
      assert.strictEqual(error.reason, "RefreshTokenRefused")
      assert.include(error.message, "invalid_request: Invalid refresh_token")
      assert.strictEqual(endpoint.calls.length, 1)
    })
  )

  it.scoped("a process that died in its renewal holds up the next one for a lease at most", () =>
    Effect.gen(function* () {
      const { auth, store } = yield* opened
      yield* store.lock(account)
      const caller = yield* Effect.fork(Effect.flatMap(auth.token, auth.replace))
      yield* TestClock.adjust("60 seconds")
      assert.strictEqual(text((yield* caller).token), "access-1")
    })
  )

  it.scoped("a refresh token is not spent while the store can't be read or locked", () =>
    Effect.gen(function* () {
      for (const operation of ["load", "lock"] as const) {
        const world = yield* makeWorld
        const auth = yield* open({ ...world, store: failing(world.store, operation) })
        const caller = yield* Effect.fork(Effect.flip(Effect.flatMap(auth.token, auth.replace)))
        yield* TestClock.adjust("10 seconds")
        const error = yield* caller
        assert.strictEqual(error.reason, "TokenStoreFailed")
        assert.isTrue(error.isRetryable)
        assert.strictEqual(world.endpoint.calls.length, 0)
      }
    })
  )

  it.scoped("the store's tokens are preferred to those given, unless those were issued later", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const at = (accessToken: string, second: number) =>
        Tokens.make({ accessToken, issuedAt: DateTime.unsafeMake(second * 1000) })
      yield* world.store.save(account, at("stored", 5), { replaces: 0 })
      const first = (tokens?: Tokens.Tokens) =>
        Effect.flatMap(open(world, Auth.Auth.layerOAuth2({ tokens })), ({ token }) => Effect.map(token, text))
      assert.strictEqual(yield* first(), "stored")
      assert.strictEqual(yield* first(at("earlier", 4)), "stored")
      assert.strictEqual(yield* first(at("later", 6)), "later")
      assert.strictEqual(yield* first(Tokens.make({ accessToken: "undated" })), "stored")
    })
  )
})

describe("law 9: flows are layers", () => {
  it.scoped("the token endpoint is sent a form, with the secret in its body only", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      yield* Effect.flatMap(auth.token, auth.replace).pipe(Effect.withSpan("parent"))
      const { form, request } = endpoint.calls[0]!
      assert.deepStrictEqual([request.method, request.url], ["POST", "https://api.helpscout.net/v2/oauth2/token"])
      assert.deepStrictEqual(form, {
        grant_type: "refresh_token",
        client_id: "app",
        refresh_token: "refresh-0",
        client_secret: "app-secret"
      })
      assert.strictEqual(
        request.body._tag === "Uint8Array" && request.body.contentType,
        "application/x-www-form-urlencoded"
      )
      assert.deepStrictEqual(Object.keys(request.headers).sort(), [
        "accept",
        "content-length",
        "content-type",
        "user-agent"
      ])
      assert.deepStrictEqual([...request.urlParams], [])
    })
  )

  it.scoped("a renewal that answers no refresh token leaves the one it was asked with", () =>
    Effect.gen(function* () {
      const { auth, endpoint } = yield* opened
      endpoint.answer = () => Response.json({ token_type: "bearer", access_token: `access-${endpoint.calls.length}` })
      const first = yield* Effect.flatMap(auth.token, auth.replace)
      yield* auth.replace(first.token)
      assert.deepStrictEqual(
        endpoint.calls.map(({ form }) => form.refresh_token),
        ["refresh-0", "refresh-0"]
      )
    })
  )

  it.scoped("over fetch, no redirect is followed with the secret, and what else was asked of fetch stays", () =>
    Effect.gen(function* () {
      const { client, seen } = yield* redirectingFetch
      const world = yield* makeWorld
      const auth = yield* open({ ...world, endpoint: { ...world.endpoint, client } })
      const error = yield* Effect.flatMap(auth.token, auth.replace).pipe(
        Effect.provideService(FetchHttpClient.RequestInit, { keepalive: true }),
        Effect.flip
      )
      assert.deepStrictEqual([error.reason, error.status], ["TokenResponseInvalid", 307])
      assert.deepStrictEqual(
        seen.map((init) => [init?.redirect, init?.keepalive]),
        [["manual", true]]
      )
    })
  )

  it.scoped("client credentials: five hundred first requests obtain one token, which is saved", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const auth = yield* open(world, Auth.Auth.layerClientCredentials)
      assert.strictEqual(world.endpoint.calls.length, 0)
      const tokens = yield* Effect.all(
        Array.from({ length: 500 }, () => auth.token),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(new Set(tokens.map(text)), new Set(["access-1"]))
      assert.deepStrictEqual(world.endpoint.calls[0]?.form, {
        grant_type: "client_credentials",
        client_id: "app",
        client_secret: "app-secret"
      })
      assert.strictEqual(world.endpoint.calls.length, 1)
      assert.strictEqual(yield* kept(world.store), "1 access-1")
      const again = yield* Effect.flatMap(auth.token, auth.replace)
      assert.deepStrictEqual([text(again.token), again.renewed], ["access-2", true])
    })
  )

  it.effect("client credentials go on while the store is out of order: asking twice costs nothing", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const down = failing(failing(failing(world.store, "load"), "save"), "lock")
      const auth = yield* open({ ...world, store: down }, Auth.Auth.layerClientCredentials)
      const caller = yield* Effect.fork(auth.token)
      yield* TestClock.adjust("15 seconds")
      assert.strictEqual(text(yield* caller), "access-1")
    }).pipe(closingIn("5 seconds"))
  )

  it.scoped("OAuth2 without tokens anywhere says so, until some are set", () =>
    Effect.gen(function* () {
      const world = yield* makeWorld
      const auth = yield* open(world, Auth.Auth.layerOAuth2())
      const error = yield* Effect.flip(auth.token)
      assert.strictEqual(error.reason, "NoTokens")
      yield* Effect.flatMap(auth.getTokens("good"), auth.setCredentials)
      assert.strictEqual(text(yield* auth.token), "access-1")
    })
  )

  it.effect("a flow that lacks its client id or secret fails when its layer is built", () =>
    Effect.gen(function* () {
      for (const layer of [Auth.Auth.layerOAuth2({ tokens: begin }), Auth.Auth.layerClientCredentials]) {
        const error = yield* Layer.build(layer).pipe(
          Effect.provide([
            HelpScoutConfig.layer({ clientId: "app" }),
            TokenStore.TokenStore.layerMemory,
            Layer.succeed(HttpClient.HttpClient, makeEndpoint().client)
          ]),
          Effect.scoped,
          Effect.flip
        )
        assert.strictEqual(error.reason, "MissingCredentials")
      }
    })
  )

  it.scoped("a fixed token can't be renewed, only set anew", () =>
    Effect.gen(function* () {
      const auth = yield* open(yield* makeWorld, Auth.Auth.layerToken(Redacted.make("fixed")))
      const token = yield* auth.token
      assert.strictEqual(text(token), "fixed")
      assert.strictEqual((yield* Effect.flip(auth.replace(token))).reason, "NotRenewable")
      assert.strictEqual((yield* Effect.flip(auth.getTokens("good"))).reason, "MissingCredentials")
      yield* auth.setCredentials({ accessToken: "other" })
      const replaced = yield* auth.replace(token)
      assert.deepStrictEqual([text(replaced.token), replaced.renewed], ["other", false])
      assert.deepStrictEqual(accessTokens(yield* Stream.runCollect(Stream.take(auth.tokens, 1))), ["other"])
    })
  )
})

describe("secrets and observability", () => {
  const secrets = ["app-secret", "access-", "refresh-", "planted-code", "planted-answer"]

  /** Everything that anybody could print of a failure, on one heap. */
  const printed = (what: ReadonlyArray<unknown>) =>
    what
      .map((value) => {
        const cause = Cause.isCause(value) ? Cause.pretty(value, { renderErrorCause: true }) : ""
        return `${inspect(value, { depth: 20, showHidden: true })} ${JSON.stringify(value, (_, value) => (typeof value === "bigint" ? String(value) : value))} ${String(value)} ${cause}`
      })
      .join("\n")

  const failures: ReadonlyArray<readonly [string, (endpoint: ReturnType<typeof makeEndpoint>) => void]> = [
    [
      "a transport failure",
      (endpoint) => {
        endpoint.before = Effect.suspend(
          () =>
            new HttpClientError.RequestError({
              request: endpoint.calls.at(-1)!.request,
              reason: "Transport",
              description: "planted-answer",
              cause: new Error("planted-answer")
            })
        )
      }
    ],
    [
      "an answer that breaks off",
      (endpoint) => {
        endpoint.answer = () =>
          new Response(new ReadableStream({ start: (controller) => controller.error(new Error("planted-answer")) }))
      }
    ],
    [
      "an answer of another shape",
      (endpoint) => {
        endpoint.answer = () =>
          Response.json({
            token_type: "bearer",
            access_token: { value: "planted-answer" },
            refresh_token: 7,
            "planted-answer": "x"
          })
      }
    ],
    [
      "a token no header can carry",
      (endpoint) => {
        endpoint.answer = () => Response.json({ token_type: "bearer", access_token: "planted-answer\n" })
      }
    ],
    [
      "a token of another type",
      (endpoint) => {
        endpoint.answer = () => Response.json({ token_type: "planted-answer", access_token: "planted-answer" })
      }
    ],
    [
      "no JSON",
      (endpoint) => {
        endpoint.answer = () => new Response(`{"access_token": "planted-answer`)
      }
    ],
    [
      "a refusal that repeats what was sent",
      (endpoint) => {
        endpoint.answer = () =>
          Response.json(
            { error: "invalid_request", error_description: Object.values(endpoint.calls.at(-1)!.form).join(" ") },
            { status: 400 }
          )
      }
    ],
    [
      "a refusal of another shape",
      (endpoint) => {
        endpoint.answer = () => Response.json({ message: "planted-answer" }, { status: 400 })
      }
    ],
    [
      "a fault",
      (endpoint) => {
        endpoint.answer = () => new Response("planted-answer", { status: 500 })
      }
    ],
    [
      "silence",
      (endpoint) => {
        endpoint.before = Effect.never
      }
    ]
  ]

  const observed = <A, E>(program: (world: World, auth: Auth.Service) => Effect.Effect<A, E>) =>
    Effect.gen(function* () {
      const heap: Array<unknown> = []
      const logger = Logger.make((entry) => {
        heap.push(entry.message, entry.cause, Object.fromEntries(entry.annotations))
      })
      const spans: Array<Tracer.Span> = []
      const tracer = Tracer.make({
        span: (name, parent, context, links, startTime, kind) => {
          const attributes = new Map<string, unknown>()
          const span: Tracer.Span = {
            _tag: "Span",
            name,
            parent,
            context,
            links,
            kind,
            attributes,
            spanId: String(spans.length),
            traceId: "trace",
            sampled: true,
            status: { _tag: "Started", startTime },
            end: (_, exit) => heap.push(exit),
            attribute: (key, value) => attributes.set(key, value),
            event: (...event) => heap.push(event),
            addLinks: () => {}
          }
          spans.push(span)
          return span
        },
        context: (run) => run()
      })
      const world = yield* makeWorld
      yield* Effect.gen(function* () {
        const auth = yield* open(world)
        const events = yield* collect(auth.events)
        const fiber = yield* Effect.fork(Effect.exit(program(world, auth)))
        yield* TestClock.adjust("30 seconds")
        const exit = yield* fiber
        heap.push(exit, events, auth)
        if (Exit.isFailure(exit)) heap.push(exit.cause, ...Cause.failures(exit.cause))
      }).pipe(
        Effect.scoped,
        Effect.provide(Logger.replace(Logger.defaultLogger, logger)),
        Logger.withMinimumLogLevel(LogLevel.All),
        Effect.withTracer(tracer)
      )
      heap.push(...spans.map(({ attributes, name }) => [name, [...attributes]]))
      return { heap, spans, world }
    })

  for (const [name, arrange] of failures) {
    it.effect(`no secret shows in anything that ${name} leaves behind`, () =>
      Effect.gen(function* () {
        for (const call of [
          (auth: Auth.Service) => Effect.asVoid(Effect.flatMap(auth.token, auth.replace)),
          (auth: Auth.Service) => Effect.asVoid(auth.getTokens("planted-code"))
        ]) {
          const { heap, world } = yield* observed((world, auth) => {
            arrange(world.endpoint)
            return call(auth)
          })
          assert.isAbove(world.endpoint.calls.length, 0)
          const text = printed(heap)
          assert.include(text, "HelpScoutAuthFailed")
          for (const secret of secrets) assert.notInclude(text, secret)
        }
      })
    )
  }

  it.effect("no secret shows when all goes well, nor when saving fails", () =>
    Effect.gen(function* () {
      const { heap, spans } = yield* observed((world, auth) =>
        Effect.zipRight(
          Effect.flatMap(auth.token, auth.replace),
          Effect.zipRight(
            auth.setCredentials({ accessToken: "access-x", refreshToken: "refresh-x" }),
            world.store.load(account)
          )
        )
      )
      const text = printed(heap)
      assert.include(text, "Auth.renew: renewed the access token")
      for (const secret of secrets) assert.notInclude(text, secret)
      assert.deepStrictEqual(
        spans.map(({ name }) => name),
        ["Auth.renew"]
      )
    })
  )

  it("the search finds what is there", () => {
    const request = { body: "client_secret=app-secret" }
    assert.include(printed([new Error("outer", { cause: request })]), "app-secret")
    assert.include(printed([Cause.fail(new Error("outer", { cause: new Error("refresh-0") }))]), "refresh-0")
    assert.include(printed([Exit.fail({ deep: { er: ["access-0"] } })]), "access-0")
  })

  it.scoped("each token obtained counts in helpscout_renewals", () =>
    Effect.gen(function* () {
      const counter = Metric.counter("helpscout_renewals", {
        description: "Access tokens obtained from the token endpoint",
        incremental: true
      })
      const { auth, endpoint } = yield* opened
      const before = yield* Metric.value(counter)
      yield* Effect.flatMap(auth.token, auth.replace)
      endpoint.answer = () => new Response("", { status: 500 })
      yield* Effect.ignore(Effect.flatMap(auth.token, auth.replace))
      assert.strictEqual((yield* Metric.value(counter)).count - before.count, 1)
    })
  )
})
