import { assert, describe, it } from "@effect/vitest"
import { SearchQuery } from "../src/SearchQuery.js"

describe("SearchQuery", () => {
  it("accepts dates", () => {
    const { ago, and, createdAt, modifiedAt, render, tag } = SearchQuery
    const query = and(tag("a b"), createdAt.since(new Date("2024-05-06T07:08:09Z")), modifiedAt.since(ago("2 hours")))
    assert.strictEqual(
      render(query),
      '(tag:"a b" AND createdAt:[2024-05-06T07:08:09Z TO *] AND modifiedAt:[NOW-2HOUR TO *])'
    )
  })
})
