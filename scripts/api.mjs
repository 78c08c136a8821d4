/**
 * `node scripts/api.mjs`: writes what each package exports to etc/<package>.api.md: the declarations of every public
 * module without their comments. `--check` compares instead: a change of the API is to be seen in review.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readJson, root } from "./workspace.mjs"

const packages = readdirSync(join(root, "packages")).sort()

const modulesOf = (name) =>
  readdirSync(join(root, "packages", name, "src"), { recursive: true })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !/(?:^|\/)internal\//.test(path))
    .map((path) => path.slice(0, -3))
    .sort()

/** Declarations hold no regular expressions, so that strings are all that may hide what looks like a comment. */
const withoutComments = (text) =>
  text.replace(/("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "$1")

/** A module's declarations: what it exports, and what that refers to. Imports change without changing the API. */
const surface = (declarations) =>
  withoutComments(declarations.replaceAll("\r\n", "\n"))
    .replace(/^import [^;]*;\n/gm, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/^ +/gm, (indent) => indent.slice(indent.length / 2))
    .replace(/\{\s*exact: true;\s*\}/g, "{ exact: true }")
    .replace(/\n{2,}/g, "\n")
    .trim()

const emitted = mkdtempSync(join(tmpdir(), "api-"))
process.on("exit", () => rmSync(emitted, { recursive: true, force: true }))

/** Emitted anew, and by one thread: an incremental build may write the members of a union in another order. */
const emit = (name) => {
  const project = join(root, "packages", name, "tsconfig.src.json")
  const options = "--emitDeclarationOnly --declarationMap false --composite false --incremental false --singleThreaded"
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc")
  const args = [tsc, "-p", project, "--outDir", join(emitted, name), ...options.split(" ")]
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8" })
  if (status !== 0) throw new Error(`The declarations of ${name} can't be emitted:\n${stdout}`)
}

const report = (name) => {
  emit(name)
  const { name: packageName } = readJson(join(root, "packages", name, "package.json"))
  const sections = modulesOf(name).map((module) => {
    const declarations = readFileSync(join(emitted, name, `${module}.d.ts`), "utf8")
    return `## ${packageName}/${module}\n\n\`\`\`ts\n${surface(declarations)}\n\`\`\`\n`
  })
  return `# The API of ${packageName}\n\nWritten by \`npm run api\`. A line that goes or changes may break somebody's program: see docs/semver.md.\n\n${sections.join("\n")}`
}

const pathOf = (name) => join(root, "etc", `${name}.api.md`)

/** The first lines in which two texts differ. */
const difference = (was, is) => {
  const [before, after] = [was.split("\n"), is.split("\n")]
  const at = after.findIndex((line, index) => line !== before[index])
  const first = at === -1 ? after.length : at
  const module = after.slice(0, first + 1).findLast((line) => line.startsWith("## ")) ?? ""
  return `line ${first + 1} ${module}\n- ${before[first] ?? ""}\n+ ${after[first] ?? ""}`
}

const check = () =>
  packages.flatMap((name) => {
    const was = existsSync(pathOf(name)) ? readFileSync(pathOf(name), "utf8").replaceAll("\r\n", "\n") : ""
    const is = report(name)
    return was === is ? [] : [`etc/${name}.api.md: ${difference(was, is)}`]
  })

if (process.argv.includes("--check")) {
  const changed = check()
  for (const text of changed) console.log(text)
  if (changed.length > 0) {
    console.log("The API changed: run `npm run api`, look at the difference, and commit it with a changeset.")
    process.exitCode = 1
  }
} else {
  mkdirSync(join(root, "etc"), { recursive: true })
  for (const name of packages) writeFileSync(pathOf(name), report(name))
}
