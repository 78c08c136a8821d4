import * as HttpClient from "@effect/platform/HttpClient"
import { assert, describe, it } from "@effect/vitest"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as Effect from "effect/Effect"
import { make } from "../../../src/internal/http/transport.js"

/** What Bun exports in place of undici's agents: a class without methods. */
class Stub {}

describe("the transport", () => {
  it.scopedLive("is fetch where undici is a stub", () =>
    Effect.gen(function* () {
      const { baseUrl } = yield* NodeSimulator.serve({ data: "empty" })
      const response = yield* HttpClient.get(`${baseUrl}/v2/users/me`)
      assert.strictEqual(response.status, 401)
    }).pipe(Effect.provide(make(Stub)))
  )
})
