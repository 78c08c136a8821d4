import { assert, describe, it } from "@effect/vitest"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import { baseUrl, call, type Received, simulated } from "../http.js"

describe("pages", () => {
  it.effect("have links that keep the query and lead to the last page", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      const middle = yield* call("/v2/badges?x=a%20b&page=2", { token })
      assert.strictEqual(middle.headers["content-type"], "application/hal+json")
      assert.match(middle.headers["correlation-id"] ?? "", /^[0-9a-f-]{36}$/)
      const at = (page: number) => ({ href: `${baseUrl}/v2/badges?x=a%20b&page=${page}` })
      assert.deepStrictEqual(middle.body, {
        _embedded: {
          badges: [
            { id: 3, name: "odd" },
            { id: 4, name: "even" }
          ]
        },
        _links: {
          self: at(2),
          first: at(1),
          last: at(3),
          next: at(3),
          previous: at(1),
          page: { href: `${baseUrl}/v2/badges?x=a%20b{&page}`, templated: true }
        },
        page: { size: 2, totalElements: 5, totalPages: 3, number: 2 }
      })
      const last = yield* call(middle.body._links.next.href, { token })
      assert.deepStrictEqual(last.body._embedded.badges, [{ id: 5, name: "odd" }])
      assert.isUndefined(last.body._links.next)
      assert.deepStrictEqual((yield* (yield* Simulator).stats).unknownParameters, ["x"])
    }).pipe(simulated())
  )

  it.effect("have no _embedded if they are empty", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      for (const path of ["/v2/badges?name=none", "/v2/badges?page=9"]) {
        const empty = yield* call(path, { token })
        assert.strictEqual(empty.status, 200)
        assert.isFalse("_embedded" in empty.body)
        assert.isTrue("_links" in empty.body && "page" in empty.body)
      }
      assert.strictEqual((yield* call("/v2/badges?name=odd,even", { token })).body.page.totalElements, 5)
    }).pipe(simulated())
  )

  it.effect("have links with a cursor, or are bare arrays or reports", () =>
    Effect.gen(function* () {
      const { accessToken: token } = yield* (yield* Simulator).issueTokens()
      const seen: Array<number> = []
      let next: string | undefined = "/v3/badges?x=1"
      while (next !== undefined) {
        const page: Received = yield* call(next, { token })
        assert.isUndefined(page.body.page)
        seen.push(...page.body._embedded.badges.map((badge: { id: number }) => badge.id))
        next = page.body._links.next?.href
      }
      assert.deepStrictEqual(seen, [1, 2, 3, 4, 5])
      assert.strictEqual((yield* call("/v3/badges?cursor=nonsense", { token })).status, 400)
      assert.strictEqual((yield* call("/v2/badges/array", { token })).body.length, 5)
      const report = yield* call("/v2/badges/report?page=1", { token })
      assert.strictEqual(report.headers["content-type"], "application/json")
      assert.deepInclude(report.body, { page: 1, pages: 1, count: 5, filterTags: [] })
    }).pipe(simulated())
  )
})
