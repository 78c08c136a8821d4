import assert from "node:assert/strict"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { beforeAll, describe, it } from "vitest"
import { fencesOf } from "../docExamples.mjs"
import { readJson, root } from "../workspace.mjs"

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/README.md`),
  ...readdirSync(join(root, ".changeset"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `.changeset/${name}`)
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

/**
 * The values that the packages export, by name. A module that exports its own name is imported by it, and goes by that
 * name alone; any other is a namespace.
 */
const exportedValues = async () => {
  const values = new Map()
  const add = (name, value) => values.set(name, [...(values.get(name) ?? []), value])
  for (const packageName of readdirSync(join(root, "packages"))) {
    const source = join(root, "packages", packageName, "src")
    for (const file of readdirSync(source, { recursive: true })) {
      if (!file.endsWith(".ts") || /(?:^|[\\/])internal[\\/]/.test(file)) continue
      const module = await import(join(source, file))
      const own = basename(file, ".ts")
      for (const [name, value] of Object.entries(module)) add(name, value)
      if (!(own in module)) add(own, module)
    }
  }
  return values
}

/** Members that a document names (`RateLimiter.layer`), and that what is exported does not have. */
const unknownMembers = (content, values) => {
  const isMethod = (name) =>
    values.get("methods")?.some((methods) => methods.some((method) => `${method.group}.${method.name}` === name))
  const unknown = []
  for (const [, code] of withoutFences(content).matchAll(/`([^`\n]+)`/g)) {
    for (const [named, name, member] of code.matchAll(/(?<![\w./])([A-Z]\w+)\.(\w+)/g)) {
      const candidates = values.get(name) ?? []
      const isThere = candidates.some((value) => value != null && member in Object(value))
      // a span goes by the tag and the method
      const isSpan = isMethod(`${name[0].toLowerCase()}${name.slice(1)}.${member}`)
      if (candidates.length > 0 && !isThere && !isSpan) unknown.push(named)
    }
  }
  return unknown
}

/** The modules that a package lets its users import: those in `src` that no `null` of its `exports` hides. */
const publicModules = (packageName) => {
  const directory = `packages/${packageName}`
  const hidden = Object.entries(readJson(join(root, directory, "package.json")).exports)
    .filter(([, target]) => target === null)
    .map(([subpath]) => subpath.slice("./".length, -"*".length))
  return readdirSync(join(root, directory, "src"), { recursive: true })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !hidden.some((prefix) => path.startsWith(prefix)))
    .map((path) => `${directory}/src/${path}`)
    .sort()
}

/** What the header of a module lacks: to be there, to have an example and to say the rest in few lines. */
const headerLacks = (path, content) => {
  const header = /^\/\*\*\n[\s\S]*?\*\/\n/.exec(content)?.[0]
  if (header === undefined) return [`${path} does not open with a doc comment`]
  const prose = header.replace(/^ \* ```[\s\S]*?^ \* ```$/gm, "").match(/^ \* [^@\n].*$/gm) ?? []
  const lacks = []
  if (fencesOf(path, header).examples.length === 0) lacks.push(`${path} has no example in its header`)
  if (prose.length === 0 || prose.length > 10) lacks.push(`${path} has ${prose.length} lines of prose in its header`)
  return lacks
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

  describe("and the packages", () => {
    let values
    beforeAll(async () => {
      values = await exportedValues()
    }, 60_000)

    for (const path of documents) {
      it(`${path} names members of what is exported that are there`, () => {
        assert.deepEqual(unknownMembers(readFileSync(join(root, path), "utf8"), values), [])
      })
    }

    it("would be caught naming a member that is not there", () => {
      assert.deepEqual(
        unknownMembers("`RateLimiter.layer({ reserve: 0 })`, `Conversations.get`, `Other.x`", values),
        []
      )
      assert.deepEqual(unknownMembers("`RateLimiter.layr()` and `Conversations.gte`", values), [
        "RateLimiter.layr",
        "Conversations.gte"
      ])
    })
  })

  for (const name of readdirSync(join(root, "packages"))) {
    it(`each public module of ${name} opens with what it is for and an example`, () => {
      const modules = publicModules(name)
      assert.notEqual(modules.length, 0)
      assert.deepEqual(
        modules.flatMap((path) => headerLacks(path, readFileSync(join(root, path), "utf8"))),
        []
      )
    })
  }

  it("a module would be caught opening without an example, or with too much else", () => {
    const header = (...lines) => `/**\n${lines.map((line) => ` * ${line}\n`).join("")} */\nimport "effect/Effect"\n`
    const example = ["```ts", "export const a = 1", "```", "@since 0.1.0"]
    const check = (content) => headerLacks("A.ts", content).length
    assert.equal(check(header("Text.", ...example)), 0)
    assert.equal(check(header("Text.", "@since 0.1.0")), 1)
    assert.equal(check(header(...example)), 1)
    assert.equal(check(header(...Array(11).fill("Text."), ...example)), 1)
    assert.equal(check(`import "effect/Effect"\n${header("Text.", ...example)}`), 1)
    assert.equal(check(`${header("Text.")}${header("Text.", ...example)}`), 1)
  })

  it("README.md tells the ranges of the peers", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8")
    for (const name of readdirSync(join(root, "packages"))) {
      for (const [peer, range] of Object.entries(
        readJson(join(root, "packages", name, "package.json")).peerDependencies
      )) {
        assert.ok(readme.includes(`\`${peer}\` ${range.replace(/\.0$/, "")}`), `${peer} ${range}`)
      }
    }
  })

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
