/** The built command as a child process, over a simulator that is served by the test. */
import { execFileSync, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import type * as Effect from "effect/Effect"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { afterAll, beforeAll } from "vitest"

export const packageDirectory = fileURLToPath(new URL("..", import.meta.url))
export const program = join(packageDirectory, "dist/helpscout.cjs")

export interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** Called with everything that was written to stderr so far. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void
}

/** What a user starts with: neither credentials nor state. */
export const bareEnvironment = (home: string): Record<string, string> => ({
  PATH: process.env.PATH ?? "",
  HOME: home,
  XDG_CONFIG_HOME: join(home, "config"),
  XDG_STATE_HOME: join(home, "state")
})

export const start = (args: ReadonlyArray<string>, env: Record<string, string>, options: RunOptions = {}) =>
  new Promise<Result>((resolve) => {
    const child = spawn(process.execPath, [program, ...args], { env: { ...env, ...options.env } })
    let [stdout, stderr] = ["", ""]
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text
    })
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text
    })
    child.stdin.on("error", () => {})
    child.stdin.end(options.stdin ?? "")
    child.on("close", (code) => resolve({ code, stdout, stderr }))
    options.onStart?.((signal) => child.kill(signal))
  })

/** Serves a simulator for the tests of a file, and builds the command first. */
export const withSimulator = (options: NodeSimulator.Options) => {
  const home = mkdtempSync(join(tmpdir(), "helpscout-cli-"))
  const runtime = ManagedRuntime.make(NodeSimulator.layer(options))
  let env = bareEnvironment(home)
  beforeAll(async () => {
    execFileSync(process.execPath, [join(packageDirectory, "build.mjs")])
    const { baseUrl, clientId, clientSecret } = await runtime.runPromise(Simulator)
    env = {
      ...env,
      HELPSCOUT_BASE_URL: baseUrl,
      HELPSCOUT_CLIENT_ID: clientId,
      HELPSCOUT_CLIENT_SECRET: clientSecret
    }
  })
  afterAll(async () => {
    await runtime.dispose()
    rmSync(home, { recursive: true, force: true })
  })
  return {
    home,
    environment: () => env,
    run: (args: ReadonlyArray<string>, runOptions?: RunOptions) => start(args, env, runOptions),
    simulator: <A>(use: (simulator: Effect.Effect.Success<typeof Simulator>) => Effect.Effect<A>) =>
      runtime.runPromise(Simulator).then((simulator) => runtime.runPromise(use(simulator)))
  }
}
