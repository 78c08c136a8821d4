import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import { Accounts } from "../src/Accounts.js"
import { HelpScout } from "../src/HelpScout.js"
import { ClientClosed } from "../src/HelpScoutError.js"
import { rejection, simulate } from "./simulated.js"

const open = (account: string) => new HelpScout({ ...simulate().options, account })

describe("Accounts", () => {
  it("shares the client of an account", async () => {
    const opened: Array<string> = []
    const accounts = new Accounts({
      open: (account) => {
        opened.push(account)
        return open(account)
      }
    })
    const [a, b] = await Promise.all([accounts.use("a", (client) => client), accounts.use("a", (client) => client)])
    assert.strictEqual(a, b)
    assert.deepStrictEqual(opened, ["a"])
  })

  it("closes idle clients when another is used", async () => {
    const accounts = new Accounts({ open, idle: 0 })
    const first = await accounts.use("a", (client) => client)
    await accounts.use("b", () => undefined)
    assert.instanceOf(await rejection(first.users.me()), ClientClosed)
    assert.strictEqual(accounts.size, 0)
  })

  it("keeps clients that are used, beyond the maximum", async () => {
    const accounts = new Accounts({ open, maxOpen: 1 })
    await accounts.use("a", async (a) => {
      await accounts.use("b", () => undefined)
      assert.strictEqual(accounts.size, 1)
      assert.isNumber((await a.users.me()).id)
    })
    await accounts.use("c", () => undefined)
    assert.strictEqual(accounts.size, 1)
  })

  it("rejects calls after close", async () => {
    const accounts = new Accounts({ open })
    const client = await accounts.use("a", (client) => client)
    await accounts.close()
    assert.instanceOf(await rejection(client.users.me()), ClientClosed)
    assert.instanceOf(await rejection(accounts.use("a", () => undefined)), ClientClosed)
  })

  it("costs at most 150 kB per account after a call, and nothing once it is released", () => {
    const script = fileURLToPath(new URL("accountsHeap.mjs", import.meta.url))
    const { stderr, stdout } = spawnSync(process.execPath, ["--expose-gc", script], { encoding: "utf8" })
    assert.strictEqual(stderr, "")
    const { created, released, used } = JSON.parse(stdout)
    assert.isBelow(created, 75)
    assert.isBelow(used, 150)
    assert.isBelow(released, 10)
  })
})
