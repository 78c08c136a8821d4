/** Runs the compiled examples like a user: in a new process and directory, without an account. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

const dist = fileURLToPath(new URL("../dist/src/", import.meta.url))

export interface Run {
  readonly child: ChildProcess
  readonly directory: string
  /** Returns the output so far, of stdout and stderr. */
  readonly output: () => string
  /** Waits for the exit code and the whole output. */
  readonly end: Effect.Effect<{ readonly code: number | null; readonly output: string }>
}

const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(HELPSCOUT_|HTTPS?_PROXY$|https?_proxy$|FORCE_COLOR$)/.test(name))
  )

/** Starts an example, in a new directory if none is given. When the scope closes, the process is killed and its directory removed. */
export const start = (
  name: string,
  args: ReadonlyArray<string> = [],
  env: Readonly<Record<string, string>> = {},
  directory = mkdtempSync(join(tmpdir(), "example-"))
): Effect.Effect<Run, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const child = spawn(process.execPath, [join(dist, `${name}.js`), ...args], {
        cwd: directory,
        env: { ...environment(), ...env },
        stdio: ["ignore", "pipe", "pipe"]
      })
      let output = ""
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text
        })
      }
      const closed = once(child, "close")
      const end = Effect.promise(async () => {
        const [code] = (await closed) as [number | null]
        return { code, output }
      })
      return { child, directory, output: () => output, end }
    }),
    ({ child, directory, end }) =>
      Effect.sync(() => child.kill("SIGKILL")).pipe(
        Effect.zipRight(end),
        Effect.zipRight(Effect.sync(() => rmSync(directory, { recursive: true, force: true })))
      )
  )

/** Waits until the output matches. */
export const waitForOutput = (run: Run, form: RegExp): Effect.Effect<void> =>
  Effect.suspend(() => (form.test(run.output()) ? Effect.void : Effect.delay(waitForOutput(run, form), "20 millis")))

/** Runs an example until it exits. */
export const run = (name: string, args: ReadonlyArray<string> = [], env: Readonly<Record<string, string>> = {}) =>
  Effect.flatMap(start(name, args, env), (process) =>
    Effect.map(process.end, (result) => ({ ...result, directory: process.directory }))
  )
