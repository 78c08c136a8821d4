import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { generated, sending, walk } from "../../http.js"

const raw = {
  subject: "Hello",
  customer: { email: "new@example.com", firstName: "Nova" },
  mailboxId: 81001,
  type: "email",
  status: "active",
  tags: ["brand new", "VIP"],
  threads: [{ type: "customer", customer: { email: "new@example.com" }, text: "<p>First</p>" }]
}

describe("attachments in the simulator", () => {
  it.effect("are uploaded, listed, read and, in a draft, deleted", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const draft = {
        ...raw,
        threads: [{ type: "reply", draft: true, customer: { email: "new@example.com" }, text: "Draft" }]
      }
      const id = (yield* send("POST", "/v2/conversations", draft)).headers["resource-id"]
      const at = `/v2/conversations/${id}`
      const [thread] = yield* walk(send, `${at}/threads`, "threads")
      const file = { fileName: 'a "b".txt', mimeType: "text/plain", data: btoa("content") }
      const uploaded = yield* send("POST", `${at}/threads/${thread.id}/attachments`, file)
      assert.strictEqual(uploaded.status, 201)
      const attachmentId = uploaded.headers["resource-id"]
      const [shown] = yield* walk(send, `${at}/threads`, "threads")
      assert.deepInclude(shown._embedded.attachments[0], { filename: 'a "b".txt', size: 7, state: "valid" })
      assert.strictEqual((yield* send("GET", `${at}/attachments/${attachmentId}/data`)).body.data, file.data)
      const bytes = yield* send("GET", `${at}/attachments/${attachmentId}/file`)
      assert.strictEqual(bytes.text, "content")
      assert.strictEqual(bytes.headers["content-type"], "text/plain")
      assert.strictEqual(bytes.headers["content-disposition"], 'attachment; filename="a _b_.txt"')
      assert.strictEqual((yield* send("DELETE", `${at}/attachments/${attachmentId}`)).status, 204)
      assert.strictEqual((yield* send("GET", `${at}/attachments/${attachmentId}/file`)).status, 404)
      yield* send("PATCH", at, { op: "replace", path: "/draft", value: false })
      const next = yield* send("POST", `${at}/threads/${thread.id}/attachments`, file)
      assert.strictEqual((yield* send("DELETE", `${at}/attachments/${next.headers["resource-id"]}`)).status, 412)
    }).pipe(generated())
  )
})
