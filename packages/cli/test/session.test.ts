/** The session in docs/cli.md is what the command prints. `UPDATE_SESSION=1 npx vitest run --project processes session` records it again. */
import { execFileSync, spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import { assert, describe, it } from "vitest"
import { bareEnvironment, packageDirectory, program } from "./helpscout.js"

const guide = join(packageDirectory, "../../docs/cli.md")
const fence = /^```console\n([\s\S]*?)^```$/m
const clock = { NODE_OPTIONS: `--require ${join(packageDirectory, "test/frozenClock.cjs")}` }
const confirmation = /^.*Send it\?[\s\S]*/m

/** Versions and ports differ between machines. */
const normal = (text: string): string =>
  text
    .replace(/helpscout \d+\.\d+\.\d+\S*, Node\.js \S+/, "helpscout 0.1.0, Node.js 24.11.1")
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:8080")
    .replaceAll(/ +$/gm, "")

/** What a command prints on a terminal of 110 columns, where questions are confirmed. */
const printed = (words: string, env: Record<string, string>): Promise<string> =>
  new Promise((resolve) => {
    const line = `stty cols 110 rows 40; '${process.execPath}' '${program}' ${words}`
    const args = process.platform === "darwin" ? ["-q", "/dev/null", "sh", "-c", line] : ["-qec", line, "/dev/null"]
    const child = spawn("script", args, { env: { ...env, TERM: "xterm", NO_COLOR: "1" } })
    let raw = ""
    let isConfirmed = false
    child.stdout.setEncoding("utf8").on("data", (text) => {
      raw += text
      if (isConfirmed || !raw.includes("(y/N)")) return
      isConfirmed = true
      child.stdin.write("y")
    })
    child.on("close", () =>
      resolve(
        normal(
          stripVTControlCharacters(raw)
            .replaceAll("\r\n", "\n")
            .replace(/^\n+|\s+$/g, "")
        )
      )
    )
  })

interface Step {
  readonly command: string
  readonly output: string
}

const stepsOf = (session: string): ReadonlyArray<Step> =>
  session.split(/^\$ helpscout /m).flatMap((step) => {
    const [, command, output] = /^(.+)\n([\s\S]*)$/.exec(step) ?? []
    return command === undefined ? [] : [{ command, output: (output ?? "").replace(/^\n+|\s+$/g, "") }]
  })

/** A question is drawn again when it is confirmed, so only what comes before it is compared. */
const compared = (output: string): string => output.replace(confirmation, "").replace(/^\n+|\s+$/g, "")

describe("the session of docs/cli.md", () => {
  it("is what the command prints", { timeout: 120_000 }, async () => {
    execFileSync(process.execPath, [join(packageDirectory, "build.mjs")])
    const home = mkdtempSync(join(tmpdir(), "helpscout-session-"))
    const base = { ...bareEnvironment(home), ...clock }
    const simulator = spawn(process.execPath, [program, "simulate", "--seed", "guide"], { env: base })
    try {
      const variables = await new Promise<string>((resolve, reject) => {
        let text = ""
        simulator.stdout.setEncoding("utf8").on("data", (more) => {
          text += more
          if (/CLIENT_SECRET=\S+\n/.test(text)) resolve(text)
        })
        simulator.on("close", () => reject(new Error("the simulator has ended")))
      })
      const env = {
        ...base,
        ...Object.fromEntries([...variables.matchAll(/^export (\w+)=(\S+)$/gm)].map(([, ...pair]) => pair))
      }
      const text = readFileSync(guide, "utf8")
      const [, session = ""] = fence.exec(text) ?? []
      const steps = stepsOf(session)
      assert.isAbove(steps.length, 5)
      const actual: Array<Step> = []
      for (const { command, output } of steps) {
        const now = await printed(command, env)
        actual.push({
          command,
          output: confirmation.test(now) ? `${compared(now)}\n${confirmation.exec(output)?.[0]}` : now
        })
      }
      if (process.env.UPDATE_SESSION === "1") {
        const recorded = actual.map(({ command, output }) => `$ helpscout ${command}\n${output}\n`).join("\n")
        writeFileSync(
          guide,
          text.replace(fence, () => `\`\`\`console\n${recorded}\`\`\``)
        )
        return
      }
      const comparable = (all: ReadonlyArray<Step>) =>
        all.map(({ command, output }) => ({ command, output: compared(output) }))
      assert.deepEqual(comparable(actual), comparable(steps))
    } finally {
      simulator.kill()
      rmSync(home, { recursive: true, force: true })
    }
  })
})
