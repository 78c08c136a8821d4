import { assert, describe, it } from "@effect/vitest"
import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
import { endpoints, Folder } from "@effect-helpscout/resources/Mailboxes/Folders"
import { assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

describe("Folder", () => {
  it("decodes new types and a folder without an owner", () => {
    const folder = reader(Folder)({ id: 3, name: "Mine", type: "custom", userId: 0 })
    assert.deepStrictEqual({ ...folder }, { id: 3, name: "Mine", type: "custom", userId: 0 })
  })

  it("round-trips", () => assertRoundTrips(Folder))
})

describe("requests", () => {
  const mailboxId = 85
  assertCalls(Mailboxes, Mailboxes.layer, endpoints, {
    list: { call: ({ folders }) => folders.list({ mailboxId, page: 3 }), sent: "GET /v2/mailboxes/85/folders?page=3" },
    listAll: { call: ({ folders }) => folders.listAll({ mailboxId }), sent: "GET /v2/mailboxes/85/folders" },
    listPages: { call: ({ folders }) => folders.listPages({ mailboxId }), sent: "GET /v2/mailboxes/85/folders" }
  })
})

describe("over the simulator", () => {
  it.effect("counts the conversations of each folder", () =>
    Effect.gen(function* () {
      const { folders, list } = yield* Mailboxes
      const mailboxId = (yield* list()).items[0]!.id
      const all = [...(yield* Stream.runCollect(folders.listAll({ mailboxId })))]
      assert.isAbove(
        all.reduce((sum, folder) => sum + (folder.totalCount ?? 0), 0),
        0
      )
      assert.isTrue(all.every((folder) => (folder.activeCount ?? 0) <= (folder.totalCount ?? 0)))
      assert.lengthOf((yield* folders.list({ mailboxId })).items, all.length)
      assert.lengthOf([...(yield* Stream.runCollect(folders.listPages({ mailboxId })))], 1)
      assert.strictEqual(yield* failure(folders.list({ mailboxId: 1 })), "HelpScoutNotFound")
    }).pipe(Effect.provide(Layer.provideMerge(Mailboxes.layer, simulated())))
  )
})
