import * as Net from "node:net"
import { assert, describe, it, layer } from "@effect/vitest"
import type { TokenStoreFailed } from "@effect-helpscout/core/TokenStore"
import * as Tokens from "@effect-helpscout/core/Tokens"
import * as TokenStoreContract from "@effect-helpscout/core/testing/TokenStoreContract"
import * as RedisTokenStore from "@effect-helpscout/node/RedisTokenStore"
import { redisServer } from "@effect-helpscout/test-support/redis"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import { Redis } from "ioredis"

class Server extends Context.Tag("test/Redis")<Server, Effect.Effect.Success<typeof redisServer>>() {
  static readonly layer = Layer.scoped(this, redisServer)
}

const pair = (name: string) => Tokens.make({ accessToken: `access-${name}`, refreshToken: `planted-${name}` })
/** Longer than the pauses of a busy machine. */
const lease = "1 second"

const retries = { schedule: Schedule.spaced("100 millis"), times: 100 }

/** A client of the test, to look at the content of Redis. */
const directClient = (url: string) =>
  Effect.acquireRelease(
    Effect.sync(() => new Redis(url)),
    (redis) => Effect.sync(() => redis.disconnect())
  )

interface Forwarder {
  readonly server: Net.Server
  readonly sockets: Set<Net.Socket>
  readonly behind: { to: number }
}

/** An address that stays the same while the server behind it changes. */
const forwarder = (port: number) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.async<Forwarder>((resume) => {
        const behind = { to: port }
        const sockets = new Set<Net.Socket>()
        const server = Net.createServer((socket) => {
          const upstream = Net.connect(behind.to, "127.0.0.1")
          for (const one of [socket, upstream]) {
            sockets.add(one)
            one
              .on("error", () => {})
              .on("close", () => {
                socket.destroy()
                upstream.destroy()
                sockets.delete(one)
              })
          }
          socket.pipe(upstream).pipe(socket)
        })
        server.listen(0, "127.0.0.1", () => resume(Effect.succeed({ server, sockets, behind })))
      }),
      ({ server, sockets }) =>
        Effect.sync(() => {
          server.close()
          for (const socket of sockets) socket.destroy()
        })
    ),
    ({ behind, server }) => {
      const address = server.address()
      const own = address === null || typeof address === "string" ? 0 : address.port
      return Object.assign(behind, { url: `redis://127.0.0.1:${own}` })
    }
  )

layer(Server.layer, { excludeTestServices: true })("RedisTokenStore", (it) => {
  describe("the contract (law T8)", () => {
    for (const { check, name } of TokenStoreContract.store) {
      it.effect(name, () =>
        Effect.flatMap(Server, ({ url }) => check({ open: RedisTokenStore.make({ connection: url }) }))
      )
    }
  })

  // these tests wait for leases, so they run concurrently
  describe.concurrent("the contract among processes (law T8)", () => {
    for (const { check, name } of TokenStoreContract.shared) {
      it.effect(name, () =>
        Effect.flatMap(Server, ({ url }) =>
          check({ open: RedisTokenStore.make({ connection: url, prefix: `${name}:`, lease }), lease })
        )
      )
    }
  })

  it.scoped("saves each account under its own key with the prefix", () =>
    Effect.gen(function* () {
      const { port, url } = yield* Server
      const redis = yield* directClient(url)
      const store = yield* RedisTokenStore.make({ connection: { port, host: "127.0.0.1" }, prefix: "mine:" })
      yield* store.save("app:one", Tokens.make({ accessToken: "a1" }), { replaces: 0 })
      yield* store.lock("app:one")
      assert.deepStrictEqual((yield* Effect.promise(() => redis.keys("mine:*"))).sort(), [
        "mine:{app:one}",
        "mine:{app:one}:lock"
      ])
      assert.deepStrictEqual(yield* Effect.promise(() => redis.hgetall("mine:{app:one}")), {
        generation: "1",
        tokens: `{"tokens":{"accessToken":"a1"},"generation":1}`
      })
      const left = yield* Effect.promise(() => redis.pttl("mine:{app:one}:lock"))
      assert.isTrue(left > 55_000 && left <= 60_000, String(left))
    })
  )

  it.scoped("fails without quoting unreadable content or Redis messages (law O1)", () =>
    Effect.gen(function* () {
      const { url } = yield* Server
      const redis = yield* directClient(url)
      const store = yield* RedisTokenStore.make({ connection: Redacted.make(url) })
      yield* Effect.promise(() => redis.hset("helpscout-tokens:{damaged}", { generation: 9, tokens: "planted-x" }))
      yield* Effect.promise(() => redis.set("helpscout-tokens:{other}", "planted-y"))
      const exits = yield* Effect.all([
        Effect.exit(store.load("damaged")),
        Effect.exit(store.save("damaged", pair("z"), { replaces: 0 })),
        Effect.exit(store.load("other")),
        Effect.exit(store.save("other", pair("z"), { replaces: 0 }))
      ])
      const shown = exits.map((exit: Exit.Exit<unknown, unknown>) =>
        Exit.isFailure(exit) ? Cause.pretty(exit.cause) + JSON.stringify(exit.cause) : "success"
      )
      assert.include(shown[0], "under helpscout-tokens:{damaged} is not a valid token record")
      assert.include(shown[1], "TokenStore.save")
      assert.include(shown[2], "WRONGTYPE")
      assert.include(shown[3], "WRONGTYPE")
      assert.notInclude(shown.join(), "planted")
    })
  )
})

describe.concurrent("RedisTokenStore: while Redis is unavailable", { timeout: 60_000 }, () => {
  const calls = (
    store: Effect.Effect.Success<ReturnType<typeof RedisTokenStore.make>>
  ): ReadonlyArray<Effect.Effect<unknown, TokenStoreFailed>> => [
    store.load("a"),
    store.save("a", pair("a"), { replaces: 0 }),
    Effect.scoped(store.lock("a")),
    store.load("a")
  ]

  it.scopedLive("fails every call in time, and recovers when Redis is back", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const store = yield* RedisTokenStore.make({ connection: server.url, timeout: "500 millis" })
      yield* Effect.retry(store.save("a", pair("a"), { replaces: 0 }), retries)
      yield* server.stop
      for (const call of calls(store)) {
        const [took, failed] = yield* Effect.timed(Effect.flip(call))
        assert.strictEqual(failed._tag, "HelpScoutTokenStoreFailed")
        assert.isBelow(Duration.toMillis(took), 5_000)
      }
      yield* server.start
      const retried = yield* Effect.retry(store.load("a"), retries)
      assert.isTrue(Option.isNone(retried))
    })
  )

  it.scopedLive("fails every call in time when Redis hangs, and leaves no lock behind", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const store = yield* RedisTokenStore.make({ connection: server.url, timeout: "300 millis" })
      yield* Effect.retry(store.save("a", pair("a"), { replaces: 0 }), retries)
      yield* server.pause
      for (const call of calls(store)) {
        const [took, failed] = yield* Effect.timed(Effect.flip(call))
        assert.strictEqual(failed._tag, "HelpScoutTokenStoreFailed")
        assert.isBelow(Duration.toMillis(took), 5_000)
      }
      yield* server.resume
      yield* Effect.retry(Effect.timeout(Effect.scoped(store.lock("a")), "5 seconds"), retries)
      assert.isTrue(Option.isSome(yield* store.load("a")))
    })
  )

  it.scopedLive("closes its scope in time when Redis hangs", () =>
    Effect.gen(function* () {
      const server = yield* redisServer
      const scope = yield* Scope.make()
      const store = yield* Scope.extend(RedisTokenStore.make({ connection: server.url, timeout: "20 seconds" }), scope)
      yield* Effect.retry(store.load("a"), retries)
      yield* server.pause
      const [took] = yield* Effect.timed(Scope.close(scope, Exit.void))
      assert.isBelow(Duration.toMillis(took), 5_000)
    })
  )

  it.scopedLive("continues with the new master after a failover behind one address", () =>
    Effect.gen(function* () {
      const [old, next] = yield* Effect.all([redisServer, redisServer])
      const address = yield* forwarder(old.port)
      const store = yield* RedisTokenStore.make({ connection: address.url })
      yield* Effect.retry(store.save("a", pair("a"), { replaces: 0 }), retries)
      const redis = yield* directClient(old.url)
      // the new master does not exist, so nothing is replicated
      yield* Effect.promise(() => redis.replicaof("127.0.0.1", 1))
      address.to = next.port
      const failed = yield* Effect.flip(store.save("a", pair("b"), { replaces: 1 }))
      assert.include(failed.message, "READONLY")
      const saved = yield* Effect.retry(store.save("a", pair("b"), { replaces: 1 }), retries)
      assert.isTrue(saved.saved)
    })
  )

  it.scopedLive("builds without a connection, and fails without quoting the password", () =>
    Effect.gen(function* () {
      const store = yield* RedisTokenStore.make({ connection: "redis://:planted@127.0.0.1:1", timeout: "500 millis" })
      const exit = yield* Effect.exit(store.load("a"))
      assert.notInclude(JSON.stringify(exit), "planted")
      assert.isTrue(Exit.isFailure(exit))
    })
  )
})
