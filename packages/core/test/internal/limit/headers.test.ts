import * as Headers from "@effect/platform/Headers"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as rateLimitHeaders from "../../../src/internal/limit/headers.js"

describe("the rate limit headers (law R2)", () => {
  const parse = (headers: Record<string, string>, now = 0) => rateLimitHeaders.parse(Headers.fromInput(headers), now)

  it("report limit, remaining and wait; Help Scout's own header wins over the generic one", () => {
    assert.deepStrictEqual(
      parse({
        "X-RateLimit-Limit-Minute": "400",
        "X-RateLimit-Remaining-Minute": "0",
        "X-RateLimit-Retry-After": "12",
        "Retry-After": "99"
      }),
      { limit: 400, remaining: 0, retryAfter: Duration.seconds(12) }
    )
    assert.deepStrictEqual(parse({ "Retry-After": "1.5" }), { retryAfter: Duration.millis(1500) })
  })

  it("may state the wait as a date; a past date means now", () => {
    const now = Date.UTC(2026, 0, 1, 0, 0, 0)
    const date = { "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }
    assert.deepStrictEqual(parse(date, now), { retryAfter: Duration.seconds(30) })
    assert.deepStrictEqual(parse(date, now + 60_000), { retryAfter: Duration.zero })
  })

  it("count as absent if they are garbage", () => {
    for (const text of ["", "-5", "soon", "NaN", "Infinity", "1e3", "0x10", "12abc", "99999999999"]) {
      assert.deepStrictEqual(
        parse({
          "x-ratelimit-limit-minute": text,
          "x-ratelimit-remaining-minute": text,
          "x-ratelimit-retry-after": text,
          "retry-after": text
        }),
        {},
        text
      )
    }
    assert.deepStrictEqual(parse({ "x-ratelimit-limit-minute": "0" }), {})
    assert.deepStrictEqual(parse({ "x-ratelimit-retry-after": "-1", "retry-after": "3" }), {
      retryAfter: Duration.seconds(3)
    })
  })

  it("count as one if duplicates are equal, and as absent if they differ (law D8)", () => {
    const names = ["x-ratelimit-limit-minute", "x-ratelimit-remaining-minute", "x-ratelimit-retry-after"]
    const all = (value: string) => Object.fromEntries(names.map((name) => [name, value]))
    assert.deepStrictEqual(parse(all("88, 88")), { limit: 88, remaining: 88, retryAfter: Duration.seconds(88) })
    assert.deepStrictEqual(parse(all("88,88 , 88")), { limit: 88, remaining: 88, retryAfter: Duration.seconds(88) })
    assert.deepStrictEqual(parse(all("88, 89")), {})
    assert.deepStrictEqual(parse({ "x-ratelimit-retry-after": "1, 2", "retry-after": "3" }), {
      retryAfter: Duration.seconds(3)
    })
    const date = "Thu, 01 Jan 2026 00:00:30 GMT"
    const now = Date.UTC(2026, 0, 1)
    assert.deepStrictEqual(parse({ "retry-after": `${date}, ${date}` }, now), { retryAfter: Duration.seconds(30) })
    assert.deepStrictEqual(parse({ "retry-after": `${date}, Thu, 01 Jan 2026 00:00:31 GMT` }, now), {})
  })

  it("measure a date from the date of the response, because our clock may be wrong", () => {
    const headers = { date: "Thu, 01 Jan 2026 00:00:00 GMT", "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }
    for (const hours of [-1, 0, 1, 10_000]) {
      const now = Date.UTC(2026, 0, 1) + hours * 3_600_000
      assert.deepStrictEqual(parse(headers, now), { retryAfter: Duration.seconds(30) }, `${hours} h`)
    }
    assert.deepStrictEqual(parse({ ...headers, date: "yesterday" }, Date.UTC(2026, 0, 1, 0, 0, 10)), {
      retryAfter: Duration.seconds(20)
    })
  })
})
