import { assert, describe, it } from "@effect/vitest"
import { endpoints, Workflow, WorkflowRun, Workflows, WorkflowUpdate } from "@effect-helpscout/resources/Workflows"
import { assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { accepts, assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { clientLayer, script } from "@effect-helpscout/test-support/scripted"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe("Workflow", () => {
  it("decodes missing keys, new values and unknown keys, and round-trips", () => {
    const workflow = reader(Workflow)({ id: 1, mailboxId: 85, type: "timed", status: "paused", name: "Escalate", x: 1 })
    assert.strictEqual(workflow.status, "paused")
    assertRoundTrips(Workflow)
  })
})

describe("WorkflowRun", () => {
  it("accepts from 1 to 50 conversations", () => {
    const run = accepts(WorkflowRun)
    assert.isTrue(run({ conversationIds: upTo(50) }))
    assert.isFalse(run({ conversationIds: upTo(51) }))
    assert.isFalse(run({ conversationIds: [] }))
    assert.isFalse(run({ conversationIds: [0] }))
  })
})

describe("WorkflowUpdate", () => {
  it("changes the status only", () => {
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
      call: (workflows) => workflows.list({ mailboxId: 85, type: "manual", page: 2 }),
      sent: "GET /v2/workflows?page=2&mailboxId=85&type=manual"
    },
    listAll: { call: (workflows) => workflows.listAll(), sent: "GET /v2/workflows" },
    listPages: {
      call: (workflows) => workflows.listPages({ type: "automatic" }),
      sent: "GET /v2/workflows?type=automatic"
    },
    runManual: {
      call: (workflows) => workflows.runManual(byId, { conversationIds: [1, 2] }),
      sent: "POST /v2/workflows/5/run",
      body: { conversationIds: [1, 2] },
      // the status in the tests of Help Scout's PHP SDK
      response: { status: 201 }
    },
    update: {
      call: (workflows) => workflows.update(byId, WorkflowUpdate.deactivate),
      sent: "PATCH /v2/workflows/5",
      body: { op: "replace", path: "/status", value: "inactive" }
    }
  })
})

describe("runManualBatches", () => {
  const run = (conversationIds: Iterable<number>, ...replies: Parameters<typeof script>) => {
    const to = script(...replies)
    const emitted: Array<ReadonlyArray<number>> = []
    const effect = Effect.flatMap(Workflows, (workflows) =>
      Stream.runForEach(workflows.runManualBatches({ workflowId: 5 }, { conversationIds }), (batch) =>
        Effect.sync(() => void emitted.push(batch))
      )
    ).pipe(Effect.provide(Layer.provide(Workflows.layer, clientLayer(to))))
    return { to, emitted, effect }
  }

  it.effect("runs batches of 50 in order, each conversation once", () =>
    Effect.gen(function* () {
      const { to, emitted, effect } = run([...upTo(120), 1, 2], { status: 204 })
      yield* effect
      const batches = [upTo(50), upTo(100).slice(50), upTo(120).slice(100)]
      assert.deepStrictEqual(
        to.sent.map(({ body }) => body),
        batches.map((conversationIds) => ({ conversationIds }))
      )
      assert.deepStrictEqual(emitted, batches)
    })
  )

  it.effect("stops at the first batch that fails, after emitting the batches that ran", () =>
    Effect.gen(function* () {
      const { to, emitted, effect } = run(upTo(150), { status: 204 }, { status: 404 })
      assert.strictEqual(yield* failure(effect), "HelpScoutNotFound")
      assert.deepStrictEqual(emitted, [upTo(50)])
      assert.lengthOf(to.sent, 2)
    })
  )

  it.effect("sends nothing without conversations, or if any id is invalid", () =>
    Effect.gen(function* () {
      const none = run([], { status: 204 })
      yield* none.effect
      assert.lengthOf(none.to.sent, 0)
      const invalid = run([...upTo(60), Number.NaN], { status: 204 })
      const error = yield* Effect.flip(invalid.effect)
      assert.include(error.message, "conversationIds.60")
      assert.lengthOf(invalid.to.sent, 0)
      // the index counts duplicates
      const repeated = yield* Effect.flip(run([7, 7, Number.NaN], { status: 204 }).effect)
      assert.include(repeated.message, "conversationIds.2")
    })
  )
})

describe("over the simulator", () => {
  it.layer(Layer.provideMerge(Workflows.layer, simulated()))((it) => {
    it.effect("filters workflows by inbox and type, and changes their status", () =>
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
        const unknown = workflows.update({ workflowId: 1 }, WorkflowUpdate.activate)
        assert.strictEqual(yield* failure(unknown), "HelpScoutNotFound")
      })
    )
  })
})
