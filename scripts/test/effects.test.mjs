import assert from "node:assert/strict"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { it } from "vitest"
import { root } from "../setup.mjs"
import { build } from "../workspace.mjs"

it("the build rejects an effect that is never run", async () => {
  // inside a package's node_modules, where `effect` resolves and no other check looks
  const cache = join(root, "packages/core/node_modules/.cache")
  mkdirSync(cache, { recursive: true })
  const directory = mkdtempSync(join(cache, "effects-"))
  try {
    const base = relative(directory, join(root, "tsconfig.base.json"))
    writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ extends: base, include: ["*.ts"] }))
    writeFileSync(join(directory, "floating.ts"), 'import * as Effect from "effect/Effect"\nEffect.log("never runs")\n')
    const { code, output } = await build(directory)
    assert.match(output, /floating\.ts\(2,1\): error TS\d+: .* effect\(floatingEffect\)/)
    assert.notEqual(code, 0)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}, 60_000)
