import { assert, describe, it } from "@effect/vitest"
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { clientLayer, json, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** A schema that counts how often it is compiled: every codec begins by reading `ast`. */
const counting = (reads: { count: number }) => {
  const schema = Schema.Struct({ name: Schema.String })
  const { ast } = schema
  return Object.defineProperty(schema, "ast", {
    get: () => {
      reads.count += 1
      return ast
    }
  })
}

describe("law D5: no codec is built inside a call", () => {
  it.effect("compiles the schemas of payload, query, response and list items with the layer only", () =>
    Effect.gen(function* () {
      const reads = { count: 0 }
      const docs = "folders"
      const byId = { folderId: Schema.Number }
      const endpoints = {
        get: Endpoint.get("/v2/folders/:folderId", {
          params: byId,
          query: counting(reads),
          response: counting(reads),
          docs
        }),
        list: Endpoint.list("/v2/folders", { embedded: "folders", item: counting(reads), docs }),
        create: Endpoint.post("/v2/folders", { impact: "write", payload: counting(reads), docs })
      }
      const folders = yield* HelpScoutClient.methods("Folders", endpoints)
      const built = reads.count
      assert.isAtLeast(built, 4)
      for (let call = 0; call < 3; call++) {
        yield* folders.get({ folderId: 1, name: "a" })
        yield* folders.list()
        yield* folders.create({ name: "a" })
      }
      assert.strictEqual(reads.count, built)
    }).pipe(
      Effect.provide(
        clientLayer(
          script(
            json({
              name: "a",
              _embedded: { folders: [{ name: "a" }] },
              page: { totalElements: 1, totalPages: 1, number: 1 }
            })
          )
        )
      )
    )
  )
})
