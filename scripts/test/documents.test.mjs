import assert from "node:assert/strict"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { beforeAll, describe, it } from "vitest"
import { fencesOf } from "../docExamples.mjs"
import { readJson, root } from "../setup.mjs"
import { files, publicModules } from "../workspace.mjs"

const packages = readdirSync(join(root, "packages"))
const read = (path) => readFileSync(join(root, path), "utf8")
const documents = files(/^((docs|\.changeset|packages\/\w+)\/)?[^/]+\.md$/)

const commentsOf = (text) => (text.match(/^ *\* .*$/gm) ?? []).join("\n")
const withoutFences = (text) => text.replace(/^```[\s\S]*?^```$/gm, "")
const matches = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found)

/** The links, files and commands that a document names and that do not exist. */
const missingNames = (path, content, exists = (file) => existsSync(join(root, file))) => {
  const text = withoutFences(content)
  const { scripts } = readJson("package.json")
  return [
    ...matches(text, /\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g).filter((target) => !exists(join(dirname(path), target))),
    ...matches(text, /`((?:packages|examples|scripts|tools|docs|bench)\/[\w./-]+\.\w+)`/g).filter(
      (file) => !exists(file)
    ),
    ...matches(content, /\bnpm run (?:--[\w-]+ )*(\w[\w:-]*)/g).filter((name) => scripts[name] === undefined)
  ].map((name) => `${path}: ${name} does not exist`)
}

/** The exported values by name. A module that exports its own name goes by that name; any other is a namespace. */
const exportedValues = async () => {
  const values = new Map()
  const add = (name, value) => values.set(name, [...(values.get(name) ?? []), value])
  for (const path of packages.flatMap((name) => publicModules(name).map((one) => `packages/${name}/src/${one}.ts`))) {
    const module = await import(join(root, path))
    for (const [name, value] of Object.entries(module)) add(name, value)
    if (!(basename(path, ".ts") in module)) add(basename(path, ".ts"), module)
  }
  return values
}

/** The members, such as `RateLimiter.layer`, that a document names and that do not exist. Operations are spans. */
const missingMembers = (content, values) => {
  const operations = new Set(
    values
      .get("methods")
      .flatMap((found) => (Array.isArray(found) ? found.map((one) => `${one.group}.${one.name}`) : []))
  )
  const isOperation = (name, member) => operations.has(`${name[0].toLowerCase()}${name.slice(1)}.${member}`)
  return matches(withoutFences(content), /`([^`\n]+)`/g)
    .flatMap((code) => [...code.matchAll(/(?<![\w./])([A-Z]\w+)\.(\w+)/g)])
    .filter(([, name, member]) => {
      const candidates = values.get(name) ?? []
      const exists = candidates.some((value) => value != null && member in Object(value))
      return candidates.length > 0 && !exists && !isOperation(name, member)
    })
    .map(([named]) => named)
}

/** The imports from the packages that are written in another style: functions come with their module (`import * as Page`), services and schemas by name. */
const wrongImports = (content, modules) =>
  [
    ...content.matchAll(/^[ *]*import (?!type )(?:\* as (\w+)|\{([^}]*)\}) from "@effect-helpscout\/(\w+\/[\w/]+)"/gm)
  ].flatMap(([text, namespace, names = "", path]) => {
    const module = modules.get(path)
    // a bundle has entry points instead of modules
    if (module === undefined && path.startsWith("promise/")) return []
    if (module === undefined) return [`${text.trim()}: the module does not exist`]
    const values = names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "))
    if (namespace !== undefined) return module.isNamespace ? [] : [`import { ${basename(path)} } from "${path}"`]
    const isByFunction = module.isNamespace && values.some((name) => name === basename(path) || /^[a-z]/.test(name))
    return isByFunction ? [`import * as ${basename(path)} from "${path}"`] : []
  })

/** By path: whether a module is a namespace of functions, rather than the home of a service or schema of its name. */
const importableModules = async () => {
  const modules = new Map()
  for (const name of packages) {
    for (const path of publicModules(name)) {
      const module = await import(join(root, `packages/${name}/src/${path}.ts`))
      const own = module[basename(path)]
      modules.set(`${name}/${path}`, { isNamespace: own === undefined || own === module })
    }
  }
  return modules
}

/** What is wrong with the header of a module: it needs an example, and at most ten lines of prose. */
const headerFaults = (path, content) => {
  const header = /^\/\*\*\n[\s\S]*?\*\/\n/.exec(content)?.[0] ?? ""
  const prose = header.replace(/^ \* ```[\s\S]*?^ \* ```$/gm, "").match(/^ \* [^@\n].*$/gm) ?? []
  return [
    ...(fencesOf(path, header).examples.length === 0 ? [`${path}: the header has no example`] : []),
    ...(prose.length === 0 || prose.length > 10 ? [`${path}: the header has ${prose.length} lines of prose`] : [])
  ]
}

describe("documents", () => {
  let values
  beforeAll(async () => {
    values = await exportedValues()
  }, 60_000)

  for (const path of documents) {
    it(`${path} names files, commands and members that exist`, () => {
      assert.deepEqual([...missingNames(path, read(path)), ...missingMembers(read(path), values)], [])
    })
  }

  it("README.md names the ranges of the peer dependencies", () => {
    for (const name of packages) {
      for (const [peer, range] of Object.entries(readJson(`packages/${name}/package.json`).peerDependencies ?? {})) {
        // packages of this repository have the version of the package itself
        const named = range.startsWith("workspace:") ? `\`${peer}\`` : `\`${peer}\` ${range.replace(/\.0$/, "")}`
        assert.ok(read("README.md").includes(named), `README.md does not name ${named}`)
      }
    }
  })

  it("and examples import functions with their module, and services and schemas by name", async () => {
    const modules = await importableModules()
    const paths = [...documents, ...files(/^examples\/src\/.*\.ts$/)]
    const sources = files(/^packages\/\w+\/src\/.*\.ts$/).map((path) => [path, commentsOf(read(path))])
    const wrong = [...paths.map((path) => [path, read(path)]), ...sources].flatMap(([path, content]) =>
      wrongImports(content, modules).map((expected) => `${path}: expected ${expected}`)
    )
    assert.deepEqual(wrong, [])
  })

  it("are rejected with an import in another style", async () => {
    const modules = await importableModules()
    const check = (text) => wrongImports(`import ${text}"`, modules).length
    assert.equal(check('{ Conversations } from "@effect-helpscout/resources/Conversations'), 0)
    assert.equal(check('* as Page from "@effect-helpscout/core/Page'), 0)
    assert.equal(check('type { Page } from "@effect-helpscout/core/Page'), 0)
    assert.equal(check('{ type Page } from "@effect-helpscout/core/Page'), 0)
    assert.equal(check('{ ConversationId } from "@effect-helpscout/resources/Ids'), 0)
    assert.equal(check('{ Page } from "@effect-helpscout/core/Page'), 1)
    assert.equal(check('{ nextPage } from "@effect-helpscout/core/Page'), 1)
    assert.equal(check('* as Conversations from "@effect-helpscout/resources/Conversations'), 1)
    assert.equal(check('* as Nothing from "@effect-helpscout/core/Nothing'), 1)
  })

  it("are rejected when they name what does not exist", () => {
    const check = (text) => missingNames("README.md", text, (file) => file === "packages/core/src/A.ts").length
    assert.equal(
      check("`packages/core/src/A.ts`, [A](packages/core/src/A.ts), [E](https://effect.website), `npm run build`"),
      0
    )
    assert.equal(check("`packages/core/src/B.ts`, [B](b.md), `npm run nothing`"), 3)
    assert.deepEqual(missingMembers("`RateLimiter.layer({ reserve: 0 })`, `Conversations.get`, `Other.x`", values), [])
    assert.deepEqual(missingMembers("`RateLimiter.layr()`, `Conversations.gte`", values), [
      "RateLimiter.layr",
      "Conversations.gte"
    ])
  })
})

describe("headers", () => {
  it("are of packages that export modules; the others have a command alone", () => {
    const commands = packages.filter((name) => publicModules(name).length === 0)
    assert.deepEqual(commands, ["cli"])
    for (const name of commands) {
      const { bin, exports } = readJson(`packages/${name}/package.json`)
      assert.notEqual(Object.keys(bin).length, 0)
      assert.deepEqual(Object.keys(exports), ["./package.json"])
    }
  })

  for (const name of packages.filter((one) => publicModules(one).length > 0)) {
    it(`every public module of ${name} has a header with an example`, () => {
      const paths = publicModules(name).map((module) => `packages/${name}/src/${module}.ts`)
      assert.deepEqual(
        paths.flatMap((path) => headerFaults(path, read(path))),
        []
      )
    })
  }

  it("are rejected without an example, and with too much prose", () => {
    const header = (...lines) => `/**\n${lines.map((line) => ` * ${line}\n`).join("")} */\nimport "effect/Effect"\n`
    const example = ["```ts", "export const a = 1", "```"]
    const check = (content) => headerFaults("A.ts", content).length
    assert.equal(check(header("Text.", ...example)), 0)
    assert.equal(check(header("Text.")), 1)
    assert.equal(check(header(...Array(11).fill("Text."), ...example)), 1)
    assert.equal(check(`import "effect/Effect"\n${header("Text.", ...example)}`), 2)
  })
})
