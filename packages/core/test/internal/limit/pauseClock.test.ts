import { assert, describe, it } from "@effect/vitest"
import { PauseClock } from "../../../src/internal/limit/pauseClock.js"

describe("the pause clock (law R5)", () => {
  it("advances only during pauses and counts overlapping pauses once", () => {
    const clock = new PauseClock(0)
    clock.pause(100, 50)
    clock.pause(100, 100)
    assert.strictEqual(clock.elapsed(120), 70)
    assert.strictEqual(clock.left(120), 80)
    clock.pause(10, 500)
    assert.strictEqual(clock.elapsed(1_000), 160)
    assert.strictEqual(clock.left(1_000), 0)
  })

  it("reports a new pause, and one that ends a second later, as news", () => {
    const clock = new PauseClock(0)
    assert.deepStrictEqual(clock.pause(5_000, 0), { extended: true, isNews: true })
    assert.deepStrictEqual(clock.pause(5_000, 0), { extended: false, isNews: false })
    assert.deepStrictEqual(clock.pause(5_500, 0), { extended: true, isNews: false })
    assert.deepStrictEqual(clock.pause(6_500, 0), { extended: true, isNews: true })
  })
})
