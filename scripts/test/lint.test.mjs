// Breaks every import rule of biome.json once, in a copy of the workspace's skeleton, so that a rule that stopped working is noticed.
import assert from "node:assert/strict"
import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, it } from "vitest"
import { bin, root } from "../workspace.mjs"

const restricted = "lint/style/noRestrictedImports"
const builtin = "lint/correctness/noNodejsModules"
const undeclared = "lint/correctness/noUndeclaredDependencies"
const any = "lint/suspicious/noExplicitAny"

/** Path, content, and the one rule that must refuse it; `undefined` where nothing may. */
const cases = [
  // Arrows.
  ["packages/core/src/UsesResources.ts", 'export { x } from "@effect-helpscout/resources/Ids"', restricted],
  ["packages/core/src/UsesNode.ts", 'export { x } from "@effect-helpscout/node/NodeHelpScout"', restricted],
  [
    "packages/resources/src/UsesNode.ts",
    'import type * as X from "@effect-helpscout/node/X"\nexport type Y = X.Y',
    restricted
  ],
  ["packages/core/src/UsesPlatformNode.ts", 'export { x } from "@effect/platform-node/NodeHttpClient"', restricted],
  ["packages/resources/src/UsesPlatformNode.ts", 'export { x } from "@effect/platform-node-shared/X"', restricted],
  ["packages/resources/src/testing/UsesPlatformNode.ts", 'export { x } from "@effect/platform-node/X"', restricted],
  ["packages/node/src/UsesItself.ts", 'export { x } from "@effect-helpscout/node/X"', restricted],
  ["packages/core/src/UsesOther.ts", 'export { x } from "left-pad"', undeclared],
  ["packages/core/src/UsesDevDependency.ts", 'export { x } from "only-dev"', undeclared],
  ["packages/resources/src/UsesCore.ts", 'import * as X from "@effect-helpscout/core/Endpoint"\nexport const y = X'],
  [
    "packages/node/src/UsesAll.ts",
    'import fs from "node:fs"\nimport * as X from "@effect/platform-node/X"\nexport const y = [fs, X]'
  ],

  // Node's builtins.
  ["packages/core/src/Builtin.ts", 'import fs from "node:fs"\nexport const x = fs', builtin],
  [
    "packages/core/src/BareBuiltin.ts",
    'import { setTimeout } from "timers/promises"\nexport const x = setTimeout',
    builtin
  ],
  ["packages/core/src/BuiltinType.ts", 'import type { Stats } from "node:fs"\nexport type X = Stats', restricted],
  [
    "packages/resources/src/DeepBuiltinType.ts",
    'import type { FileHandle } from "node:fs/promises"\nexport type X = FileHandle',
    restricted
  ],
  [
    "packages/core/src/BareBuiltinType.ts",
    'import type { Stats } from "fs"\nexport type X = Stats',
    "lint/style/useNodejsImportProtocol"
  ],
  ["packages/core/src/BuiltinLater.ts", 'export const x = () => import("node:fs")', builtin],
  ["packages/resources/src/testing/Builtin.ts", 'import fs from "node:fs"\nexport const x = fs', builtin],

  // Barrels.
  ["packages/core/src/EffectBarrel.ts", 'import { Effect } from "effect"\nexport const x = Effect', restricted],
  ["packages/core/src/EffectBarrelType.ts", 'import type { Effect } from "effect"\nexport type X = Effect', restricted],
  ["packages/core/src/EffectBarrelAgain.ts", 'export type { Effect } from "effect"', restricted],
  ["packages/core/src/EffectBarrelLater.ts", 'export const x = () => import("effect")', restricted],
  ["packages/core/src/EffectBarrelInline.ts", 'export type X = import("effect").Option.Option<1>', "plugin"],
  ["packages/core/src/PlatformBarrel.ts", 'import { Path } from "@effect/platform"\nexport const x = Path', restricted],
  [
    "packages/node/src/PlatformNodeBarrel.ts",
    'import { x } from "@effect/platform-node"\nexport const y = x',
    restricted
  ],
  ["packages/node/src/CoreBarrel.ts", 'import { x } from "@effect-helpscout/core"\nexport const y = x', restricted],
  ["packages/core/src/Barrel.ts", 'export * from "./EffectModules.ts"', "lint/performance/noBarrelFile"],
  ["packages/core/src/index.ts", "export const x = 1", "lint/style/useFilenamingConvention"],
  [
    "packages/core/src/EffectModules.ts",
    'import * as Effect from "effect/Effect"\nimport { pipe } from "effect/Function"\nexport const x = [Effect, pipe]'
  ],

  // Privacy and HTTP.
  [
    "packages/node/src/Internal.ts",
    'import { x } from "@effect-helpscout/core/internal/path"\nexport const y = x',
    restricted
  ],
  ["packages/node/src/AroundExports.ts", 'import { x } from "../../core/src/Hal.ts"\nexport const y = x', restricted],
  ["packages/node/src/AroundBuild.ts", 'import { x } from "../../core/dist/Hal.js"\nexport const y = x', restricted],
  ["packages/core/src/OwnInternal.ts", 'import { x } from "./internal/someThing.ts"\nexport const y = x'],
  ["packages/core/src/internal/someThing.ts", "export const x = 1"],
  [
    "packages/resources/src/Http.ts",
    'import * as X from "@effect/platform/HttpClientRequest"\nexport const y = X',
    restricted
  ],
  ["packages/resources/src/testing/Http.ts", 'import * as X from "@effect/platform/HttpClient"\nexport const y = X'],
  ["packages/core/src/Http.ts", 'import * as X from "@effect/platform/HttpClient"\nexport const y = X'],
  ["packages/node/src/Http.ts", 'import * as X from "@effect/platform/HttpClient"\nexport const y = X'],

  // Cycles; types may point both ways, since nothing of them is left when the program runs.
  [
    "packages/core/src/CycleA.ts",
    'import { b } from "./CycleB.ts"\nexport const a = () => b',
    "lint/suspicious/noImportCycles"
  ],
  [
    "packages/core/src/CycleB.ts",
    'import { a } from "./CycleA.ts"\nexport const b = () => a',
    "lint/suspicious/noImportCycles"
  ],
  [
    "packages/core/src/Public.ts",
    'import { make } from "./internal/own.ts"\nexport type A = 1\nexport const a: A = make'
  ],
  ["packages/core/src/internal/own.ts", 'import type { A } from "../Public.ts"\nexport const make: A = 1'],

  // Globals and casts.
  ["packages/core/src/Console.ts", 'console.log("x")', "lint/suspicious/noConsole"],
  [
    "packages/node/src/Environment.ts",
    'import process from "node:process"\nexport const x = process.env.X',
    "lint/style/noProcessEnv"
  ],
  ["packages/core/src/Process.ts", "export const { env } = process", "lint/correctness/noProcessGlobal"],
  ["packages/core/src/AnyCast.ts", "export const x = 1 as any", any],
  ["packages/core/src/AnyType.ts", "export const x: any = 1", any],
  ["packages/core/src/internal/anyCast.ts", "export const x = 1 as any", any],
  ["packages/core/src/Endpoint.ts", "export const x = 1 as any"],
  ["packages/core/src/internal/execute.ts", "export const x = 1 as any"],

  // What Effect programs are written like must pass.
  [
    "packages/core/src/Idioms.ts",
    `import * as Array from "effect/Array"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { pipe } from "effect/Function"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
export interface Base {
  readonly a: Effect.Effect<void>
}
export interface Service extends Base {}
export class Thing extends Context.Tag("Thing")<Thing, Service>() {
  static readonly layer = Layer.succeed(this, { a: Effect.void })
}
export const ThingId = Schema.Number
export type ThingId = number & { readonly "~id"?: "ThingId" }
export const each = pipe(
  Array.of(1),
  Effect.forEach((n) => Effect.succeed(n + 1))
)
export const one = Effect.gen(function* () {
  return 1
})
export declare namespace Model {
  export type Any = Schema.Schema.Any
}`
  ]
]

describe("biome.json", () => {
  let dir
  let refused

  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "effect-helpscout-lint-"))
    const copied = [
      "biome.json",
      ".gitignore",
      "scripts/lint",
      ...["core", "resources", "node"].map((name) => `packages/${name}/package.json`)
    ]
    for (const path of copied) cpSync(join(root, path), join(dir, path), { recursive: true })
    for (const [path, content] of cases) {
      mkdirSync(dirname(join(dir, path)), { recursive: true })
      writeFileSync(join(dir, path), `${content}\n`)
    }
    const run = spawnSync(
      process.execPath,
      [bin("@biomejs/biome", "biome"), "lint", "--max-diagnostics=none", "--reporter=json", "."],
      {
        cwd: dir,
        encoding: "utf8"
      }
    )
    const { diagnostics } = JSON.parse(run.stdout)
    refused = (path) =>
      diagnostics
        .filter((diagnostic) => diagnostic.severity === "error" && diagnostic.location.path === path)
        .map((diagnostic) => diagnostic.category)
  }, 60_000)

  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  for (const [path, , rule] of cases) {
    it(`${rule === undefined ? "accepts" : "refuses"} ${path}`, () => {
      if (rule === undefined) assert.deepEqual(refused(path), [])
      else assert.ok(refused(path).includes(rule), `expected ${rule}, got ${refused(path).join(", ") || "nothing"}`)
    })
  }
})
