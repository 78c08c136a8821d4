import { assert, describe, it } from "@effect/vitest"
import { PermissionDenied } from "../src/HelpScoutError.js"
import type { Permissions } from "../src/Permissions.js"
import { rejection, sentTo, simulate } from "./simulated.js"

describe("permissions (law S7)", () => {
  const denied = async (permissions: Permissions) => {
    const { helpScout, simulator } = simulate({ permissions })
    assert.isNumber((await helpScout.users.me()).id)
    const error = await rejection(helpScout.conversations.delete({ conversationId: 1 }))
    assert.deepStrictEqual(await sentTo(simulator), ["GET /v2/users/me"])
    assert.instanceOf(error, PermissionDenied)
    return error
  }

  it("deny calls before they are sent, by impact and by operation", async () => {
    const byImpact = await denied({ allow: { impacts: ["read"] } })
    assert.deepStrictEqual([byImpact.code, byImpact.impact, byImpact.by], ["PermissionDenied", "destroy", "impact"])
    const byOperation = await denied({ deny: { operations: ["*.delete"] } })
    assert.deepStrictEqual([byOperation.by, byOperation.rule], ["operation", "deny=*.delete"])
  })

  it("deny lists", async () => {
    const { helpScout } = simulate({ permissions: { deny: { operations: ["conversations.*"] } } })
    assert.instanceOf(await rejection(helpScout.conversations.listAll().first()), PermissionDenied)
  })

  it("throw for a pattern that matches no operation, in each list", () => {
    for (const permissions of [
      { deny: { operations: ["conversations.delte"] } },
      { allow: { operations: ["*", "conversations.delte"] } },
      { anyInbox: ["conversations.delte"] }
    ]) {
      assert.throws(
        () => simulate({ permissions }),
        'permissions have a mistake: no operation matches "conversations.delte": did you mean conversations.delete?'
      )
    }
    assert.doesNotThrow(() =>
      simulate({ permissions: { allow: { operations: ["HelpScoutClient.request", "*Pages"] } } })
    )
  })
})
