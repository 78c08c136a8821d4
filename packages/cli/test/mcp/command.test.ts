import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { assert } from "@effect/vitest"
import { afterAll, beforeAll, describe, it } from "vitest"
import { packageDirectory, start } from "../helpscout.js"
import { openWorld, type World } from "./support.js"

let world: World
beforeAll(async () => {
  execFileSync(process.execPath, [join(packageDirectory, "build.mjs")])
  world = await openWorld()
}, 60_000)
afterAll(() => world.close())

const messages = (...methods: ReadonlyArray<readonly [string, object]>) =>
  methods.map(([method, params], id) => `${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`).join("")

const initialize = [
  "initialize",
  { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "t", version: "1" } }
] as const

describe("helpscout mcp", () => {
  it("serves over stdio, and writes every response before it ends", async () => {
    const stdin = messages(initialize, ["tools/list", {}], ["tools/call", { name: "list_tags" }])
    const { code, stdout } = await start(["mcp", "--allow", "write", "--pseudonyms"], world.environment, { stdin })
    assert.strictEqual(code, 0)
    const responses = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ id }) => id !== undefined)
    assert.sameMembers(
      responses.map(({ id }) => id),
      [0, 1, 2]
    )
    assert.lengthOf(responses.find(({ id }) => id === 1).result.tools, 16)
    assert.isFalse(responses.find(({ id }) => id === 2).result.isError)
  })

  it("rejects flags that would not do what they say, and names them", async () => {
    for (const [args, part] of [
      [["--allow", "everything"], "--allow accepts write, send and destroy"],
      [["--operations", "conversation.*"], 'no operation matches "conversation.*". Did you mean conversations.*?'],
      [["--operations", "tags.lists"], 'no operation matches "tags.lists". Did you mean tags.list?'],
      [["--inboxes", "Support"], '--inboxes: expected ids of inboxes, found "Support"'],
      [["--http", "8484"], "HELPSCOUT_MCP_TOKEN"]
    ] as const) {
      const { code, stderr, stdout } = await start(["mcp", ...args], world.environment)
      assert.notStrictEqual(code, 0, args.join(" "))
      assert.include(stderr.replace(/\s+/g, " "), part)
      assert.strictEqual(stdout, "")
    }
  })

  it("law M1: is restricted by HELPSCOUT_PERMISSIONS, whatever it allows", async () => {
    const note = { name: "add_note", arguments: { conversation_id: 1, text: "Hi" } }
    const { stdout } = await start(
      ["mcp", "--allow", "write"],
      { ...world.environment, HELPSCOUT_PERMISSIONS: "read-only" },
      {
        stdin: messages(initialize, ["tools/call", note])
      }
    )
    assert.include(stdout, "the permissions of this client deny it (impact write, allow=read)")
  })
})
