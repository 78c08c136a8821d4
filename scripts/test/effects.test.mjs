import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { afterAll, beforeAll, describe, it } from "vitest"
import { bin, effectDiagnostics, root, run } from "../workspace.mjs"

const floating = `import * as Effect from "effect/Effect"
export const program = Effect.gen(function* () {
  yield* Effect.void
  Effect.log("never runs")
})
`

// Inside a package's node_modules: there `effect` resolves, and no other check looks.
describe("the diagnostics of Effect", () => {
  let dir

  beforeAll(() => {
    const cache = join(root, "packages/core/node_modules/.cache")
    mkdirSync(cache, { recursive: true })
    dir = mkdtempSync(join(cache, "effects-"))
    mkdirSync(join(dir, "library"))
    writeFileSync(join(dir, "library", "Floating.ts"), floating)
    writeFileSync(
      join(dir, "library", "tsconfig.json"),
      JSON.stringify({ extends: relative(join(dir, "library"), join(root, "tsconfig.base.json")), include: ["*.ts"] })
    )
    writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ files: [], references: [{ path: "library" }] }))
  })

  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it("refuse an effect that nothing runs, in a project that is only referred to", async () => {
    const { code, output } = await run(
      bin("@effect/tsgo", "effect-tsgo"),
      effectDiagnostics(join(dir, "tsconfig.json"))
    )
    assert.match(output, /Floating\.ts\(4,3\): error effect\(floatingEffect\)/)
    assert.notEqual(code, 0)
  }, 60_000)
})
