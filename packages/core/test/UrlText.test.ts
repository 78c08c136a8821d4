import { assert, describe, it } from "@effect/vitest"
import * as Either from "effect/Either"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import * as Field from "../src/Field.js"
import * as UrlText from "../src/UrlText.js"

const wellFormed = FastCheck.string({ unit: "grapheme" })

describe("law D2: path segments are percent-encoded", () => {
  it.prop("writes any text as one segment, which reads back", [wellFormed], ([segment]) => {
    const written = UrlText.writeSegment(segment)
    if (segment === "" || segment === "." || segment === "..") {
      assert.strictEqual(written._tag, "Rejected")
      return
    }
    assert.strictEqual(written._tag, "Text")
    if (written._tag !== "Text") return
    const url = new URL(`https://api.helpscout.net/v2/x/${written.text}/y`)
    assert.deepStrictEqual(url.pathname.split("/").map(decodeURIComponent), ["", "v2", "x", segment, "y"])
    assert.strictEqual(url.search + url.hash, "")
  })

  it("accepts only positive integers as ids", () => {
    for (const id of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "../1" as unknown]) {
      const written = UrlText.writeSegment(id)
      if (typeof id === "string") assert.deepStrictEqual(written, { _tag: "Text", text: "..%2F1" })
      else assert.strictEqual(written._tag, "Rejected", String(id))
    }
    assert.deepStrictEqual(UrlText.writeSegment(2 ** 53 - 1), { _tag: "Text", text: "9007199254740991" })
  })

  const Query = Schema.Struct({
    word: Schema.String,
    count: Schema.Number,
    flag: Schema.Boolean,
    at: Field.TimestampInput,
    ids: Schema.Array(Schema.Number),
    tags: Field.oneOrMore(Schema.String),
    order: Schema.Literal("asc", "desc")
  })
  const item = wellFormed.filter((one) => one !== "" && !one.includes(","))

  it.prop(
    "reads a query back to the encoded values",
    [
      FastCheck.record({
        word: wellFormed,
        count: FastCheck.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)),
        flag: FastCheck.boolean(),
        at: FastCheck.integer({ min: 0, max: 4e9 }).map((s) => `${new Date(s * 1000).toISOString().slice(0, 19)}Z`),
        ids: FastCheck.array(FastCheck.integer(), { minLength: 1 }),
        tags: FastCheck.oneof(item, FastCheck.array(item, { minLength: 2 })),
        order: FastCheck.constantFrom("asc", "desc")
      })
    ],
    ([encoded]) => {
      const properties = UrlText.queryParameters(Query)
      const params = new URLSearchParams()
      for (const [name, value] of Object.entries(encoded)) {
        const ast = properties.get(name) as SchemaAST.AST
        const written = UrlText.writeQuery(value, UrlText.isList(ast))
        assert.strictEqual(written._tag, "Text", name)
        if (written._tag === "Text") params.append(name, written.text)
      }
      const url = new URL(`https://api.helpscout.net/v2/x?${params}`)
      const read = Object.fromEntries(
        [...url.searchParams].map(([name, value]) => [
          name,
          UrlText.reader(properties.get(name) as SchemaAST.AST)(value)
        ])
      )
      assert.deepStrictEqual(read, encoded)
      assert.isTrue(Either.isRight(Schema.decodeUnknownEither(Query)(read)))
    }
  )

  it("rejects an item with a comma, an empty list and half a surrogate pair", () => {
    assert.strictEqual(UrlText.writeQuery(["a,b"], true)._tag, "Rejected")
    assert.strictEqual(UrlText.writeQuery("a,b", true)._tag, "Rejected")
    assert.strictEqual(UrlText.writeQuery([], true)._tag, "Rejected")
    assert.strictEqual(UrlText.writeQuery("\uD800", false)._tag, "Rejected")
    assert.deepStrictEqual(UrlText.writeQuery("a,b", false), { _tag: "Text", text: "a,b" })
  })

  it("throws for a record whose query cannot be written as text", () => {
    const nested = Schema.Struct({ filter: Schema.Struct({ a: Schema.String }) })
    assert.throws(
      () => UrlText.assertTextual({ path: "/v2/x", params: {}, query: nested }),
      /"filter" cannot be written as text/
    )
    assert.throws(
      () =>
        UrlText.assertTextual({ path: "/v2/x/:a", params: { a: Schema.Boolean, b: Schema.Null }, query: undefined }),
      /"b"/
    )
    UrlText.assertTextual({ path: "/v2/x", params: {}, query: Query })
  })
})
