import { assert, describe, it } from "@effect/vitest"
import { WebhookRejected } from "../src/HelpScoutError.js"
import { webhooks } from "../src/Webhooks.js"
import { rejection } from "./simulated.js"

const body = JSON.stringify({
  id: 7,
  score: 1,
  rating: "great",
  createdAt: "2024-05-06T07:08:09Z",
  customerId: 1,
  conversationId: 2,
  threadid: 3,
  mailboxId: 4
})

const request = async (secret: string, event: string, content = body) =>
  new Request("https://example.com/", {
    method: "POST",
    body: content,
    headers: {
      "x-helpscout-event": event,
      "x-helpscout-signature": await webhooks.sign({ body: content, secret })
    }
  })

describe("webhooks", () => {
  it("verifies a delivery and returns its event", async () => {
    const tag = JSON.stringify({
      id: 7,
      name: "vip",
      slug: "vip",
      color: "none",
      createdAt: "2024-05-06T07:08:09Z",
      ticketCount: 1
    })
    const event = await webhooks.verify(await request("new", "tag.created", tag), { secrets: ["new", "old"] })
    assert.strictEqual(event._tag, "tag.created")
    if (event._tag === "tag.created") assert.deepInclude(event.payload, { createdAt: new Date("2024-05-06T07:08:09Z") })
  })

  it("accepts headers and a raw body", async () => {
    const headers = {
      "X-HelpScout-Event": "helpscout.test",
      "X-HelpScout-Signature": await webhooks.sign({ body, secret: "s" })
    }
    const event = await webhooks.verify({ headers, body: new TextEncoder().encode(body) }, { secrets: "s" })
    assert.strictEqual(event._tag, "helpscout.test")
  })

  it("rejects a delivery of another sender", async () => {
    const error = await rejection(webhooks.verify(await request("theirs", "tag.created"), { secrets: "ours" }))
    assert.instanceOf(error, WebhookRejected)
    assert.deepStrictEqual([error.reason, error.status, error.operation], ["SignatureMismatch", 401, "webhooks.verify"])
  })

  it("rejects without a secret", async () => {
    const error = await rejection(webhooks.verify(await request("s", "tag.created"), { secrets: "" }))
    assert.instanceOf(error, WebhookRejected)
    assert.deepStrictEqual([error.reason, error.status], ["SecretMissing", 500])
  })

  it("fingerprints deliveries", async () => {
    const [a, b] = await Promise.all(["a", "b"].map((event) => webhooks.fingerprint({ event, body })))
    assert.notStrictEqual(a, b)
  })
})
