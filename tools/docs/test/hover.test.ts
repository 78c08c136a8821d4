import { existsSync } from "node:fs"
import * as path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { readDocComments, root } from "../src/docComments.js"
import { type Hover, makeHover, problemsOf } from "../src/hover.js"

const hover = makeHover()

const hoverOver = (preamble: string, variable: string, names: ReadonlyArray<string>): ReadonlyArray<Hover> =>
  hover(`${preamble}\n${names.map((name) => `void ${variable}.${name.replace(/(\w+)$/, "/*?*/$1")}`).join("\n")}`)

/** The file of a method: `customers.emails.list` is in `Customers/Emails.ts`. */
const fileOf = (name: string): string => {
  const groups = name.split(".").slice(0, -1)
  for (let length = groups.length; length > 0; length -= 1) {
    const names = groups.slice(0, length).map((group) => group.charAt(0).toUpperCase() + group.slice(1))
    const file = `packages/resources/src/${names.join("/")}.ts`
    if (existsSync(path.join(root, file))) return file
  }
  return "packages/resources/src"
}

describe("the hover text", () => {
  it("of every method shows its documentation and its whole result type in at most 20 lines", () => {
    const groups = [...new Set(Catalogue.methods.map(({ group }) => group.split(".")[0] ?? ""))]
    const helpers = [...readDocComments(groups).helpers.keys()]
    const names = [...Catalogue.methods.map(({ group, name }) => `${group}.${name}`), ...helpers]
    const shown = hoverOver(
      `import type { Service } from "@effect-helpscout/resources/HelpScout"\ndeclare const helpScout: Service`,
      "helpScout",
      names
    )
    assert.strictEqual(shown.length, names.length)
    assert.include(names, "conversations.getComplete")
    const problems = shown.flatMap((each, i) => {
      const name = names[i] ?? ""
      return problemsOf(each).map((problem) => `${name} (${fileOf(name)}): ${problem}`)
    })
    assert.deepStrictEqual(problems, [])
  })

  it("shows a named query as its name, and params and paging as their fields", () => {
    const [list, get] = hoverOver(
      `import type { Service } from "@effect-helpscout/resources/HelpScout"\ndeclare const helpScout: Service`,
      "helpScout",
      ["conversations.list", "conversations.get"]
    )
    const flat = (each: Hover | undefined) => each?.text.replace(/\s+/g, " ").replace(/; }/g, " }")
    assert.strictEqual(
      flat(list),
      "(property) list: (args?: ({ readonly page?: number } & ConversationQuery) | undefined) => Effect<Page<Conversation>, HelpScoutError, never>"
    )
    assert.strictEqual(
      flat(get),
      "(property) get: (args: { readonly conversationId: ConversationId } & ConversationEmbed) => Effect<Conversation, HelpScoutError, never>"
    )
  })

  it("of an undocumented method with a long unnamed payload is reported", () => {
    const [shown] = hoverOver(
      `import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Schema from "effect/Schema"
const payload = Schema.Struct({ ${Array.from({ length: 30 }, (_, i) => `aLongFieldName${i}: Schema.String`).join(", ")} })
const endpoints = { create: Endpoint.post("/v2/folders", { impact: "write", payload, docs: "folders" }) }
declare const folders: Endpoint.Service<typeof endpoints>`,
      "folders",
      ["create"]
    )
    assert.isDefined(shown)
    assert.deepStrictEqual(
      problemsOf(shown).map((problem) => problem.split(".")[0]),
      ["no documentation", "the result type is cut off"]
    )
    const long = { text: `${"\n".repeat(20)}() => Effect<void, HelpScoutError, never>`, documentation: "Long." }
    assert.match(problemsOf(long).join(), /^21 lines/)
  })
})
