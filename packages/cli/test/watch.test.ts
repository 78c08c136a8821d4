import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { freePort } from "@effect-helpscout/test-support/freePort"
import * as Webhook from "@effect-helpscout/test-support/webhookSender"
import { assert, describe, it } from "vitest"
import { program, withSimulator } from "./helpscout.js"

const { environment, home, run } = withSimulator({
  data: { conversations: 6, until: Date.UTC(2026, 9, 31) },
  rateLimit: { limit: 100_000 }
})

/** Resolves with what stderr holds once it matches, and with the rest when the process has ended. */
const running = (args: ReadonlyArray<string>, env: Record<string, string> = {}) => {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [program, ...args], {
    env: { ...environment(), ...env }
  })
  let [stdout, stderr] = ["", ""]
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text
  })
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text
  })
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, stdout, stderr }))
  )
  const printed = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const check = () => {
        const found = pattern.exec(stderr)?.[0]
        if (found !== undefined) resolve(found)
      }
      child.stderr.on("data", check)
      void ended.then(() => reject(new Error(`ended before it printed ${pattern}: ${stderr}`)))
      check()
    })
  return { child, ended, printed }
}

describe("watch", () => {
  it("prints what changes between passes, each change once", async () => {
    const { stdout: listed } = await run(["conversations", "list", "--status", "all", "--limit", "1", "--fields", "id"])
    const { id } = JSON.parse(listed)
    const { ended, printed } = running(["watch", "--interval", "1", "--passes", "5", "--fields", "event,id,subject"])
    await printed(/Watching/)
    const changed = await run(["conversations", "update", String(id), "--subject", "Changed meanwhile", "--yes"])
    assert.strictEqual(changed.code, 0, changed.stderr)
    const { code, stderr, stdout } = await ended
    assert.strictEqual(code, 0, stderr)
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
    assert.deepEqual(events, [{ event: "changed", id, subject: "Changed meanwhile" }])
  })

  it("receives webhooks: prints verified deliveries once each, and rejects forged ones", async () => {
    const port = await freePort()
    const secret = "a webhook secret"
    const { ended, printed } = running(
      ["watch", "--webhooks", "--port", String(port), "--path", "/hook", "--events", "2", "--fields", "event,id,name"],
      { HELPSCOUT_WEBHOOK_SECRET: secret }
    )
    const [url = ""] = /http:\/\/\S+\/hook/.exec(await printed(/http:\/\/\S+\/hook\b/)) ?? []
    const tag = (id: number) => JSON.stringify({ id, name: `tag ${id}`, slug: `tag-${id}` })
    assert.strictEqual(await Webhook.post(url, Webhook.parcel("another secret", "tag.created", tag(1))), 401)
    assert.strictEqual(await Webhook.post(url, Webhook.parcel(secret, "tag.created", tag(2))), 200)
    assert.strictEqual(await Webhook.post(url, Webhook.parcel(secret, "tag.created", tag(2))), 200)
    assert.strictEqual(await Webhook.post(url, Webhook.parcel(secret, "tag.updated", tag(3))), 200)
    const { code, stderr, stdout } = await ended
    assert.strictEqual(code, 0, stderr)
    assert.strictEqual(
      stdout,
      '{"event":"tag.created","id":2,"name":"tag 2"}\n{"event":"tag.updated","id":3,"name":"tag 3"}\n'
    )
    assert.notInclude(stderr, secret)
  })

  it("ends on Ctrl-C", async () => {
    const port = await freePort()
    const { child, ended, printed } = running(["watch", "--webhooks", "--port", String(port)], {
      HELPSCOUT_WEBHOOK_SECRET: "s"
    })
    await printed(/Receiving/)
    child.kill("SIGINT")
    assert.strictEqual((await ended).code, 130)
  })

  // law C2
  it("rejects what it cannot use before it listens", async () => {
    const busy = createServer()
    await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve))
    const port = String((busy.address() as AddressInfo).port)
    const empty = join(home, "secret")
    writeFileSync(empty, "s")
    const rejected: ReadonlyArray<readonly [ReadonlyArray<string>, string]> = [
      [["--webhooks"], "Set HELPSCOUT_WEBHOOK_SECRET"],
      [["--webhooks", "--secret", "plain"], "expected env:NAME or @file"],
      [["--webhooks", "--secret", `@${empty}`, "--port", port], "EADDRINUSE"],
      [["--webhooks", "--secret", `@${empty}`, "--path", "hook"], "expected a path"],
      [["--webhooks", "--secret", `@${empty}`, "-o", "csv"], "prints ndjson"],
      [["--webhooks", "--interval", "3"], "without --webhooks"],
      [["--port", "80"], "requires --webhooks"]
    ]
    try {
      for (const [args, expected] of rejected) {
        const { code, stderr } = await run(["watch", ...args])
        assert.include(stderr, expected)
        assert.strictEqual(code, 2, stderr)
      }
      const simulate = await run(["simulate", "--port", port])
      assert.include(simulate.stderr, `port ${port} is in use. Choose another port`)
      assert.strictEqual(simulate.code, 2)
    } finally {
      busy.close()
    }
  })
})
