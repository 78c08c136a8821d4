import { assert, describe, it } from "@effect/vitest"
import * as errorBody from "../../../src/internal/request/errorBody.js"

const parse = (body: unknown) => errorBody.parse(JSON.stringify(body))

describe("errorBody", () => {
  const forms: ReadonlyArray<readonly [body: unknown, detail: string | undefined, issues: ReadonlyArray<string>]> = [
    [{ message: "Invalid value", path: "threads[0].text" }, "Invalid value", ["threads[0].text: Invalid value"]],
    [{ errors: [{ path: "subject", message: "is empty" }] }, undefined, ["subject: is empty"]],
    [{ errors: [{ field: "subject", message: "is empty" }] }, undefined, ["subject: is empty"]],
    [{ errors: ["one", "two"] }, undefined, ["(root): one", "(root): two"]],
    [{ errors: "one" }, undefined, ["(root): one"]],
    [
      { message: "Bad", errors: { subject: ["is empty", "is short"], type: "is odd" } },
      "Bad",
      ["subject: is empty", "subject: is short", "type: is odd"]
    ],
    [{ errors: { subject: { message: "is empty" } } }, undefined, ["subject: is empty"]],
    [{ errors: { message: "is empty", path: "subject" } }, undefined, ["subject: is empty"]],
    [{ message: ["a", "b"] }, "a; b", []],
    [
      { type: "about:blank", title: "Bad request", status: 400, detail: "No such inbox" },
      "Bad request: No such inbox",
      []
    ],
    [{ title: "Bad request" }, "Bad request", []],
    [{ message: "Bad", _embedded: { errors: { path: "subject", message: "is empty" } } }, "Bad", ["subject: is empty"]],
    [
      { message: "Bad", _embedded: { errors: { "0": { path: "a", message: "x" }, "1": { path: "b", message: "y" } } } },
      "Bad",
      ["a: x", "b: y"]
    ],
    [{ _embedded: { errors: [{ path: "a" }, null, 7, "said"] } }, undefined, ["a: was rejected", "(root): said"]],
    [{ error: "invalid_client", error_description: "Unknown app" }, "invalid_client: Unknown app", []],
    // without words
    [{}, undefined, []],
    [[], undefined, []],
    [null, undefined, []],
    ["text", undefined, []],
    [{ message: 7, errors: 7, _embedded: 7 }, undefined, []],
    [{ message: { deep: 1 }, errors: [[[]]] }, undefined, []]
  ]
  for (const [body, detail, issues] of forms) {
    it(`keeps the words and fields of ${JSON.stringify(body)}`, () => {
      const parsed = parse(body)
      assert.strictEqual(parsed.detail, detail)
      assert.deepStrictEqual(
        parsed.issues.map(({ message, path }) => `${path}: ${message}`),
        issues
      )
    })
  }

  it("limits the issues and their texts", () => {
    const { issues } = parse({ errors: Array.from({ length: 1000 }, () => "x".repeat(10_000)) })
    assert.lengthOf(issues, 50)
    assert.lengthOf(issues[0]?.message ?? "", 500)
  })
})
