import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { ConversationQuery } from "@effect-helpscout/resources/Conversations/ConversationQuery"
import { Customers } from "@effect-helpscout/resources/Customers"
import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
import * as Fault from "@effect-helpscout/simulator/Fault"
import * as Movement from "@effect-helpscout/simulator/Movement"
import { type Options, Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Snapshot from "@effect-helpscout/simulator/Snapshot"
import { simulatorLayer } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"

const over = (options: Options) =>
  Layer.merge(Conversations.layer, Customers.layer).pipe(Layer.provideMerge(simulatorLayer(options)))

const stable = { order: "stable" } as const
const until = Date.UTC(2026, 0)

type Ids = (account: Parameters<Movement.Change>[0], now: number) => ReadonlyArray<number>

/**
 * Reads a list while the account changes before each request. Returns what was emitted, and what the list contained
 * before every request.
 */
const read = <R>(change: Movement.Change, ids: Ids, list: Stream.Stream<{ readonly id: number }, unknown, R>) =>
  Effect.gen(function* () {
    const simulator = yield* Simulator
    const throughout = new Set(ids(yield* simulator.account(), until))
    yield* simulator.setChanges((account, now) => {
      change(account, now)
      const present = new Set(ids(account, now))
      for (const id of throughout) if (!present.has(id)) throughout.delete(id)
    })
    const emitted = [...(yield* Stream.runCollect(Stream.map(list, ({ id }) => id)))]
    yield* simulator.setChanges(undefined)
    return { emitted, throughout, requests: (yield* simulator.stats).requests }
  })

/** Asserts that nothing was missed or emitted twice. */
const assertExact = (read: { readonly emitted: ReadonlyArray<number>; readonly throughout: ReadonlySet<number> }) => {
  assert.strictEqual(new Set(read.emitted).size, read.emitted.length, "emitted twice")
  const emitted = new Set(read.emitted)
  assert.deepStrictEqual(
    [...read.throughout].filter((id) => !emitted.has(id)),
    [],
    "missed"
  )
}

const missing = (read: { readonly emitted: ReadonlyArray<number>; readonly throughout: ReadonlySet<number> }) =>
  [...read.throughout].filter((id) => !read.emitted.includes(id)).length

const conversationKinds = Movement.kinds.filter((kind) => !kind.startsWith("customer."))

/** Deletions are frequent, because they move unread conversations to pages that were read. */
const heavy = (seed: number, count = 3): Movement.Change =>
  Movement.random({ seed, count, kinds: [...conversationKinds, "delete", "merge", "customer.merge"] })

const listed =
  (args: ConversationQuery, options: { readonly prefetch?: number } = {}) =>
  (conversations: typeof Conversations.Service) =>
    conversations.listAll(args, { ...stable, ...options })

const conversationsOf = (
  list: (conversations: typeof Conversations.Service) => Stream.Stream<{ readonly id: number }, unknown>
) => Stream.unwrap(Effect.map(Conversations, list))

const seeds = Array.from({ length: 40 }, (_, seed) => seed)

describe("law L10: a stable list emits everything that is in it throughout exactly once", () => {
  const filters: ReadonlyArray<readonly [ConversationQuery, Snapshot.ConversationFilters]> = [
    [{ status: "all" }, { status: "all" }],
    [{ status: "active" }, { status: "active" }],
    [
      { status: "open", query: "NOT tag:vip OR subject:refund" },
      { status: "open", query: "NOT tag:vip OR subject:refund" }
    ],
    [
      { status: "all", query: SearchQuery.not(SearchQuery.assigned("Unassigned")) },
      { status: "all", query: 'NOT assigned:"Unassigned"' }
    ]
  ]

  it.effect("conversations, with the caller's filters and search, under all kinds of changes", () =>
    Effect.gen(function* () {
      for (const seed of seeds) {
        const [args, expected] = filters[seed % filters.length]!
        const result = yield* read(
          heavy(seed),
          (account, now) => Snapshot.conversationIds(account, expected, now),
          conversationsOf(listed(args, seed % 8 < 4 ? {} : { prefetch: 3 }))
        ).pipe(Effect.provide(over({ seed, data: { conversations: 200, customers: 20, maxThreads: 3, until } })))
        assertExact(result)
        assert.isAbove(result.throughout.size, 10)
      }
    })
  )

  it.effect("control: without the option, the same changes make a list miss conversations", () =>
    Effect.gen(function* () {
      let missed = 0
      for (const seed of seeds.slice(0, 5)) {
        const result = yield* read(
          heavy(seed),
          (account) => Snapshot.conversationIds(account, { status: "all" }),
          conversationsOf((conversations) =>
            conversations.listAll({ status: "all", sortField: "modifiedAt", sortOrder: "asc" })
          )
        ).pipe(Effect.provide(over({ seed, data: { conversations: 200, customers: 20, maxThreads: 3, until } })))
        missed += missing(result)
      }
      assert.isAbove(missed, 0)
    })
  )

  it.effect("conversations created within one second: 40, and more than a page of them", () =>
    Effect.gen(function* () {
      for (const seed of seeds) {
        const [args, expected] = filters[seed % 2]!
        const result = yield* Effect.gen(function* () {
          const account = yield* (yield* Simulator).account()
          for (const change of [
            Movement.arriveTogether(40),
            Movement.arrive(3),
            Movement.arriveTogether(60),
            // the next second
            Movement.arriveTogether(60),
            Movement.arrive(30)
          ])
            change(account, until)
          return yield* read(
            heavy(seed, 1 + (seed % 3)),
            (account, now) => Snapshot.conversationIds(account, expected, now),
            conversationsOf(listed(args))
          )
        }).pipe(Effect.provide(over({ seed, data: { conversations: 30, customers: 20, maxThreads: 3, until } })))
        assertExact(result)
      }
    })
  )

  it.effect("by page numbers if Help Scout ignores the search, with one warning", () =>
    Effect.gen(function* () {
      for (const seed of seeds) {
        const warnings: Array<string> = []
        const logger = Logger.make(({ logLevel, message }) => {
          if (logLevel.label === "WARN") warnings.push(String(message))
        })
        const result = yield* read(
          Movement.random({ seed, kinds: ["delete", "merge", "reply", "create", "delete", "tag"] }),
          (account) => Snapshot.conversationIds(account, { status: "all" }),
          conversationsOf(listed({ status: "all" }))
        ).pipe(
          Effect.provide(
            over({ seed, ignoreSearch: true, data: { conversations: 200, customers: 20, maxThreads: 3, until } })
          ),
          Effect.provide(Logger.replace(Logger.defaultLogger, logger))
        )
        assertExact(result)
        assert.lengthOf(warnings, 1)
        assert.match(warnings[0] ?? "", /^Conversations\.listAll: the stable order is not available/)
      }
    })
  )

  it.effect("customers, by cursor", () =>
    Effect.gen(function* () {
      for (const seed of seeds) {
        const result = yield* read(
          Movement.random({ seed, count: 2, kinds: Movement.kinds.filter((kind) => kind.startsWith("customer.")) }),
          (account) => Snapshot.customerIds(account, {}),
          Stream.unwrap(Effect.map(Customers, (customers) => customers.listAll({}, stable)))
        ).pipe(
          Effect.provide(
            over({ seed, pageSizes: { customers: 10 }, data: { conversations: 20, customers: 150, until } })
          )
        )
        assertExact(result)
        assert.isAbove(result.throughout.size, 50)
      }
    })
  )
})

describe("law L10: a stable list at rest", () => {
  const rest = over({ data: { conversations: 609, maxThreads: 3, until } })

  it.effect("emits the same conversations as any other list, oldest first, for at most 5 % more requests", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const simulator = yield* Simulator
      const ids = (options: { readonly order?: "stable" }) =>
        Effect.map(Stream.runCollect(conversations.listAll({ status: "all" }, options)), (all) =>
          [...all].map(({ id }) => id)
        )
      const plain = yield* ids({})
      const { requests: before } = yield* simulator.stats
      assert.deepStrictEqual(yield* ids(stable), plain.toReversed())
      const { requests: after } = yield* simulator.stats
      assert.strictEqual(before, 25)
      assert.isAtMost((after - before) / before, 1.05)
      assert.deepStrictEqual((yield* simulator.stats).unknownParameters, [])
    }).pipe(Effect.provide(rest))
  )

  it.effect("has pages with the totals of the whole list, and law L2: the first one costs one request", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const simulator = yield* Simulator
      const first = yield* Stream.runCollect(Stream.take(conversations.listAll({ status: "all" }, stable), 1))
      assert.lengthOf([...first], 1)
      assert.strictEqual((yield* simulator.stats).requests, 1)
      const pages = [...(yield* Stream.runCollect(conversations.listPages({ status: "all" }, stable)))]
      assert.deepStrictEqual(
        pages.map(({ totals }) => totals?.number),
        pages.map((_, index) => index + 1)
      )
      assert.isTrue(pages.every(({ totals }) => totals?.totalElements === 609))
      assert.strictEqual(pages.at(-1)?.totals?.totalPages, pages.length)
      assert.isUndefined(pages.at(-1)?.next)
    }).pipe(Effect.provide(rest))
  )

  it.effect("law L5: keeps what was emitted before an error", () =>
    Effect.gen(function* () {
      const conversations = yield* Conversations
      const simulator = yield* Simulator
      let requests = 0
      yield* simulator.setFaults(() => (++requests === 3 ? Fault.status(403) : undefined))
      const seen: Array<number> = []
      const exit = yield* Effect.exit(
        Stream.runForEach(conversations.listAll({ status: "all" }, stable), ({ id }) =>
          Effect.sync(() => seen.push(id))
        )
      )
      assert.isTrue(Exit.isFailure(exit))
      assert.lengthOf(seen, 49)
    }).pipe(Effect.provide(rest))
  )

  it.effect("is empty for an empty account", () =>
    Effect.gen(function* () {
      const pages = yield* Stream.runCollect((yield* Conversations).listPages({ status: "all" }, stable))
      assert.deepStrictEqual(
        [...pages].flatMap(({ items }) => items),
        []
      )
    }).pipe(Effect.provide(over({ data: "empty" })))
  )

  it.effect("law D1: rejects what it cannot be combined with before anything is sent", () =>
    Effect.gen(function* () {
      const { listAll, listPages } = yield* Conversations
      const customers = yield* Customers
      const simulator = yield* Simulator
      // what a program without types can pass
      const unknown = stable as object
      const calls: ReadonlyArray<readonly [path: string, Stream.Stream<unknown, { readonly _tag: string }>]> = [
        ["sortField", listAll({ sortField: "modifiedAt" }, stable)],
        ["sortOrder", listPages({ sortOrder: "asc" }, stable)],
        ["page", listAll({ page: 2 }, stable)],
        ["concurrency", listAll({}, { ...stable, concurrency: 2 })],
        ["order", listAll({}, { order: "oldest" as "stable" })],
        ["order", customers.listV3All({}, unknown)],
        ["query", listAll({ query: "tag:a) OR (tag:b" }, stable)],
        ["query", listAll({ query: '(subject:"refund)' }, stable)],
        ["query", listAll({ query: "(tag:a" }, stable)],
        ["mailbox", customers.listAll({ mailbox: 1 as never }, stable)],
        ["sortField", customers.listAll({ sortField: "lastName" }, stable)],
        ["cursor", customers.listAll({ cursor: "c" } as object, stable)],
        ["statsu", listAll({ statsu: "all" } as object, stable)]
      ]
      for (const [path, call] of calls) {
        const error = yield* Effect.flip(Stream.runDrain(call))
        assert.strictEqual(error._tag, "HelpScoutInputInvalid", path)
        assert.strictEqual((error as unknown as { issues: ReadonlyArray<{ path: string }> }).issues[0]?.path, path)
      }
      assert.strictEqual((yield* simulator.stats).requests, 0)
    }).pipe(Effect.provide(rest))
  )
})
