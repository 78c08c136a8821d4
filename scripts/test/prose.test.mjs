import assert from "node:assert/strict"
import { describe, it } from "vitest"
import { phrasesIn } from "../prose.mjs"

describe("the phrase check", () => {
  it("rejects a planted phrase with its file, line and replacement", () => {
    const [found, ...others] = phrasesIn("README.md", "Fine.\nThe page is told to nobody.\n")
    assert.equal(others.length, 1)
    assert.match(
      [found, ...others].map(({ text }) => text).join("\n"),
      /README\.md:2: found "nobody"\. Write: the actor/
    )
  })

  it("accepts sentences in the project's own terms", () => {
    const text = "Returns the response. There is no such tag. The token is no longer current."
    assert.deepEqual(phrasesIn("README.md", text), [])
  })
})
