import { existsSync, readFileSync } from "node:fs"
import * as path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { root } from "../src/docComments.js"
import { methodRows, optionRows, strayDifferences } from "../src/migration.js"
import { npmClientMethods } from "../src/npmClient.js"
import { documents } from "../src/reference.js"

describe("what is written from the records", () => {
  for (const { content, path: file } of documents()) {
    it(`${file} is up to date: run \`npm run endpoints -- --write\` where it is not`, () => {
      const at = path.join(root, file)
      const written = existsSync(at) ? readFileSync(at, "utf8").replaceAll("\r\n", "\n") : ""
      assert.strictEqual(written, content)
    })
  }

  it("docs/endpoints.md has each method of each resource", () => {
    const [{ content } = { content: "" }] = documents()
    for (const { name } of Catalogue.methods) assert.include(content, `\`${name}\``)
    for (const group of new Set(Catalogue.methods.map((method) => method.group))) {
      assert.match(content, new RegExp(`^##+ ${group.replaceAll(".", "\\.")}$`, "m"))
    }
  })
})

describe("the npm client helpscout-mailbox-api", () => {
  const listed = Object.entries(npmClientMethods).flatMap(([group, signatures]) =>
    signatures.map((signature) => `${group}.${signature.replace(/\(.*/, "")}`)
  )
  const names = new Set(Catalogue.methods.map(({ group, name }) => `${group}.${name}`))

  it("has 99 methods, and each is here under its group and name, but for one that it misspells", () => {
    assert.strictEqual(new Set(listed).size, 99)
    assert.deepStrictEqual(
      listed.filter((name) => !names.has(name)),
      ["reports.conversation.getBusiesTimeOfDayReport"]
    )
  })

  it("the guide has a row for each of them, which leads to a method that there is", () => {
    assert.strictEqual(methodRows.length, 99)
    for (const [index, { after, before, different }] of methodRows.entries()) {
      assert.isTrue(before.startsWith(`helpscout.${listed[index]}(`))
      assert.isTrue(names.has(/^helpScout\.([\w.]+)\(.*\)$/.exec(after)?.[1] ?? ""), after)
      assert.match(different, /\w.*\.$/)
    }
    assert.deepStrictEqual(strayDifferences, [])
  })

  it("the guide names what a report can't do without", () => {
    const different = (method: string) =>
      methodRows.find(({ before }) => before.startsWith(`helpscout.reports.${method}(`))?.different
    assert.match(different("company.getOverallReport") ?? "", /^`start` and `end` are required/)
    assert.match(different("company.getDrilldownReport") ?? "", /^`start`, `end` and `range` are required/)
    assert.match(
      different("conversation.getDrilldownByFieldReport") ?? "",
      /^`start`, `end`, `field` and `fieldid` are required/
    )
    assert.match(different("user.getHappinessDrilldownReport") ?? "", /^`start`, `end` and `user` are required/)
  })

  it("the guide has a row for each option", () => {
    const before = optionRows.map((row) => row.before).join("\n")
    for (const option of [
      "clientId",
      "clientSecret",
      "authenticationFlow",
      "generateAuthorizationUri",
      "getTokens(code)",
      "getTokens()",
      "setCredentials",
      '"tokens"',
      "updateRequestOptions",
      "nextPage",
      "maxConcurrent",
      "minTime",
      "reservoir:",
      "reservoirRefreshAmount",
      "reservoirRefreshInterval",
      "updateBottleneckOptions"
    ]) {
      assert.include(before, option)
    }
  })
})
