import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { withSimulator } from "./helpscout.js"

const { home, run } = withSimulator({ data: { conversations: 30 }, rateLimit: { limit: 100_000 } })

/** Port 1 of the loopback interface: nothing listens there. */
const unreachable = "postgres://ann:secret-word@127.0.0.1:1/copy"

describe("sync", () => {
  it("copies the account, and changes nothing the next time", async () => {
    const destination = `sqlite:${join(home, "copy.db")}`
    const first = await run(["sync", destination, "--json"])
    assert.strictEqual(first.code, 0, first.stderr)
    assert.match(first.stderr, /30 conversations and \d+ customers to read: at least \d+ requests/)
    const copied = JSON.parse(first.stdout.trim().split("\n").at(-1) ?? "")
    assert.deepStrictEqual(copied.tables.conversations, { upserted: 30, deleted: 0, unchanged: 0 })
    assert.hasAllKeys(copied, ["tables", "requests", "waits", "invalid", "seconds"])

    const second = await run(["sync", destination, "--reconcile", "--json"])
    const { tables } = JSON.parse(second.stdout)
    assert.strictEqual(tables.conversations.upserted, 0, second.stdout)
  }, 60_000)

  it("copies the chosen tables into files", async () => {
    const { code, stderr, stdout } = await run(["sync", `ndjson:${join(home, "files")}`, "--tables", "tags"])
    assert.strictEqual(code, 0, stderr)
    assert.hasAllKeys(JSON.parse(stdout).tables, ["tags"])
  }, 60_000)

  it.each([
    ["without a destination", [], 2, "expected one destination: sqlite:FILE"],
    ["with an unknown table", ["sqlite:x.db", "--tables", "convrsations"], 2, "Did you mean `conversations`?"],
    ["with a date that is not one", ["sqlite:x.db", "--since", "31.12."], 2, "--since"],
    ["with an unknown scheme", ["mysql:x"], 13, "the destination is not valid (mysql:)"],
    ["without the server", [unreachable], 13, "postgres://127.0.0.1:1/copy is not available (ECONNREFUSED"]
  ])("says what to do %s", async (_, args, code, message) => {
    const result = await run(["sync", ...args])
    assert.strictEqual(result.code, code, result.stderr)
    assert.include(result.stderr, message)
    assert.notInclude(result.stderr, "secret-word")
  })

  it("does not touch a file that is not a database", async () => {
    const file = join(home, "notes.txt")
    writeFileSync(file, "not a database, and longer than the header of one: ".repeat(10))
    const { code, stderr } = await run(["sync", `sqlite:${file}`])
    assert.strictEqual(code, 13, stderr)
    assert.include(stderr, "not a")
  })
})
