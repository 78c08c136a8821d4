import { readFileSync } from "node:fs"
import * as path from "node:path"
import { assert, describe, it } from "@effect/vitest"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { root } from "../src/docComments.js"
import { makeHover } from "../src/hover.js"
import { comments } from "../src/reference.js"

const page = readFileSync(path.join(root, "docs/migrating-from-helpscout-mailbox-api.md"), "utf8")
const methods = new Set([...Catalogue.methods.map(({ group, name }) => `${group}.${name}`), ...comments.helpers.keys()])

/** The methods that a text calls on `helpScout`, with or without the name of the variable. */
const called = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/`helpScout\.([\w.]+)\b[^`]*`/g)].map(([, name = ""]) => name)

/** The code of the column `after` of every table, without comments. */
const mapped = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^\| `[^`]*` \| `([^`]*)` \|/gm)].map(([, code = ""]) => code)

/** What the examples refer to. Their own fields are checked, and these values are not. */
const names = [
  "data",
  "query",
  "state",
  "code",
  "tokens",
  "store",
  "page",
  "headers",
  "fetch",
  "clientId",
  "clientSecret"
]

/** Throws the compiler's messages for code that does not compile with the Promise client. */
const compile = (examples: ReadonlyArray<string>): void => {
  const ids = new Set(examples.flatMap((code) => [...code.matchAll(/\b\w+Id\b/g)].map(([id]) => id)))
  const declared = [...new Set([...names, ...ids])].map((name) => `declare const ${name}: any`)
  const header = 'import { HelpScout } from "@effect-helpscout/promise"\ndeclare const helpScout: HelpScout'
  makeHover()([header, ...declared, ...examples.map((code) => `void ${code}`)].join("\n"))
}

/** The tables of the Promise client: its own, and the one of all methods. */
const promiseTables = (): ReadonlyArray<string> => {
  const [client = "", ...effect] = page.split("\n## With Effect\n")
  const [, methods = ""] = effect.join("").split("\n## Methods\n")
  return mapped(`${client}\n${methods}`)
}

describe("docs/migrating-from-helpscout-mailbox-api.md", () => {
  it("names methods that exist", () => {
    const [, table = ""] = page.split("\n## Methods\n")
    assert.isNotEmpty(called(table))
    assert.deepStrictEqual(
      called(table).filter((name) => !methods.has(name)),
      []
    )
    assert.deepStrictEqual(called("`helpScout.tags.lst()`, `helpscout.tags.list(params)`"), ["tags.lst"])
  })

  it("maps every row of the npm client to code that compiles with the Promise client", () => {
    const examples = promiseTables()
    assert.isAbove(examples.length, 100)
    compile(examples)
    assert.throws(() => compile(["helpScout.tags.lst()"]), "lst")
    assert.throws(() => compile(["helpScout.users.get({ customerId })"]), "customerId")
  })
})
