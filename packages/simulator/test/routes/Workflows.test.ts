import { assert, describe, it } from "@effect/vitest"
import { Workflows } from "@effect-helpscout/resources/Workflows"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as ConversationData from "../../src/data/conversations/conversations.js"
import * as WorkflowData from "../../src/data/workflows.js"

describe("workflows", () => {
  it.effect("runManual records the run, and rejects automatic workflows and conversations of other inboxes", () =>
    Effect.gen(function* () {
      const workflows = yield* Workflows
      const simulated = yield* account
      const manual = simulated.table(WorkflowData.workflows).find(({ type }) => type === "manual")!
      const automatic = simulated.table(WorkflowData.workflows).find(({ type }) => type === "automatic")!
      const inside = ConversationData.visible(simulated).filter(({ json }) => json.mailboxId === manual.mailboxId)
      const outside = ConversationData.visible(simulated).find(({ json }) => json.mailboxId !== manual.mailboxId)!
      const conversationIds = inside.slice(0, 3).map(({ id }) => id)
      yield* workflows.runManual({ workflowId: manual.id }, { conversationIds })
      assert.deepStrictEqual(simulated.table(WorkflowData.runs).all().at(-1)?.conversationIds, conversationIds)
      const batches = workflows.runManualBatches({ workflowId: manual.id }, { conversationIds })
      assert.deepStrictEqual([...(yield* Stream.runCollect(batches))], [conversationIds])
      for (const [workflowId, ids, expected] of [
        [manual.id, [...conversationIds, outside.id], "HelpScoutValidationFailed"],
        [manual.id, [1], "HelpScoutValidationFailed"],
        [automatic.id, conversationIds, "HelpScoutValidationFailed"],
        [1, conversationIds, "HelpScoutNotFound"],
        [manual.id, [], "HelpScoutInputInvalid"]
      ] as const) {
        const run = workflows.runManual({ workflowId }, { conversationIds: ids })
        assert.strictEqual(yield* failure(run), expected)
      }
    }).pipe(Effect.provide(Layer.provideMerge(Workflows.layer, simulated())))
  )
})
