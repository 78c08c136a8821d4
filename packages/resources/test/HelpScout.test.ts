import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { Auth } from "@effect-helpscout/core/Auth"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import type { Tokens } from "@effect-helpscout/core/Tokens"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { type Account, type AccountOptions, HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import * as Chunk from "effect/Chunk"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as LayerMap from "effect/LayerMap"
import * as Option from "effect/Option"
import * as RcMap from "effect/RcMap"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"

const simulate = (accounts: ReadonlyArray<Simulator.AccountOptions>) =>
  Layer.merge(
    Simulator.Simulator.layer({ accounts, data: { conversations: 5 }, rateLimit: { limit: 4 } }),
    TokenStore.layerMemory
  )

const twoAccounts = simulate([{ name: "north" }, { name: "south" }])

const ownApps = simulate([
  { name: "north", clientId: "app-north", clientSecret: "secret-north" },
  { name: "south", clientId: "app-south", clientSecret: "secret-south" }
])

type Name = "north" | "south"

/** An app that both accounts have authorized. */
const app = Effect.map(Simulator.Simulator, ({ baseUrl, clientId, clientSecret }) => ({
  baseUrl,
  clientId,
  clientSecret: Redacted.make(clientSecret)
}))

const issue = (account: Name) =>
  Effect.flatMap(Simulator.Simulator, (simulator) =>
    Effect.map(simulator.issueTokens({ account }), ({ accessToken, refreshToken, expiresAt }) => ({
      accessToken,
      refreshToken,
      expiresAt: DateTime.unsafeMake(expiresAt)
    }))
  )

const authorized = (account: Name, options: Partial<AccountOptions> = {}) =>
  Effect.gen(function* () {
    const made = yield* HelpScout.make({ ...(yield* app), account, ...options })
    yield* made.auth.setCredentials(yield* issue(account))
    return made
  })

const list = (account: Pick<Account, "conversations">) => account.conversations.list({ status: "all" })

/** The bearer tokens of the requests of each account. */
const bearers = Effect.gen(function* () {
  const simulator = yield* Simulator.Simulator
  const found = new Map<string, Array<string>>()
  for (const { account = "none", headers, path } of yield* simulator.requests) {
    if (path.endsWith("/token")) continue
    const known = found.get(account) ?? []
    const bearer = headers.authorization ?? ""
    found.set(account, known.includes(bearer) ? known : [...known, bearer])
  }
  return Object.fromEntries(found)
})

const source = join(dirname(fileURLToPath(import.meta.url)), "../src")

/** The tags of the package, by the name of their member. */
const tags = readdirSync(source)
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => [...readFileSync(join(source, file), "utf8").matchAll(/Context\.Tag\("[^"]*\/(\w+)"\)/g)])
  .map(([, name = ""]) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`)
  .filter((name) => name !== "helpScout")

describe("HelpScout.layer", () => {
  it.effect("provides every resource of the package with its groups, and each under its own tag", () =>
    Effect.gen(function* () {
      const helpScout = yield* HelpScout
      const conversations = yield* Conversations
      assert.strictEqual(helpScout.conversations, conversations)
      const [first] = (yield* list(helpScout)).items
      const id = yield* helpScout.conversations.threads.createNote(
        { conversationId: first?.id ?? 0 },
        { text: "Seen." }
      )
      assert.isAbove(id, 0)
      // every tag of the package is in the list of resources
      assert.includeMembers(tags, ["chats", "conversations", "customerProperties"])
      assert.sameMembers(Object.keys(helpScout), tags)
    }).pipe(
      Effect.provide(
        HelpScout.layer.pipe(Layer.provide(Simulator.Simulator.layerClient({ data: { conversations: 5 } })))
      )
    )
  )

  it("lets a program import one resource without the others", () => {
    const reached = (file: string, seen = new Set<string>()): ReadonlySet<string> => {
      if (seen.has(file)) return seen
      seen.add(file)
      const text = readFileSync(file, "utf8")
      for (const [, target = ""] of text.matchAll(/^(?:import|export) (?!type )[^"]*"(\.[^"]+)\.js"/gm)) {
        reached(join(dirname(file), `${target}.ts`), seen)
      }
      return seen
    }
    const names = (module: string) => [...reached(join(source, `${module}.ts`))].map((file) => relative(source, file))
    assert.includeMembers(names("HelpScout"), [
      "Conversations.ts",
      "Conversations/Threads.ts",
      "Customers.ts",
      "Webhooks.ts"
    ])
    for (const name of names("HelpScout").filter((file) => file !== "HelpScout.ts")) {
      assert.notInclude(names(name.replace(/\.ts$/, "")), "HelpScout.ts")
    }
    const others = ["Customers.ts", "Mailboxes.ts", "Organizations.ts", "Reports.ts", "Users.ts", "Webhooks.ts"]
    assert.deepStrictEqual(
      names("Conversations").filter((file) => others.includes(file)),
      []
    )
  })
})

describe("HelpScout.make", () => {
  it.scoped("sends each request with the token of its own account (law O3)", () =>
    Effect.gen(function* () {
      const [north, south] = yield* Effect.all([authorized("north"), authorized("south")])
      const [ofNorth, ofSouth] = yield* Effect.all([list(north), list(south)], { concurrency: 2 })
      assert.notDeepEqual(
        ofNorth.items.map(({ subject }) => subject),
        ofSouth.items.map(({ subject }) => subject)
      )
      const token = (account: Account) =>
        Effect.map(account.auth.token, ({ value }) => [`Bearer ${Redacted.value(value)}`])
      assert.deepStrictEqual(yield* bearers, { north: yield* token(north), south: yield* token(south) })
    }).pipe(Effect.provide(twoAccounts))
  )

  it.scoped("keeps the budgets of accounts apart: one waits while the other has room (law O3)", () =>
    Effect.gen(function* () {
      const [north, south] = yield* Effect.all([authorized("north"), authorized("south")])
      yield* Effect.replicateEffect(list(north), 4)
      const waiting = yield* Effect.fork(list(north))
      yield* Effect.replicateEffect(list(south), 3)
      assert.isTrue(Option.isNone(yield* Fiber.poll(waiting)))
      assert.strictEqual((yield* north.rateLimiter.snapshot).completed, 4)
      assert.strictEqual((yield* south.rateLimiter.snapshot).completed, 3)
      yield* TestClock.adjust("2 minutes")
      yield* Fiber.join(waiting)
    }).pipe(Effect.provide(twoAccounts))
  )

  it.scoped("renews the tokens of one account without touching the other's, in the stream and in the store", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator.Simulator
      const store = yield* TokenStore
      const [north, south] = yield* Effect.all([authorized("north"), authorized("south")])
      const generation = (account: Name) =>
        Effect.map(store.load(`${simulator.clientId}:${account}`), (stored) => Option.getOrThrow(stored).generation)
      const before = yield* Effect.all([generation("north"), generation("south")])
      const published = yield* Effect.fork(Stream.runCollect(Stream.take(south.auth.tokens, 2)))
      const publishedNorth = yield* Effect.fork(Stream.runCollect(Stream.take(north.auth.tokens, 2)))
      yield* Effect.yieldNow()

      yield* simulator.revokeAccessTokens("south")
      yield* Effect.all([list(north), list(south)], { concurrency: "unbounded" })

      assert.strictEqual((yield* simulator.stats).tokenRequests, 1)
      const after = yield* Effect.all([generation("north"), generation("south")])
      assert.deepStrictEqual(after, [before[0], before[1] + 1])
      assert.isTrue(Option.isNone(yield* Fiber.poll(publishedNorth)))
      yield* Fiber.interrupt(publishedNorth)
      // the simulator does not know the account of a revoked token
      const bearer = (tokens: Tokens) => [`Bearer ${Redacted.value(tokens.accessToken)}`]
      const [none, renewed] = Chunk.toReadonlyArray(Chunk.map(yield* Fiber.join(published), bearer))
      const ofNorth = `Bearer ${Redacted.value((yield* north.auth.token).value)}`
      const expected: Record<string, unknown> = { north: [ofNorth], none, south: renewed }
      assert.deepStrictEqual<Record<string, unknown>>(yield* bearers, expected)
    }).pipe(Effect.provide(twoAccounts))
  )

  it.scoped("finds the tokens of an account that starts again in the store", () =>
    Effect.gen(function* () {
      yield* Effect.scoped(Effect.flatMap(authorized("south"), list))
      const again = yield* HelpScout.make({ ...(yield* app), account: "south" })
      assert.isAbove((yield* list(again)).items.length, 0)
      const never = yield* HelpScout.make({ ...(yield* app), account: "west" })
      assert.strictEqual((yield* Effect.flip(list(never)))._tag, "HelpScoutAuthFailed")
    }).pipe(Effect.provide(twoAccounts))
  )

  it.scoped("builds a flow and a limiter that several accounts share once for each account", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* Simulator.Simulator
      const shared = { baseUrl, auth: Auth.layerClientCredentials, rateLimiter: RateLimiter.layer({ reserve: 1 }) }
      const make = (account: Name) =>
        HelpScout.make({
          ...shared,
          account,
          clientId: `app-${account}`,
          clientSecret: Redacted.make(`secret-${account}`)
        })
      const [north, south] = yield* Effect.all([make("north"), make("south")])
      yield* list(north)
      yield* list(south)
      yield* list(south)
      assert.deepStrictEqual(Object.keys(yield* bearers), ["north", "south"])
      assert.strictEqual((yield* north.rateLimiter.snapshot).completed, 1)
      assert.strictEqual((yield* south.rateLimiter.snapshot).completed, 2)
      const me = yield* north.client.request({ method: "GET", path: "/v2/users/me" })
      assert.property(me, "id")
    }).pipe(Effect.provide(ownApps))
  )

  it.scoped("keeps accounts apart as merged layers under the program's own tags", () => {
    class North extends Context.Tag("North")<North, Account>() {}
    class South extends Context.Tag("South")<South, Account>() {}
    const both = Layer.merge(Layer.scoped(North, authorized("north")), Layer.scoped(South, authorized("south")))
    return Effect.gen(function* () {
      yield* list(yield* North)
      yield* list(yield* South)
      const found = yield* bearers
      assert.deepStrictEqual(Object.keys(found), ["north", "south"])
      assert.notDeepEqual(found.north, found.south)
    }).pipe(Effect.provide(Layer.provideMerge(both, twoAccounts)))
  })

  it.scoped("creates an account once in an RcMap", () =>
    Effect.gen(function* () {
      let made = 0
      const accounts = yield* RcMap.make({
        lookup: (account: Name) =>
          Effect.suspend(() => {
            made += 1
            return authorized(account)
          }),
        idleTimeToLive: "10 minutes"
      })
      const ask = (account: Name) => Effect.scoped(Effect.flatMap(RcMap.get(accounts, account), list))
      yield* Effect.all([ask("north"), ask("south"), ask("north")], { concurrency: "unbounded" })
      assert.strictEqual(made, 2)
      assert.deepStrictEqual(Object.keys(yield* bearers).sort(), ["north", "south"])
    }).pipe(Effect.provide(twoAccounts))
  )

  it.scoped("runs one program for either account with a LayerMap", () =>
    Effect.gen(function* () {
      const options = yield* app
      const tokens = { north: yield* issue("north"), south: yield* issue("south") }
      const accounts = yield* LayerMap.make((account: Name) =>
        HelpScout.layerAccount({ ...options, account, auth: Auth.layerOAuth2({ tokens: tokens[account] }) })
      )
      const program = Effect.flatMap(Conversations, (conversations) => conversations.list({ status: "all" }))
      yield* Effect.all(
        [Effect.provide(program, accounts.get("north")), Effect.provide(program, accounts.get("south"))],
        { concurrency: 2 }
      )
      assert.deepStrictEqual(yield* bearers, {
        north: [`Bearer ${tokens.north.accessToken}`],
        south: [`Bearer ${tokens.south.accessToken}`]
      })
    }).pipe(Effect.provide(twoAccounts))
  )
})
