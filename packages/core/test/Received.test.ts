import { assert, describe, it } from "@effect/vitest"
import { methods } from "@effect-helpscout/test-support/folders"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Received from "../src/Received.js"

/** With a key that the schema does not know, and forms that it reads leniently. */
const folders = [
  { id: "1", color: "red", updatedAt: "0000-00-00 00:00:00" },
  { id: 2, name: null }
]
const firstPage = () =>
  json({ _embedded: { folders: [...folders, null] }, page: { size: 50, totalElements: 3, totalPages: 1, number: 1 } })

describe("the JSON that values were read from", () => {
  it.effect("is kept for items of lists, in their order, without the items that were dropped", () =>
    Effect.gen(function* () {
      const { listAll, listPages } = yield* methods
      const items = yield* Stream.runCollect(Received.keepStream(listAll()))
      assert.deepStrictEqual(Chunk.toReadonlyArray(items).map(Received.json), folders)
      const pages = yield* Stream.runCollect(Received.keepStream(listPages()))
      assert.deepStrictEqual(Chunk.unsafeHead(pages).items.map(Received.json), folders)
    }).pipe(Effect.provide(clientLayer(script(firstPage(), firstPage()))))
  )

  it.effect("is kept for single responses", () =>
    Effect.gen(function* () {
      const folder = yield* Effect.flatMap(methods, ({ get }) => Received.keep(get({ folderId: 1 })))
      assert.deepStrictEqual(Received.json(folder), folders[0])
    }).pipe(Effect.provide(clientLayer(script(json(folders[0])))))
  )

  it.effect("is not kept otherwise, nor for copies", () =>
    Effect.gen(function* () {
      const { get, list } = yield* methods
      const page = yield* list()
      assert.deepStrictEqual(page.items.map(Received.json), [undefined, undefined])
      const folder = yield* Received.keep(get({ folderId: 1 }))
      assert.isUndefined(Received.json({ ...folder }))
    }).pipe(Effect.provide(clientLayer(script(firstPage(), json(folders[0])))))
  )
})
