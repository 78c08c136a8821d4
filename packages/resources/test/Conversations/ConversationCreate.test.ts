import { assert, describe, it } from "@effect/vitest"
import { ConversationCreate } from "@effect-helpscout/resources/Conversations/ConversationCreate"
import * as DateTime from "effect/DateTime"
import type * as Either from "effect/Either"
import * as Schema from "effect/Schema"

const strict = { onExcessProperty: "error" } as const
type Codec = (value: unknown) => Either.Either<unknown, unknown>

describe("ConversationCreate", () => {
  const write: Codec = Schema.encodeUnknownEither(ConversationCreate, strict)
  const thread = { type: "customer", text: "Hello", customer: { email: "bear@example.org" } }
  const valid = {
    subject: "Subject",
    customer: { email: "bear@example.org", firstName: "Vernon" },
    mailboxId: 85,
    type: "email",
    status: "active",
    threads: [thread]
  }

  it("accepts Help Scout's own example", () => {
    const createdAt = DateTime.unsafeMake("2012-10-10T12:00:00Z")
    const sample = { ...valid, createdAt, tags: ["vip"], fields: [{ id: 531, value: "trial" }] }
    assert.deepInclude(write(sample), { right: { ...sample, createdAt: "2012-10-10T12:00:00Z" } })
  })

  it("encodes assignTo: null as null", () => {
    assert.deepInclude(write({ ...valid, assignTo: null }), { right: { ...valid, assignTo: null } })
    assert.deepInclude(write(valid), { right: valid })
  })

  it("rejects what Help Scout rejects", () => {
    const createdAt = DateTime.unsafeMake("2012-10-10T12:00:00Z")
    const wrongs = {
      "no threads": { ...valid, threads: [] },
      "more than 100 threads": { ...valid, threads: Array.from({ length: 101 }, () => thread) },
      "a reply without a customer": { ...valid, threads: [{ type: "reply", text: "Hello" }] },
      "a draft that is not a reply": { ...valid, threads: [{ ...thread, draft: true }] },
      "a thread of an unknown kind": { ...valid, threads: [{ ...thread, type: "message" }] },
      "no subject": { ...valid, subject: "" },
      spam: { ...valid, status: "spam" },
      "no customer": { ...valid, customer: {} },
      customFields: { ...valid, customFields: [] },
      "closedAt without imported": { ...valid, closedAt: createdAt },
      "a dated thread without imported": { ...valid, threads: [{ ...thread, createdAt }] }
    }
    for (const [name, wrong] of Object.entries(wrongs)) assert.propertyVal(write(wrong), "_tag", "Left", name)
    assert.propertyVal(
      write({ ...valid, imported: true, closedAt: createdAt, threads: [{ ...thread, createdAt }] }),
      "_tag",
      "Right"
    )
    assert.propertyVal(write({ ...valid, threads: [{ ...thread, createdAt, imported: true }] }), "_tag", "Right")
  })
})
