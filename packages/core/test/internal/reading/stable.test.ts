import { assert, describe, it } from "@effect/vitest"
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type * as Page from "@effect-helpscout/core/Page"
import { clientLayer, json, type Sent, type Wire, wire } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Stable from "../../../src/internal/reading/stable.js"

const Letter = Schema.Struct({ id: Schema.Number, createdAt: Field.Timestamp, size: Field.optional(Schema.Number) })
const query = Schema.Struct({ status: Field.optional(Schema.String), query: Field.optional(Schema.String) })
const list = Endpoint.list("/v2/letters", {
  query,
  embedded: "letters",
  item: Letter,
  stable: "createdAt",
  docs: "letters/list"
})
const endpoints = { listAll: Endpoint.all(list) }

interface Row {
  readonly id: number
  readonly createdAt: string
}

const at = (second: number): string => `2026-01-01T00:00:${String(second).padStart(2, "0")}Z`
/** Letters, one per second. */
const rows = (count: number): ReadonlyArray<Row> =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, createdAt: at(index) }))

const size = 5

const pageOf = (all: ReadonlyArray<unknown>, number: number) => {
  const totalPages = Math.ceil(all.length / size)
  return json({
    _embedded: { letters: all.slice((number - 1) * size, number * size) },
    _links: number < totalPages ? { next: { href: "https://api.helpscout.net/v2/letters?page=next" } } : {},
    page: { size, totalElements: all.length, totalPages, number }
  })
}

const paramsOf = ({ url }: Sent) => new URL(url).searchParams

/** A server with letters in ascending order. `select` is its search. */
const server = (
  all: () => ReadonlyArray<Row>,
  select: (row: Row, from: string, to: string) => boolean = ({ createdAt }, from, to) =>
    from <= createdAt && (to === "*" || createdAt <= to)
): Wire =>
  wire((sent) => {
    const params = paramsOf(sent)
    const [, from = "", to = "*"] = /createdAt:\[(\S+) TO (\S+)\]/.exec(params.get("query") ?? "") ?? []
    const page = Number(params.get("page") ?? 1)
    return pageOf(
      all().filter((row) => from === "" || select(row, from, to)),
      page
    )
  })

const walk = (to: Wire, args: { readonly status?: string; readonly query?: string } = {}) =>
  Effect.gen(function* () {
    const warnings: Array<string> = []
    const logger = Logger.make(({ logLevel, message }) => {
      if (logLevel.label === "WARN") warnings.push(String(message))
    })
    const seen: Array<number> = []
    const result = yield* Effect.gen(function* () {
      const letters = yield* HelpScoutClient.methods("Letters", endpoints)
      return yield* Effect.either(
        Stream.runForEach(letters.listAll(args, { order: "stable" }), ({ id }) => Effect.sync(() => seen.push(id)))
      )
    }).pipe(Effect.provide(clientLayer(to)), Effect.provide(Logger.replace(Logger.defaultLogger, logger)))
    return { seen, warnings, error: Either.isLeft(result) ? result.left : undefined, requests: to.sent.length }
  })

const ids = (all: ReadonlyArray<Row>) => all.map(({ id }) => id)

describe("law L10: the walk of a stable list", () => {
  it.effect("requests each page as page 1 of what was created since the last item", () =>
    Effect.gen(function* () {
      const to = server(() => rows(12))
      const { seen, warnings } = yield* walk(to, { status: "open", query: "tag:a OR tag:b" })
      assert.deepStrictEqual(seen, ids(rows(12)))
      assert.deepStrictEqual(warnings, [])
      assert.deepStrictEqual(
        to.sent.map((sent) => Object.fromEntries(paramsOf(sent))),
        ["tag:a OR tag:b", ...[4, 8].map((second) => `(createdAt:[${at(second)} TO *] AND (tag:a OR tag:b))`)].map(
          (query) => ({ status: "open", sortField: "createdAt", sortOrder: "asc", query })
        )
      )
    })
  )

  it.effect("falls back to page numbers with one warning if the search is not honored", () =>
    Effect.gen(function* () {
      const all = rows(40)
      const searches: Readonly<Record<string, Parameters<typeof server>[1]>> = {
        ignored: () => true,
        "without its start": ({ createdAt }, from) => from < createdAt,
        empty: () => false,
        reversed: ({ createdAt }, from) => createdAt <= from,
        "an hour early": ({ createdAt }, from) => new Date(Date.parse(from) + 3_600_000).toISOString() <= createdAt
      }
      for (const [name, search] of Object.entries(searches)) {
        const { error, seen, warnings } = yield* walk(server(() => all, search))
        assert.isUndefined(error, name)
        assert.deepStrictEqual(seen, ids(all), name)
        assert.lengthOf(warnings, 1, name)
      }
    })
  )

  it.effect("falls back if the search within a second is not honored", () =>
    Effect.gen(function* () {
      const all = [
        ...rows(3),
        ...rows(20).map(({ id }) => ({ id: id + 3, createdAt: at(3) })),
        { id: 24, createdAt: at(9) }
      ]
      for (const within of [() => true, () => false]) {
        const { seen, warnings } = yield* walk(
          server(
            () => all,
            (row, from, to) => (to === "*" ? from <= row.createdAt : within())
          )
        )
        assert.deepStrictEqual(seen, ids(all))
        assert.lengthOf(warnings, 1)
      }
    })
  )

  it.effect("by numbers, steps back when the list gets shorter, and never emits twice", () =>
    Effect.gen(function* () {
      for (let gone = 0; gone <= 10; gone++) {
        let requests = 0
        const all = rows(40)
        // the search is ignored, and some of the ten letters that were read disappear before the sixth request
        const to = server(
          () => (++requests > 5 ? all.slice(gone) : all),
          () => true
        )
        const { seen } = yield* walk(to)
        assert.deepStrictEqual(seen, ids(all), `${gone} deleted`)
      }
    })
  )

  it.effect("goes on if the item to join was deleted, without a warning", () =>
    Effect.gen(function* () {
      let requests = 0
      const all = rows(12)
      const to = server(() => (++requests > 1 ? all.filter(({ id }) => id !== 5) : all))
      const { requests: count, seen, warnings } = yield* walk(to)
      assert.deepStrictEqual(seen, ids(all))
      assert.deepStrictEqual(warnings, [])
      assert.strictEqual(count, 5)
    })
  )

  it.effect("does not rely on an order: items that are not sorted are read by numbers", () =>
    Effect.gen(function* () {
      const all = rows(40).toReversed()
      const { seen, warnings } = yield* walk(server(() => all))
      assert.deepStrictEqual(seen, ids(all))
      assert.lengthOf(warnings, 1)
    })
  )

  it.effect("law L9: ends for a server that returns the same page forever", () =>
    Effect.gen(function* () {
      for (const ignored of [() => true, () => false]) {
        const first = rows(5)
        const to = wire((sent) =>
          paramsOf(sent).has("query") && !ignored()
            ? json({
                _embedded: { letters: [] },
                _links: {},
                page: { size, totalElements: 0, totalPages: 0, number: 1 }
              })
            : json({
                _embedded: { letters: first },
                _links: { next: { href: "https://api.helpscout.net/v2/letters?page=2" } },
                page: { size, totalElements: 50, totalPages: 10, number: Number(paramsOf(sent).get("page") ?? 1) }
              })
        )
        const { error, requests, seen } = yield* walk(to)
        assert.strictEqual(error?._tag, "HelpScoutResponseInvalid")
        assert.deepStrictEqual(seen, ids(first))
        assert.isAtMost(requests, 40)
      }
    })
  )

  it.effect("law L8: fails for an unreadable item, or passes it to the handler once", () =>
    Effect.gen(function* () {
      // the last item of the second page, which is the first of the third
      const all = rows(12).map((row) => (row.id === 9 ? { ...row, size: "large" } : row))
      const { error, seen } = yield* walk(server(() => all))
      assert.strictEqual(error?._tag, "HelpScoutResponseInvalid")
      assert.deepStrictEqual(seen, [1, 2, 3, 4, 5])
      const skipped: Array<unknown> = []
      const onInvalid = ({ id }: Page.InvalidItem) => Effect.sync(() => void skipped.push(id))
      const read = yield* Effect.gen(function* () {
        const letters = yield* HelpScoutClient.methods("Letters", endpoints)
        return yield* Stream.runCollect(letters.listAll({}, { order: "stable", onInvalid }))
      }).pipe(Effect.provide(clientLayer(server(() => all))))
      assert.deepStrictEqual(
        ids([...read].map((row) => ({ ...row, createdAt: "" }))),
        ids(all.filter(({ id }) => id !== 9))
      )
      assert.deepStrictEqual(skipped, [9])
    })
  )
})

describe("law L4: the state of a walk", () => {
  it("does not grow with the list, by creation date or by numbers", () => {
    const all = Array.from({ length: 20_000 }, (_, index) => ({ id: String(index), at: index * 1000 }))
    const readKey: Stable.ReadKey = (json) => json as (typeof all)[number]
    for (const range of [Stable.start.range, { _tag: "Numbered", page: 1, totals: undefined, joins: false } as const]) {
      let state: Stable.State = { ...Stable.start, range }
      let most = 0
      for (;;) {
        const { range: at } = state
        const from = at._tag === "Since" ? (at.from ?? 0) / 1000 : (at.page - 1) * 25
        const next = from + 25 < all.length ? "next" : undefined
        const step = Stable.advance(state, { raw: all.slice(from, from + 25), totals: undefined, next }, readKey)
        assert.strictEqual(step._tag, "Emit")
        if (step._tag !== "Emit") return
        state = step.state
        most = Math.max(most, state.recent.length)
        if (step.ended) break
      }
      assert.strictEqual(state.emitted, all.length)
      assert.isAtMost(most, 1_000)
    }
  })
})

describe("law L10: a search that is combined with the caller's", () => {
  it("is rejected if it would end the combination", () => {
    for (const query of ["a) OR (b", "(a", 'tag:"a', "a))", "((a)"]) assert.isString(Stable.unbalanced(query), query)
    for (const query of ["tag:a", "(a) OR (b)", 'subject:":)"', "subject:\\)", 'tag:"\\")"', ""]) {
      assert.isUndefined(Stable.unbalanced(query), query)
    }
  })

  it("replaces nothing else in the URL", () => {
    const range = { _tag: "Second", second: Date.parse(at(3)), page: 2, totals: undefined, joins: false } as const
    assert.strictEqual(
      Stable.urlOf("createdAt", "https://x/y?tag=a%2Cb&query=tag%3Ac", { ...Stable.start, range }),
      "https://x/y?tag=a%2Cb&sortField=createdAt&sortOrder=asc&query=" +
        "(createdAt%3A%5B2026-01-01T00%3A00%3A03Z%20TO%202026-01-01T00%3A00%3A04Z%5D%20AND%20(tag%3Ac))&page=2"
    )
  })
})
