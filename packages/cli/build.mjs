/**
 * `node packages/cli/build.mjs`, after `tsc -b`: bundles the command into dist/helpscout.js, one file without dependencies,
 * so that it starts fast. Modules that are imported with `import()` are evaluated when they are first used.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const directory = dirname(fileURLToPath(import.meta.url))
const dist = join(directory, "dist")
const built = join(dist, ".build")
const { version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"))

if (!existsSync(join(built, "Main.js"))) throw new Error("packages/cli: run `tsc -b` first")
const { metafile } = await build({
  entryPoints: [join(built, "Main.js")],
  outfile: join(dist, "helpscout.js"),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  mainFields: ["module", "main"],
  conditions: ["module", "import"],
  define: { HELPSCOUT_VERSION: JSON.stringify(version) },
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);'
  },
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 160,
  legalComments: "none",
  metafile: true,
  logLevel: "warning"
})
if (process.argv.includes("--meta")) writeFileSync(join(built, "meta.json"), JSON.stringify(metafile))
