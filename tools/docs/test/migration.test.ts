import { readFileSync } from "node:fs"
import * as path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { root } from "../src/docComments.js"
import { comments } from "../src/reference.js"

const page = readFileSync(path.join(root, "docs/migrating-from-helpscout-mailbox-api.md"), "utf8")
const methods = new Set([...Catalogue.methods.map(({ group, name }) => `${group}.${name}`), ...comments.helpers.keys()])

/** The methods that a text calls on `helpScout`, with or without the name of the variable. */
const called = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/`helpScout\.([\w.]+)\b[^`]*`/g)].map(([, name = ""]) => name)

describe("docs/migrating-from-helpscout-mailbox-api.md", () => {
  it("names methods that exist", () => {
    assert.isNotEmpty(called(page))
    assert.deepStrictEqual(
      called(page).filter((name) => !methods.has(name)),
      []
    )
    assert.deepStrictEqual(called("`helpScout.tags.lst()`, `helpscout.tags.list(params)`"), ["tags.lst"])
  })
})
