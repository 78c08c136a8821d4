/**
 * `npm run codegen`: writes every generated file. With `-- --check` it compares them instead, and names those to commit.
 *
 * - etc/<package>.api.md: the declarations of every public module, without comments. Reviews see changes of the API there.
 * - docs/endpoints.md, the tables of README.md, packages/resources/openapi.json: see tools/docs/src/reference.ts.
 * - packages/promise/src/Resources.ts and helpers.ts: see tools/docs/src/promiseDeclarations.ts.
 * - packages/cli/src/internal/commandDocs.ts: see tools/docs/src/commandDocs.ts.
 * - packages/node/src/internal/version.ts: the version, which changesets write to package.json.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readJson, root } from "./setup.mjs"
import { bin, publicModules } from "./workspace.mjs"

const execute = (script, args, input) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: "utf8",
    input,
    maxBuffer: 64 * 1024 * 1024
  })
  if (status !== 0) throw new Error(`codegen: ${script} failed.\n${stdout}${stderr}`)
  return stdout
}

/** Declarations contain no regular expressions, so only strings can contain what looks like a comment. */
const withoutComments = (text) =>
  text.replace(/("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "$1")

/** What a module exports and what that refers to. Imports change without changing the API. */
const surface = (declarations) =>
  withoutComments(declarations)
    .replace(/^import [^;]*;\n/gm, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/^ +/gm, (indent) => indent.slice(indent.length / 2))
    .replace(/\n{2,}/g, "\n")
    .trim()

/** Emitted anew, by one thread: an incremental build may write the members of a union in another order. */
const apiReport = (name) => {
  const emitted = mkdtempSync(join(tmpdir(), "api-"))
  try {
    const options =
      "--emitDeclarationOnly --declarationMap false --composite false --incremental false --singleThreaded"
    const project = `packages/${name}/tsconfig.src.json`
    execute(bin("typescript", "tsc"), ["-p", project, "--outDir", emitted, ...options.split(" ")])
    const { name: packageName } = readJson(`packages/${name}/package.json`)
    const sections = publicModules(name).map((module) => {
      const declarations = readFileSync(join(emitted, `${module}.d.ts`), "utf8")
      return `## ${packageName}/${module}\n\n\`\`\`ts\n${surface(declarations)}\n\`\`\`\n`
    })
    const note = "Written by `npm run codegen`. A removed or changed line may break programs: see docs/semver.md."
    return { path: `etc/${name}.api.md`, content: `# The API of ${packageName}\n\n${note}\n\n${sections.join("\n")}` }
  } finally {
    rmSync(emitted, { recursive: true, force: true })
  }
}

const versionModule = () => {
  const path = "packages/node/src/internal/version.ts"
  const { version } = readJson("packages/node/package.json")
  return {
    path,
    content: readFileSync(join(root, path), "utf8").replace(/version = "[^"]*"/, `version = "${version}"`)
  }
}

/** The format that Biome checks. */
const formatted = ({ content, path }) =>
  /\.(?:json|ts)$/.test(path)
    ? { path, content: execute(bin("@biomejs/biome", "biome"), ["format", `--stdin-file-path=${path}`], content) }
    : { path, content }

/** The first line in which two texts differ. */
const difference = (was, is) => {
  const [before, after] = [was.split("\n"), is.split("\n")]
  const at = after.findIndex((line, index) => line !== before[index])
  const first = at === -1 ? after.length : at
  return `line ${first + 1}\n- ${before[first] ?? ""}\n+ ${after[first] ?? ""}`
}

const { documents } = await import("../tools/docs/dist/src/reference.js")
const { commandDocs } = await import("../tools/docs/dist/src/commandDocs.js")
const { promiseSources } = await import("../tools/docs/dist/src/promiseDeclarations.js")
const files = [
  ...readdirSync(join(root, "packages"))
    .sort()
    .filter((name) => publicModules(name).length > 0)
    .map(apiReport),
  versionModule(),
  ...documents(),
  ...promiseSources(),
  commandDocs()
].map(formatted)
const read = (path) =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n") : ""

for (const { content, path } of files) {
  const was = read(path)
  if (was === content) continue
  if (process.argv.includes("--check")) {
    console.log(
      `${path} is out of date: run \`npm run codegen\` and commit ${path}. First difference: ${difference(was, content)}`
    )
    process.exitCode = 1
  } else {
    writeFileSync(join(root, path), content)
    console.log(`codegen: ${path} was updated. Commit it.`)
  }
}
