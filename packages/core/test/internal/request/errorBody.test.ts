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
    [{ errors: { path: "subject" } }, undefined, ["subject: was rejected"]],
    [{ errors: { message: "is empty" } }, undefined, ["(root): is empty"]],
    [{ message: ["a", "b"] }, "a; b", []],
    [{ message: ["a", 7, "", "b"] }, "a; b", []],
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

  it("names the rule that the link of an issue ends with, in either form of links", () => {
    const href = "http://developer.helpscout.net/errors#NotEmpty"
    const linked: ReadonlyArray<readonly [links: unknown, rule: string | undefined]> = [
      [{ _links: { about: { href } } }, "NotEmpty"],
      [{ links: [{ href }] }, "NotEmpty"],
      [{ _links: { about: { href: "#NotEmpty" } } }, "NotEmpty"],
      [{ _links: { about: { href: "http://developer.helpscout.net/errors" } } }, undefined],
      [{ _links: { about: { href: "http://developer.helpscout.net/errors#" } } }, undefined],
      [{ links: [] }, undefined],
      [{}, undefined]
    ]
    for (const [links, rule] of linked) {
      const [issue] = parse({ errors: [{ path: "subject", message: "is empty", ...(links as object) }] }).issues
      assert.strictEqual(issue?.rule, rule, JSON.stringify(links))
    }
  })

  it("limits the issues and their texts", () => {
    const { issues } = parse({ errors: Array.from({ length: 1000 }, () => "x".repeat(10_000)) })
    assert.lengthOf(issues, 50)
    assert.lengthOf(issues[0]?.message ?? "", 500)
  })
})
