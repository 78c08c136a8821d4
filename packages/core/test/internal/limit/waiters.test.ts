import { assert, describe, it } from "@effect/vitest"
import * as Waiters from "../../../src/internal/limit/waiters.js"

const waiter = (rank: number, priority = 0): Waiters.Waiter<Waiters.Ranked> =>
  new Waiters.Waiter({ rank, priority }, 0, 0)

describe("the waiters (law R4)", () => {
  it("are ordered by priority, then by rank", () => {
    const waiters = new Waiters.Waiters<Waiters.Ranked>()
    const second = waiter(2)
    for (const one of [waiter(3), second, waiter(5, 1), waiter(1)]) waiters.add(one)
    const ranks = () => {
      const found: Array<number> = []
      for (let one = waiters.head; one !== undefined; one = one.next) found.push(one.request.rank)
      return found
    }
    assert.deepStrictEqual(ranks(), [5, 1, 2, 3])
    waiters.remove(second)
    assert.deepStrictEqual(ranks(), [5, 1, 3])
    assert.strictEqual(waiters.size, 3)
  })

  it("keep a wake-up that came before they slept", () => {
    const one = waiter(0)
    const woken: Array<string> = []
    one.wake()
    one.listen(() => woken.push("first"))
    one.listen(() => woken.push("second"))
    assert.deepStrictEqual(woken, ["first"])
    one.wake()
    assert.deepStrictEqual(woken, ["first", "second"])
  })
})
