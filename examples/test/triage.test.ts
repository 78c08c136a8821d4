/**
 * How a program of a user's own is tested: the whole of it but the wire is real, time is the test's, and what it did is
 * read from the simulator.
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

const text = "This customer has waited for longer than a day."

const simulated = Layer.provideMerge(
  Conversations.layer,
  Simulator.layerClient({ data: { conversations: 60, until: Date.UTC(2026, 0, 1) } })
)

/** A day after the newest conversation was written, so that every active one has waited for long enough. */
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
  it.effect("leaves one note on every conversation that has waited for too long", () =>
    Effect.gen(function* () {
      yield* later
      const expected = yield* active
      assert.isAbove(expected, 0)
      assert.strictEqual(yield* triage, expected)
      assert.strictEqual(yield* notes, expected)
    }).pipe(Effect.provide(simulated))
  )

  it.effect("leaves none where nobody has waited for a day", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.UTC(2020, 0, 1))
      assert.strictEqual(yield* triage, 0)
      assert.strictEqual(yield* notes, 0)
    }).pipe(Effect.provide(simulated))
  )

  it.effect("runs every hour, and survives an hour in which Help Scout is out of order", () =>
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
