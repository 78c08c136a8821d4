import { assert, describe, it } from "@effect/vitest"
import * as Option from "effect/Option"
import * as headerValue from "../../../src/internal/request/headerValue.js"

describe("law D8: duplicate headers", () => {
  it("count as one if their values are equal, and as none if they differ", () => {
    const cases: ReadonlyArray<readonly [string | undefined, string | undefined]> = [
      [undefined, undefined],
      ["", undefined],
      ["  ", undefined],
      ["88", "88"],
      [" 88 ", "88"],
      ["88, 88", "88"],
      ["88,88,88", "88"],
      ["88, 89", undefined],
      ["88, ", undefined],
      [", ", undefined],
      ["a, A", undefined]
    ]
    for (const [value, expected] of cases) {
      assert.strictEqual(Option.getOrUndefined(headerValue.single(value)), expected, JSON.stringify(value))
    }
  })

  it("leave a Resource-ID that is not an id to Location", () => {
    const cases: ReadonlyArray<readonly [string, boolean, string | undefined]> = [
      ["88", true, "88"],
      ["88, 88", true, "88"],
      ["88, 89", true, undefined],
      ["0", true, undefined],
      ["-1", true, undefined],
      ["1.5", true, undefined],
      ["conv-88", true, undefined],
      ["conv-88", false, "conv-88"]
    ]
    for (const [value, numeric, expected] of cases) {
      assert.strictEqual(Option.getOrUndefined(headerValue.resourceId(value, numeric)), expected, value)
    }
  })
})

describe("law S5: a header that no transport sends", () => {
  it("is found by each part that is wrong", () => {
    const cases: ReadonlyArray<readonly [name: string, value: string, isNeverSent: boolean]> = [
      ["x-team", "blue", false],
      ["x-team", "\tblé\u00ff ", false],
      ["x-team", "blue\n", false],
      ["x-team", "bl\nue", true],
      ["x-team", "bl\rue", true],
      ["x-team", "bl\0ue", true],
      ["x-team", "bl\u0100ue", true],
      ["x team", "blue", true],
      ["x-téam", "blue", true],
      ["", "blue", true]
    ]
    for (const [name, value, expected] of cases) {
      assert.strictEqual(headerValue.isNeverSent(name, value), expected, JSON.stringify([name, value]))
    }
  })
})
