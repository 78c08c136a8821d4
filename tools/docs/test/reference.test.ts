import { assert, describe, it } from "@effect/vitest"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { documents } from "../src/reference.js"

describe("docs/endpoints.md", () => {
  it("contains every method and every group", () => {
    const { content = "" } = documents().find(({ path }) => path === "docs/endpoints.md") ?? {}
    for (const { group, name } of Catalogue.methods) {
      assert.include(content, `\`${name}\``)
      assert.match(content, new RegExp(`^##+ ${group.replaceAll(".", "\\.")}$`, "m"))
    }
  })
})
