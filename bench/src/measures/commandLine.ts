/** Measures the start of the built command, next to an empty process, and its first request to a simulator. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as Effect from "effect/Effect"
import { number, type Section } from "../report.js"
import { median } from "../statistics.js"

const rounds = 15
const program = fileURLToPath(new URL("../../../packages/cli/dist/helpscout.cjs", import.meta.url))

const uncached = "`helpscout users me`, nothing compiled yet"

const commands: Readonly<Record<string, ReadonlyArray<string>>> = {
  "an empty process": ["-e", "0"],
  "`helpscout --version`": [program, "--version"],
  "`helpscout --help`": [program, "--help"],
  "`helpscout users me`": [program, "users", "me"],
  [uncached]: [program, "users", "me"]
}

const timeOf = async (name: string, env: Record<string, string>): Promise<number> => {
  const args = commands[name] ?? []
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, {
    stdio: "ignore",
    env: { ...process.env, ...env, ...(name === uncached ? { NODE_DISABLE_COMPILE_CACHE: "1" } : {}) }
  })
  const [code] = await once(child, "exit")
  if (code !== 0) throw new Error(`${args.join(" ")} exited with code ${String(code)}`)
  return performance.now() - startedAt
}

const measure = async (env: Record<string, string>): Promise<Section> => {
  const times = new Map<string, Array<number>>(Object.keys(commands).map((name) => [name, []]))
  // the first request of an account obtains a token, which later commands share, and caches the compiled code
  await timeOf("`helpscout users me`", env)
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(commands)) times.get(name)?.push(await timeOf(name, env))
  }
  const empty = times.get("an empty process") ?? []
  const over = (name: string) =>
    median((times.get(name) ?? []).map((time, round) => time - (empty[round] ?? Number.NaN)))
  return {
    title: "Command line",
    how: `Milliseconds from start to exit of the built command. Medians of ${rounds} alternating rounds.`,
    table: [
      ["", "ms", "above the empty process"],
      ...Object.keys(commands).map((name) => [name, median(times.get(name) ?? []).toFixed(0), number(over(name))])
    ],
    figures: { commandVersionMs: over("`helpscout --version`"), commandRequestMs: over("`helpscout users me`") }
  }
}

export const run = (): Promise<Section> => {
  const home = mkdtempSync(join(tmpdir(), "helpscout-bench-"))
  const measured = Effect.flatMap(
    NodeSimulator.serve({ data: { conversations: 10 } }),
    ({ baseUrl, clientId, clientSecret }) =>
      Effect.promise(() =>
        measure({
          HELPSCOUT_BASE_URL: baseUrl,
          HELPSCOUT_CLIENT_ID: clientId,
          HELPSCOUT_CLIENT_SECRET: clientSecret,
          XDG_CACHE_HOME: home,
          XDG_STATE_HOME: home,
          XDG_CONFIG_HOME: home
        })
      )
  )
  return Effect.runPromise(Effect.scoped(measured)).finally(() => rmSync(home, { recursive: true, force: true }))
}
