/**
 * `npm run test:runtimes [-- bun deno workerd chromium]`: runs programs against the simulator on other runtimes. Bun, Deno and workerd
 * come from npm, Chromium from Debian's packages (see scripts/setup.mjs). Without names, Chromium is skipped if it is not installed.
 *
 * Programs: the README's quick start (Bun, Deno), scripts/runtimes/quickStart.mjs over `fetch`, promise.mjs without Effect, lists behind a
 * proxy of one's own, and requests of a Worker that share one client (sharing.mjs).
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { startProxy } from "./runtimes/proxy.mjs"
import * as sharing from "./runtimes/sharing.mjs"
import { ensure, find, root, setup } from "./setup.mjs"
import { build, run, startSimulator } from "./workspace.mjs"

const cache = join(root, "node_modules/.cache/runtimes")

/** The programs for every runtime, and what they print. */
const programs = {
  "quickStart.mjs": "10 conversations, HelpScoutNotFound",
  "promise.mjs": "10 conversations, HelpScoutNotFound",
  "proxied.mjs": "100 conversations"
}

// inside the examples' output, where the packages resolve
const directory = join(root, "examples/dist/runtimes")
const mainFile = join(directory, "main.mjs")
const mainModule = `import process from "node:process"
import { quickStart } from "./program.mjs"
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
  return output.trim()
}

const lastLine = (output) => output.split("\n").at(-1)

const commands = {
  bun: (file, env) => command("bun", ["run", file], env),
  deno: (file, env) => command("deno", ["run", "--allow-all", "--node-modules-dir=manual", file], env)
}

/** The README's quick start, unchanged, prints one line for each of ten conversations. */
const testReadme = async (name, env) => {
  const readme = readFileSync(join(root, "README.md"), "utf8")
  const file = join(directory, "readme.ts")
  writeFileSync(file, /^```ts run\n(.*?)^```/ms.exec(readme)[1])
  const output = await commands[name](file, { ...env, HELPSCOUT_TOKEN_FILE: join(directory, "tokens.json") })
  const lines = output.split("\n").filter((line) => /^#\d+ /.test(line))
  return lines.length === 10 ? undefined : `printed ${JSON.stringify(output)}. Expected ten conversations.`
}

/** Runs the cases of sharing.mjs. Returns what is wrong with the first that fails. */
const testSharing = async (name) => {
  const { serve } = await import(pathToFileURL(join(directory, "servedSimulator.mjs")).href)
  return sharing.check(name, { Miniflare: miniflare(), script: await bundleFile("shared.mjs"), serve })
}

/** A module of `directory` as one file, for workers and browsers. */
const bundleFile = async (entry) => {
  const { build: esbuild } = createRequire(join(root, "bench/package.json"))("esbuild")
  const { outputFiles } = await esbuild({
    entryPoints: [join(directory, entry)],
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false
  })
  return outputFiles[0].text
}

/** The quick start and `extra` below it. */
const bundle = (extra) => {
  writeFileSync(join(directory, "entry.mjs"), `import { quickStart } from "./program.mjs"\n${extra}\n`)
  return bundleFile("entry.mjs")
}

const miniflare = () => createRequire(join(cache, "package.json"))("miniflare").Miniflare

const runtimes = {
  // logs come first
  bun: async (env) => lastLine(await commands.bun(mainFile, env)),
  deno: async (env) => lastLine(await commands.deno(mainFile, env)),
  workerd: async (env) => {
    const Miniflare = miniflare()
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

const testProgram = async (name, program, env) => {
  copyFileSync(join(directory, program), join(directory, "program.mjs"))
  const output = await runtimes[name](env)
  return output === programs[program]
    ? undefined
    : `printed ${JSON.stringify(output)}. Expected "${programs[program]}".`
}

/** The tests of a runtime, by name. Each returns what is wrong, or undefined. */
const testsOf = (name, env) => ({
  ...Object.fromEntries(Object.keys(programs).map((program) => [program, () => testProgram(name, program, env)])),
  ...(name in commands && { "README.md": () => testReadme(name, env) }),
  ...(name === "workerd" && Object.fromEntries(sharing.names.map((title) => [title, () => testSharing(title)])))
})

const passes = async (label, test) => {
  const wrong = await test().catch((error) => error.message)
  console.log(wrong === undefined ? `ok   ${label}` : `FAIL ${label}: ${wrong}`)
  return wrong === undefined
}

const prepare = async (names) => {
  const { code, output } = await build("examples")
  if (code !== 0) throw new Error(`the build failed. Correct these errors:\n${output}`)
  cpSync(join(root, "scripts/runtimes"), directory, { recursive: true })
  writeFileSync(mainFile, mainModule)
  if (names.some((name) => name !== "chromium")) await install()
}

const testAll = async (names) => {
  await prepare(names)
  const simulator = await startSimulator()
  const proxy = await startProxy(simulator.credentials)
  try {
    let passed = 0
    let failed = 0
    for (const name of names) {
      for (const [title, test] of Object.entries(testsOf(name, { ...simulator.credentials, PROXY_URL: proxy.url }))) {
        if (await passes(`${name} ${title}`, test)) passed++
        else failed++
      }
    }
    console.log(`${passed} passed, ${failed} failed`)
    return failed === 0
  } finally {
    proxy.stop()
    simulator.stop()
  }
}

/** The runtimes to test. Chromium is optional, unless it is named. */
const chosen = (named) => {
  const all = Object.keys(runtimes)
  const unknown = named.filter((name) => !all.includes(name))
  if (unknown.length > 0) {
    throw new Error(`unknown runtimes: ${unknown.join(", ")}. Pass some of ${all.join(", ")}.`)
  }
  const names = named.length > 0 ? named : all
  if (!names.includes("chromium")) return names
  try {
    ensure("chromium")
    return names
  } catch (error) {
    if (named.length > 0) throw error
    console.log(`${error.message}\n\ntest:runtimes: continuing without Chromium.`)
    return names.filter((name) => name !== "chromium")
  }
}

const main = async (named) => setup() && (await testAll(chosen(named)))

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1
} catch (error) {
  console.error(`test:runtimes: ${error.message}`)
  process.exitCode = 1
}
