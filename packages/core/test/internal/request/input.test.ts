import { assert, describe, it } from "@effect/vitest"
import { type Folders, failure, over, page } from "@effect-helpscout/test-support/folders"
import { script } from "@effect-helpscout/test-support/scripted"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Stream from "effect/Stream"
import type { HelpScoutError } from "../../../src/HelpScoutError.js"

describe("input", () => {
  it.effect("sends the exact method, path, query, headers and body of a record", () =>
    Effect.gen(function* () {
      const to = script({ status: 201, headers: { "resource-id": "7" } })
      const id = yield* over(to, (folders) => folders.create({ name: "Größe", assignTo: null }))
      assert.deepStrictEqual(id, Either.right(7))
      assert.strictEqual(to.sent.length, 1)
      const { body, headers, method, url } = to.sent[0] ?? assert.fail()
      assert.deepStrictEqual(
        { method, url, body },
        { method: "POST", url: "https://api.helpscout.net/v2/folders", body: { name: "Größe", assignTo: null } }
      )
      assert.deepStrictEqual(headers, {
        accept: "application/json, application/hal+json",
        authorization: "Bearer token",
        "content-type": "application/json",
        "content-length": "34",
        "user-agent": "effect-helpscout"
      })
    })
  )
})

describe("law D1: input is checked before anything is sent", () => {
  it.effect("rejects invalid input, naming the paths but no values", () =>
    Effect.gen(function* () {
      const to = script({ status: 204 })
      const wrong = (input: unknown) => input as never
      const cases: ReadonlyArray<readonly [string, (folders: Folders) => Effect.Effect<unknown, HelpScoutError>]> = [
        ["folderId", (folders) => folders.get({ folderId: Number.NaN })],
        ["folderId", (folders) => folders.get({ folderId: -1 })],
        ["folderId", (folders) => folders.get({ folderId: wrong("../1") })],
        ["folderId", (folders) => folders.delete(wrong(undefined))],
        ["slug", (folders) => folders.replies.source({ folderId: 1, slug: ".." })],
        ["slug", (folders) => folders.replies.source({ folderId: 1, slug: "" })],
        ["stauts", (folders) => folders.list(wrong({ stauts: "secret-value" }))],
        ["status", (folders) => folders.list(wrong({ status: "secret-value" }))],
        ["mailbox", (folders) => folders.list({ mailbox: [] })],
        ["page", (folders) => folders.list({ page: 0 })],
        ["page", (folders) => Stream.runCollect(folders.listAll({ page: 1.5 }))],
        ["name", (folders) => folders.create({ name: "secret-value".repeat(10) })],
        ["extra", (folders) => folders.create(wrong({ name: "x", extra: "secret-value" }))],
        ["name", (folders) => folders.update({ folderId: 1 }, wrong({}))],
        // JSON would write null, which unassigns
        ["assignTo", (folders) => folders.create({ name: "x", assignTo: Number.NaN })],
        ["assignTo", (folders) => folders.create({ name: "x", assignTo: Number.POSITIVE_INFINITY })],
        ["rules.1.size", (folders) => folders.create({ name: "x", rules: [{ size: 1 }, { size: Number.NaN }] })],
        ["rules.0.extra", (folders) => folders.create({ name: "x", rules: [wrong({ size: 1, extra: 2 })] })],
        ["__proto__", (folders) => folders.list(JSON.parse('{"__proto__":{"status":"all"}}'))],
        ["__proto__", (folders) => folders.create(JSON.parse('{"name":"x","__proto__":{}}'))],
        ["(root)", (folders) => folders.create(wrong(undefined))],
        ["(root)", (folders) => folders.get(wrong("secret-value"))]
      ]
      for (const [path, call] of cases) {
        const error = failure(yield* over(to, call))
        assert.strictEqual(error._tag, "HelpScoutInputInvalid", path)
        if (error._tag !== "HelpScoutInputInvalid") continue
        assert.deepStrictEqual(
          error.issues.map((issue) => issue.path),
          [path]
        )
        assert.notInclude(error.message, "secret-value")
      }
      assert.strictEqual(to.sent.length, 0)
    })
  )
})

describe("law D2: path segments are percent-encoded", () => {
  it.effect("percent-encodes the path, and writes lists, dates and pages in the form of Help Scout", () =>
    Effect.gen(function* () {
      const to = script(page(3, 3, []), { status: 200, body: "raw" })
      yield* over(to, (folders) =>
        Effect.zip(
          folders.list({ mailbox: [1, 2], modifiedSince: DateTime.unsafeMake("2024-01-02T03:04:05.678Z"), page: 3 }),
          folders.replies.source({ folderId: 5, slug: "a/b?c#ü" })
        )
      )
      assert.deepStrictEqual(
        to.sent.map((sent) => sent.url),
        [
          "https://api.helpscout.net/v2/folders?page=3&mailbox=1%2C2&modifiedSince=2024-01-02T03%3A04%3A05Z",
          "https://api.helpscout.net/v2/folders/5/a%2Fb%3Fc%23%C3%BC/source"
        ]
      )
      assert.strictEqual(to.sent[1]?.headers.accept, "message/rfc822")
    })
  )
})
