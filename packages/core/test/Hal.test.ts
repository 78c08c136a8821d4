import { assert, describe, it } from "@effect/vitest"
import * as FastCheck from "effect/FastCheck"
import * as Hal from "../src/Hal.js"

const holdsNull = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  (Array.isArray(value)
    ? value.some((item) => item !== null && holdsNull(item))
    : Object.values(value).some((item) => item === null || holdsNull(item)))

describe("Hal", () => {
  it("drops null-valued keys at any depth and keeps the rest", () => {
    const body = { a: 1, b: null, c: { d: null, e: [{ f: null, g: 2 }] }, h: [] }
    assert.deepStrictEqual(Hal.dropNulls(body), { a: 1, c: { e: [{ g: 2 }] }, h: [] })
  })

  it("a key `__proto__` changes no prototype, whether there are nulls to drop or not", () => {
    for (const text of ['{"a":null,"__proto__":{"b":1}}', '{"a":1,"__proto__":{"b":null,"c":{"__proto__":null}}}']) {
      const dropped = Hal.dropNulls(JSON.parse(text)) as object
      assert.strictEqual(Object.getPrototypeOf(dropped), Object.prototype)
      assert.isFalse("b" in dropped)
    }
  })

  it.prop("leaves no null-valued key in any JSON", [FastCheck.jsonValue()], ([value]) => {
    const dropped = Hal.dropNulls(structuredClone(value))
    assert.isFalse(holdsNull(dropped))
    // what holds none to begin with stays as it is
    assert.deepStrictEqual(Hal.dropNulls(structuredClone(dropped)), dropped)
  })

  it("answers nothing for an empty list, and the list under whichever spelling was used", () => {
    assert.isUndefined(Hal.embedded({ page: {} }, ["a"]))
    assert.deepStrictEqual(
      Hal.embedded({ _embedded: { social_profiles: [1] } }, ["social-profiles", "social_profiles"]),
      [1]
    )
  })

  it("answers the address of a link only where it is one", () => {
    assert.strictEqual(Hal.link({ _links: { next: { href: "/x" } } }, "next"), "/x")
    assert.isUndefined(Hal.link({ _links: { next: { href: 1 } } }, "next"))
    assert.isUndefined(Hal.link({ _links: null }, "next"))
  })
})
