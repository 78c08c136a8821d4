import { assert, describe, it } from "@effect/vitest"
import { ConversationUpdate, CustomerUpdate, WorkflowUpdate } from "../src/Updates.js"

describe("Updates", () => {
  it("makes plain operations", () => {
    assert.deepStrictEqual(ConversationUpdate.status("closed"), { op: "replace", path: "/status", value: "closed" })
    assert.deepStrictEqual(ConversationUpdate.unassign, { op: "remove", path: "/assignTo" })
    assert.deepStrictEqual(WorkflowUpdate.activate, { op: "replace", path: "/status", value: "active" })
    assert.deepInclude(CustomerUpdate.emails.remove(3), { op: "remove" })
  })

  it("lists its functions", () => {
    assert.sameMembers(Object.keys(WorkflowUpdate), ["activate", "deactivate"])
    assert.isTrue("status" in ConversationUpdate)
  })
})
