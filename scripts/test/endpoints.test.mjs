import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { root } from "../workspace.mjs"

const run = (...args) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [join(root, "scripts/endpoints.mjs"), ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 16 * 1024 * 1024
  })
  return { status, stderr, stdout }
}

describe("npm run endpoints", () => {
  it("writes nothing but JSON to stdout with --json, and the same endpoints as a table without", () => {
    const { status, stderr, stdout } = run("--json")
    assert.strictEqual(status, 0, stderr)
    const entries = JSON.parse(stdout)
    assert.isAbove(entries.length, 140)
    assert.deepStrictEqual(
      entries.find(({ group, name }) => group === "conversations.threads" && name === "createReply"),
      {
        group: "conversations.threads",
        name: "createReply",
        method: "POST",
        path: "/v2/conversations/:conversationId/reply",
        status: 201,
        docs: "https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/reply/",
        stability: "documented"
      }
    )
    const table = run()
    assert.strictEqual(table.stdout.trim().split("\n").length, entries.length + 2)
    assert.match(table.stdout, /^conversations\.threads\.createReply +POST +\/v2\/\S+ +201 +documented$/m)
  }, 120_000)

  it("ends quietly when its reader, such as `head`, has seen enough", async () => {
    const child = spawn(process.execPath, [join(root, "scripts/endpoints.mjs")], { stdio: ["ignore", "pipe", "pipe"] })
    let errors = ""
    child.stderr.setEncoding("utf8").on("data", (text) => {
      errors += text
    })
    child.stdout.destroy()
    const [code] = await once(child, "close")
    assert.strictEqual(code, 0, errors)
    assert.strictEqual(errors, "")
  }, 120_000)

  it("refuses an option that it does not have", () => {
    const { status, stderr } = run("--jsno")
    assert.strictEqual(status, 1)
    assert.include(stderr, "--jsno")
  }, 60_000)
})
