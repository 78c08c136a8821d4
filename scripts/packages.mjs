/**
 * `node scripts/packages.mjs`: checks the packages as users get them. Packs them, lints what was packed (publint,
 * are-the-types-wrong), installs it into an empty project with the README's commands, and compiles and runs scripts/packed there.
 * `attw --pack` and `publint --pack` would pack with npm, which keeps `workspace:^` and ignores `publishConfig.exports`.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readJson, root } from "./setup.mjs"
import { bin, publicModules, run } from "./workspace.mjs"

// bundles: scripts/promise.mjs checks one, and the tests of packages/cli run the other
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

/** The arguments of the README's \`npm install\` commands, with our packages replaced by what was packed. */
const installedByReadme = (directory) => {
  const readme = readFileSync(join(root, "README.md"), "utf8").replaceAll("\r\n", "\n")
  const words = [...readme.matchAll(/^npm install ((?:[^\\\n]|\\\n)+)$/gm)].flatMap(([, text]) => text.split(/[\s\\]+/))
  const missing = names.filter((name) => !words.includes(`@effect-helpscout/${name}`))
  if (missing.length > 0) throw new Error(`README.md: no \`npm install\` names ${missing.join(", ")}. Add it.`)
  return words
    .filter((word) => !word.startsWith("--"))
    .map((word) => {
      const name = names.find((one) => word === `@effect-helpscout/${one}`)
      return name === undefined ? word : tarball(directory, name)
    })
}

const use = async (directory) => {
  const project = join(directory, "project")
  mkdirSync(project)
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "user", private: true }))
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
  const manifest = readFileSync(join(project, "node_modules/@effect-helpscout/core/package.json"), "utf8")
  if (/workspace:|"source"/.test(manifest))
    throw new Error(`packages: what was packed cannot be published: ${manifest}`)
}

const directory = mkdtempSync(join(tmpdir(), "effect-helpscout-"))
try {
  const { packageManager } = readJson("package.json")
  const filters = names.flatMap((name) => ["--filter", `./packages/${name}`])
  await execute("npx", ["-y", packageManager, ...filters, "pack", "--pack-destination", directory])
  await Promise.all([lint(directory), use(directory)])
  console.log(`${names.length} packages can be installed and used`)
} catch (error) {
  console.log(error.message)
  process.exitCode = 1
} finally {
  rmSync(directory, { recursive: true, force: true })
}
