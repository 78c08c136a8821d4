/** A simulator, the built server, and the official client over either transport. */
import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import type * as Simulator from "@effect-helpscout/simulator/Simulator"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"

export const token = "test-token-0123456789abcdef"
export const script = fileURLToPath(new URL("serve.mjs", import.meta.url))

export interface World {
  readonly simulator: Simulator.Service
  readonly environment: Record<string, string>
  readonly close: () => Promise<void>
}

export const openWorld = async (): Promise<World> => {
  const scope = await Effect.runPromise(Scope.make())
  const simulator = await Effect.runPromise(
    Scope.extend(NodeSimulator.serve({ data: { conversations: 60, customers: 12, mailboxes: 2 } }), scope)
  )
  const environment = {
    PATH: process.env.PATH ?? "",
    HOME: mkdtempSync(join(tmpdir(), "mcp-")),
    ...NodeSimulator.environment(simulator)
  }
  return { simulator, environment, close: () => Effect.runPromise(Scope.close(scope, Exit.void)) }
}

export interface Settings {
  readonly allow?: ReadonlyArray<string>
  readonly operations?: ReadonlyArray<string>
  readonly inboxes?: ReadonlyArray<number>
  readonly pseudonymsKey?: string
  readonly budget?: number
}

export type Kind = "stdio" | "http"

export interface Connected {
  readonly client: Client
  /** Everything that the server wrote to stderr. */
  readonly log: () => string
  readonly close: () => Promise<void>
}

export const startHttp = async (world: Pick<World, "environment">, settings: Settings, bearer = token) => {
  const child: ChildProcess = spawn(process.execPath, [script], {
    env: { ...world.environment, MCP_HTTP: "1", MCP_SETTINGS: JSON.stringify(settings), HELPSCOUT_MCP_TOKEN: bearer },
    stdio: ["ignore", "pipe", "pipe"]
  })
  let log = ""
  child.stderr?.on("data", (chunk) => {
    log += chunk
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (chunk) => resolve(String(chunk).trim()))
    child.once("exit", (code) => reject(new Error(`exited with ${code}: ${log}`)))
  })
  const close = () =>
    new Promise<void>((resolve) => {
      child.once("exit", () => resolve())
      child.kill("SIGTERM")
    })
  return { url: new URL(url), log: () => log, close }
}

export const connect = async (
  kind: Kind,
  world: Pick<World, "environment">,
  settings: Settings = {}
): Promise<Connected> => {
  const client = new Client({ name: "test", version: "1.0.0" })
  if (kind === "http") {
    const served = await startHttp(world, settings)
    const transport = new StreamableHTTPClientTransport(served.url, {
      requestInit: { headers: { authorization: `Bearer ${token}` } }
    })
    await client.connect(transport as Parameters<Client["connect"]>[0])
    const close = async () => {
      await transport.terminateSession()
      await client.close()
      await served.close()
    }
    return { client, log: served.log, close }
  }
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [script],
    env: { ...world.environment, MCP_SETTINGS: JSON.stringify(settings) },
    stderr: "pipe"
  })
  let log = ""
  transport.stderr?.on("data", (chunk) => {
    log += chunk
  })
  await client.connect(transport)
  return { client, log: () => log, close: () => client.close() }
}

export interface Result {
  readonly text: string
  readonly isError: boolean
  readonly structured: {
    readonly items: ReadonlyArray<{
      readonly id?: number
      readonly label: string
      readonly fields: Record<string, string>
      readonly text?: string
    }>
    readonly next_cursor: string | null
  }
}

export const call = async (client: Client, name: string, args: Record<string, unknown> = {}): Promise<Result> => {
  const result = await client.callTool({ name, arguments: args })
  const [content] = result.content as ReadonlyArray<{ readonly text: string }>
  return {
    text: content?.text ?? "",
    isError: result.isError === true,
    structured: result.structuredContent as Result["structured"]
  }
}
