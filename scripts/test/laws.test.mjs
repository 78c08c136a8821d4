import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, it } from "vitest"
import { root } from "../setup.mjs"
import { files } from "../workspace.mjs"

const read = (path) => readFileSync(join(root, path), "utf8")

/** The ids of the laws in a text, such as `T1`: `law T1`, `laws S1 to S3`, `laws T1, T2 and R1`. */
const citedIn = (text) => {
  const cited = new Set()
  for (const [, list] of text.matchAll(/\blaws? ((?:[A-Z]\d+(?:, and |, | and | to )?)+)/gi)) {
    for (const [, first, last] of list.matchAll(/([A-Z]\d+)(?: to ([A-Z]\d+))?/g)) {
      const numbers = [first, last ?? first].map((id) => Number(id.slice(1)))
      for (let number = numbers[0]; number <= numbers[1]; number++) cited.add(`${first[0]}${number}`)
    }
  }
  return cited
}

const laws = [...read("ARCHITECTURE.md").matchAll(/^\| ([A-Z]\d+) \|/gm)].map(([, id]) => id)
const cited = (pattern) => citedIn(files(pattern).map(read).join("\n"))

describe("the laws", () => {
  it("are cited in the sources, and by the tests that prove them, and no other law is", () => {
    const inSources = cited(/^packages\/\w+\/src\/.*\.ts$/)
    const inTests = cited(/\.test\.(ts|mjs)$/)
    assert.ok(laws.length > 30)
    assert.deepEqual(
      laws.filter((id) => !inSources.has(id)),
      [],
      "laws of ARCHITECTURE.md that no source cites"
    )
    assert.deepEqual(
      laws.filter((id) => !inTests.has(id)),
      [],
      "laws of ARCHITECTURE.md that no test cites"
    )
    const unknown = [...inSources].filter((id) => !laws.includes(id))
    assert.deepEqual(unknown, [], "laws that sources cite and ARCHITECTURE.md does not have")
  })

  it("are found one by one and in ranges", () => {
    assert.deepEqual([...citedIn("law T1: once (laws S1 to S3). Laws D1, R2 and R4, and flaw X1.")].sort(), [
      "D1",
      "R2",
      "R4",
      "S1",
      "S2",
      "S3",
      "T1"
    ])
  })
})
