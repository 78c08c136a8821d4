import { assert, describe, it } from "@effect/vitest"
import { endpoints, Workflow, WorkflowRun, Workflows, WorkflowUpdate } from "@effect-helpscout/resources/Workflows"
import { account, assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { accepts, assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as ConversationData from "../../simulator/src/data/conversations.js"
import * as WorkflowData from "../../simulator/src/data/workflows.js"

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe("models", () => {
  it("are read with missing keys, new values and unknown keys, and survive decode, encode, decode", () => {
    const workflow = reader(Workflow)({ id: 1, mailboxId: 85, type: "timed", status: "paused", name: "Escalate", x: 1 })
    assert.strictEqual(workflow.status, "paused")
    assertRoundTrips(Workflow)
  })

  it("take from 1 to 50 conversations, and no other change than of the status", () => {
    const run = accepts(WorkflowRun)
    assert.isTrue(run({ conversationIds: upTo(50) }))
    assert.isFalse(run({ conversationIds: upTo(51) }))
    assert.isFalse(run({ conversationIds: [] }))
    assert.isFalse(run({ conversationIds: [0] }))
    const update = accepts(WorkflowUpdate.schema)
    assert.isTrue(update(WorkflowUpdate.activate))
    assert.isFalse(update({ op: "replace", path: "/status", value: "invalid" }))
    assert.isFalse(update({ op: "replace", path: "/name", value: "x" }))
  })
})

describe("requests", () => {
  const byId = { workflowId: 5 }
  assertCalls(Workflows, Workflows.layer, endpoints, {
    list: {
      call: (w) => w.list({ mailboxId: 85, type: "manual", page: 2 }),
      sent: "GET /v2/workflows?page=2&mailboxId=85&type=manual"
    },
    listAll: { call: (w) => w.listAll(), sent: "GET /v2/workflows" },
    listPages: { call: (w) => w.listPages({ type: "automatic" }), sent: "GET /v2/workflows?type=automatic" },
    runManual: {
      call: (w) => w.runManual(byId, { conversationIds: [1, 2] }),
      sent: "POST /v2/workflows/5/run",
      body: { conversationIds: [1, 2] },
      // as the tests of the PHP SDK have it
      answer: { status: 201 }
    },
    update: {
      call: (w) => w.update(byId, WorkflowUpdate.deactivate),
      sent: "PATCH /v2/workflows/5",
      body: { op: "replace", path: "/status", value: "inactive" }
    }
  })
})

describe("runManualBatches", () => {
  const run = (conversationIds: Iterable<number>, ...replies: Parameters<typeof script>) => {
    const to = script(...replies)
    const done: Array<ReadonlyArray<number>> = []
    const effect = Effect.flatMap(Workflows, (workflows) =>
      Stream.runForEach(workflows.runManualBatches({ workflowId: 5 }, { conversationIds }), (batch) =>
        Effect.sync(() => void done.push(batch))
      )
    ).pipe(Effect.provide(Layer.provide(Workflows.layer, clientLayer(to))))
    return { to, done, effect }
  }

  it.effect("runs 50 at a time, in their order, each conversation once", () =>
    Effect.gen(function* () {
      const { to, done, effect } = run([...upTo(120), 1, 2], { status: 204 })
      yield* effect
      const batches = [upTo(50), upTo(100).slice(50), upTo(120).slice(100)]
      assert.deepStrictEqual(
        to.sent.map(({ body }) => body),
        batches.map((conversationIds) => ({ conversationIds }))
      )
      assert.deepStrictEqual(done, batches)
    })
  )

  it.effect("stops at the first batch that fails, having told which ones have run", () =>
    Effect.gen(function* () {
      const { to, done, effect } = run(upTo(150), { status: 204 }, { status: 404 })
      assert.strictEqual(yield* failure(effect), "HelpScoutNotFound")
      assert.deepStrictEqual(done, [upTo(50)])
      assert.lengthOf(to.sent, 2)
    })
  )

  it.effect("sends nothing for no conversations, and nothing at all where one id is none", () =>
    Effect.gen(function* () {
      const none = run([], { status: 204 })
      yield* none.effect
      assert.lengthOf(none.to.sent, 0)
      const wrong = run([...upTo(60), Number.NaN], { status: 204 })
      const error = yield* Effect.flip(wrong.effect)
      assert.include(error.message, "conversationIds.60")
      assert.lengthOf(wrong.to.sent, 0)
      // where it stands in what was given, repetitions included
      const after = yield* Effect.flip(run([7, 7, Number.NaN], { status: 204 }).effect)
      assert.include(after.message, "conversationIds.2")
    })
  )
})

describe("the simulator", () => {
  it.layer(Layer.provideMerge(Workflows.layer, simulated()))((it) => {
    it.effect("lists workflows by inbox and type, and changes their status", () =>
      Effect.gen(function* () {
        const workflows = yield* Workflows
        const all = [...(yield* Stream.runCollect(workflows.listAll()))]
        assert.lengthOf([...(yield* Stream.runCollect(workflows.listPages()))], 1)
        const { id: workflowId, mailboxId } = all[0]!
        const manual = (yield* workflows.list({ mailboxId, type: "manual" })).items
        assert.deepStrictEqual(
          manual,
          all.filter((workflow) => workflow.mailboxId === mailboxId && workflow.type === "manual")
        )
        const statusOf = Effect.map(
          workflows.list({ mailboxId }),
          ({ items }) => items.find(({ id }) => id === workflowId)?.status
        )
        yield* workflows.update({ workflowId }, WorkflowUpdate.deactivate)
        assert.strictEqual(yield* statusOf, "inactive")
        yield* workflows.update({ workflowId }, WorkflowUpdate.activate)
        assert.strictEqual(yield* statusOf, "active")
        const gone = workflows.update({ workflowId: 1 }, WorkflowUpdate.activate)
        assert.strictEqual(yield* failure(gone), "HelpScoutNotFound")
      })
    )

    it.effect("runs a manual workflow on conversations of its inbox, and refuses others", () =>
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
          const refused = workflows.runManual({ workflowId }, { conversationIds: ids })
          assert.strictEqual(yield* failure(refused), expected)
        }
      })
    )
  })
})
