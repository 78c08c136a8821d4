import { assert, describe, it } from "@effect/vitest"
import { endpoints, Rating, Ratings } from "@effect-helpscout/resources/Ratings"
import { Reports } from "@effect-helpscout/resources/Reports"
import { account, assertCalls, failure, simulated } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips, reader } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as ConversationData from "../../simulator/src/data/conversations.js"
import * as RatingData from "../../simulator/src/data/ratings.js"
import * as ThreadData from "../../simulator/src/data/threads.js"

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
  it.layer(Layer.provideMerge(Layer.merge(Ratings.layer, Reports.layer), simulated()))((it) => {
    it.effect("gets the ratings that the happiness report lists, and no others", () =>
      Effect.gen(function* () {
        const ratings = yield* Ratings
        const { happiness } = yield* Reports
        const all = {
          start: DateTime.unsafeMake("1960-01-01T00:00:00Z"),
          end: DateTime.unsafeMake("1980-01-01T00:00:00Z")
        }
        const listed = [...(yield* Stream.runCollect(happiness.getRatingsReportAll(all)))]
        assert.isAbove(listed.length, 3)
        const kinds = { 1: "great", 2: "okay", 3: "not_good" } as const
        for (const row of listed) {
          const rating = yield* ratings.get({ ratingId: RatingData.idOf(row.threadid ?? 0) })
          assert.deepStrictEqual(
            {
              threadid: rating.threadId,
              id: rating.conversationId,
              number: rating.conversationNumber,
              rating: rating.rating,
              comments: rating.comments,
              user: rating.user?.id,
              customer: rating.customer?.id,
              at: rating.createdAt
            },
            {
              threadid: row.threadid,
              id: row.id,
              number: row.number,
              rating: kinds[(row.ratingId ?? 0) as 1 | 2 | 3],
              comments: row.ratingComments,
              user: row.ratingUserId,
              customer: row.ratingCustomerId,
              at: row.ratingCreatedAt
            }
          )
        }
        const { current } = yield* happiness.getOverallReport(all)
        assert.strictEqual(current.ratingsCount, RatingData.all(yield* account).length)
        assert.isTrue(listed.some((row) => row.ratingComments !== undefined))
        assert.strictEqual(yield* failure(ratings.get({ ratingId: 1 })), "HelpScoutNotFound")
        assert.strictEqual(yield* failure(ratings.get({ ratingId: 999_999_999 })), "HelpScoutNotFound")
      })
    )

    it.effect("gets and reports a rating from the moment it is given, of sent replies alone", () =>
      Effect.gen(function* () {
        const ratings = yield* Ratings
        const { happiness } = yield* Reports
        const to = yield* account
        const threads = ConversationData.visible(to).flatMap((row) => row.threads())
        const reply = threads.find((thread) => ThreadData.isReply(thread) && thread.rating === undefined)
        const other = threads.find(({ type }) => type === "note")
        assert(reply !== undefined && other !== undefined)
        const now = Date.UTC(1999, 0, 1)
        const rating = { rating: "not_good", comments: "Too late" } as const
        const ratingId = RatingData.rate(to, reply.id, rating, now) ?? 0
        const { createdAt, ...given } = yield* ratings.get({ ratingId })
        assert.deepInclude(given, { threadId: reply.id, ...rating })
        assert.strictEqual(createdAt?.epochMillis, now)
        const month = {
          start: DateTime.unsafeMake("1999-01-01T00:00:00Z"),
          end: DateTime.unsafeMake("1999-02-01T00:00:00Z")
        }
        assert.strictEqual((yield* happiness.getOverallReport(month)).current.notGoodCount, 1)
        assert.isUndefined(RatingData.rate(to, other.id, rating, now))
        assert.isUndefined(RatingData.rate(to, 1, rating, now))
      })
    )
  })
})
