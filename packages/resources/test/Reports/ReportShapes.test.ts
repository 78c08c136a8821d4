import { assert, describe, it } from "@effect/vitest"
import { ReportConversation, ReportRating } from "@effect-helpscout/resources/Reports/ReportShapes"
import { reader } from "@effect-helpscout/test-support/codecs"

describe("ReportConversation", () => {
  it("decodes lower-case ids, an unassigned conversation and new types", () => {
    const row = reader(ReportConversation)({
      id: 583,
      number: 12,
      type: "carrier-pigeon",
      mailboxid: 2,
      assignedid: 0,
      customerEmail: null,
      modifiedAt: "2015-04-24T18:59:49Z",
      tags: [{ id: 1, name: "a", color: "none" }],
      waitingSince: "2015-04-24T18:59:49Z",
      waitingSinceType: 2
    })
    assert.strictEqual(row.type, "carrier-pigeon")
    assert.strictEqual(row.mailboxid, 2)
    assert.strictEqual(row.assignedid, 0)
    assert.notProperty(row, "customerEmail")
  })
})

describe("ReportRating", () => {
  it("decodes nulls and missing keys", () => {
    const rating = reader(ReportRating)({
      number: 1,
      id: 2,
      threadid: 3,
      threadCreatedAt: "2015-04-24T18:59:49Z",
      type: "email",
      ratingId: 1,
      ratingCustomerId: 4,
      ratingCreatedAt: null,
      ratingUserId: null
    })
    assert.deepStrictEqual([rating.threadid, rating.ratingId], [3, 1])
    assert.notProperty(rating, "ratingUserId")
  })
})
