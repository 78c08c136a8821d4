import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { afterAll, beforeAll, describe, it } from "vitest"
import { checkExamples, fencesOf } from "../docExamples.mjs"
import { root } from "../workspace.mjs"

const fence = (info, ...lines) => [`\`\`\`${info}`, ...lines, "```"].join("\n")

describe("the examples of doc comments and documents", () => {
  let dir
  const check = (name, content) => {
    const path = join(dir, name)
    writeFileSync(path, content)
    return checkExamples([relative(root, path)])
  }

  beforeAll(() => {
    const cache = join(root, "node_modules/.cache")
    mkdirSync(cache, { recursive: true })
    dir = mkdtempSync(join(cache, "examples-"))
  })

  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it("are found in doc comments, of members too, and in documents, each with its line", () => {
    const comment = [
      "/**",
      " * Text.",
      " *",
      ...fence("ts", "export const a = 1")
        .split("\n")
        .map((_) => ` * ${_}`),
      " */"
    ]
    const source = [...comment, "interface X {", ...comment.map((line) => `  ${line}`), "}"].join("\n")
    const { examples } = fencesOf("src/X.ts", source)
    assert.deepEqual(
      examples.map(({ line, lines }) => [line, ...lines]),
      [
        [4, "export const a = 1"],
        [12, "export const a = 1"]
      ]
    )
    assert.equal(fencesOf("README.md", `${fence("sh", "ls")}\n${fence("ts run", "1")}`).examples[0].program, true)
  })

  it("can't be left out by another mark, nor by a fence that is never closed", () => {
    assert.equal(fencesOf("README.md", fence("ts ignore", "nonsense")).wrong.length, 1)
    assert.equal(fencesOf("README.md", fence("typescript", "nonsense")).wrong.length, 1)
    assert.equal(fencesOf("README.md", "```ts\nnonsense").wrong.length, 1)
    assert.equal(fencesOf("src/X.ts", "/**\n * ```ts\n * nonsense\n */\n").wrong.length, 1)
  })

  it("fail when their types are wrong, at the line of the document", async () => {
    const { wrong } = await check("types.md", `# Title\n\n${fence("ts", "export const n: number =", '  "text"')}\n`)
    assert.match(wrong.join("\n"), /types\.md\(4,14\): error TS2322/)
  }, 60_000)

  it("fail when they can't be imported", async () => {
    const { wrong } = await check("import.md", fence("ts", 'export const n: number = JSON.parse("no JSON")'))
    assert.match(wrong.join("\n"), /import\.md\(1\): SyntaxError/)
  }, 60_000)

  it("fail when they run something that is not marked as a program", async () => {
    const { wrong } = await check(
      "unmarked.md",
      fence("ts", 'import * as Effect from "effect/Effect"', "Effect.runFork(Effect.void)")
    )
    assert.match(wrong.join("\n"), /unmarked\.md\(1\): this runs something/)
  }, 60_000)

  it("are started when they are programs, against the simulator, and fail when they do", async () => {
    const program = (path) =>
      fence(
        "ts run",
        'import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"',
        'import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"',
        'import * as NodeRuntime from "@effect/platform-node/NodeRuntime"',
        'import * as Effect from "effect/Effect"',
        `const request = HelpScoutClient.request({ method: "GET", path: "${path}" })`,
        "NodeRuntime.runMain(Effect.provide(request, NodeHelpScout.layerConfig))"
      )
    const { wrong } = await check("program.md", `${program("/v2/users/me")}\n\n${program("/v2/nothing")}\n`)
    assert.equal(wrong.length, 1)
    assert.match(wrong[0], /program\.md\(10\):[\s\S]*HelpScoutNotFound/)
  }, 60_000)
})
