/**
 * Runs the built MCP server, for tests. The environment has its settings (MCP_SETTINGS) and the simulator's address. With
 * MCP_HTTP it listens on a free port, and prints its URL.
 */
globalThis.HELPSCOUT_VERSION = "0.0.0"
const [Stdio, Http, { Auth }, NodeHelpScout, Effect, Redacted] = await Promise.all([
  import("../../dist/.build/internal/mcp/stdio.js"),
  import("../../dist/.build/internal/mcp/http.js"),
  import("@effect-helpscout/core/Auth"),
  import("@effect-helpscout/node/NodeHelpScout"),
  import("effect/Effect"),
  import("effect/Redacted")
])

const { pseudonymsKey, ...settings } = JSON.parse(process.env.MCP_SETTINGS ?? "{}")
if (pseudonymsKey !== undefined) settings.pseudonyms = { key: Redacted.make(pseudonymsKey) }
const client = NodeHelpScout.layer({ auth: Auth.layerClientCredentials })
const http = {
  port: 0,
  token: Redacted.make(process.env.HELPSCOUT_MCP_TOKEN ?? ""),
  onListening: (url) => Effect.sync(() => process.stdout.write(`${url}\n`))
}
const program = process.env.MCP_HTTP === undefined ? Stdio.serve(settings, client) : Http.serve(settings, http, client)
await Effect.runPromise(program).catch((error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})
process.exit(0)
