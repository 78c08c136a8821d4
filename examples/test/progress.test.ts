import { assert, describe, it } from "@effect/vitest"
import { bar } from "../src/progress.js"

const progress = { done: 2627, total: 5000, note: "10401 threads, 400 requests, 1 renewals, 128 waits", waitSeconds: 0 }

describe("the progress bar", () => {
  it("fits the terminal, and is complete from 80 columns on", () => {
    for (const columns of [20, 40, 80, 81, 100, 200]) {
      const text = bar(progress, columns)
      assert.isBelow(text.length, columns)
      if (columns >= 80) assert.match(text, /^\[#+\.+\] 2627 of 5000.* 128 waits$/)
    }
  })

  it("counts down while the rate limit makes requests wait", () => {
    const texts = [3, 2, 1, 0].map((waitSeconds) => bar({ ...progress, waitSeconds }, 80))
    assert.match(texts[0] ?? "", /2627 of 5000, waiting 3 s for the rate limit, /)
    assert.match(texts[1] ?? "", /, waiting 2 s for the rate limit, /)
    for (const text of texts.slice(2)) assert.notInclude(text, "waiting")
    assert.isBelow(bar({ ...progress, waitSeconds: 60 }, 40).length, 40)
  })

  it("assumes 80 columns if the terminal does not report its width", () => {
    assert.strictEqual(bar(progress, 0), bar(progress, 80))
    assert.strictEqual(bar(progress, undefined), bar(progress, 80))
  })
})
