import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { afterAll, beforeAll, describe, it } from "vitest"
import { checkExamples, fencesOf } from "../docExamples.mjs"
import { root } from "../setup.mjs"

const fence = (info, ...lines) => [`\`\`\`${info}`, ...lines, "```"].join("\n")

describe("the check of examples", () => {
  let directory
  const check = async (content) => {
    const path = join(directory, "page.md")
    writeFileSync(path, content)
    return (await checkExamples([relative(root, path)])).wrong.join("\n")
  }

  beforeAll(() => {
    mkdirSync(join(root, "node_modules/.cache"), { recursive: true })
    directory = mkdtempSync(join(root, "node_modules/.cache/examples-"))
  })
  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  it("finds examples in doc comments, including those of members, and in documents", () => {
    const comment = ["/**", " * Text.", " * ```ts", " * export const a = 1", " * ```", " */"]
    const source = [...comment, "interface X {", ...comment.map((line) => `  ${line}`), "}"].join("\n")
    const places = ({ examples }) => examples.map(({ line, lines }) => [line, ...lines])
    assert.deepEqual(places(fencesOf("src/X.ts", source)), [
      [3, "export const a = 1"],
      [10, "export const a = 1"]
    ])
    assert.deepEqual(places(fencesOf("README.md", `${fence("sh", "ls")}\n${fence("ts run", "1")}`)), [[4, "1"]])
  })

  it("rejects other marks and fences that are not closed", () => {
    assert.equal(fencesOf("README.md", fence("ts ignore", "nonsense")).wrong.length, 1)
    assert.equal(fencesOf("README.md", fence("typescript", "nonsense")).wrong.length, 1)
    assert.equal(fencesOf("README.md", "```ts\nnonsense").wrong.length, 1)
    assert.equal(fencesOf("src/X.ts", "/**\n * ```ts\n * nonsense\n */\n").wrong.length, 1)
  })

  it("rejects wrong types, at the line of the document", async () => {
    assert.match(
      await check(`# Title\n\n${fence("ts", 'export const n: number = "text"')}\n`),
      /page\.md\(4,14\): error TS2322/
    )
  }, 60_000)

  it("rejects modules that cannot be imported, and programs without their mark", async () => {
    assert.match(
      await check(fence("ts", 'export const n: number = JSON.parse("no JSON")')),
      /page\.md\(1\): SyntaxError/
    )
    const program = fence("ts", 'import * as Effect from "effect/Effect"', "Effect.runFork(Effect.void)")
    assert.match(await check(program), /page\.md\(1\): the example runs a program/)
  }, 60_000)

  it("runs programs against the simulator, and rejects those that fail", async () => {
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
    const wrong = await check(`${program("/v2/users/me")}\n\n${program("/v2/nothing")}\n`)
    assert.match(wrong, /page\.md\(10\): the program ended with 1\.[\s\S]*HelpScoutNotFound/)
    assert.doesNotMatch(wrong, /page\.md\(1\)/)
  }, 60_000)
})
