import { assert, describe, it } from "@effect/vitest"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { parseDocComment, readDocComments } from "../src/docComments.js"

const resources = [...new Set(Catalogue.methods.map(({ group }) => group.replace(/\..*/, "")))]
const { endpoints, helpers } = readDocComments(resources)

describe("doc comments of endpoints", () => {
  it("each method has one, and no record goes unread", () => {
    const names = Catalogue.methods.map(({ group, name }) => `${group}.${name}`)
    assert.deepStrictEqual([...endpoints.keys()].sort(), [...names].sort())
    const silent = names.filter((name) => (endpoints.get(name)?.text ?? "") === "")
    assert.deepStrictEqual(silent, [])
  })

  it("each endpoint's `@see` is the page that its record names", () => {
    const different = Catalogue.entries
      .map(({ docs, group, name }) => ({
        method: `${group}.${name}`,
        docs,
        see: endpoints.get(`${group}.${name}`)?.see
      }))
      .filter(({ docs, see }) => see !== docs)
    assert.deepStrictEqual(different, [])
  })

  it("the helpers among the methods are found too", () => {
    assert.includeMembers([...helpers.keys()], ["conversations.getComplete", "customers.findOrCreate"])
  })

  it("the first sentence ends at its full stop, however it is wrapped", () => {
    const comment =
      "/**\n   * Lists 3.5 things:\n   * all of them. And more.\n   *\n   * Gotcha: none.\n   *\n   * @see https://a.b/c/\n   */"
    assert.deepStrictEqual(parseDocComment(comment), {
      summary: "Lists 3.5 things: all of them.",
      text: "Lists 3.5 things: all of them. And more.\n\nGotcha: none.",
      see: "https://a.b/c/"
    })
    assert.strictEqual(parseDocComment("/** Streams them. */").summary, "Streams them.")
  })
})
