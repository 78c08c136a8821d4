import { assert, describe, it } from "@effect/vitest"
import { type Folder, over, tag } from "@effect-helpscout/test-support/folders"
import { json, script } from "@effect-helpscout/test-support/scripted"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"

describe("law L1: the next page is where the link leads", () => {
  it.effect("follows the next link with its exact query", () =>
    Effect.gen(function* () {
      const to = script(
        json({
          _embedded: { folders: [{ id: 1 }] },
          _links: { next: { href: "https://api.helpscout.net/v3/folders?cursor=a%2Bb%3D%3D&x=%20y" } }
        }),
        json({ _embedded: { folders: [{ id: 2 }] }, _links: {} })
      )
      const all = yield* over(to, (folders) => Stream.runCollect(folders.listV3All()))
      assert.deepStrictEqual(
        Either.map(all, Chunk.toReadonlyArray),
        Either.right<ReadonlyArray<Folder>>([{ id: 1 }, { id: 2 }])
      )
      assert.strictEqual(to.sent[1]?.url, "https://api.helpscout.net/v3/folders?cursor=a%2Bb%3D%3D&x=%20y")
    })
  )

  it.effect("fails for a next link to another host or to its own page, and keeps what was emitted", () =>
    Effect.gen(function* () {
      for (const href of [
        "https://evil.example/v2/folders?page=2",
        "//evil.example/v2/folders",
        "https://api.helpscout.net@evil.example/v2/folders",
        "http://api.helpscout.net/v2/folders?page=2",
        "javascript:1",
        "http://[",
        "https://api.helpscout.net/v2/folders",
        "#top",
        ""
      ]) {
        const to = script(json({ _embedded: { folders: [{ id: 1 }] }, _links: { next: { href } } }))
        const seen: Array<number> = []
        const result = yield* over(to, (folders) =>
          Stream.runForEach(folders.listAll(), (folder) => Effect.sync(() => seen.push(folder.id)))
        )
        assert.strictEqual(tag(result), "HelpScoutResponseInvalid")
        assert.deepStrictEqual(seen, [1])
        assert.strictEqual(to.sent.length, 1)
      }
    })
  )
})

describe("law L6: a missing _embedded is an empty page", () => {
  it.effect("returns an empty page with its totals", () =>
    Effect.gen(function* () {
      const to = script(json({ page: { size: 50, totalElements: 0, totalPages: 0, number: 1 }, _links: {} }))
      const empty = Either.getOrThrow(yield* over(to, (folders) => folders.list()))
      assert.deepStrictEqual(empty, { items: [], totals: { size: 50, totalElements: 0, totalPages: 0, number: 1 } })
    })
  )

  it.effect("fails for a list under another key than documented", () =>
    Effect.gen(function* () {
      assert.strictEqual(
        tag(yield* over(script(json({ _embedded: { files: [] } })), (folders) => folders.list())),
        "HelpScoutResponseInvalid"
      )
    })
  )
})

describe("list", () => {
  it.effect("reads report rows and bare arrays as pages", () =>
    Effect.gen(function* () {
      const rows = (number: number) =>
        json({ folders: { results: [{ id: number }], page: number, pages: 3, count: 3 } })
      const to = script(rows(1), rows(2), rows(3))
      const all = yield* over(to, (folders) => Stream.runCollect(folders.rowsAll()))
      assert.deepStrictEqual(
        Either.map(all, Chunk.toReadonlyArray),
        Either.right<ReadonlyArray<Folder>>([{ id: 1 }, { id: 2 }, { id: 3 }])
      )
      assert.deepStrictEqual(
        to.sent.map((sent) => new URL(sent.url).search),
        ["", "?page=2", "?page=3"]
      )
      const array = yield* over(script(json([{ id: 4 }])), (folders) => folders.replies.list({ folderId: 1 }))
      assert.deepStrictEqual(array, Either.right({ items: [{ id: 4 }] }))
    })
  )
})
