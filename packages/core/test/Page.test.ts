import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { assert, describe, it } from "@effect/vitest"
import { over, page, tag } from "@effect-helpscout/test-support/folders"
import { json, script, type Wire, wire } from "@effect-helpscout/test-support/scripted"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/TestClock"
import { HelpScoutClient } from "../src/HelpScoutClient.js"

const numbers = (to: Wire, options?: { readonly prefetch?: number; readonly concurrency?: number }) =>
  over(to, (folders) =>
    Effect.map(Stream.runCollect(folders.listAll({}, options)), (all) =>
      Chunk.toReadonlyArray(all).map((folder) => folder.id)
    )
  )
/** A list of ten pages with two items each. */
const ten = wire((sent) => {
  const number = Number(new URL(sent.url).searchParams.get("page") ?? 1)
  return page(number, 10, [number * 2 - 1, number * 2])
})
const first = {
  _embedded: { folders: [{ id: 1 }] },
  page: { totalElements: 9, totalPages: 9, number: 1 },
  _links: { next: { href: "?page=2" } }
}
const twenty = Array.from({ length: 20 }, (_, i) => i + 1)

describe("law L2: take(1) costs one request", () => {
  it.effect("reads one page, with and without concurrency", () =>
    Effect.gen(function* () {
      for (const options of [{}, { concurrency: 4 }]) {
        ten.sent.length = 0
        yield* over(ten, (folders) => Stream.runCollect(Stream.take(folders.listAll({}, options), 1)))
        assert.strictEqual(ten.sent.length, 1)
      }
    })
  )
})

describe("law L3: prefetch and concurrency", () => {
  it.effect("reads that many pages ahead of the consumer and no more", () =>
    Effect.gen(function* () {
      for (const prefetch of [1, 2, 5]) {
        ten.sent.length = 0
        yield* over(ten, (folders) =>
          Stream.runForEach(Stream.take(folders.listPages({}, { prefetch }), 1), () =>
            Effect.yieldNow().pipe(Effect.repeatN(1000))
          )
        )
        assert.strictEqual(ten.sent.length, 1 + prefetch)
      }
    })
  )

  it.effect("keeps the order of items, read one page at a time, ahead, or concurrently", () =>
    Effect.gen(function* () {
      for (const options of [
        {},
        { prefetch: 3 },
        { concurrency: 4 },
        { concurrency: 4, prefetch: 2 },
        { concurrency: 99 }
      ]) {
        ten.sent.length = 0
        assert.deepStrictEqual(yield* numbers(ten, options), Either.right(twenty))
        assert.strictEqual(ten.sent.length, 10)
      }
    })
  )

  it.effect("reaches the end of a list that grows or shrinks while its pages are read concurrently", () =>
    Effect.gen(function* () {
      for (const [begun, later] of [
        [4, 9],
        [9, 4]
      ] as const) {
        const moving = wire((sent) => {
          const number = Number(new URL(sent.url).searchParams.get("page") ?? 1)
          const pages = number === 1 ? begun : later
          const beyond = json({ page: { size: 1, totalElements: pages, totalPages: pages, number }, _links: {} })
          return number > pages ? beyond : page(number, pages, [number])
        })
        assert.deepStrictEqual(
          yield* numbers(moving, { concurrency: 3 }),
          Either.right(Array.from({ length: later }, (_, i) => i + 1))
        )
      }
    })
  )

  it.effect("interrupts the requests in flight when a stream ends early", () =>
    Effect.gen(function* () {
      for (const options of [{}, { prefetch: 3 }, { concurrency: 4 }, { concurrency: 4, prefetch: 2 }]) {
        let open = 0
        const client = HttpClient.make((request, url) =>
          url.searchParams.get("page") === null
            ? Effect.succeed(HttpClientResponse.fromWeb(request, Response.json(first)))
            : Effect.onExit(
                Effect.suspend(() => {
                  open++
                  return Effect.never
                }),
                () => Effect.sync(() => open--)
              )
        )
        const to: Wire = { sent: [], client }
        const one = over(to, (folders) => Stream.runCollect(Stream.take(folders.listAll({}, options), 1)))
        assert.strictEqual(tag(yield* one), "success")
        assert.strictEqual(open, 0)
        const all = yield* Effect.fork(over(to, (folders) => Stream.runCollect(folders.listAll({}, options))))
        yield* TestClock.adjust("1 second")
        assert.isAbove(open, 0)
        yield* Fiber.interrupt(all)
        assert.strictEqual(open, 0)
      }
    })
  )
})

describe("law L5: an error keeps what was emitted", () => {
  it.effect("emits the items of the pages before the error", () =>
    Effect.gen(function* () {
      const to = script(page(1, 3, [1, 2]), { status: 403 })
      const seen: Array<number> = []
      const result = yield* over(to, (folders) =>
        Stream.runForEach(folders.listAll(), (folder) => Effect.sync(() => seen.push(folder.id)))
      )
      assert.strictEqual(tag(result), "HelpScoutForbidden")
      assert.deepStrictEqual(seen, [1, 2])
    })
  )
})

describe("Page", () => {
  it.effect("is plain data, and nextPage reads the page after it", () =>
    Effect.gen(function* () {
      const to = script(page(1, 2, [1]), page(2, 2, [2]))
      const [first, second, third] = Either.getOrThrow(
        yield* over(to, (folders) =>
          Effect.gen(function* () {
            const one = yield* folders.list()
            const two = Option.getOrThrow(yield* HelpScoutClient.nextPage(one))
            return [one, two, yield* HelpScoutClient.nextPage(two)] as const
          })
        )
      )
      assert.strictEqual(JSON.stringify(first.next), '{"href":"https://api.helpscout.net/v2/folders?page=2"}')
      assert.deepStrictEqual(second.items, [{ id: 2 }])
      assert.isTrue(Option.isNone(third))
    })
  )
})
