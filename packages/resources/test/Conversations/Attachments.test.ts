import { assert, describe, it } from "@effect/vitest"
import * as Attachments from "@effect-helpscout/resources/Conversations/Attachments"
import * as Arbitrary from "effect/Arbitrary"
import * as Encoding from "effect/Encoding"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

const bytes = new TextEncoder().encode("file")

describe("Attachments", () => {
  it("decodes missing and new fields", () => {
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

  it("encodes bytes as base64 under Help Scout's spelling", () => {
    const encode = Schema.encodeSync(Attachments.AttachmentCreate)
    assert.deepStrictEqual(encode({ fileName: "file.txt", mimeType: "text/plain", data: bytes }), {
      fileName: "file.txt",
      mimeType: "text/plain",
      data: "ZmlsZQ=="
    })
  })

  it("encodes large files at least twice as fast as Effect", () => {
    const encode = Schema.encodeSync(Attachments.AttachmentCreate)
    const data = Uint8Array.from({ length: 2_000_001 }, (_, i) => i * 7)
    const timed = (write: () => string) => {
      const start = performance.now()
      return { text: write(), millis: performance.now() - start }
    }
    const own = timed(() => encode({ fileName: "a", mimeType: "b", data }).data)
    const simple = timed(() => Encoding.encodeBase64(data))
    assert.isTrue(own.text === simple.text)
    assert.isBelow(own.millis, simple.millis / 2)
  })

  it("encodes files of every length as base64 that decodes back", () => {
    const write = (content: Uint8Array) => Schema.encodeSync(Attachments.AttachmentData)({ data: content }).data
    for (const length of [0, 1, 2, 3, 4, 6143, 6144, 6145, 12_287, 12_290]) {
      const content = Uint8Array.from({ length }, (_, i) => 255 - i)
      assert.isTrue(write(content) === Encoding.encodeBase64(content), `${length} bytes`)
    }
    // a view into something larger
    assert.strictEqual(write(bytes.subarray(1, 3)), "aWw=")
  })

  it("rejects the spelling of responses, and a string in place of bytes", () => {
    const encode = Schema.encodeUnknownEither(Attachments.AttachmentCreate, { onExcessProperty: "error" })
    const right = { fileName: "a", mimeType: "b", data: bytes }
    assert.propertyVal(encode(right), "_tag", "Right")
    assert.propertyVal(encode({ ...right, filename: "a" }), "_tag", "Left")
    assert.propertyVal(encode({ ...right, data: "ZmlsZQ==" }), "_tag", "Left")
    assert.propertyVal(encode({ ...right, fileName: "" }), "_tag", "Left")
  })

  it("decodes content to the same bytes", () => {
    const decode = Schema.decodeUnknownSync(Attachments.AttachmentData)
    assert.deepStrictEqual(decode({ data: "ZmlsZQ==" }).data, bytes)
    FastCheck.assert(
      FastCheck.property(Arbitrary.make(Attachments.AttachmentData), (content) => {
        const encoded = Schema.encodeSync(Attachments.AttachmentData)(content)
        assert.deepStrictEqual(decode(JSON.parse(JSON.stringify(encoded))).data, content.data)
      })
    )
  })

  it("has a page of Help Scout's reference for every endpoint", () => {
    for (const endpoint of Object.values(Attachments.endpoints)) {
      assert.match(
        endpoint.description.docs,
        /^https:\/\/developer\.helpscout\.com\/mailbox-api\/endpoints\/conversations\/attachments\/[a-z-]+\/$/
      )
    }
  })
})
