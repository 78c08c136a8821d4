import { assert, describe, it } from "@effect/vitest"
import { endpoints, Rating, Ratings } from "@effect-helpscout/resources/Ratings"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"

describe("Rating", () => {
  it("decodes nulls, missing keys, new values and unknown keys", () => {
    const rating = reader(Rating)({
      id: 1,
      rating: "splendid",
      comments: null,
      createdAt: "2024-06-13T12:00:00",
      customer: { id: 7, firstName: "Ann", photoUrl: null },
      added: true
    })
    assert.strictEqual(rating.rating, "splendid")
    assert.notProperty(rating, "comments")
    assert.strictEqual(rating.createdAt?.epochMillis, Date.UTC(2024, 5, 13, 12))
  })

  it("round-trips", () => assertRoundTrips(Rating))
})

describe("requests", () => {
  assertCalls(Ratings, Ratings.layer, endpoints, {
    get: {
      call: (ratings) => ratings.get({ ratingId: 1 }),
      sent: "GET /v2/ratings/1",
      response: json({ id: 1, rating: "great" })
    }
  })
})
