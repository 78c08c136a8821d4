/**
 * `node scripts/docExamples.mjs [file ...]`: the examples of doc comments and documents, type-checked all in one go and run.
 *
 * Each fence that begins with three backticks and `ts` is a module of its own. It is type-checked as strictly as the
 * packages, against what they export, and imported. One marked `ts run` is a program: it is started in a process of its
 * own, with the environment of an app whose Help Scout is the simulator, and has to end with 0. No fence is left out.
 */
import { spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { pathToFileURL } from "node:url"
import { bin, root, run } from "./workspace.mjs"

/** Inside the examples' output, where the workspace's packages resolve and git does not look. */
const parent = join(root, "examples", "dist")

const under = (directory, extension) =>
  readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((path) => !path.split(/[\\/]/).includes("node_modules"))
    .sort()

const allSources = () => {
  const packages = readdirSync(join(root, "packages")).flatMap((name) => [
    ...under(join("packages", name, "src"), ".ts"),
    join("packages", name, "README.md")
  ])
  const documents = readdirSync(root).filter((name) => name.endsWith(".md"))
  return [...packages, ...documents, ...under("docs", ".md")]
}

/** The text of a line in a doc comment, or in a document as it is. */
const textOf = (path, line) => (path.endsWith(".ts") ? /^\s*\* ?(.*)$/.exec(line)?.[1] : line)

/** The examples of a file, with the line that each begins on, and what is wrong with the fences themselves. */
export const fencesOf = (path, content) => {
  const examples = []
  const wrong = []
  let open
  for (const [index, line] of content.split("\n").entries()) {
    const text = textOf(path, line)
    const fence = /^ *(`{3,})\s*(.*?)\s*$/.exec(text ?? "")
    if (open === undefined) {
      if (fence === null) continue
      const [, ticks, info] = fence
      if (/^(ts|typescript|tsx|js|javascript|mjs)\b/.test(info) && info !== "ts" && info !== "ts run") {
        wrong.push(`${path}(${index + 1}): expected \`ts\` or \`ts run\` instead of \`${info}\``)
      }
      open = { path, line: index + 1, ticks, program: info === "ts run", checked: /^ts( run)?$/.test(info), lines: [] }
    } else if (text === undefined) {
      wrong.push(`${path}(${open.line}): the fence is not closed`)
      open = undefined
    } else if (fence !== null && fence[1].length >= open.ticks.length && fence[2] === "") {
      if (open.checked) examples.push(open)
      open = undefined
    } else open.lines.push(text)
  }
  if (open !== undefined) wrong.push(`${path}(${open.line}): the fence is not closed`)
  return { examples, wrong }
}

const nameOf = ({ line, path }) => `${path.replace(/[^a-zA-Z0-9]+/g, "-")}-${line}`

/** Writes each example on the lines that it has in its source, so that errors name those. */
const write = (directory, examples) => {
  const options = {
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    types: ["node"],
    rootDir: ".",
    outDir: "js",
    noEmitOnError: true
  }
  const base = relative(directory, join(root, "tsconfig.base.json"))
  writeFileSync(
    join(directory, "tsconfig.json"),
    JSON.stringify({ extends: base, compilerOptions: options, include: ["*.ts"] })
  )
  for (const example of examples) {
    const source = `${"\n".repeat(example.line)}${example.lines.join("\n")}\n`
    writeFileSync(join(directory, `${nameOf(example)}.ts`), source)
  }
}

const typeCheck = async (directory, examples) => {
  const { code, output } = await run(bin("typescript", "tsc"), ["-p", directory, "--pretty", "false"])
  if (code === 0) return []
  const paths = new Map(examples.map((example) => [nameOf(example), example.path]))
  return [output.trim().replace(/\S*?([\w-]+)\.ts(?=\(\d+,)/g, (whole, name) => paths.get(name) ?? whole)]
}

/** Runs a Node process to its end, and answers what it wrote if that was not 0. */
const runNode = (args, { env = {}, seconds }) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: seconds * 1_000
    })
    let output = ""
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text
      })
    }
    child.on("close", (code, signal) =>
      resolve(code === 0 ? undefined : `${output.trim()}\nended with ${code ?? `${signal} after ${seconds} s`}`)
    )
  })

const importAll = `
for (const [source, url] of JSON.parse(process.argv[1])) {
  try {
    await import(url)
  } catch (error) {
    console.log(source + ": " + (error?.stack ?? error))
    process.exitCode = 1
  }
}`

const startsSomething = /^(NodeRuntime\.runMain|Effect\.run\w+)\(/m

/** Examples that only define something: importing them must succeed, and leave nothing running. */
const importDefinitions = async (directory, definitions) => {
  const wrong = definitions
    .filter((example) => startsSomething.test(example.lines.join("\n")))
    .map((example) => `${example.path}(${example.line}): this runs something, so mark it \`ts run\``)
  if (wrong.length > 0) return wrong
  const modules = definitions.map((example) => [
    `${example.path}(${example.line})`,
    pathToFileURL(join(directory, "js", `${nameOf(example)}.js`)).href
  ])
  const failure = await runNode(["--input-type=module", "-e", importAll, JSON.stringify(modules)], { seconds: 60 })
  return failure === undefined ? [] : [failure]
}

/** Serves the simulator until `use` is done, and hands it the environment of an app that speaks to it. */
const withSimulator = (use) =>
  new Promise((resolve, reject) => {
    const server = spawn(process.execPath, [join(root, "examples/dist/src/simulator.js")], {
      stdio: ["ignore", "pipe", "inherit"]
    })
    server.on("exit", (code) => reject(new Error(`the simulator ended with ${code}`)))
    let output = ""
    let used
    server.stdout.setEncoding("utf8").on("data", (text) => {
      output += text
      const env = Object.fromEntries(
        [...output.matchAll(/^export (\w+)=(\S+)\n/gm)].map(([, name, value]) => [name, value])
      )
      if (env.HELPSCOUT_CLIENT_SECRET === undefined || used !== undefined) return
      used = use(env).finally(() => server.kill())
      used.then(resolve, reject)
    })
  })

const runPrograms = async (directory, programs) => {
  if (programs.length === 0) return []
  const state = mkdtempSync(join(tmpdir(), "doc-examples-"))
  try {
    return await withSimulator(async (env) => {
      const wrong = []
      for (const program of programs) {
        const failure = await runNode([join(directory, "js", `${nameOf(program)}.js`)], {
          env: { ...env, XDG_STATE_HOME: state },
          seconds: 30
        })
        if (failure !== undefined) wrong.push(`${program.path}(${program.line}): ${failure}`)
      }
      return wrong
    })
  } finally {
    rmSync(state, { recursive: true, force: true })
  }
}

/** What is wrong with the examples of these files. */
export const checkExamples = async (files) => {
  const found = files.map((path) => fencesOf(path, readFileSync(join(root, path), "utf8")))
  const examples = found.flatMap((file) => file.examples)
  const malformed = found.flatMap((file) => file.wrong)
  if (malformed.length > 0) return { wrong: malformed, count: examples.length }
  mkdirSync(parent, { recursive: true })
  const directory = mkdtempSync(join(parent, "docs-"))
  try {
    write(directory, examples)
    for (const step of [
      () => typeCheck(directory, examples),
      () =>
        importDefinitions(
          directory,
          examples.filter((example) => !example.program)
        ),
      () =>
        runPrograms(
          directory,
          examples.filter((example) => example.program)
        )
    ]) {
      const wrong = await step()
      if (wrong.length > 0) return { wrong, count: examples.length }
    }
    return { wrong: [], count: examples.length }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const main = async (files) => {
  try {
    const { count, wrong } = await checkExamples(files)
    for (const text of wrong) console.log(text)
    console.log(wrong.length === 0 ? `${count} examples hold` : `${count} examples, and not all of them hold`)
    return wrong.length === 0 && count > 0
  } catch (error) {
    console.log(error.message)
    return false
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const files = process.argv.slice(2)
  process.exitCode = (await main(files.length > 0 ? files : allSources())) ? 0 : 1
}
