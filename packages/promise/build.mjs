/**
 * `node packages/promise/build.mjs`, after `tsc -b`: writes what is published to dist/. Effect and our own packages are
 * bundled, so that the package works next to any version of Effect, and starts fast. The declarations are those of the public
 * modules, which refer to neither, as one file.
 */
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const directory = dirname(fileURLToPath(import.meta.url))
const dist = join(directory, "dist")
const built = join(dist, ".build")

/**
 * Turns the lists of resources and of updates into getters: a resource and its schemas are evaluated when they are first
 * used. esbuild wraps modules that are required, instead of evaluating them at the start.
 */
const lazyLists = {
  name: "lazy-lists",
  setup: ({ onLoad }) =>
    onLoad({ filter: /(?:resources[\\/]dist|\.build)[\\/]internal[\\/](?:resources|updates)\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8")
      const [, list] = /^export const (\w+) = \{$/m.exec(text) ?? []
      const modules = new Map(
        [...text.matchAll(/^import \{ (\w+) \} from "([^"]+)"/gm)].map(([, name, from]) => [name, from])
      )
      const members = [...text.matchAll(/^ {4}(\w+): (\w+)/gm)].map(
        ([, key, name]) => `get ${key}() { return require("${modules.get(name)}").${name} }`
      )
      if (members.length === 0 || members.length !== modules.size)
        throw new Error(`${path}: expected a list of modules`)
      return { contents: `export const ${list} = { ${members.join(", ")} }` }
    })
}

/** Names and short lines stay, so that stack traces are readable and Node.js prints one short line of an uncaught error. */
const bundle = (format, file) =>
  build({
    entryPoints: [join(built, "Main.js")],
    outfile: join(dist, file),
    bundle: true,
    plugins: [lazyLists],
    format,
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["module", "import"],
    target: "es2022",
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 160,
    legalComments: "none",
    metafile: true,
    logLevel: "warning"
  })

/** The modules that a module re-exports or imports types from, itself last. */
const reachable = (file, seen = new Set()) => {
  if (seen.has(file)) return []
  seen.add(file)
  const text = readFileSync(file, "utf8")
  const inner = [...text.matchAll(/from "(\.[^"]+)\.js"/g)].flatMap(([, path]) =>
    reachable(join(dirname(file), `${path}.d.ts`), seen)
  )
  const [, named, inline] = /^(?:import|export) [^;]*from "([^."][^"]*)"|\bimport\("([^."][^"]*)"\)/m.exec(text) ?? []
  const foreign = named ?? inline
  if (foreign !== undefined) throw new Error(`${file}: the declarations must not import ${foreign}`)
  return [...inner, text]
}

const declarations = () => {
  const text = reachable(join(built, "Main.d.ts"))
    .map((module) => module.replace(/^(?:import|export) (?:type )?[{*][^;]*;\n/gm, ""))
    .map((module) => module.replace(/^\/\/# sourceMappingURL=.*$/gm, "").trim())
    .filter((module) => module !== "")
    .join("\n")
  const header = `/// <reference lib="esnext.disposable" />\n`
  return `${header}${text.replaceAll(/^\/\/ biome-ignore.*\n/gm, "")}\n`
}

if (!existsSync(join(built, "Main.js"))) throw new Error("packages/promise: run `tsc -b` first")
rmSync(join(dist, "index.d.cts"), { force: true })
const { metafile } = await bundle("esm", "index.js")
await bundle("cjs", "index.cjs")
writeFileSync(join(dist, "index.d.ts"), declarations())
copyFileSync(join(dist, "index.d.ts"), join(dist, "index.d.cts"))
if (process.argv.includes("--meta")) writeFileSync(join(dist, ".build/meta.json"), JSON.stringify(metafile))
