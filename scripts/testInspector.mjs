/**
 * `npm run test:inspector`: runs the command line of the official MCP inspector against the built server, over stdio and
 * HTTP. It is not a part of `npm test`: the inspector needs Node.js 22 and installs more than 100 packages.
 */
import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { installFromNpm, nodeFromNpm } from "./nodeFromNpm.mjs"
import { root, setup } from "./setup.mjs"
import { build } from "./workspace.mjs"

const inspectorVersion = "2.12.0"
const nodeVersion = "22.23.3"
const token = "inspector-token-0123456789"
const program = join(root, "packages/cli/dist/helpscout.cjs")

/** Starts a command of `helpscout`, and returns the first match of a pattern in what it prints. */
const startCommand = async (args, env, pattern) => {
  const child = spawn(process.execPath, [program, ...args], { env })
  let printed = ""
  const found = new Promise((resolve, reject) => {
    const read = (text) => {
      printed += text
      const match = pattern.exec(printed)
      if (match !== null) resolve(match)
    }
    child.stdout.on("data", read)
    child.stderr.on("data", read)
    child.on("close", (code) => reject(new Error(`helpscout ${args.join(" ")} ended (${code}): ${printed}`)))
  })
  return { child, match: await found }
}

const freePort = async () => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address()
  server.close()
  return String(port)
}

const stop = async ({ child }) => {
  child.kill("SIGTERM")
  if (child.exitCode === null && child.signalCode === null) await once(child, "close")
}

/** What the inspector is asked, and what it must print with which exit code. */
const checks = (firstId) => [
  [["tools/list", "--strict"], 0, ["search_conversations", "run_operation"]],
  [["resources/list"], 0, ["resources"]],
  [["resources/templates/list"], 0, ["helpscout://conversations/{id}"]],
  [["prompts/list"], 0, ["triage", "weekly-summary"]],
  [["prompts/get", "--prompt-name", "triage"], 0, ["Triage"]],
  [["tools/call", "--tool-name", "list_tags"], 0, ["structuredContent", "next_cursor"]],
  [["tools/call", "--tool-name", "search_conversations", "--tool-arg", "status=all"], 0, ["conversations match"]],
  [["tools/call", "--tool-name", "run_operation", "--tool-arg", "operation=users.me"], 0, ["structuredContent"]],
  [["resources/read", "--uri", `helpscout://conversations/${firstId}`], 0, ["text/markdown"]],
  [["resources/read", "--uri", "helpscout://conversations/1"], 1, ["not found (404)"]],
  [["tools/call", "--tool-name", "no_such_tool"], 5, ["not found"]]
]

const main = async () => {
  if (!setup()) return { passed: 0, failed: 1 }
  const { code, output } = await build()
  if (code !== 0) throw new Error(output)
  console.log(
    `test:inspector: installing @modelcontextprotocol/inspector ${inspectorVersion} and Node.js ${nodeVersion} ...`
  )
  const bin = nodeFromNpm(nodeVersion)
  const inspector = join(
    installFromNpm(`inspector-${inspectorVersion}`, `@modelcontextprotocol/inspector@${inspectorVersion}`),
    "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js"
  )
  const home = mkdtempSync(join(tmpdir(), "helpscout-inspector-"))
  const env = { PATH: `${bin}${delimiter}${process.env.PATH}`, HOME: home }
  const started = []
  let [passed, failed] = [0, 0]
  try {
    const simulated = await startCommand(
      ["simulate"],
      env,
      /BASE_URL=(\S+)[\s\S]*CLIENT_ID=(\S+)[\s\S]*CLIENT_SECRET=(\S+)/
    )
    started.push(simulated)
    const [, baseUrl, clientId, clientSecret] = simulated.match
    const account = {
      HELPSCOUT_BASE_URL: baseUrl,
      HELPSCOUT_CLIENT_ID: clientId,
      HELPSCOUT_CLIENT_SECRET: clientSecret,
      HELPSCOUT_MCP_TOKEN: token
    }
    const http = await startCommand(["mcp", "--http", await freePort()], { ...env, ...account }, /Listening at (\S+)/)
    started.push(http)
    const ids = ["conversations", "list", "--limit", "1", "--status", "all", "--fields", "id", "-o", "ndjson"]
    const { match } = await startCommand(ids, { ...env, ...account }, /"id":(\d+)/)
    const variables = Object.entries(account).flatMap(([name, value]) => ["-e", `${name}=${value}`])
    const transports = {
      stdio: (args) => [...variables, ...args, "--", process.execPath, program, "mcp"],
      http: (args) => [http.match[1], "--transport", "http", "--header", `Authorization: Bearer ${token}`, ...args]
    }
    for (const [transport, line] of Object.entries(transports)) {
      for (const [[method, ...args], expected, parts] of checks(match[1])) {
        const { exitCode, printed } = await new Promise((resolve) =>
          execFile("node", [inspector, "--cli", ...line(["--method", method, ...args])], { env }, (error, out, err) =>
            resolve({ exitCode: error === null ? 0 : error.code, printed: out + err })
          )
        )
        const isRight = exitCode === expected && parts.every((part) => printed.includes(part))
        if (isRight) passed += 1
        else failed += 1
        console.log(`${isRight ? "ok  " : "FAIL"} ${transport}: ${[method, ...args].join(" ")}`)
        if (!isRight) console.log(`expected exit code ${expected}, got ${exitCode}:\n${printed.slice(0, 2_000)}`)
      }
    }
  } finally {
    for (const one of started) await stop(one)
    rmSync(home, { recursive: true, force: true })
  }
  return { passed, failed }
}

const { failed, passed } = await main().catch((error) => {
  console.error(`test:inspector: ${error.message}`)
  return { passed: 0, failed: 1 }
})
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
