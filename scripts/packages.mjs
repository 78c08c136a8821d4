/**
 * `node scripts/packages.mjs`: checks the packages as users get them. Packs them, lints what was packed (publint,
 * are-the-types-wrong), installs it into an empty project with the README's commands, compiles and runs scripts/packed there,
 * and follows the README's quick start.
 * `attw --pack` and `publint --pack` would pack with npm, which keeps `workspace:^` and ignores `publishConfig.exports`.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readJson, root } from "./setup.mjs"
import { bin, publicModules, run } from "./workspace.mjs"

// bundles: scripts/promise.mjs checks one, and `useCommand` the other
const names = readdirSync(join(root, "packages"))
  .filter((name) => name !== "promise" && name !== "cli")
  .sort()

/** Returns what a command wrote, or fails with it. */
const execute = async (command, args, options) => {
  const { code, output } = await run(command, args, { env: { CI: "true", npm_config_loglevel: "error" }, ...options })
  if (code === 0) return output
  throw new Error(`packages: \`${command} ${args.join(" ")}\` failed (exit code ${code}).\n${output.trim()}`)
}

const node = (args, options) => execute(process.execPath, args, options)

const tarball = (directory, name) =>
  join(directory, `effect-helpscout-${name}-${readJson(`packages/${name}/package.json`).version}.tgz`)

const lint = async (directory) => {
  for (const name of names) {
    const packed = tarball(directory, name)
    await node([bin("publint", "publint"), "run", packed, "--strict"])
    // every module is an entry point, which the pattern in `exports` hides from the tool
    const options =
      "--profile esm-only --no-definitely-typed --format table-flipped --no-color --no-emoji --entrypoints"
    await node([bin("@arethetypeswrong/cli", "attw"), packed, ...options.split(" "), ...publicModules(name)])
  }
}

const read = (path) => readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n")

/** The arguments of the \`npm install\` commands of the README and of the packages, with our packages replaced by what was packed. */
const installedByReadme = (directory) => {
  const readmes = [read("README.md"), ...names.map((name) => read(`packages/${name}/README.md`))]
  const words = readmes.flatMap((readme) =>
    [...readme.matchAll(/^npm install ((?:[^\\\n]|\\\n)+)$/gm)].flatMap(([, text]) => text.split(/[\s\\]+/))
  )
  const missing = names.filter((name) => !words.includes(`@effect-helpscout/${name}`))
  if (missing.length > 0) throw new Error(`README.md: no \`npm install\` names ${missing.join(", ")}. Add it.`)
  return [...new Set(words)]
    .filter((word) => word !== "" && !word.startsWith("--"))
    .map((word) => {
      const name = names.find((one) => word === `@effect-helpscout/${one}`)
      return name === undefined ? word : tarball(directory, name)
    })
}

const fence = (path, info) => {
  const [, content] = new RegExp(`^\`\`\`${info}\\n(.*?)^\`\`\``, "ms").exec(read(path)) ?? []
  if (content === undefined) throw new Error(`${path}: there is no fence \`${info}\`. Add it.`)
  return content
}

const [major, minor] = process.versions.node.split(".").map(Number)
/** Whether Node.js runs TypeScript as it is. */
const stripsTypes = major > 22 || (major === 22 && minor >= 18)

/** Follows the quick start of the README: type-checks the program, serves the simulator, and runs the program and the first test. */
const quickStart = async (project) => {
  writeFileSync(join(project, "first.ts"), fence("README.md", "ts run"))
  writeFileSync(join(project, "first.test.ts"), fence("docs/testing.md", "ts test"))
  const tsconfig = JSON.parse(fence("README.md", "json"))
  writeFileSync(join(project, "tsconfig.first.json"), JSON.stringify({ ...tsconfig, include: ["first*.ts"] }))
  const installed = (path) => join(project, "node_modules", path)
  await node([installed("typescript/bin/tsc"), "-p", "tsconfig.first.json"], { cwd: project })

  const command = installed("@effect-helpscout/node/bin/helpscout-simulator.js")
  const simulator = spawn(process.execPath, [command, "--format", "env"], { stdio: ["ignore", "pipe", "inherit"] })
  try {
    let variables = ""
    while (!/CLIENT_SECRET=\S+\n/.test(variables)) {
      const [text] = await Promise.race([once(simulator.stdout, "data"), once(simulator, "exit")])
      if (simulator.exitCode !== null)
        throw new Error(`packages: helpscout-simulator ended with ${simulator.exitCode}.`)
      variables += text
    }
    writeFileSync(join(project, ".env"), `${variables}XDG_STATE_HOME=${project}\n`)
    const loader = stripsTypes ? [] : ["--import", "tsx"]
    const output = await node(["--env-file=.env", ...loader, "first.ts"], { cwd: project, seconds: 60 })
    const lines = output.split("\n").filter((line) => /^#\d+ /.test(line))
    if (lines.length !== 10) {
      throw new Error(`README.md: the quick start printed ${JSON.stringify(output)}. Expected ten conversations.`)
    }
  } finally {
    simulator.kill()
  }
  await node([installed("vitest/vitest.mjs"), "run", "first.test.ts"], { cwd: project, seconds: 120 })
}

const use = async (directory) => {
  const project = join(directory, "project")
  mkdirSync(project)
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }))
  await execute("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...installedByReadme(directory)], {
    cwd: project
  })
  cpSync(join(root, "scripts/packed"), project, { recursive: true })
  const tsc = bin("typescript", "tsc")
  await node([tsc, "-p", "tsconfig.json"], { cwd: project })
  await node([tsc, "-p", "tsconfig.json", "--module", "ESNext", "--moduleResolution", "Bundler"], { cwd: project })
  for (const [program, expected] of [
    ["program.mjs", "30 and 40"],
    ["program.cjs", "30 and HelpScoutNotFound, true"]
  ]) {
    const output = await node([program], { cwd: project, seconds: 60 })
    if (!output.includes(expected)) {
      throw new Error(`packages: scripts/packed/${program} printed ${JSON.stringify(output)}. Expected ${expected}.`)
    }
  }
  await quickStart(project)
  const manifest = readFileSync(join(project, "node_modules/@effect-helpscout/core/package.json"), "utf8")
  if (/workspace:|"source"/.test(manifest))
    throw new Error(`packages: what was packed cannot be published: ${manifest}`)
}

/** Installs the command into an empty project, and runs it against the simulator that it serves itself. */
const useCommand = async (directory) => {
  const project = join(directory, "command")
  mkdirSync(project)
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "user", private: true }))
  const packed = tarball(directory, "cli")
  await execute("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", packed], { cwd: project })
  const installed = join(project, "node_modules/@effect-helpscout/cli")
  const files = readdirSync(join(installed, "dist")).sort()
  if (files.join() !== "command.cjs,helpscout.cjs")
    throw new Error(`packages/cli: packed dist/${files.join(", dist/")}.`)
  const { version } = readJson("packages/cli/package.json")
  const helpscout = (args, variables = {}) =>
    execute("npx", ["--no-install", "helpscout", ...args], {
      cwd: project,
      env: { CI: "true", npm_config_loglevel: "error", HOME: project, USERPROFILE: project, ...variables }
    })
  const printed = (await helpscout(["--version"])).trim()
  if (printed !== version) throw new Error(`packages/cli: \`helpscout --version\` printed ${printed}.`)

  const program = join(installed, "dist/helpscout.cjs")
  const simulator = spawn(process.execPath, [program, "simulate"], { stdio: ["ignore", "pipe", "inherit"] })
  try {
    let text = ""
    while (!/CLIENT_SECRET=\S+\n/.test(text)) {
      const [more] = await Promise.race([once(simulator.stdout, "data"), once(simulator, "exit")])
      if (simulator.exitCode !== null) throw new Error(`packages/cli: simulate ended with ${simulator.exitCode}.`)
      text += more
    }
    const variables = Object.fromEntries([...text.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, ...pair]) => pair))
    const output = await helpscout(["conversations", "list", "--limit", "3", "--fields", "id"], variables)
    const lines = output.split("\n").filter((line) => /^\{"id":\d+\}$/.test(line))
    if (lines.length !== 3) throw new Error(`packages/cli: \`conversations list\` printed ${JSON.stringify(output)}.`)
  } finally {
    simulator.kill()
  }
}

const directory = mkdtempSync(join(tmpdir(), "effect-helpscout-"))
try {
  const { packageManager } = readJson("package.json")
  const filters = [...names, "cli"].flatMap((name) => ["--filter", `./packages/${name}`])
  await execute("npx", ["-y", packageManager, ...filters, "pack", "--pack-destination", directory])
  await Promise.all([lint(directory), use(directory), useCommand(directory)])
  console.log(`${names.length + 1} packages can be installed and used`)
} catch (error) {
  console.log(error.message)
  process.exitCode = 1
} finally {
  rmSync(directory, { recursive: true, force: true })
}
