import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { assert, describe, it } from "@effect/vitest"
import { over, tag } from "@effect-helpscout/test-support/folders"
import { redirectingFetch } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"

describe("law O2: a redirect off the API's host never receives the token", () => {
  it.effect("makes fetch return redirects, and keeps the other options of fetch", () =>
    Effect.gen(function* () {
      const { client, seen } = yield* redirectingFetch
      const result = yield* over({ sent: [], client }, (folders) => folders.get({ folderId: 1 })).pipe(
        Effect.provideService(FetchHttpClient.RequestInit, { keepalive: true })
      )
      assert.strictEqual(tag(result), "HelpScoutRequestRejected")
      assert.deepStrictEqual(
        seen.map((init) => [init?.redirect, init?.keepalive]),
        [["manual", true]]
      )
    })
  )
})
