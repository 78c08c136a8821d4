import { assert, describe, it } from "@effect/vitest"
import { endpoints, Rating, Ratings } from "@effect-helpscout/resources/Ratings"
import * as RatingsRoutes from "@effect-helpscout/resources/testing/RatingsRoutes"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { account, assertCalls, failure, simulated } from "./calls.js"
import { assertRoundTrips, reader } from "./codecs.js"
import { json } from "./support.js"

describe("Rating", () => {
  it("is read with nulls, missing keys, new values and unknown keys, and survives decode, encode, decode", () => {
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
    assertRoundTrips(Rating)
  })
})

describe("requests", () => {
  assertCalls(Ratings, Ratings.layer, endpoints, {
    get: {
      call: (ratings) => ratings.get({ ratingId: 1 }),
      sent: "GET /v2/ratings/1",
      answer: json({ id: 1, rating: "great" })
    }
  })
})

describe("the simulator", () => {
  it.layer(Layer.provideMerge(Ratings.layer, simulated()))((it) => {
    it.effect("gets a rating of a conversation", () =>
      Effect.gen(function* () {
        const ratings = yield* Ratings
        const rows = (yield* account).table(RatingsRoutes.ratings).all()
        assert.lengthOf(rows, 3)
        const rating = yield* ratings.get({ ratingId: rows[0]!.id })
        assert.strictEqual(rating.conversationId, rows[0]!.conversationId)
        assert.strictEqual(yield* failure(ratings.get({ ratingId: 1 })), "HelpScoutNotFound")
      })
    )
  })
})
