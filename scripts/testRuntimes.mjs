/**
 * `npm run test:runtimes [-- bun deno workerd chromium]`: runs the quick start (scripts/runtimes/quickStart.mjs, and promise.mjs without
 * Effect) against the simulator on other runtimes. Bun, Deno and workerd come from npm, Chromium from Debian's packages (see scripts/setup.mjs).
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensure, find, root, setup } from "./setup.mjs"
import { build, run, startSimulator } from "./workspace.mjs"

const cache = join(root, "node_modules/.cache/runtimes")
const programs = ["quickStart.mjs", "promise.mjs"]
const expected = "10 conversations, HelpScoutNotFound"

// inside the examples' output, where the packages resolve
const directory = join(root, "examples/dist/runtimes")
const mainFile = join(directory, "main.mjs")
const mainModule = `import process from "node:process"
import { quickStart } from "./quickStart.mjs"
console.log(await quickStart(process.env))
`

/** Installs the runtimes from npm, outside the workspace, so that `npm test` does not download them. */
const install = async () => {
  mkdirSync(cache, { recursive: true })
  const packages = ["bun", "deno", "miniflare"]
  const { code, output } = await run("npm", ["install", "--silent", "--no-save", "--prefix", cache, ...packages])
  if (code !== 0) throw new Error(`npm could not install ${packages.join(", ")}. Check \`npm ping\`.\n${output}`)
}

const command = async (name, args, env) => {
  const { code, output } = await run(join(cache, "node_modules/.bin", name), args, { cwd: directory, env, seconds: 60 })
  if (code !== 0) throw new Error(output.trim())
  // logs come first
  return output.trim().split("\n").at(-1)
}

/** The quick start as one file for workers and browsers, and \`extra\` below it. */
const bundle = async (extra) => {
  const { build: esbuild } = createRequire(join(root, "bench/package.json"))("esbuild")
  const entry = join(directory, "entry.mjs")
  writeFileSync(entry, `import { quickStart } from "./quickStart.mjs"\n${extra}\n`)
  const { outputFiles } = await esbuild({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false
  })
  return outputFiles[0].text
}

const runtimes = {
  bun: (env) => command("bun", ["run", mainFile], env),
  deno: (env) => command("deno", ["run", "--allow-all", "--node-modules-dir=manual", mainFile], env),
  workerd: async (env) => {
    const { Miniflare } = createRequire(join(cache, "package.json"))("miniflare")
    const script = await bundle(
      "export default { fetch: (_, env) => quickStart(env).then((text) => new Response(text), (error) => new Response(String(error))) }"
    )
    const worker = new Miniflare({ modules: true, script, compatibilityDate: "2026-01-01", bindings: env })
    try {
      return await (await worker.dispatchFetch("http://localhost/")).text()
    } finally {
      await worker.dispose()
    }
  },
  chromium: async (env) => {
    ensure("chromium")
    const report = 'const report = (text) => fetch("/result", { method: "POST", body: String(text) })'
    const script = await bundle(`${report}\nquickStart(${JSON.stringify(env)}).then(report, report)`)
    const profile = mkdtempSync(join(tmpdir(), "chromium-"))
    let browser
    const result = new Promise((resolve, reject) => {
      const server = createServer((request, response) => {
        if (request.url === "/result") {
          request.setEncoding("utf8").on("data", (text) => resolve({ server, text }))
          response.end()
        } else if (request.url === "/") {
          response.setHeader("content-type", "text/html")
          response.end(`<script type="module">${script.replaceAll("</script", "<\\/script")}</script>`)
        } else response.writeHead(404).end()
      })
      server.listen(0, "127.0.0.1", () => {
        // the API sends no CORS headers, so a page can reach it only without web security
        const flags = [
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--disable-web-security"
        ]
        const args = [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${server.address().port}/`]
        browser = spawn(find("chromium"), args, { detached: true, stdio: "ignore" })
        setTimeout(() => reject(new Error("the page did not report a result within 60 s")), 60_000).unref()
      })
    })
    try {
      const { server, text } = await result
      server.close()
      server.closeAllConnections()
      return text
    } finally {
      // its processes are a group, which must end before the profile can be removed
      if (browser?.pid !== undefined) {
        const exited = once(browser, "exit")
        process.kill(-browser.pid, "SIGKILL")
        await exited
      }
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    }
  }
}

const test = async (name, program, env) => {
  copyFileSync(join(root, "scripts/runtimes", program), join(directory, "quickStart.mjs"))
  const label = `${name} ${program}`
  try {
    const output = await runtimes[name](env)
    console.log(
      output === expected
        ? `ok   ${label}`
        : `FAIL ${label}: printed ${JSON.stringify(output)}. Expected "${expected}".`
    )
    return output === expected
  } catch (error) {
    console.log(`FAIL ${label}: ${error.message}`)
    return false
  }
}

const testAll = async (names) => {
  const { code, output } = await build("examples")
  if (code !== 0) throw new Error(`the build failed. Correct these errors:\n${output}`)
  mkdirSync(directory, { recursive: true })
  writeFileSync(mainFile, mainModule)
  if (names.some((name) => name !== "chromium")) await install()
  const simulator = await startSimulator()
  try {
    let failed = 0
    for (const name of names) {
      for (const program of programs) if (!(await test(name, program, simulator.credentials))) failed++
    }
    console.log(`${names.length * programs.length - failed} passed, ${failed} failed`)
    return failed === 0
  } finally {
    simulator.stop()
  }
}

const main = async (named) => {
  const unknown = named.filter((name) => !Object.hasOwn(runtimes, name))
  if (unknown.length > 0) {
    throw new Error(`unknown runtimes: ${unknown.join(", ")}. Pass some of ${Object.keys(runtimes).join(", ")}.`)
  }
  return setup() && (await testAll(named.length > 0 ? named : Object.keys(runtimes)))
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1
} catch (error) {
  console.error(`test:runtimes: ${error.message}`)
  process.exitCode = 1
}
