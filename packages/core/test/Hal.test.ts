import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Hal from "../src/Hal.js"

const hasNull = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (Array.isArray(value)
    ? value.some((item) => item !== null && hasNull(item))
    : Object.values(value).some((item) => item === null || hasNull(item)))

describe("Hal (law D3)", () => {
  it("drops null-valued keys at any depth and keeps the rest", () => {
    const body = { a: 1, b: null, c: { d: null, e: [{ f: null, g: 2 }] }, h: [] }
    assert.deepStrictEqual(Hal.dropNulls(body), { a: 1, c: { e: [{ g: 2 }] }, h: [] })
  })

  it("keeps the prototype of an object with a key `__proto__`, with and without nulls", () => {
    for (const text of ['{"a":null,"__proto__":{"b":1}}', '{"a":1,"__proto__":{"b":null,"c":{"__proto__":null}}}']) {
      const dropped = Hal.dropNulls(JSON.parse(text)) as object
      assert.strictEqual(Object.getPrototypeOf(dropped), Object.prototype)
      assert.isFalse("b" in dropped)
    }
  })

  it.prop("leaves no null-valued key in any JSON", [FastCheck.jsonValue()], ([value]) => {
    const dropped = Hal.dropNulls(structuredClone(value))
    assert.isFalse(hasNull(dropped))
    // JSON without nulls is unchanged
    assert.deepStrictEqual(Hal.dropNulls(structuredClone(dropped)), dropped)
  })

  it("returns nothing for an empty list, and the list under any of several spellings", () => {
    assert.isUndefined(Hal.embedded({ page: {} }, ["a"]))
    assert.deepStrictEqual(
      Hal.embedded({ _embedded: { social_profiles: [1] } }, ["social-profiles", "social_profiles"]),
      [1]
    )
  })

  it("returns the URL of a link, and nothing for a malformed link", () => {
    assert.strictEqual(Hal.link({ _links: { next: { href: "/x" } } }, "next"), "/x")
    assert.isUndefined(Hal.link({ _links: { next: { href: 1 } } }, "next"))
    assert.isUndefined(Hal.link({ _links: null }, "next"))
  })
})
