/**
 * `node scripts/packages.mjs`: the packages as their users get them. Packs them, looks at what was packed (publint,
 * are-the-types-wrong), and installs it into an empty project by the README's own command. There it is type-checked and
 * run, as ES modules and by `require`. The programs are those of scripts/packed.
 */
import { spawn } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { bin, readJson, root } from "./workspace.mjs"

const names = readdirSync(join(root, "packages")).sort()

/** Answers what a command wrote, or fails with it. */
const execute = (command, args, { cwd, env = {}, seconds = 120 }) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, npm_config_loglevel: "error", ...env },
      shell: process.platform === "win32" && command !== process.execPath,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: seconds * 1_000
    })
    let output = ""
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text
      })
    }
    child.on("error", reject)
    child.on("close", (code, signal) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${command} ${args.join(" ")} ended with ${code ?? signal}\n${output.trim()}`))
    )
  })

const node = (args, options) => execute(process.execPath, args, options)

const ensure = (condition, message) => {
  if (!condition) throw new Error(message)
}

const modulesOf = (name) =>
  readdirSync(join(root, "packages", name, "src"), { recursive: true })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !/(?:^|\/)internal\//.test(path))
    .map((path) => path.slice(0, -3))
    .sort()

const versionOf = (name) => readJson(join(root, "packages", name, "package.json")).version
const tarballOf = (directory, name) => join(directory, `effect-helpscout-${name}-${versionOf(name)}.tgz`)

const pack = (directory) => {
  const { packageManager } = readJson(join(root, "package.json"))
  const filters = names.flatMap((name) => ["--filter", `./packages/${name}`])
  return execute("npx", ["-y", packageManager.split("+")[0], ...filters, "pack", "--pack-destination", directory], {
    cwd: root,
    env: { CI: "true" }
  })
}

const lint = (tarball) => node([bin("publint", "publint"), "run", tarball, "--strict"], { cwd: root })

/** The entry points that some way of importing can't resolve, out of a report that names all of them. */
const unresolved = (report) =>
  report
    .split(/\n\**\n/)
    .filter((entry) => /^(node16|bundler)[^:]*: (?!\(ignored\)|OK)/m.test(entry))
    .join("\n")

/** Every module is an entry point of its own, which the pattern in `exports` hides from the tool. */
const resolveTypes = async (tarball, name) => {
  try {
    await node(
      [
        ...[bin("@arethetypeswrong/cli", "attw"), tarball, "--profile", "esm-only", "--no-definitely-typed"],
        ...["--format", "ascii", "--no-color", "--no-emoji", "--entrypoints", ...modulesOf(name)]
      ],
      { cwd: root }
    )
  } catch (error) {
    throw new Error(`are-the-types-wrong, ${name}: ${unresolved(error.message) || error.message}`)
  }
}

const typescript = (module, moduleResolution) => ({
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2023", "DOM", "DOM.Iterable"],
    module,
    moduleResolution,
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    types: []
  },
  files: ["types.ts"]
})

/** What the README's \`npm install\` names, our packages replaced by what was packed. */
const whatReadmeInstalls = (directory) => {
  const readme = readFileSync(join(root, "README.md"), "utf8").replaceAll("\r\n", "\n")
  const [, words = ""] = /^npm install ((?:[^\\\n]|\\\n)+)$/m.exec(readme) ?? []
  const named = words.split(/[\s\\]+/)
  for (const name of names) {
    ensure(named.includes(`@effect-helpscout/${name}`), `the README's \`npm install\` leaves out ${name}`)
  }
  return named.map((word) => {
    const name = names.find((name) => word === `@effect-helpscout/${name}`)
    return name === undefined ? word : tarballOf(directory, name)
  })
}

const install = async (directory, project) => {
  mkdirSync(project)
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "user", private: true }))
  await execute("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...whatReadmeInstalls(directory)], {
    cwd: project
  })
}

const use = async (project) => {
  cpSync(join(root, "scripts/packed"), project, { recursive: true })
  for (const [module, resolution] of [
    ["NodeNext", "NodeNext"],
    ["ESNext", "Bundler"]
  ]) {
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(typescript(module, resolution)))
    await node([bin("typescript", "tsc"), "-p", "."], { cwd: project })
  }
  for (const [program, expected] of [
    ["program.mjs", "30 and 40"],
    ["program.cjs", "30 and HelpScoutNotFound, true"]
  ]) {
    const output = await node([program], { cwd: project, seconds: 60 })
    ensure(output.includes(expected), `${program} wrote ${JSON.stringify(output)} instead of ${expected}`)
  }
  const shipped = readFileSync(join(project, "node_modules/@effect-helpscout/core/package.json"), "utf8")
  ensure(!shipped.includes("workspace:") && !shipped.includes('"source"'), `what is packed is no package: ${shipped}`)
}

const check = async () => {
  const directory = mkdtempSync(join(tmpdir(), "effect-helpscout-"))
  const project = join(directory, "project")
  try {
    await pack(directory)
    const looked = async () => {
      for (const name of names) {
        await lint(tarballOf(directory, name))
        await resolveTypes(tarballOf(directory, name), name)
      }
    }
    await Promise.all([looked(), install(directory, project).then(() => use(project))])
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

try {
  await check()
  console.log(`${names.length} packages can be installed and used`)
} catch (error) {
  console.log(error.message)
  process.exitCode = 1
}
