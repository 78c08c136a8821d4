import { assert, describe, it } from "@effect/vitest"
import { type Folders, failure, over, page, tag } from "@effect-helpscout/test-support/folders"
import { oddForms, pathsOf, replaceAt } from "@effect-helpscout/test-support/samples"
import { json, type Reply, wire } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"

type Body = Readonly<Record<string, unknown>>

const href = (number: number) => `https://api.helpscout.net/v2/folders?page=${number}`
const numberOf = (url: string) => Number(new URL(url).searchParams.get("page") ?? 1)

/** Page `number` of three, with two items each. */
const third = (number: number): Body => ({
  _embedded: { folders: [{ id: number * 10 }, { id: number * 10 + 1 }] },
  page: { size: 2, totalElements: 6, totalPages: 3, number },
  _links: { self: { href: href(number) }, ...(number < 3 && { next: { href: href(number + 1) } }) }
})

/** Three pages, one of them changed. */
const changed = (which: number, change: (body: Body) => unknown) =>
  wire(({ url }) => {
    const number = numberOf(url)
    return json(number === which ? change(third(number)) : third(number))
  })

const collect = (folders: Folders, options?: Parameters<Folders["listAll"]>[1]) =>
  Stream.runCollect(folders.listAll({}, options))

describe("law L7: a list never ends by accident", () => {
  const cases: Readonly<Record<string, readonly [which: number, change: (body: Body) => unknown]>> = {
    "a next link that is a string": [1, (body) => ({ ...body, _links: { next: href(2) } })],
    "a next link without an address": [1, (body) => ({ ...body, _links: { next: {} } })],
    "a next link whose address is null": [1, (body) => ({ ...body, _links: { next: { href: null } } })],
    "a next link that is an empty list": [1, (body) => ({ ...body, _links: { next: [] } })],
    "a list of next links": [1, (body) => ({ ...body, _links: { next: [{ href: href(2) }] } })],
    "a next link that is null": [2, (body) => ({ ...body, _links: { next: null } })],
    "no links": [2, ({ _links, ...body }) => body],
    "links that are an empty list": [2, (body) => ({ ...body, _links: [] })],
    "an empty body": [2, () => ({})],
    "an empty body at the end": [3, () => ({})],
    "embedded items that are null": [2, (body) => ({ ...body, _embedded: { folders: null } })],
    "embedded items that are an empty object": [2, (body) => ({ ...body, _embedded: { folders: {} } })],
    "no embedded items": [3, ({ _embedded, ...body }) => body],
    "fewer items than the totals promise": [2, (body) => ({ ...body, _embedded: { folders: [{ id: 1 }] } })],
    "a negative page number": [
      1,
      (body) => ({ ...body, page: { size: 2, totalElements: 6, totalPages: 3, number: -1 } })
    ],
    "totals that are not numbers": [
      1,
      (body) => ({ ...body, page: { totalElements: "many", totalPages: 3, number: 1 } })
    ]
  }
  for (const [name, [which, change]] of Object.entries(cases)) {
    it.effect(`fails for ${name}`, () =>
      Effect.gen(function* () {
        for (const options of [{}, { prefetch: 2 }, { concurrency: 3 }]) {
          const result = yield* over(changed(which, change), (folders) => collect(folders, options))
          assert.strictEqual(tag(result), "HelpScoutResponseInvalid", JSON.stringify(options))
          assert.include(failure(result).message, "https://api.helpscout.net/v2/folders")
        }
      })
    )
  }

  it.effect("reads totals that are strings, and a last page without links", () =>
    Effect.gen(function* () {
      const texts = { size: "2", totalElements: "6", totalPages: "3", number: "1" }
      const lenient = changed(1, (body) => ({ ...body, page: texts }))
      assert.strictEqual(Either.getOrThrow(yield* over(lenient, (folders) => collect(folders))).length, 6)
      const unlinked = changed(3, ({ _links, ...body }) => body)
      assert.strictEqual(Either.getOrThrow(yield* over(unlinked, (folders) => collect(folders))).length, 6)
    })
  )

  it.effect("never succeeds with fewer items than promised, whichever key of a page is changed", () =>
    Effect.gen(function* () {
      let succeeded = 0
      for (const which of [1, 2, 3]) {
        for (const path of pathsOf(third(which))) {
          for (const [form, change] of Object.entries(oddForms)) {
            const to = changed(which, (body) => replaceAt(body, path, change))
            const result = yield* over(to, (folders) => collect(folders))
            if (Either.isLeft(result)) continue
            succeeded += 1
            const isNullItem = path[0] === "_embedded" && path.length === 3 && (form === "null" || form === "removed")
            assert.isAtLeast(result.right.length, isNullItem ? 5 : 6, `page ${which} ${path.join(".")}: ${form}`)
          }
        }
      }
      assert.isAbove(succeeded, 50)
    })
  )

  it.effect("fails for a report without page counts while rows remain, and reads counts that are strings", () =>
    Effect.gen(function* () {
      const rows = (body: Body) => wire(() => json({ folders: body }))
      const all = (folders: Folders) => Stream.runCollect(folders.rowsAll())
      const results = [{ id: 1 }, { id: 2 }]
      for (const body of [
        { results, count: 5 },
        { page: 1, pages: 1, count: 2 },
        { results: [{ id: 1 }], page: 1, pages: 1, count: 2 },
        {}
      ]) {
        assert.strictEqual(tag(yield* over(rows(body), all)), "HelpScoutResponseInvalid", JSON.stringify(body))
      }
      const texts = rows({ results, page: "1", pages: "1", count: "2" })
      assert.strictEqual(Either.getOrThrow(yield* over(texts, all)).length, 2)
      assert.strictEqual(
        Either.getOrThrow(yield* over(rows({ results: [], page: 1, pages: 0, count: 0 }), all)).length,
        0
      )
    })
  )
})

describe("law L8: items fail individually", () => {
  const odd = changed(2, (body) => ({
    ...body,
    _embedded: { folders: [null, { id: 20 }, { id: "x", updatedAt: "1" }] }
  }))

  it.effect("fails with the id, the index, the page and every issue of an unreadable item", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      const error = failure(
        yield* over(odd, (folders) =>
          Stream.runForEach(folders.listAll(), ({ id }) => Effect.sync(() => seen.push(id)))
        )
      )
      assert.deepStrictEqual(seen, [10, 11])
      if (error._tag !== "HelpScoutResponseInvalid") return assert.fail(error._tag)
      assert.strictEqual(error.url, href(2))
      assert.strictEqual(error.itemId, "x")
      assert.deepStrictEqual(
        error.issues.map(({ path }) => path),
        ["_embedded.folders.2.id", "_embedded.folders.2.updatedAt"]
      )
    })
  )

  it.effect("passes an unreadable item with its JSON and its issues to the handler, and continues", () =>
    Effect.gen(function* () {
      for (const options of [{}, { prefetch: 1 }, { concurrency: 2 }]) {
        const skipped: Array<unknown> = []
        const onInvalid = ({
          id,
          index,
          json: raw,
          issues
        }: {
          id?: unknown
          index: number
          json: unknown
          issues: ReadonlyArray<unknown>
        }) => Effect.sync(() => skipped.push([id, index, raw, issues.length]))
        const result = yield* over(odd, (folders) => collect(folders, { ...options, onInvalid }))
        assert.deepStrictEqual(
          [...Either.getOrThrow(result)].map(({ id }) => id),
          [10, 11, 20, 30, 31]
        )
        assert.deepStrictEqual(skipped, [["x", 2, { id: "x", updatedAt: "1" }, 2]])
      }
    })
  )
})

describe("law L8: nothing is skipped silently", () => {
  /** The warnings of a walk whose pages 2 and 3 each lose an unreadable and a null item. */
  const warningsOf = (options: Parameters<Folders["listAll"]>[1]) =>
    Effect.gen(function* () {
      const warnings: Array<string> = []
      const logger = Logger.make(({ logLevel, message }) => {
        if (logLevel.label === "WARN") warnings.push(String(message))
      })
      const to = wire(({ url }) => {
        const body = third(numberOf(url))
        return json(numberOf(url) === 1 ? body : { ...body, _embedded: { folders: [null, { id: "x" }] } })
      })
      yield* over(to, (folders) => collect(folders, { ...options, onInvalid: () => Effect.void })).pipe(
        Effect.provide(Logger.replace(Logger.defaultLogger, logger))
      )
      return warnings
    })

  it.effect("logs one warning per walk", () =>
    Effect.gen(function* () {
      for (const options of [{}, { prefetch: 1 }, { concurrency: 2 }]) {
        const [warning, ...more] = yield* warningsOf(options)
        assert.include(warning, "Folders.listAll: skipped 1 unreadable item and 1 null item of https://")
        assert.deepStrictEqual(more, [], JSON.stringify(options))
      }
    })
  )
})

describe("law L9: paging is bounded", () => {
  const following = (next: (number: number) => number | undefined, items = [1]) => {
    const to = wire(({ url }): Reply => {
      const found = next(numberOf(url))
      return json({
        _embedded: { folders: items.map((id) => ({ id })) },
        _links: found === undefined ? {} : { next: { href: new URL(`?page=${found}`, url).href } }
      })
    })
    return to
  }

  const cases: Readonly<Record<string, readonly [next: (number: number) => number, items?: Array<number>]>> = {
    "two pages that lead to each other": [(number) => (number === 1 ? 2 : 1)],
    "a cycle of eighteen pages behind two others": [(number) => (number === 20 ? 3 : number + 1)],
    "a page in the middle that leads back to itself": [(number) => Math.min(number + 1, 5)],
    "empty pages without an end": [(number) => number + 1, []]
  }
  for (const [name, [next, items]] of Object.entries(cases)) {
    it.effect(`fails for ${name} after a bounded number of requests`, () =>
      Effect.gen(function* () {
        for (const options of [{}, { prefetch: 3 }, { concurrency: 4 }]) {
          const to = following(next, items)
          const result = yield* over(to, (folders) => Stream.runDrain(folders.listAll({}, options)))
          assert.strictEqual(tag(result), "HelpScoutResponseInvalid")
          assert.isBelow(to.sent.length, 80)
          const cursor = following(next, items)
          assert.strictEqual(
            tag(yield* over(cursor, (folders) => Stream.runDrain(folders.listV3All()))),
            "HelpScoutResponseInvalid"
          )
          assert.isBelow(cursor.sent.length, 80)
        }
      })
    )
  }

  it.effect("reads a long list without a page twice", () =>
    Effect.gen(function* () {
      const to = wire(({ url }) => page(numberOf(url), 100, [numberOf(url)]))
      assert.strictEqual(Either.getOrThrow(yield* over(to, (folders) => Stream.runCount(folders.listAll()))), 100)
      assert.strictEqual(to.sent.length, 100)
    })
  )
})
