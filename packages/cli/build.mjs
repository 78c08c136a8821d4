/**
 * `node packages/cli/build.mjs`, after `tsc -b`: bundles the command into dist/helpscout.cjs, which prints the version, and
 * dist/command.cjs, which it loads with V8's code cache. Modules that are imported with `import()` are evaluated when they
 * are first used. CommonJS, because an ES module would load everything that is not bundled at its start.
 */
import { createHash } from "node:crypto"
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const directory = dirname(fileURLToPath(import.meta.url))
const dist = join(directory, "dist")
const built = join(dist, ".build")
const { version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"))

if (!existsSync(join(built, "Main.js"))) throw new Error("packages/cli: run `tsc -b` first")
/**
 * Turns the list of resources into getters: a resource and its schemas are evaluated when they are first used. esbuild wraps
 * modules that are required, instead of evaluating them at the start.
 */
const lazyLists = {
  name: "lazy-lists",
  setup: ({ onLoad }) =>
    onLoad({ filter: /resources[\\/]dist[\\/]internal[\\/]resources\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8")
      const members = [...text.matchAll(/^import \{ (\w+) \} from "([^"]+)"/gm)].map(([, name, from]) => {
        const [, key] = new RegExp(`^ {4}(\\w+): ${name}\\b`, "m").exec(text) ?? []
        if (key === undefined) throw new Error(`${path}: expected a member for ${name}`)
        return `get ${key}() { return require("${from}").${name} }`
      })
      if (members.length === 0) throw new Error(`${path}: expected a list of modules`)
      return { contents: `export const resources = { ${members.join(", ")} }` }
    })
}

/** Replaces what must be there, so that a change of a dependency fails the build. */
const replaced = (path, text, from, to) => {
  if (!text.includes(from)) throw new Error(`${path}: expected ${from}`)
  return text.replace(from, to)
}

/** The parts of undici that packages/node uses, without the rest of it: fetch, WebSocket, caches. HTTP/2 is loaded if a server speaks it. */
const undiciParts = `
exports.Agent = require("./lib/dispatcher/agent")
exports.EnvHttpProxyAgent = require("./lib/dispatcher/env-http-proxy-agent")
Object.assign(require("./lib/dispatcher/dispatcher").prototype, {
  request: require("./lib/api/api-request"),
  connect: require("./lib/api/api-connect") // through a proxy
})
`
const onlyAgents = {
  name: "only-agents",
  setup: ({ onLoad }) => {
    onLoad({ filter: /undici[\\/]index\.js$/ }, () => ({ contents: undiciParts }))
    onLoad({ filter: /undici[\\/]lib[\\/]dispatcher[\\/]client\.js$/ }, ({ path }) => {
      const lazy = "const connectH2 = (...args) => require('./client-h2.js')(...args)"
      return {
        contents: replaced(path, readFileSync(path, "utf8"), "const connectH2 = require('./client-h2.js')", lazy)
      }
    })
  }
}

/** Replaces the file at once: tests of other files may run it. */
const bundle = async (entry, outfile, options) => {
  const { metafile, outputFiles } = await build({
    entryPoints: [join(built, entry)],
    outfile: join(dist, outfile),
    write: false,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    mainFields: ["module", "main"],
    conditions: ["module"],
    // a native module cannot be bundled, and is loaded by `helpscout sync` alone
    external: ["@libsql/client", "libsql"],
    plugins: [lazyLists, onlyAgents],
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 160,
    legalComments: "none",
    logLevel: "warning",
    ...options
  })
  const [{ contents }] = outputFiles
  const temporary = join(dist, `.${outfile}.${process.pid}`)
  writeFileSync(temporary, contents)
  renameSync(temporary, join(dist, outfile))
  return { contents, metafile }
}

const define = { HELPSCOUT_VERSION: JSON.stringify(version) }
const { contents, metafile } = await bundle("internal/start.js", "command.cjs", { define, metafile: true })
const hash = createHash("sha256").update(contents).digest("hex").slice(0, 16)
await bundle("Main.js", "helpscout.cjs", {
  define: { ...define, HELPSCOUT_COMMAND_HASH: JSON.stringify(hash) },
  banner: { js: "#!/usr/bin/env node" }
})
if (process.argv.includes("--meta")) writeFileSync(join(built, "meta.json"), JSON.stringify(metafile))
