import { assert, describe, it } from "@effect/vitest"
import * as Attachments from "@effect-helpscout/resources/Attachments"
import * as Arbitrary from "effect/Arbitrary"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

const bytes = new TextEncoder().encode("file")

describe("Attachments", () => {
  it("reads what a thread tells about a file, whatever is missing or new", () => {
    const decode = Schema.decodeUnknownSync(Attachments.Attachment)
    assert.deepStrictEqual(decode({ id: 1 }), { id: 1 })
    const whole = {
      id: 5,
      filename: "logo.png",
      mimeType: "image/png",
      size: 22,
      width: 0,
      height: 0,
      state: "quarantined",
      _links: { data: { href: "https://api.helpscout.net/v2/conversations/1/attachments/5/data" } }
    }
    assert.deepStrictEqual(decode({ ...whole, hash: "unknown key" }), whole)
  })

  it("writes bytes as base64 under Help Scout's own spelling", () => {
    const encode = Schema.encodeSync(Attachments.AttachmentCreate)
    assert.deepStrictEqual(encode({ fileName: "file.txt", mimeType: "text/plain", data: bytes }), {
      fileName: "file.txt",
      mimeType: "text/plain",
      data: "ZmlsZQ=="
    })
  })

  it("refuses the spelling of what is read, and a text in place of bytes", () => {
    const encode = Schema.encodeUnknownEither(Attachments.AttachmentCreate, { onExcessProperty: "error" })
    const right = { fileName: "a", mimeType: "b", data: bytes }
    assert.propertyVal(encode(right), "_tag", "Right")
    assert.propertyVal(encode({ ...right, filename: "a" }), "_tag", "Left")
    assert.propertyVal(encode({ ...right, data: "ZmlsZQ==" }), "_tag", "Left")
    assert.propertyVal(encode({ ...right, fileName: "" }), "_tag", "Left")
  })

  it("reads content back to the same bytes", () => {
    const decode = Schema.decodeUnknownSync(Attachments.AttachmentData)
    assert.deepStrictEqual(decode({ data: "ZmlsZQ==" }).data, bytes)
    FastCheck.assert(
      FastCheck.property(Arbitrary.make(Attachments.AttachmentData), (content) => {
        const wire = Schema.encodeSync(Attachments.AttachmentData)(content)
        assert.deepStrictEqual(decode(JSON.parse(JSON.stringify(wire))).data, content.data)
      })
    )
  })

  it("has an address of Help Scout's reference for every endpoint", () => {
    for (const endpoint of Object.values(Attachments.endpoints)) {
      assert.match(
        endpoint.description.docs,
        /^https:\/\/developer\.helpscout\.com\/mailbox-api\/endpoints\/conversations\/attachments\/[a-z-]+\/$/
      )
    }
  })
})
