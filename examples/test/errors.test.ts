import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as Effect from "effect/Effect"
import { run } from "./programs.js"

interface Failure {
  readonly title: string
  readonly program: string
  readonly env: (simulator: NodeSimulator.Options & { readonly baseUrl: string }) => Readonly<Record<string, string>>
}

const app = { HELPSCOUT_CLIENT_ID: "simulator-app", HELPSCOUT_CLIENT_SECRET: "simulator-secret" }
const onSimulator: Failure["env"] = ({ baseUrl }) => ({ ...app, HELPSCOUT_BASE_URL: baseUrl })
const withSetting =
  (name: string, value: string): Failure["env"] =>
  () => ({ ...app, [`HELPSCOUT_${name}`]: value })

const failures: ReadonlyArray<Failure> = [
  { title: "Nothing is configured", program: "list", env: () => ({}) },
  { title: "A variable is missing", program: "list", env: () => ({ HELPSCOUT_CLIENT_ID: "simulator-app" }) },
  {
    title: "The secret is wrong",
    program: "list",
    env: (simulator) => ({ ...onSimulator(simulator), HELPSCOUT_CLIENT_SECRET: "typo" })
  },
  { title: "The base URL is not a URL", program: "list", env: withSetting("BASE_URL", "api.helpscout.net") },
  {
    title: "The base URL has a version",
    program: "list",
    env: withSetting("BASE_URL", "https://api.helpscout.net/v2")
  },
  { title: "The time limit is not a duration", program: "list", env: withSetting("TIMEOUT", "30") },
  { title: "The host cannot be reached", program: "list", env: withSetting("BASE_URL", "http://127.0.0.1:9") },
  { title: "The conversation does not exist", program: "get", env: onSimulator },
  { title: "A filter is misspelled", program: "misspelled", env: onSimulator },
  { title: "Help Scout rejects a value", program: "create", env: onSimulator },
  { title: "The wait for the rate limit would be too long", program: "impatient", env: onSimulator }
]

/** What differs from run to run. */
const steady = (output: string, baseUrl: string) =>
  output
    .replaceAll(baseUrl, "https://api.helpscout.net")
    .replaceAll(/\[\d\d:\d\d:\d\d\.\d{3}\]/g, "[12:00:00.000]")
    .replaceAll(/\(#\d+\)/g, "(#1)")
    .replaceAll(/Correlation id: [\w#-]+/g, "Correlation id: 4711#1")
    .replaceAll(/(?<=Try again in |wait for about )[\d.]+ s/g, "60 s")
    .trimEnd()

const doc = readFileSync(fileURLToPath(new URL("../../docs/errors.md", import.meta.url)), "utf8")
const documented = new Map(
  [...doc.matchAll(/^## (.+?)\n.*?^```text\n(.*?)\n```$/gms)].map(([, title = "", text = ""]) => [title, text])
)

describe.concurrent("docs/errors.md shows what a user sees", () => {
  for (const { env, program, title } of failures) {
    it.scopedLive(
      `${title}: one report, without stack frames`,
      () =>
        Effect.gen(function* () {
          const simulator = yield* NodeSimulator.serve({ data: { conversations: 3 }, rateLimit: { limit: 2 } })
          const { code, output } = yield* run("failures", [program], env(simulator))
          assert.strictEqual(code, 1, output)
          assert.notMatch(output, /^ +at .*[/\\:]/m)
          assert.lengthOf(output.match(/\b(?:HelpScout\w+|Error): /g) ?? [], 1, output)
          assert.strictEqual(steady(output, simulator.baseUrl), documented.get(title))
        }),
      120_000
    )
  }

  it("lists all of them", () =>
    assert.includeMembers(
      [...documented.keys()],
      failures.map(({ title }) => title)
    ))

  it.scopedLive(
    "npm start: its lines, but for the numbers",
    () =>
      Effect.gen(function* () {
        const env = { SIMULATED_CONVERSATIONS: "700", SIMULATED_LIMIT: "60", SIMULATED_WINDOW: "15" }
        const { output } = yield* run("export", [], env)
        const form = (text: string) =>
          new Set(
            text
              .trim()
              .replaceAll(/\d+(?:\.\d+)*/g, "N")
              .split("\n")
          )
        assert.includeMembers([...form(output)], [...form(documented.get("npm start") ?? "none")])
      }),
    120_000
  )
})
