/**
 * `node scripts/docExamples.mjs [file ...]`: compiles and runs the examples in doc comments and documents.
 *
 * Each `ts` fence is a module. It is type-checked as strictly as the packages, against what they export, and imported. Each
 * `ts run` fence is a program. It runs in its own process with the simulator's credentials, and must exit with 0. A `ts test`
 * fence is a test file, which is type-checked here and run by scripts/packages.mjs.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { pathToFileURL } from "node:url"
import { root } from "./setup.mjs"
import { bin, files, runNode, startSimulator } from "./workspace.mjs"

const sources = /^(packages\/\w+\/(src\/.*\.ts|README\.md)|docs\/.*\.md|[^/]+\.md)$/

/** The text of a line of a doc comment or document. */
const textOf = (path, line) => (path.endsWith(".ts") ? /^\s*\* ?(.*)$/.exec(line)?.[1] : line)

/** The examples of a file with their first lines, and the fences that are malformed. */
export const fencesOf = (path, content) => {
  const examples = []
  const wrong = []
  let open
  for (const [index, line] of [...content.split("\n"), undefined].entries()) {
    const text = line === undefined ? undefined : textOf(path, line)
    const [, ticks, info] = /^ *(`{3,})\s*(.*?)\s*$/.exec(text ?? "") ?? []
    if (open === undefined && ticks !== undefined) {
      if (/^(ts|typescript|tsx|js|javascript|mjs)\b/.test(info) && !/^ts( run| test)?$/.test(info)) {
        wrong.push(
          `${path}(${index + 1}): expected \`ts\`, \`ts run\` or \`ts test\`, found \`${info}\`. Change the fence.`
        )
      }
      open = { path, line: index + 1, ticks, info, lines: [] }
    } else if (open !== undefined && text === undefined) {
      wrong.push(`${path}(${open.line}): the fence is not closed. Close it.`)
      open = undefined
    } else if (open !== undefined && ticks?.length >= open.ticks.length && info === "") {
      if (/^ts( run| test)?$/.test(open.info)) examples.push(open)
      open = undefined
    } else open?.lines.push(text)
  }
  return { examples, wrong }
}

const nameOf = ({ line, path }) => `${path.replace(/[^a-zA-Z0-9]+/g, "-")}-${line}`
const placeOf = ({ line, path }) => `${path}(${line})`

/** Compiles the examples. Each keeps the line numbers of its source, so that errors name those. */
const compile = async (directory, examples) => {
  const off = { composite: false, incremental: false, declaration: false, declarationMap: false, sourceMap: false }
  const compilerOptions = { ...off, types: ["node"], rootDir: ".", outDir: "js", noEmitOnError: true }
  const base = relative(directory, join(root, "tsconfig.base.json"))
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify({ extends: base, compilerOptions, include: ["*.ts"] }))
  for (const example of examples) {
    writeFileSync(join(directory, `${nameOf(example)}.ts`), `${"\n".repeat(example.line)}${example.lines.join("\n")}\n`)
  }
  const { code, output } = await runNode([bin("typescript", "tsc"), "-p", directory, "--pretty", "false"])
  const paths = new Map(examples.map((example) => [nameOf(example), example.path]))
  return code === 0 ? [] : [output.trim().replace(/\S*?([\w-]+)\.ts(?=\(\d+,)/g, (all, name) => paths.get(name) ?? all)]
}

const importAll = `for (const [place, url] of JSON.parse(process.argv[1])) {
  await import(url).catch((error) => {
    console.log(place + ": " + (error?.stack ?? error))
    process.exitCode = 1
  })
}`

const startsSomething = /^(NodeRuntime\.runMain|Effect\.run\w+)\(/m

/** Imports the modules. */
const importModules = async (directory, modules) => {
  const wrong = modules
    .filter((example) => startsSomething.test(example.lines.join("\n")))
    .map((example) => `${placeOf(example)}: the example runs a program. Mark it \`ts run\`.`)
  if (wrong.length > 0) return wrong
  const urls = modules.map((one) => [placeOf(one), pathToFileURL(join(directory, "js", `${nameOf(one)}.js`)).href])
  const args = ["--input-type=module", "-e", importAll, JSON.stringify(urls)]
  const { code, output } = await runNode(args, { seconds: 60 })
  return code === 0 ? [] : [output.trim()]
}

/** Runs the programs against a simulator of their own. */
const runPrograms = async (directory, programs) => {
  if (programs.length === 0) return []
  const simulator = await startSimulator()
  try {
    const wrong = []
    for (const program of programs) {
      const { code, output } = await runNode([join(directory, "js", `${nameOf(program)}.js`)], {
        env: { ...simulator.credentials, XDG_STATE_HOME: directory },
        seconds: 30
      })
      if (code !== 0) wrong.push(`${placeOf(program)}: the program ended with ${code}.\n${output.trim()}`)
    }
    return wrong
  } finally {
    simulator.stop()
  }
}

/** Checks the examples of these files. */
export const checkExamples = async (paths) => {
  const found = paths.map((path) => fencesOf(path, readFileSync(join(root, path), "utf8")))
  const examples = found.flatMap((file) => file.examples)
  const isProgram = ({ info }) => info === "ts run"
  // inside the examples' output, where the packages resolve and git does not look
  mkdirSync(join(root, "examples/dist"), { recursive: true })
  const directory = mkdtempSync(join(root, "examples/dist/docs-"))
  const steps = [
    () => found.flatMap((file) => file.wrong),
    () => compile(directory, examples),
    () =>
      importModules(
        directory,
        examples.filter(({ info }) => info === "ts")
      ),
    () => runPrograms(directory, examples.filter(isProgram))
  ]
  try {
    for (const step of steps) {
      const wrong = await step()
      if (wrong.length > 0) return { wrong, count: examples.length }
    }
    return { wrong: [], count: examples.length }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const named = process.argv.slice(2)
  const { count, wrong } = await checkExamples(named.length > 0 ? named : files(sources))
  for (const text of wrong) console.log(text)
  console.log(`${count} examples checked, ${wrong.length === 0 ? "all correct" : "see above"}`)
  process.exitCode = wrong.length === 0 && count > 0 ? 0 : 1
}
