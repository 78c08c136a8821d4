import assert from "node:assert/strict"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describe, it } from "vitest"
import { readJson, root } from "../workspace.mjs"

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
  ".changeset/README.md"
]

const withoutFences = (text) => text.replace(/^```[\s\S]*?^```$/gm, "")

/** What a document says of the checkout that is not so: links, files, tests by their titles, npm scripts. */
const untrue = (path, content, read) => {
  const text = withoutFences(content)
  const wrong = []
  const missing = (file) => read(file) === undefined

  for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)) {
    const file = join(dirname(path), target)
    if (missing(file)) wrong.push(`${path} links to ${target}, which is not there`)
  }
  for (const [, named] of text.matchAll(/`((?:packages|examples|scripts|tools|docs|bench)\/[\w./-]+\.\w+)`/g)) {
    if (missing(named)) wrong.push(`${path} names ${named}, which is not there`)
  }
  // a link to a test and the titles behind it, up to the next link or the end of the cell
  for (const [, target, titles] of text.matchAll(/\]\(([^)]+\.test(?:-d)?\.\w+)\):([^[|\n]*)/g)) {
    const source = read(join(dirname(path), target)) ?? ""
    for (const [, title] of titles.matchAll(/"([^"]+)"/g)) {
      if (!source.includes(title)) wrong.push(`${path}: ${target} has no test "${title}"`)
    }
  }
  const { scripts } = readJson(join(root, "package.json"))
  for (const [, name] of content.matchAll(/\bnpm run (?:--[\w-]+ )*(\w[\w:-]*)/g)) {
    if (scripts[name] === undefined) wrong.push(`${path}: there is no \`npm run ${name}\``)
  }
  return wrong
}

const readFile = (file) => {
  const path = join(root, file)
  if (!existsSync(path)) return undefined
  return /\.\w+$/.test(file) && !file.endsWith("/") ? readFileSync(path, "utf8") : ""
}

describe("the documents", () => {
  for (const path of documents) {
    it(`${path} names files, tests and commands that are there`, () => {
      assert.deepEqual(untrue(path, readFileSync(join(root, path), "utf8"), readFile), [])
    })
  }

  it("would be caught naming what is not there", () => {
    const files = { "a.test.ts": 'it("keeps this")', "packages/core/src/A.ts": "" }
    const check = (text) => untrue("README.md", text, (file) => files[file]).length
    assert.equal(check('[A](a.test.ts): "keeps this"; `packages/core/src/A.ts`'), 0)
    assert.equal(check('[A](a.test.ts): "keeps this", "keeps that"'), 1)
    assert.equal(check("[A](b.test.ts)"), 1)
    assert.equal(check("`packages/core/src/B.ts`"), 1)
    assert.equal(check("`npm run nothing`"), 1)
    assert.equal(check("[Effect](https://effect.website) and [here](#below)"), 0)
  })
})
