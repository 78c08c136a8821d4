import { assert, describe, it } from "@effect/vitest"
import { ConversationCustomFieldsUpdate } from "@effect-helpscout/resources/Conversations/CustomFields"
import type * as Either from "effect/Either"
import * as Schema from "effect/Schema"

const strict = { onExcessProperty: "error" } as const
type Codec = (value: unknown) => Either.Either<unknown, unknown>

describe("ConversationCustomFieldsUpdate", () => {
  it("accepts an empty list, and rejects values that are too long or not strings", () => {
    const fields: Codec = Schema.encodeUnknownEither(ConversationCustomFieldsUpdate, strict)
    assert.deepInclude(fields({ fields: [] }), { right: { fields: [] } })
    assert.propertyVal(fields({ fields: [{ id: 1, value: "a".repeat(15_001) }] }), "_tag", "Left")
    assert.propertyVal(fields({ fields: [{ id: 1, value: 7 }] }), "_tag", "Left")
  })
})
