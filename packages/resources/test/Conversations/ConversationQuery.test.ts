import { assert, describe, it } from "@effect/vitest"
import { ConversationQuery } from "@effect-helpscout/resources/Conversations/ConversationQuery"
import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
import * as DateTime from "effect/DateTime"
import type * as Either from "effect/Either"
import * as Schema from "effect/Schema"

const strict = { onExcessProperty: "error" } as const
type Codec = (value: unknown) => Either.Either<unknown, unknown>

describe("ConversationQuery", () => {
  const write: Codec = Schema.encodeUnknownEither(ConversationQuery, strict)

  it("encodes dates in whole seconds and a search query as a string", () => {
    assert.deepInclude(
      write({
        status: "all",
        mailbox: [1, 2],
        assigned_to: 4,
        modifiedSince: DateTime.unsafeMake("2024-06-13T12:00:00.999Z"),
        query: SearchQuery.tag("vip")
      }),
      {
        right: {
          status: "all",
          mailbox: [1, 2],
          assigned_to: 4,
          modifiedSince: "2024-06-13T12:00:00Z",
          query: '(tag:"vip")'
        }
      }
    )
  })

  it("accepts custom fields only with an inbox, and encodes them as pairs", () => {
    const customFieldsByIds = [
      { id: 123, value: "blue: light" },
      { id: 234, value: "99" }
    ]
    assert.deepInclude(write({ mailbox: 85, customFieldsByIds }), {
      right: { mailbox: 85, customFieldsByIds: "123:blue: light,234:99" }
    })
    assert.propertyVal(write({ customFieldsByIds }), "_tag", "Left")
    assert.propertyVal(write({ mailbox: 85, customFieldsByIds: [] }), "_tag", "Left")
    assert.propertyVal(write({ mailbox: 85, customFieldsByIds: [{ id: 1, value: "a,2:b" }] }), "_tag", "Left")
    const parse: Codec = Schema.decodeUnknownEither(ConversationQuery)
    assert.deepInclude(parse({ mailbox: 85, customFieldsByIds: "123:blue: light,234:99" }), {
      right: { mailbox: 85, customFieldsByIds }
    })
    assert.propertyVal(parse({ mailbox: 85, customFieldsByIds: "blue" }), "_tag", "Left")
  })

  it("rejects what Help Scout ignores (law D1)", () => {
    for (const wrong of [
      { satus: "all" },
      { status: "all ", page: 1 },
      { number: 0 },
      { tag: "" },
      { query: "" },
      { mailbox: 0 }
    ]) {
      assert.propertyVal(write(wrong), "_tag", "Left", JSON.stringify(wrong))
    }
  })
})
