import { execFileSync, spawn } from "node:child_process"
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import { assert, describe, expect, it } from "vitest"
import { safe } from "../src/internal/output/text.js"
import { bareEnvironment, program, start, withSimulator } from "./helpscout.js"

const { environment, home, run, simulator } = withSimulator({
  data: { conversations: 12, until: Date.UTC(2026, 9, 31) },
  rateLimit: { limit: 100_000 }
})

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`

/** `script` gives the command a pseudo-terminal. It comes with Debian, Ubuntu, Fedora and macOS. */
const inTerminal = (
  args: ReadonlyArray<string>,
  columns: number,
  {
    env = {},
    keys
  }: { readonly env?: Record<string, string>; readonly keys?: readonly [question: string, typed: string] } = {}
): Promise<{ readonly code: number | null; readonly raw: string; readonly text: string }> =>
  new Promise((resolve) => {
    const command = [process.execPath, program, ...args].map(quoted).join(" ")
    const line = `stty cols ${columns} rows 40; ${command}`
    const scriptArgs =
      process.platform === "darwin" ? ["-q", "/dev/null", "sh", "-c", line] : ["-qec", line, "/dev/null"]
    const child = spawn("script", scriptArgs, { env: { ...environment(), TERM: "xterm", ...env } })
    let raw = ""
    let isTyped = false
    child.stdout.setEncoding("utf8").on("data", (text) => {
      raw += text
      if (keys === undefined || isTyped || !raw.includes(keys[0])) return
      isTyped = true
      child.stdin.write(keys[1])
    })
    child.on("close", (code) => resolve({ code, raw, text: stripVTControlCharacters(raw).replaceAll("\r\n", "\n") }))
  })

describe("in a terminal", () => {
  it.each([80, 120])("prints tables and help that fit %d columns", async (columns) => {
    for (const args of [
      ["conversations", "list", "--status", "all"],
      ["customers", "list"],
      ["--help"],
      ["conversations", "--help"],
      ["conversations", "list", "--help"],
      ["conversations", "threads", "create-reply", "--help"],
      ["search", "--help"],
      ["login", "--help"]
    ]) {
      const { text } = await inTerminal(args, columns)
      const tooWide = text.split("\n").filter((line) => line.length > columns && !line.includes("https://"))
      assert.deepEqual(tooWide, [], args.join(" "))
      assert.isAbove(text.length, 100, args.join(" "))
    }
  })

  it("prints colors, unless NO_COLOR is set", async () => {
    const colored = await inTerminal(["tags", "list"], 80)
    assert.include(colored.raw, "\u001b[1m")
    const plain = await inTerminal(["tags", "list"], 80, { env: { NO_COLOR: "1" } })
    assert.notInclude(plain.raw, "\u001b[1m")
  })

  // law C1
  it.each([
    ["write", ["conversations", "update", "ID", "--status", "closed"], "changes data in Help Scout"],
    [
      "send",
      ["conversations", "threads", "create-reply", "ID", "--customer", "ann@example.com", "--text", "Hello"],
      "reaches a person outside the account"
    ],
    ["destroy", ["customers", "delete", "500001"], "cannot be undone"]
  ] as const)(
    "asks before a call with the impact %s, and sends nothing unless it is confirmed",
    async (_, args, expected) => {
      const { stdout } = await run(["conversations", "list", "--limit", "1", "--fields", "id"])
      const id = String(JSON.parse(stdout).id)
      const words = args.map((word) => (word === "ID" ? id : word))
      const writes = async () =>
        (await simulator((one) => one.requests)).filter(({ method }) => /PATCH|POST|DELETE/.test(method))
      const sent = async () => (await writes()).filter(({ endpoint }) => endpoint !== undefined).length
      const before = await sent()
      const declined = await inTerminal(words, 80, { keys: ["(y/N)", "n"] })
      assert.include(declined.text, expected)
      assert.include(declined.text, "canceled. Nothing was sent.")
      assert.strictEqual(declined.code, 12)
      assert.strictEqual(await sent(), before)
      const confirmed = await inTerminal(words, 80, { keys: ["(y/N)", "y"] })
      assert.strictEqual(await sent(), before + 1, confirmed.text)
    }
  )
})

// law C6
describe("secrets", () => {
  it("keeps the secret in files that only their owner can read, and out of everything that is printed", async () => {
    const secret = environment().HELPSCOUT_CLIENT_SECRET ?? ""
    const login = await run(["login", "--profile", "work"])
    assert.strictEqual(login.code, 0, login.stderr)
    const { HELPSCOUT_CLIENT_ID: _, HELPSCOUT_CLIENT_SECRET: __, ...withoutCredentials } = environment()
    const printed = [login.stdout, login.stderr]
    for (const args of [
      ["whoami"],
      ["profiles"],
      ["doctor"],
      ["limits", "--verbose"],
      ["tags", "list", "--dry-run"],
      ["conversations", "delete", "1", "--dry-run"],
      ["conversations", "delete", "1", "--yes", "--json-errors", "--verbose"],
      [
        "webhooks",
        "create",
        "--url",
        "https://example.com",
        "--event",
        "convo.created",
        "--secret",
        "env:HOOK",
        "--dry-run"
      ],
      ["simulate", "--help"]
    ]) {
      const { stderr, stdout } = await start([...args, "--profile", "work"], withoutCredentials, {
        env: { HOOK: secret }
      })
      printed.push(stdout, stderr)
    }
    assert.include(printed.join("\n"), "ada.jones")
    assert.include(printed.join("\n"), "<redacted>")

    const files = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
    const tokens = files.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/"(?:accessToken|access_token)":"([^"]+)"/g)].map(
        ([, token]) => token ?? ""
      )
    )
    const secrets = [secret, ...tokens]
    // the positive control: the search finds what is in the files
    for (const value of secrets) assert.isTrue(files.some((file) => readFileSync(file, "utf8").includes(value)))
    assert.isAbove(tokens.length, 0)
    for (const value of secrets)
      assert.isFalse(
        printed.some((text) => text.includes(value)),
        "a secret was printed"
      )
    for (const file of files.filter((path) => secrets.some((value) => readFileSync(path, "utf8").includes(value)))) {
      assert.strictEqual(statSync(file).mode & 0o077, 0, file)
    }

    const logout = await start(["logout", "--profile", "work"], withoutCredentials)
    assert.strictEqual(logout.code, 0)
    const after = await start(["whoami", "--profile", "work"], withoutCredentials)
    assert.strictEqual(after.code, 2)
    assert.include(after.stderr, "helpscout login --profile work")
  })

  it("rejects a profile that other users can read", async () => {
    const login = await run(["login", "--profile", "open"])
    assert.strictEqual(login.code, 0)
    const path = join(home, "config/effect-helpscout/profiles/open.json")
    execFileSync("chmod", ["644", path])
    const { code, stderr } = await start(["whoami", "--profile", "open"], bareEnvironment(home))
    assert.strictEqual(code, 2)
    assert.include(stderr, `Run \`chmod 600 ${path}\``)
  })
})

describe("reading", () => {
  it("prints a conversation for reading, and finds it by its address", async () => {
    const { stdout } = await run(["conversations", "list", "--limit", "1", "--fields", "id,subject"])
    const { id, subject } = JSON.parse(stdout)
    const read = await run(["read", `https://secure.helpscout.net/conversation/${id}/12?folderId=1`])
    assert.strictEqual(read.code, 0, read.stderr)
    assert.isTrue(read.stdout.startsWith(`# ${subject}\n`))
    assert.match(read.stdout, /^## (?:customer|message|note)/m)
    // law C4
    expect(read.stdout).not.toMatch(/<\/?(?:p|br|div)\b/)
  })

  it("removes what could drive the terminal from texts of customers", () => {
    assert.strictEqual(safe("a\u001b]0;title\u0007b\u009b2Jc\u202edd\u{e0041}\r\n\te"), "a]0;titleb2Jcdd\n\te")
  })
})
