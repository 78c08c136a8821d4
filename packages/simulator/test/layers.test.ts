import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { assert, describe, it } from "@effect/vitest"

const src = join(import.meta.dirname, "../src")
const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts"))

/** The files that a file imports, by path in `src`. */
const imports = new Map(
  files.map((file) => {
    const found = readFileSync(join(src, file), "utf8").matchAll(/from "(\.[^"]+)\.js"/g)
    const paths = [...found].map(([, path = ""]) => relative(src, join(src, dirname(file), path)).replaceAll("\\", "/"))
    // a module exports itself under its own name
    return [file, paths.map((path) => `${path}.ts`).filter((path) => path !== file)]
  })
)

describe("the sources of the simulator", () => {
  it("import from routes to data, and from neither to the server", () => {
    const allowed: Readonly<Record<string, ReadonlyArray<string>>> = { routes: ["routes", "data"], data: ["data"] }
    const folder = (file: string) => (file.includes("/") ? (file.split("/")[0] ?? "") : "")
    const wrong = [...imports].flatMap(([file, paths]) =>
      paths
        .filter((path) => folder(path) !== "" && allowed[folder(file)]?.includes(folder(path)) === false)
        .map((path) => `${file} imports ${path}`)
    )
    assert.deepStrictEqual(wrong, [])
    assert.isAbove(imports.get("routes/Tags.ts")?.length ?? 0, 0)
  })

  it("have no import cycle", () => {
    const done = new Set<string>()
    const visit = (file: string, path: ReadonlyArray<string>): void => {
      assert.notInclude(path, file, [...path, file].join(" -> "))
      if (done.has(file)) return
      for (const next of imports.get(file) ?? []) visit(next, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
    assert.strictEqual(done.size, files.length)
  })
})
