import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { readJson, root } from "./setup.mjs"

/** The script behind a command of a dev dependency. `node_modules/.bin` has shell scripts instead. */
export const bin = (packageName, command) => {
  const directory = `node_modules/${packageName}`
  return join(root, directory, readJson(`${directory}/package.json`).bin[command])
}

/** The modules that users of a package can import: those in `src` that no `null` in its `exports` hides. */
export const publicModules = (name) => {
  const { exports } = readJson(`packages/${name}/package.json`)
  // a package that is a command
  if (!Object.keys(exports).some((subpath) => subpath === "." || subpath.endsWith("/*"))) return []
  // a package whose entry points are bundles
  if (exports["./*"] === undefined)
    return Object.values(exports).map(({ source }) => source.slice("./src/".length, -".ts".length))
  const hidden = Object.entries(exports)
    .filter(([, target]) => target === null)
    .map(([subpath]) => subpath.slice("./".length, -"*".length))
  return readdirSync(join(root, "packages", name, "src"), { recursive: true })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !/(?:^|\/)internal\//.test(path))
    .filter((path) => !hidden.some((prefix) => path.startsWith(prefix)))
    .map((path) => path.slice(0, -".ts".length))
    .sort()
}

/** Runs a program to its end. With `live` its output goes to the terminal, otherwise into the result. */
export const run = (command, args, { cwd = root, env = {}, live = false, seconds = 600 } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: live ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
      timeout: seconds * 1_000
    })
    let output = ""
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text
      })
    }
    child.on("error", (error) => resolve({ code: 1, output: error.message }))
    child.on("close", (code, signal) =>
      resolve(
        code === null
          ? { code: 1, output: `${output}ended by ${signal} after ${seconds} s at most\n` }
          : { code, output }
      )
    )
  })

export const runNode = (args, options) => run(process.execPath, args, options)

/** The files that git tracks or would add. */
export const files = (pattern) =>
  spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
    .stdout.split("\n")
    .filter((path) => pattern.test(path) && existsSync(join(root, path)))

/** TypeScript with Effect's diagnostics (effects that are never run, missing `yield*`), in one pass. */
export const build = async (...args) => {
  const { output } = await runNode([bin("@effect/tsgo", "effect-tsgo"), "get-exe-path"])
  let built = await run(output.trim(), ["-b", ...args])
  // examples and programs import the one bundle, and start the other
  for (const bundle of ["packages/promise/build.mjs", "packages/cli/build.mjs"]) {
    if (built.code !== 0) return built
    built = await runNode([bundle])
  }
  return built
}

/** Serves the simulator, and returns the environment of a program that uses it. */
export const startSimulator = async () => {
  const server = spawn(process.execPath, ["examples/dist/src/simulator.js"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"]
  })
  let printed = ""
  while (!/CLIENT_SECRET=\S+\n/.test(printed)) {
    const [text] = await Promise.race([once(server.stdout, "data"), once(server, "exit")])
    if (server.exitCode !== null) throw new Error(`examples/dist/src/simulator.js ended with ${server.exitCode}.`)
    printed += text
  }
  const credentials = Object.fromEntries([...printed.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, ...pair]) => pair))
  return { credentials, stop: () => server.kill() }
}
