/**
 * `node scripts/promise.mjs`, after a build: checks packages/promise as users get it. Packs it, lints what was packed, installs it
 * into an empty project next to Effect 4, type-checks a program with TypeScript 5.7 and 7 (strict, declarations included), and
 * runs an ESM and a CommonJS program (scripts/promise) against the simulator.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readJson, root } from "./setup.mjs"
import { bin, run, startSimulator } from "./workspace.mjs"

const execute = async (command, args, options) => {
  const { code, output } = await run(command, args, { env: { CI: "true", npm_config_loglevel: "error" }, ...options })
  if (code === 0) return output
  throw new Error(`promise: \`${command} ${args.join(" ")}\` failed (exit code ${code}).\n${output.trim()}`)
}

const pack = async (directory) => {
  const { packageManager } = readJson("package.json")
  await execute("npx", [
    "-y",
    packageManager,
    "--filter",
    "./packages/promise",
    "pack",
    "--pack-destination",
    directory
  ])
  return join(directory, `effect-helpscout-promise-${readJson("packages/promise/package.json").version}.tgz`)
}

const lint = async (tarball) => {
  await execute(process.execPath, [bin("publint", "publint"), "run", tarball, "--strict"])
  await execute(process.execPath, [
    bin("@arethetypeswrong/cli", "attw"),
    tarball,
    "--no-definitely-typed",
    "--no-color"
  ])
}

const compilers = [
  // the oldest supported version, also with the resolution of old projects
  {
    name: "typescript-5.7",
    version: "5.7.3",
    configs: ["tsconfig.node.json", "tsconfig.bundler.json", "tsconfig.old.json"]
  },
  {
    name: "typescript-7",
    version: readJson("package.json").devDependencies.typescript,
    configs: ["tsconfig.node.json", "tsconfig.bundler.json"]
  }
]

const install = async (directory, tarball) => {
  const project = join(directory, "project")
  mkdirSync(project)
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "user", private: true }))
  const typescripts = compilers.map(({ name, version }) => `${name}@npm:typescript@${version}`)
  const packages = [tarball, "effect@4", "@types/node@20", "ioredis@5", ...typescripts]
  await execute("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packages], { cwd: project })
  cpSync(join(root, "scripts/promise"), project, { recursive: true })
  return project
}

const typeCheck = async (project) => {
  for (const { configs, name } of compilers) {
    const compiler = join(project, "node_modules", name)
    const { bin } = JSON.parse(readFileSync(join(compiler, "package.json"), "utf8"))
    for (const config of configs)
      await execute(process.execPath, [join(compiler, bin.tsc), "-p", config], { cwd: project })
  }
}

const expected = "100 conversations, created, NotFound, InputInvalid, tokens, ClientClosed"

const use = async (project) => {
  const simulator = await startSimulator()
  try {
    for (const program of ["program.mjs", "program.cjs"]) {
      const output = await execute(process.execPath, [program], {
        cwd: project,
        env: simulator.credentials,
        seconds: 60
      })
      const printed = output.trim().replace(/^\d+/, "100")
      if (printed !== expected) throw new Error(`promise: ${program} printed ${printed}. Expected ${expected}.`)
    }
  } finally {
    simulator.stop()
  }
}

const directory = mkdtempSync(join(tmpdir(), "effect-helpscout-promise-"))
try {
  const tarball = await pack(directory)
  await lint(tarball)
  const project = await install(directory, tarball)
  await typeCheck(project)
  await use(project)
  console.log("the Promise client can be installed and used")
} catch (error) {
  console.log(error.message)
  process.exitCode = 1
} finally {
  rmSync(directory, { recursive: true, force: true })
}
