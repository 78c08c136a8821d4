import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as TokenStoreContract from "@effect-helpscout/core/testing/TokenStoreContract"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import type * as Simulator from "@effect-helpscout/simulator/Simulator"
import { redisServer } from "@effect-helpscout/test-support/redis"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { Redis } from "ioredis"
import { HelpScout } from "../src/HelpScout.js"
import { InputInvalid, TokenStoreFailed } from "../src/HelpScoutError.js"
import { fromPlainStore } from "../src/internal/stores.js"
import { fileTokenStore, redisTokenStore } from "../src/Node.js"
import type { TokenStore } from "../src/Tokens.js"
import { startWorker, type Worker } from "./processes/workers.js"
import { rejection } from "./simulated.js"

const temporaryDirectory = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "helpscout-promise-"))),
  (directory) => Effect.sync(() => rmSync(directory, { recursive: true, force: true }))
)

const redisClient = (url: string) =>
  Effect.acquireRelease(
    Effect.sync(() => new Redis(url)),
    (client) => Effect.sync(() => client.disconnect())
  )

/** A kind of store: opens it as one process would, and says how a worker does. */
interface Kind {
  readonly name: string
  readonly make: Effect.Effect<
    {
      readonly open: (lease?: number) => Effect.Effect<TokenStore, never, Scope.Scope>
      readonly job: object
    },
    never,
    Scope.Scope
  >
}

const kinds: ReadonlyArray<Kind> = [
  {
    name: "fileTokenStore",
    make: Effect.map(temporaryDirectory, (directory) => ({
      open: (lease) => Effect.sync(() => fileTokenStore({ directory, ...(lease === undefined ? {} : { lease }) })),
      job: { directory }
    }))
  },
  {
    name: "redisTokenStore",
    make: Effect.map(redisServer, ({ url }) => ({
      open: (lease) =>
        Effect.map(redisClient(url), (client) => redisTokenStore(client, lease === undefined ? {} : { lease })),
      job: { redis: url }
    }))
  }
]

const lease = 1000

for (const { make, name } of kinds) {
  describe.concurrent(`${name}: the contract (law T8)`, () => {
    for (const { check, name: rule } of [...TokenStoreContract.store, ...TokenStoreContract.shared]) {
      it.scopedLive(rule, () =>
        Effect.flatMap(make, ({ open }) => check({ open: Effect.map(open(lease), fromPlainStore), lease }))
      )
    }
  })

  /** A served simulator, and an account whose access token has expired. */
  const expired = Effect.gen(function* () {
    const { job, open } = yield* make
    const simulator = yield* NodeSimulator.serve()
    const { baseUrl, clientId, clientSecret } = simulator
    const tokens = yield* simulator.issueTokens()
    const tokenStore = yield* open()
    const helpScout = new HelpScout({ baseUrl, clientId, clientSecret, tokenStore, flow: "authorizationCode" })
    yield* Effect.promise(() =>
      helpScout.setCredentials({
        accessToken: tokens.accessToken,
        refreshToken: tokens.refreshToken,
        expiresAt: new Date(0)
      })
    )
    return { simulator, job: { ...job, baseUrl, clientId, clientSecret } }
  })

  const worker = (job: object) =>
    Effect.acquireRelease(
      Effect.promise(() => startWorker(job)),
      (started) => Effect.promise(() => started.kill())
    )

  const issued = (simulator: Simulator.Service) => Effect.map(simulator.stats, ({ tokens }) => tokens.issued)
  const resultOf = (started: Worker) => Effect.promise(() => started.next())

  describe(`${name}: real processes (law P1)`, () => {
    it.scopedLive("renews once for three processes, which end on their own", () =>
      Effect.gen(function* () {
        const { job, simulator } = yield* expired
        const before = yield* issued(simulator)
        const workers = yield* Effect.all([worker(job), worker(job), worker(job)], { concurrency: 3 })
        for (const { call } of workers) call()
        for (const started of workers) assert.hasAllKeys(yield* resultOf(started), ["id"])
        assert.strictEqual((yield* issued(simulator)) - before, 1)
        for (const { end } of workers) assert.strictEqual(yield* Effect.promise(end), 0)
      })
    )
  })
}

describe("fileTokenStore", () => {
  it.scopedLive("continues at once after a process that was killed during a renewal", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const simulator = yield* NodeSimulator.serve()
      const { baseUrl, clientId, clientSecret } = simulator
      const { accessToken, refreshToken } = yield* simulator.issueTokens()
      const job = {
        directory,
        baseUrl,
        clientId,
        clientSecret,
        tokens: { accessToken, refreshToken, expiresAt: new Date(0) }
      }
      const killed = yield* Effect.promise(() => startWorker({ ...job, hangs: true }))
      killed.call()
      assert.strictEqual(yield* Effect.promise(() => killed.next()), "renewing")
      yield* Effect.promise(() => killed.kill())
      const next = yield* Effect.promise(() => startWorker(job))
      next.call()
      assert.hasAllKeys(yield* Effect.promise(() => next.next()), ["id"])
      assert.strictEqual(yield* Effect.promise(() => next.end()), 0)
    })
  )
})

describe("options", () => {
  it("names an option that is not one", () => {
    const misspelled = { dir: "/tmp" } as object
    const thrown = (() => {
      try {
        return fileTokenStore(misspelled)
      } catch (error) {
        return error
      }
    })()
    assert.instanceOf(thrown, InputInvalid)
    assert.strictEqual(thrown.issues[0]?.path, "dir")
  })

  it("rejects with the detail of the store", async () => {
    const store = fileTokenStore({ directory: "/dev/null/tokens" })
    const error = await rejection(store.load("app:default") as Promise<unknown>)
    assert.instanceOf(error, TokenStoreFailed)
    assert.include(error.message, "/dev/null")
    const helpScout = new HelpScout({ clientId: "i", clientSecret: "s", flow: "authorizationCode", tokenStore: store })
    const failed = await rejection(helpScout.users.me())
    assert.include((failed as Error).message, "/dev/null")
  })
})
