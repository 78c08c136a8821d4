import { execFile } from "node:child_process"
import { promisify } from "node:util"
import * as Fault from "@effect-helpscout/simulator/Fault"
import { assert, describe, expect, it } from "vitest"
import { bareEnvironment, program, start, withSimulator } from "./helpscout.js"

const { environment, home, run, simulator } = withSimulator({
  data: { conversations: 12, until: Date.UTC(2026, 9, 31) },
  rateLimit: { limit: 100_000 }
})

const fields = "id,name,color"

describe("output", () => {
  it("prints NDJSON in a pipe, and notes on stderr", async () => {
    const { code, stderr, stdout } = await run(["tags", "list", "--limit", "3", "--fields", fields])
    expect(stdout).toMatchInlineSnapshot(`
      "{"id":9001,"name":"billing","color":"green"}
      {"id":9002,"name":"bug","color":"blue"}
      {"id":9003,"name":"feature request","color":"red"}
      "
    `)
    assert.deepEqual([code, stderr], [0, ""])
  })

  it("prints a table", async () => {
    const { stdout } = await run(["tags", "list", "--limit", "3", "-o", "table"])
    expect(stdout).toMatchInlineSnapshot(`
      "  id  name             slug             color  ticketCount
      9001  billing          billing          green            0
      9002  bug              bug              blue             4
      9003  feature request  feature-request  red              2
      "
    `)
  })

  it("prints the rate limit in plain values", async () => {
    const { stdout } = await run(["limits"])
    const { external, limit, pausedSeconds, remaining } = JSON.parse(stdout)
    assert.deepEqual([limit, remaining + external, pausedSeconds], [100_000, 99_999, 0])
  })

  it("prints JSON that is one array", async () => {
    const { stdout } = await run(["tags", "list", "--limit=2", "--output=json", "--fields", fields])
    expect(stdout).toMatchInlineSnapshot(`
      "[
      {"id":9001,"name":"billing","color":"green"},
      {"id":9002,"name":"bug","color":"blue"}
      ]
      "
    `)
    const none = await run(["conversations", "list", "--tag", "no such tag", "--all", "-o", "json"])
    assert.strictEqual(none.stdout, "[]\n")
  })

  it("prints CSV", async () => {
    const { stdout } = await run(["tags", "list", "--limit", "3", "-o", "csv", "--fields", fields])
    expect(stdout).toMatchInlineSnapshot(`
      "id,name,color
      9001,billing,green
      9002,bug,blue
      9003,feature request,red
      "
    `)
  })

  it("prints Markdown", async () => {
    const { stdout } = await run(["tags", "list", "--limit", "3", "-o", "markdown"])
    expect(stdout).toMatchInlineSnapshot(`
      "| id | name | slug | color | ticketCount |
      | --- | --- | --- | --- | --- |
      | 9001 | billing | billing | green | 0 |
      | 9002 | bug | bug | blue | 4 |
      | 9003 | feature request | feature-request | red | 2 |
      "
    `)
  })

  it("prints one value as lines", async () => {
    const { stdout } = await run(["users", "me", "-o", "table", "--fields", "id,firstName,email"])
    expect(stdout).toMatchInlineSnapshot(`
      "id         4001
      firstName  Ada
      email      ada.jones4001+support@example.com
      "
    `)
  })

  it("reads relative dates, and follows every page with --all", async () => {
    const all = await run(["conversations", "list", "--status", "all", "--all", "--fields", "id"])
    assert.lengthOf(all.stdout.trim().split("\n"), 12)
    const none = await run([
      "conversations",
      "list",
      "--status",
      "all",
      "--modified-since",
      "2026-11",
      "--fields",
      "id"
    ])
    assert.strictEqual(none.stdout, "")
  })

  // law C5
  it("ends quietly when the reader closes the pipe", async () => {
    // more than a pipe holds, and the server of this process must be able to respond
    const list = `"${process.execPath}" "${program}" conversations list-all-complete --status all --all`
    const script = `for i in 1 2 3 4; do ${list} -o json; done | head -1; echo "\${PIPESTATUS[*]}"; ${list} | true; echo "\${PIPESTATUS[0]}"`
    const { stderr, stdout } = await promisify(execFile)("bash", ["-c", script], { env: environment() })
    assert.strictEqual(stderr, "")
    assert.match(stdout, /\n0 0\n0\n$/)
  })
})

// law C3
describe("errors", () => {
  const failing = async (args: ReadonlyArray<string>, stdin?: string) => {
    const { code, stderr, stdout } = await run([...args, "--json-errors"], stdin === undefined ? {} : { stdin })
    assert.strictEqual(stdout, "")
    return [code, JSON.parse(stderr.trim().split("\n").at(-1) ?? "{}").error]
  }

  it("law S7: rejects a pattern of HELPSCOUT_PERMISSIONS that matches no operation, before anything is sent", async () => {
    const before = await simulator((one) => one.requests)
    const under = (text: string) =>
      run(["conversations", "delete", "1", "--yes"], { env: { HELPSCOUT_PERMISSIONS: text } })
    for (const [text, part] of [
      ["deny=conversations.delte", 'no operation matches "conversations.delte". Did you mean conversations.delete?'],
      ["allow=read deny=conversation.*", "Did you mean conversations.*?"],
      ["any-inbox=user.list", "Did you mean users.list?"],
      ["deny=xyz.*", "Examples: conversations.*, tags.list, *.delete."],
      ["deny=conversations.getComplete", "combines requests. Use the name of the one that matters: conversations.get."]
    ] as const) {
      const { code, stderr } = await under(text)
      assert.strictEqual(code, 2, stderr)
      assert.include(stderr, part)
      assert.include(stderr, "The configuration is invalid. HELPSCOUT_PERMISSIONS: ")
    }
    assert.lengthOf(await simulator((one) => one.requests), before.length)
    // streams have names of their own, and a pattern that matches denies
    assert.strictEqual((await under("deny=*.delete,tags.listAll,HelpScoutClient.request")).code, 4)
  })

  it("has an exit code for each class", async () => {
    assert.deepEqual(await failing(["tags", "get", "abc"]), [2, "UsageError"])
    assert.deepEqual(await failing(["conversations", "delete", "1", "--yes", "--read-only"]), [4, "PermissionDenied"])
    assert.deepEqual(await failing(["conversations", "get", "1"]), [5, "NotFound"])
    await simulator((one) => one.fail(Fault.status(409), { path: /customers$/ }))
    assert.deepEqual(await failing(["customers", "create", "--first-name", "Ann", "--yes"]), [6, "Conflict"])
    await simulator((one) => one.fail(Fault.rateLimited("2 hours"), { path: /tags/, times: 9 }))
    assert.deepEqual(await failing(["tags", "list", "--max-wait", "1"]), [7, "RateLimited"])
    await simulator((one) => one.fail(Fault.status(503), { path: /users\/me/, times: 9 }))
    assert.deepEqual(await failing(["users", "me"]), [8, "ServiceUnavailable"])
    await simulator((one) => one.fail(Fault.reset("after"), { method: "POST", path: /customers$/ }))
    assert.deepEqual(await failing(["customers", "create", "--first-name", "Bo", "--yes"]), [9, "AmbiguousWrite"])
    await simulator((one) => one.fail(Fault.body("[1]"), { path: /users\/me/ }))
    assert.deepEqual(await failing(["users", "me"]), [10, "ResponseInvalid"])
    assert.deepEqual(await failing(["conversations", "delete", "1"]), [12, "NotConfirmed"])
    const bulk = await run(["conversations", "delete", "--each", "-", "--yes"], { stdin: "1\n" })
    assert.strictEqual(bulk.code, 11)
  })

  it("explains how to log in without credentials", async () => {
    const { code, stderr } = await start(["tags", "list"], bareEnvironment(home))
    assert.strictEqual(code, 3)
    assert.match(stderr, /^helpscout: No credentials are configured\. Run `helpscout login`/)
  })

  // law C2
  it("locates mistakes before anything is sent, and suggests what is close", async () => {
    const before = await simulator((one) => one.requests)
    const messages: Array<string> = []
    for (const args of [
      ["conversatons", "list"],
      ["conversations", "lst"],
      ["conversations", "list", "--stauts", "all"],
      ["conversations", "list", "--status", "opn"],
      ["conversations", "list", "--modified-since", "soon"],
      ["conversations", "list", "--modified-since", "2026-02-30"],
      ["conversations", "get"],
      ["conversations", "get", "12x"],
      ["conversations", "update", "1", "--status", "closed", "--subject", "x"],
      ["conversations", "tags", "update", "1", "--data", '{"tags": [}'],
      ["conversations", "tags", "update", "1", "--data", '{"tag": []}'],
      ["conversations", "threads", "create-note", "1"],
      ["conversations", "create", "--data", "@/no/such/file"],
      ["webhooks", "create", "--secret", "hunter2"]
    ]) {
      const { code, stderr } = await run(args)
      assert.strictEqual(code, 2, stderr)
      messages.push(stderr.replace("helpscout: ", "").trim())
    }
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "the command "conversatons" does not exist. Did you mean \`conversations\`?
      conversations: the command "lst" does not exist. Did you mean \`list\`?
      conversations list: the flag --stauts does not exist. Did you mean \`--status\`?
      conversations list: --status: expected active, all, closed, open, pending, spam, found "opn". Did you mean open?
      conversations list: --modified-since: expected a date (2026-11-03, 2026-11, 2026), a time in UTC (2026-11-03T09:00:00Z), or a relative date (7d, 12h, 2w, today, yesterday, now), found "soon".
      conversations list: --modified-since: expected a date (2026-11-03, 2026-11, 2026), a time in UTC (2026-11-03T09:00:00Z), or a relative date (7d, 12h, 2w, today, yesterday, now), found "2026-02-30".
      conversations get: <conversation-id> is missing.
      conversations get: <conversation-id>: must be a positive integer, found "12x".
      conversations update: --subject, --status: only one change at a time. Run one command for each.
      conversations tags update: --data: expected JSON, and the text stops being JSON at line 1, column 11.
      conversations tags update: --tag is missing.
      conversations threads create-note: --text is missing.
      conversations create: --data: the file "/no/such/file" cannot be read (ENOENT).
      webhooks create: --secret: expected env:NAME or @file, because other users of this machine can see arguments. Set a variable, and pass its name."
    `)
    assert.deepEqual(await simulator((one) => one.requests), before)
  })
})
