import { execFileSync, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import * as Effect from "effect/Effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { kebab } from "../src/internal/command/fields.js"
import { flagsOf } from "../src/internal/command/flags.js"
import { operation, operationNames } from "../src/internal/command/operations.js"
import { candidates } from "../src/internal/complete.js"
import { ownCommands } from "../src/internal/own/commands.js"
import { bareEnvironment, packageDirectory, program, start } from "./helpscout.js"

const home = mkdtempSync(join(tmpdir(), "helpscout-completions-"))
const bin = join(home, "bin")
const env = { ...bareEnvironment(home), PATH: `${bin}:${process.env.PATH}`, TERM: "xterm", PS1: "READY> " }

const run = (...args: ReadonlyArray<string>) => start(args, env)

beforeAll(() => {
  execFileSync(process.execPath, [join(packageDirectory, "build.mjs")])
  mkdirSync(bin)
  // fish would fill it in the background
  mkdirSync(join(home, ".local/share/fish/generated_completions"), { recursive: true })
  // prints its words, so that a test sees what the shell ran, and runs what the completion calls
  const shim = `#!/bin/sh
case "$1" in __complete|completions) exec "${process.execPath}" "${program}" "$@" ;; esac
printf 'RAN:'; printf ' [%s]' "$@"; echo
`
  writeFileSync(join(bin, "helpscout"), shim, { mode: 0o755 })
})
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))

const words = async (...typed: ReadonlyArray<string>) => {
  const { code, stderr, stdout } = await run("__complete", ...typed)
  assert.deepEqual([code, stderr], [0, ""])
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split("\t")[0])
}

describe("the candidates", () => {
  it("are commands, their flags, and the choices of flags and arguments", async () => {
    assert.deepEqual(await words("conv"), ["conversations"])
    assert.includeMembers(await words(""), ["read", "completions", "conversations", "webhooks"])
    assert.deepEqual(await words("conversations", "threads", "create-n"), ["create-note"])
    assert.deepEqual(await words("tags", "list", "--o"), ["--output"])
    assert.deepEqual(await words("tags", "list", "--output", "j"), ["json"])
    assert.deepEqual(await words("tags", "list", "-o", "c"), ["csv"])
    assert.deepEqual(await words("completions", ""), ["bash", "zsh", "fish"])
    assert.deepEqual(await words("report", "do"), ["docs"])
  })

  it("leave out what was given, and what cannot follow", async () => {
    const flags = await words("conversations", "list", "--status", "all", "--tag", "x", "--")
    assert.notInclude(flags, "--status")
    assert.includeMembers(flags, ["--tag", "--all"])
    for (const typed of [["conversations", "get", ""], ["nothing", ""], ["tags", "list", "--fields", ""], ["tagz"]]) {
      assert.deepEqual(await words(...typed), [], typed.join(" "))
    }
    // what looks like a substitution stays text
    assert.deepEqual(await words("$(touch x)", "`id`", "'\""), [])
  })

  it("are the names of saved logins after --profile", async () => {
    const directory = join(home, "config", "effect-helpscout", "profiles")
    mkdirSync(directory, { recursive: true })
    for (const name of ["work", "other"]) writeFileSync(join(directory, `${name}.json`), "{}")
    assert.deepEqual(await words("tags", "list", "--profile", ""), ["other", "work"])
  })

  it("lead to every command word by word, and to all of its flags", async () => {
    const following = async (before: ReadonlyArray<string>, current: string) =>
      (await Effect.runPromise(candidates(before, current))).map(([word]) => word)
    for (const name of operationNames) {
      const path = name.split(".").map(kebab)
      for (const [index, word] of path.entries()) {
        assert.include(await following(path.slice(0, index), ""), word, path.slice(0, index).join(" "))
      }
      const flags = flagsOf(operation(name)).map((flag) => `--${flag.name}`)
      assert.sameMembers([...(await following(path, "-"))], flags, name)
    }
    // the bundle defines it
    Object.assign(globalThis, { HELPSCOUT_VERSION: "0.0.0" })
    for (const { words: path } of ownCommands) {
      assert.include(await following(path.slice(0, -1), ""), path.at(-1))
      assert.include(await following(path, "-"), "--output")
    }
  })
})

interface Shell {
  readonly command: string
  readonly setup: ReadonlyArray<string>
}

const shells = (): Readonly<Record<string, Shell>> => ({
  bash: {
    command: "bash --noprofile --norc -i",
    setup: ['eval "$(helpscout completions bash)"']
  },
  zsh: {
    command: "zsh -f -i",
    setup: [
      `mkdir -p ${home}/functions; helpscout completions zsh > ${home}/functions/_helpscout`,
      `fpath=(${home}/functions $fpath); autoload -U compinit; compinit -u -d ${home}/zcompdump`
    ]
  },
  fish: {
    command: `fish --private -C "function fish_prompt; echo -n 'READY> '; end"`,
    setup: [
      "mkdir -p $XDG_CONFIG_HOME/fish/completions; helpscout completions fish > $XDG_CONFIG_HOME/fish/completions/helpscout.fish"
    ]
  }
})

/** Types into an interactive shell: each line after a prompt. Returns what the terminal showed when the shell ended. */
const typeInto = ({ command, setup }: Shell, lines: ReadonlyArray<string>): Promise<string> =>
  new Promise((resolve) => {
    const line = `stty cols 200 rows 40; ${command}`
    const args = process.platform === "darwin" ? ["-q", "/dev/null", "sh", "-c", line] : ["-qec", line, "/dev/null"]
    const child = spawn("script", args, { env, cwd: home })
    const waiting = [...setup, ...lines, "exit"]
    let [shown, seen] = ["", 0]
    child.stdout.setEncoding("utf8").on("data", (text) => {
      shown += text
      // the last line was run, and the shell waits for the next one
      const isReady = /READY>\s*$/.test(stripVTControlCharacters(shown.slice(seen)))
      if (!isReady || waiting.length === 0) return
      seen = shown.length
      child.stdin.write(`${waiting.shift()}\r`)
    })
    child.on("close", () => resolve(shown))
  })

describe.each(Object.keys(shells()))("in %s", (name) => {
  it("completes what is typed", async () => {
    const shown = await typeInto(shells()[name] as Shell, [
      "helpscout conv\tthr\tcreate-n\t--dry\t",
      "helpscout tags list --output js\t--all"
    ])
    assert.include(shown, "RAN: [conversations] [threads] [create-note] [--dry-run]", shown)
    assert.include(shown, "RAN: [tags] [list] [--output] [json] [--all]", shown)
  })
})
