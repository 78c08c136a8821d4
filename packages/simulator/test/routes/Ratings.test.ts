import { assert, describe, it } from "@effect/vitest"
import { Ratings } from "@effect-helpscout/resources/Ratings"
import { Reports } from "@effect-helpscout/resources/Reports"
import { account, failure, simulated } from "@effect-helpscout/test-support/calls"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as ConversationData from "../../src/data/conversations/conversations.js"
import * as ThreadData from "../../src/data/conversations/threads.js"
import * as RatingData from "../../src/data/ratings.js"

describe("ratings", () => {
  it.layer(Layer.provideMerge(Layer.merge(Ratings.layer, Reports.layer), simulated()))((it) => {
    it.effect("get returns the ratings that the happiness report lists, and no others", () =>
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

    it.effect("a new rating of a sent reply is returned and reported immediately", () =>
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
