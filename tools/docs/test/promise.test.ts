import { execFileSync } from "node:child_process"
import * as path from "node:path"
import { pathToFileURL } from "node:url"
import { assert, beforeAll, describe, it } from "@effect/vitest"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import ts from "typescript"
import { readDocComments, root } from "../src/docComments.js"
import { makeHover } from "../src/hover.js"

const resources = [...new Set(Catalogue.methods.map(({ group }) => group.split(".")[0] ?? ""))]
const helpers = [...readDocComments(resources).helpers.keys()]
const names = [...Catalogue.methods.map(({ group, name }) => `${group}.${name}`), ...helpers]

/** The hover text of every method. */
const hovers = () =>
  makeHover()(
    [
      `import type { HelpScout } from "@effect-helpscout/promise"`,
      "declare const helpScout: HelpScout",
      ...names.map((name) => `void helpScout.${name.replace(/(\w+)$/, "/*?*/$1")}`)
    ].join("\n")
  )

/** The number of parameters of a method, from its hover text. */
const parametersOf = (text: string): number => {
  const signature = text.slice(text.indexOf("(", "(method)".length))
  const [declaration] = ts.createSourceFile("a.ts", `function f${signature}`, ts.ScriptTarget.ES2022).statements
  return declaration !== undefined && ts.isFunctionDeclaration(declaration) ? declaration.parameters.length : 0
}

// what is published, from the compiled sources
beforeAll(() => void execFileSync(process.execPath, [path.join(root, "packages/promise/build.mjs")]))

describe("the published Promise client", () => {
  it("has every method of the catalogue", async () => {
    const module = await import(pathToFileURL(path.join(root, "packages/promise/dist/index.js")).href)
    const helpScout = new module.HelpScout({ accessToken: "t" })
    const missing = names.filter((name) => {
      const member = name.split(".").reduce((value, key) => value?.[key], helpScout)
      return typeof member !== "function"
    })
    assert.deepStrictEqual(missing, [])
  })

  it("takes the options of a call where they are declared", async () => {
    const module = await import(pathToFileURL(path.join(root, "packages/promise/dist/index.js")).href)
    const helpScout = new module.HelpScout({ accessToken: "t", fetch: () => Promise.reject(new Error("sent")) })
    const results: Array<string> = []
    for (const [index, { text }] of hovers().entries()) {
      const args = Array.from({ length: parametersOf(text) - 1 }, () => undefined)
      const method = names[index]?.split(".").reduce((value, key) => value[key], helpScout)
      const called = method(...args, { signal: AbortSignal.abort() })
      const read = called instanceof ReadableStream ? called.getReader().read() : (called.first?.() ?? called)
      results.push(`${names[index]}: ${await read.catch((error: { readonly code: string }) => error.code)}`)
    }
    assert.deepStrictEqual(
      results,
      names.map((name) => `${name}: CallAborted`)
    )
  })

  it("declares every method with documentation and plain types", () => {
    const problems = hovers().flatMap(({ documentation, text }, index) => {
      const result = text.slice(text.lastIndexOf("): ") + 3)
      return [
        ...(documentation === "" ? ["no documentation"] : []),
        ...(/\b(?:Effect|Stream|Option|Utc|Redacted)\b/.test(text) ? ["a type of Effect"] : []),
        ...(/^(?:Promise|List|Sequence|ReadableStream)<.+>$/s.test(result) ? [] : ["the result type is cut off"]),
        ...(text.split("\n").length <= 20 ? [] : ["more than 20 lines"])
      ].map((problem) => `${names[index]}: ${problem}: ${text}`)
    })
    assert.deepStrictEqual(problems, [])
  })

  it("shows the documentation and the type of a call", () => {
    const [list] = makeHover()(
      `import type { HelpScout } from "@effect-helpscout/promise"\ndeclare const helpScout: HelpScout\nvoid helpScout.conversations./*?*/list`
    )
    assert.strictEqual(
      list?.text.replace(/\s+/g, " "),
      "(method) ConversationsResource.list(args?: { readonly page?: number; } & ConversationQuery, options?: RequestOptions): Promise<Page<Conversation>>"
    )
    assert.include(list?.documentation, "Lists one page of conversations")
  })
})
