/**
 * `node packages/promise/build.mjs`, after `tsc -b`: writes what is published to dist/. Effect and our own packages are
 * bundled, so that the package works next to any version of Effect, and starts fast. The declarations are those of the public
 * modules, which refer to neither, as one file for each entry point.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
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

/** The classes of errors are a file of their own, so that those of all entry points are the same. */
const sharedErrors = (extension) => ({
  name: "shared-errors",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.{1,2}\/HelpScoutError\.js$/ }, ({ importer }) =>
      importer.startsWith(built) ? { path: `./errors.${extension}`, external: true } : undefined
    )
})

/** Only the caller of `redisTokenStore` imports a client of Redis. */
const withoutRedis = {
  name: "without-redis",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^ioredis$/ }, ({ path }) => ({ path, external: true, sideEffects: false }))
}

const entries = { index: "Main", node: "Node", errors: "HelpScoutError" }

/** Names and short lines stay, so that stack traces are readable and Node.js prints one short line of an uncaught error. */
const bundle = async (format, extension) => {
  const metafiles = []
  for (const [name, module] of Object.entries(entries)) {
    const { metafile } = await build({
      entryPoints: [join(built, `${module}.js`)],
      outfile: join(dist, `${name}.${extension}`),
      bundle: true,
      plugins: [lazyLists, sharedErrors(extension), withoutRedis],
      external: ["node:*"],
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
    metafiles.push(metafile)
  }
  return metafiles
}

/** The modules that a module re-exports or imports types from, itself last. */
const reachable = (file, seen) => {
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

const imported = /^import type \{ ([^}]*) \} from [^;]*;$/gm

/** One file of declarations. What is in `shared` is imported from the main entry point instead. */
const declarations = (module, { extension, shared = new Set() }) => {
  const seen = new Set(shared)
  const texts = reachable(join(built, `${module}.d.ts`), seen)
  const names = [
    ...new Set(texts.flatMap((text) => [...text.matchAll(imported)].flatMap(([, list]) => list.split(", "))))
  ]
  const text = texts
    .map((module) => module.replace(/^(?:import|export) (?:type )?[{*][^;]*;\n/gm, ""))
    .map((module) => module.replace(/^\/\/# sourceMappingURL=.*$/gm, "").trim())
    .filter((module) => module !== "")
    .join("\n")
  const header =
    shared.size === 0
      ? `/// <reference lib="esnext.disposable" />\n`
      : `import type { ${names.sort().join(", ")} } from "./index.${extension}";\n`
  return { seen, text: `${header}${text.replaceAll(/^\s*\/\/ biome-ignore.*\n/gm, "")}\n` }
}

const writeDeclarations = (extension, suffix) => {
  const main = declarations("Main", { extension })
  const node = declarations("Node", { extension, shared: main.seen })
  writeFileSync(join(dist, `index.${suffix}`), main.text)
  writeFileSync(join(dist, `node.${suffix}`), node.text)
}

if (!existsSync(join(built, "Main.js"))) throw new Error("packages/promise: run `tsc -b` first")
const metafiles = await bundle("esm", "js")
await bundle("cjs", "cjs")
writeDeclarations("js", "d.ts")
writeDeclarations("cjs", "d.cts")
if (process.argv.includes("--meta")) writeFileSync(join(built, "meta.json"), JSON.stringify(metafiles[0]))
