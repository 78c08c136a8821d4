import { assert, describe, expect, it } from "vitest"
import { withSimulator } from "./helpscout.js"

const { run, simulator } = withSimulator({
  data: { conversations: 60, until: Date.UTC(2026, 9, 31) },
  rateLimit: { limit: 100_000 }
})

const lines = (stdout: string): ReadonlyArray<Record<string, unknown>> =>
  stdout
    .trim()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))

/** Runs a command, and returns its lines and the requests that it sent. */
const sent = async (args: ReadonlyArray<string>, stdin?: string) => {
  const before = (await simulator((one) => one.requests)).length
  const result = await run(args, stdin === undefined ? {} : { stdin })
  const requests = (await simulator((one) => one.requests)).slice(before)
  return {
    ...result,
    rows: result.code === 0 ? lines(result.stdout) : [],
    requests: requests.map(({ method, path }) => `${method} ${path.replace(/\/\d+/g, "/:id")}`),
    bodies: requests.map(({ body }) => body)
  }
}

const firstOf = async (...list: ReadonlyArray<string>) => {
  const { rows } = await sent([...list, "--limit", "1", "-o", "ndjson"])
  return rows[0] as { readonly id: number } & Record<string, unknown>
}

// law C7
describe("methods that combine requests", () => {
  it("replies to the conversation's own customer, or saves a draft", async () => {
    const { id } = await firstOf("conversations", "list")
    const args = ["conversations", "reply", String(id), "--text", "<p>Hi</p>"]
    const asked = await sent(args)
    assert.deepEqual([asked.code, asked.requests], [12, []])
    assert.include(asked.stderr, "it sends an email")
    assert.include((await sent([...args, "--draft"])).stderr, "This changes data in Help Scout.")
    const draft = await sent([...args, "--draft", "--yes"])
    assert.deepEqual(draft.requests, ["GET /v2/conversations/:id", "POST /v2/conversations/:id/reply"])
    assert.isNumber(draft.rows[0]?.id)
    const typo = await sent(["conversations", "reply", String(id), "--data", '{"txt":"Hi"}', "--yes"])
    assert.deepEqual([typo.code, typo.requests], [2, []])
  })

  it("streams complete conversations, and asks how many", async () => {
    const { requests, rows } = await sent(["conversations", "list-all-complete", "--status", "all", "--limit", "3"])
    assert.lengthOf(rows, 3)
    for (const row of rows) assert.containsAllKeys(row, ["conversation", "threads", "attachments"])
    assert.isAtLeast(requests.length, 1)
    const all = await sent([
      "conversations",
      "list-all-complete",
      "--status",
      "all",
      "--all",
      "--fields",
      "conversation.id"
    ])
    assert.lengthOf(all.rows, 60)
    const none = await sent(["conversations", "list-all-complete"])
    assert.deepEqual([none.code, none.requests], [2, []])
    assert.include(none.stderr, "pass --limit or --all")
  })

  it("finds or creates a customer", async () => {
    const args = ["customers", "find-or-create", "new.person@example.com", "--first-name", "New", "--yes"]
    const created = await sent(args)
    assert.deepEqual(created.requests, ["GET /v3/customers", "POST /v2/customers"])
    const found = await sent(args)
    assert.deepEqual(found.requests, ["GET /v3/customers"])
    assert.deepEqual(found.rows, [{ customerId: created.rows[0]?.customerId, created: false }])
    const dry = await sent([...args, "--dry-run"])
    assert.deepEqual(dry.requests, [])
    assert.deepEqual(dry.rows[0], {
      method: "CALL",
      url: "customers.findOrCreate",
      body: { email: "new.person@example.com", firstName: "New" }
    })
    for (const wrong of [
      ["customers", "find-or-create", "--yes"],
      ["customers", "find-or-create", " ", "--yes"]
    ]) {
      const { code, requests } = await sent(wrong)
      assert.deepEqual([code, requests], [2, []])
    }
    const bulk = await sent(
      ["customers", "find-or-create", "--each", "-", "--yes"],
      'new.person@example.com\n{"email":"other.person@example.com","firstName":"Other"}\n'
    )
    assert.deepEqual(
      bulk.rows.map(({ state }) => state),
      ["done", "done"]
    )
    assert.lengthOf(
      bulk.requests.filter((request) => request === "POST /v2/customers"),
      1
    )
  })

  it("changes a part of a customer and of an organization, and erases with null", async () => {
    for (const [group, flags, kept, erased] of [
      ["customers", ["--job-title", "CEO", "--background", "null"], "firstName", "background"],
      ["organizations", ["--note", "VIP", "--location", "null"], "name", "location"]
    ] as const) {
      const before = await firstOf(group, "list")
      const args = [group, "update-partial", String(before.id), ...flags]
      assert.deepEqual((await sent(args)).requests, [])
      const { code, requests } = await sent([...args, "--yes"])
      assert.deepEqual([code, requests], [0, [`GET /v2/${group}/:id`, `PUT /v2/${group}/:id`]])
      const after = (await sent([group, "get", String(before.id)])).rows[0]
      assert.strictEqual(after?.[kept], before[kept])
      assert.notProperty(after, erased)
      assert.include(Object.values(after ?? {}), flags[1])
    }
    const wrong = await sent(["organizations", "update-partial", "1", "--brand-color", "red", "--yes"])
    assert.deepEqual([wrong.code, wrong.requests], [2, []])
    assert.include(wrong.stderr, "--brand-color")
    const unknown = await sent(["organizations", "update-partial", "1", "--data", '{"names":"x"}', "--yes"])
    assert.deepEqual([unknown.code, unknown.requests], [2, []])
  })

  it("resolves the names of custom fields", async () => {
    const { id } = await firstOf("mailboxes", "list")
    const { rows: fields } = await sent(["mailboxes", "custom-fields", "list", String(id), "--all"])
    const field = fields.find(({ type }) => type === "singleline") ?? fields[0]
    const args = ["mailboxes", "custom-fields", "resolve", String(id), "--data"]
    const { requests, rows } = await sent([...args, JSON.stringify({ [String(field?.name).toLowerCase()]: "7" })])
    assert.deepEqual(requests, ["GET /v2/mailboxes/:id/fields"])
    assert.deepEqual(rows, [{ id: field?.id, value: "7" }])
    const wrong = await sent([...args, '{"No such field":1}'])
    assert.strictEqual(wrong.code, 2)
    assert.include(wrong.stderr, "No such field")
    for (const data of [["[1]"], ['{"a":[]}'], []]) {
      const { code, requests } = await sent([...args.slice(0, data.length === 0 ? -1 : undefined), ...data])
      assert.deepEqual([code, requests], [2, []])
    }
  })

  it("runs a workflow in batches of 50, and prints the ids of each batch", async () => {
    const { rows: workflows } = await sent(["workflows", "list", "--type", "manual", "--all"])
    const [workflow] = workflows
    const { rows } = await sent([
      "conversations",
      "list",
      "--status",
      "all",
      "--mailbox",
      String(workflow?.mailboxId),
      "--all",
      "--fields",
      "id"
    ])
    const conversationIds = rows.map(({ id }) => id)
    const args = ["workflows", "run-manual-batches", String(workflow?.id)]
    assert.strictEqual((await sent([...args, "--conversation-id", conversationIds.join(",")])).code, 12)
    const run = await sent([...args, "--data", "-", "--yes"], JSON.stringify({ conversationIds }))
    assert.deepEqual(run.rows, rows)
    assert.lengthOf(run.requests, Math.ceil(rows.length / 50))
    expect(run.requests[0]).toBe("POST /v2/workflows/:id/run")
    const empty = await sent([...args, "--data", '{"conversationIds":[]}', "--yes"])
    assert.deepEqual([empty.code, empty.requests], [2, []])
  })
})
