import assert from "node:assert/strict"
import { describe, it } from "vitest"
import { runNode } from "../workspace.mjs"

const endpoints = (...args) => runNode(["tools/docs/dist/src/endpoints.js", ...args])

describe("npm run endpoints", () => {
  it("prints one JSON array with --json, and the same endpoints as a table without", async () => {
    const entries = JSON.parse((await endpoints("--json")).output)
    const { group, name, path } = entries[0]
    const lines = (await endpoints()).output.trim().split("\n")
    assert.equal(lines.length, entries.length + 1)
    assert.ok(lines.some((line) => line.startsWith(`${group}.${name} `) && line.includes(path)))
  }, 60_000)

  it("rejects an unknown option", async () => {
    const { code, output } = await endpoints("--jsno")
    assert.equal(code, 1)
    assert.match(output, /--jsno/)
  }, 60_000)
})
