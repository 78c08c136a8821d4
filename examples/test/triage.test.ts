/**
 * Shows the test of a program: everything is real except the connection, the test controls the clock, and the simulator
 * shows what the program did.
 */
import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Fault from "@effect-helpscout/simulator/Fault"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/TestClock"
import { triage, triageHourly } from "../src/triage.js"

const text = "This customer has been waiting for more than a day."

const simulated = Layer.provideMerge(
  Conversations.layer,
  Simulator.layerClient({ data: { conversations: 60, until: Date.UTC(2026, 0, 1) } })
)

/** Two days after the newest conversation, so that every active one has waited for long enough. */
const later = TestClock.setTime(Date.UTC(2026, 0, 3))

const notes = Effect.gen(function* () {
  const simulator = yield* Simulator
  return (yield* simulator.stored()).get(text) ?? 0
})

const active = Effect.gen(function* () {
  const { totals } = yield* (yield* Conversations).list({ status: "active" })
  return totals?.totalElements ?? 0
})

describe("triage", () => {
  it.effect("adds one note to every conversation that has waited for too long", () =>
    Effect.gen(function* () {
      yield* later
      const expected = yield* active
      assert.isAbove(expected, 0)
      assert.strictEqual(yield* triage, expected)
      assert.strictEqual(yield* notes, expected)
    }).pipe(Effect.provide(simulated))
  )

  it.effect("adds no note if no customer has waited for a day", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2020, 0, 1))
      assert.strictEqual(yield* triage, 0)
      assert.strictEqual(yield* notes, 0)
    }).pipe(Effect.provide(simulated))
  )

  it.effect("runs every hour, and continues after an outage of Help Scout", () =>
    Effect.gen(function* () {
      yield* later
      const expected = yield* active
      const simulator = yield* Simulator
      const fiber = yield* Effect.fork(triageHourly)
      yield* TestClock.adjust("10 minutes")
      assert.strictEqual(yield* notes, expected)

      yield* simulator.setFaults(() => Fault.status(503, { body: "html" }))
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(yield* notes, expected)

      yield* simulator.setFaults(undefined)
      yield* TestClock.adjust("1 hour")
      assert.isAbove(yield* notes, expected)
      yield* Fiber.interrupt(fiber)
    }).pipe(Effect.provide(simulated))
  )
})
