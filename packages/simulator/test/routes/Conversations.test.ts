import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { assert, describe, it } from "@effect/vitest"
import { type Options, Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import * as ConversationData from "../../src/data/conversations.js"
import * as CustomerData from "../../src/data/customers.js"

const baseUrl = "https://api.helpscout.net"
const until = Date.parse("2026-03-02T09:00:00Z")

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at as they are, without a schema
type Json = any

interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
  readonly body: Json
}

type Send = (
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  json?: unknown,
  accept?: string
) => Effect.Effect<Answered, unknown>

/** Sends with a token of the first account. */
const sending = Effect.gen(function* () {
  const client = yield* HttpClient.HttpClient
  const { accessToken } = yield* (yield* Simulator).issueTokens()
  const send: Send = (method, path, json, accept) =>
    Effect.gen(function* () {
      let request = HttpClientRequest.make(method)(path.startsWith("http") ? path : `${baseUrl}${path}`).pipe(
        HttpClientRequest.bearerToken(accessToken)
      )
      if (json !== undefined) request = HttpClientRequest.bodyText(request, JSON.stringify(json), "application/json")
      if (accept !== undefined) request = HttpClientRequest.accept(request, accept)
      const response = yield* client.execute(request)
      const text = yield* response.text
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: text.startsWith("{") ? JSON.parse(text) : undefined
      }
    })
  return send
})

const simulated = (options: Options = {}) =>
  Effect.provide(Simulator.layer({ data: { until }, verifyResponses: true, rateLimit: { limit: 100_000 }, ...options }))

/** Follows the links from a path to the end. */
const walk = (send: Send, path: string, key = "conversations") =>
  Effect.gen(function* () {
    const items: Array<Json> = []
    let next: string | undefined = path
    while (next !== undefined) {
      const page: Answered = yield* send("GET", next)
      assert.strictEqual(page.status, 200, page.text)
      items.push(...(page.body._embedded?.[key] ?? []))
      next = page.body._links.next?.href
    }
    return items
  })

const texts = (options: Options) =>
  Effect.gen(function* () {
    const send = yield* sending
    return (yield* send("GET", "/v2/conversations?status=all&embed=threads")).text
  }).pipe(simulated(options))

describe("generated accounts", () => {
  it.effect("are the same for a seed, and others for another", () =>
    Effect.gen(function* () {
      const one = yield* texts({ seed: "a" })
      assert.strictEqual(yield* texts({ seed: "a" }), one)
      assert.notStrictEqual(yield* texts({ seed: "b" }), one)
    })
  )

  it.effect("fit the schemas of every list, and are as large as they were asked to be", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const all = yield* walk(send, "/v2/conversations?status=all&embed=threads")
      assert.strictEqual(all.length, 143)
      assert.strictEqual(new Set(all.map(({ id }) => id)).size, 143)
      for (const { id, threads } of all) {
        const listed = yield* walk(send, `/v2/conversations/${id}/threads`, "threads")
        assert.strictEqual(listed.length, threads)
      }
      for (const path of ["users", "teams", "mailboxes", "tags"])
        assert.isNotEmpty(yield* walk(send, `/v2/${path}`, path))
      for (const [path, key] of [
        ["fields", "fields"],
        ["folders", "folders"]
      ] as const) {
        assert.isNotEmpty(yield* walk(send, `/v2/mailboxes/81001/${path}`, key))
      }
      assert.strictEqual((yield* send("GET", "/v2/users/me")).body.companyId, 100)
    }).pipe(simulated({ data: { until, conversations: 143 } }))
  )

  it.effect(
    "hold what the vendor's answers hold: nulls, unknown keys, system actors, customers without email, long threads",
    () =>
      Effect.gen(function* () {
        const send = yield* sending
        const text = JSON.stringify(yield* walk(send, "/v2/conversations?status=all&embed=threads"))
        for (const part of [
          '"assignee":null',
          '"email":null',
          '"aiAssisted"',
          '"createdBy":{"id":0,',
          '"associatedEntities":[]',
          '"state":"draft"',
          '"type":"lineitem"'
        ]) {
          assert.include(text, part)
        }
        assert.notInclude(text, "system_user")
        assert.match(text, /"createdAt":"[^"]+\.\d{6}Z"/)
        assert.match(text, /"openedAt":"[^"Z]+"/)
      }).pipe(simulated({ data: { until, conversations: 500 } }))
  )

  it.effect("may be empty but for a user and an inbox", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const empty = yield* send("GET", "/v2/conversations?status=all")
      assert.strictEqual(empty.body.page.totalElements, 0)
      assert.isUndefined(empty.body._embedded)
      assert.strictEqual((yield* walk(send, "/v2/mailboxes", "mailboxes")).length, 1)
    }).pipe(simulated({ data: "empty" }))
  )
})

describe("the list of conversations", () => {
  it.effect("is newest first, 25 at a time, and shows active ones unless told otherwise", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const first = yield* send("GET", "/v2/conversations")
      assert.strictEqual(first.body.page.size, 25)
      const active = yield* walk(send, "/v2/conversations")
      assert.deepStrictEqual([...new Set(active.map(({ status }) => status))], ["active"])
      const dates = active.map(({ createdAt }) => Date.parse(createdAt))
      assert.deepStrictEqual(
        dates,
        [...dates].sort((a, b) => b - a)
      )
      const all = yield* walk(send, "/v2/conversations?status=all")
      const open = yield* walk(send, "/v2/conversations?status=open")
      assert.deepStrictEqual(
        open,
        all.filter(({ status }) => status === "active" || status === "pending")
      )
      assert.isTrue(all.every(({ state }) => state !== "deleted"))
    }).pipe(simulated())
  )

  it.effect("filters: each as documented, all of them together", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const all = yield* walk(send, "/v2/conversations?status=all")
      const check = (query: string, predicate: (conversation: Json) => boolean) =>
        Effect.map(walk(send, `/v2/conversations?status=all&${query}`), (found) => {
          const wanted = all.filter(predicate)
          assert.isNotEmpty(wanted, query)
          assert.deepStrictEqual(found, wanted, query)
        })
      const tagged =
        (...names: ReadonlyArray<string>) =>
        ({ tags }: Json) =>
          tags.some(({ tag }: Json) => names.includes(tag))
      const one = all.find(({ primaryCustomer }) => primaryCustomer.email !== null)
      yield* check("mailbox=81001", ({ mailboxId }) => mailboxId === 81001)
      yield* check("mailbox=81001,81002", ({ mailboxId }) => mailboxId !== 81003)
      yield* check("tag=vip,bug", tagged("vip", "bug"))
      yield* check("tag=feature%20request&mailbox=81001", (c) => tagged("feature request")(c) && c.mailboxId === 81001)
      yield* check("assigned_to=4002", ({ assignee }) => assignee?.id === 4002)
      yield* check("number=1003", ({ number }) => number === 1003)
      yield* check(`folder=${one.folderId}`, ({ folderId }) => folderId === one.folderId)
      const q = (text: string) => `query=${encodeURIComponent(text)}`
      yield* check(q('(subject:"log in")'), ({ subject }) => subject?.includes("log in"))
      yield* check(q("(tag:vip AND mailboxid:81001)"), (c) => tagged("vip")(c) && c.mailboxId === 81001)
      yield* check(q('(tag:vip OR tag:"feature request")'), tagged("vip", "feature request"))
      yield* check(q("(NOT tag:vip)"), (c) => !tagged("vip")(c))
      yield* check(q("number:(1003 OR 1005)"), ({ number }) => number === 1003 || number === 1005)
      yield* check(q(`(email:"${one.primaryCustomer.email}")`), ({ primaryCustomer, cc }) =>
        [primaryCustomer.email, ...cc].includes(one.primaryCustomer.email)
      )
      yield* check(q('assigned:"Unassigned"'), ({ assignee }) => assignee == null)
      yield* check(
        q("createdAt:[2026-02-01 TO 2026-02-20]"),
        ({ createdAt }) => createdAt >= "2026-02-01" && createdAt < "2026-02-21"
      )
      yield* check(q("createdAt:[* TO 2026-02-20T00:00:00Z]"), ({ createdAt }) => createdAt <= "2026-02-20T00:00:00Z")
      const custom = all.find(
        ({ customFields, mailboxId }) => mailboxId === 81001 && customFields.some((f: Json) => f.name === "Priority")
      )
      const priority = custom.customFields.find((f: Json) => f.name === "Priority")
      yield* check(`mailbox=81001&customFieldsByIds=${priority.id}:${priority.value}`, ({ customFields }) =>
        customFields.some((f: Json) => f.id === priority.id && f.value === priority.value)
      )
    }).pipe(simulated({ pageSizes: { conversations: 100 } }))
  )

  it.effect("refuses what the vendor refuses", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const refused = [
        "modifiedSince=2026-01-01T00:00:00.000Z",
        "status=opened",
        "sortField=updatedAt",
        "embed=customers",
        "customFieldsByIds=1:x",
        "query=(",
        "query=subject:(a"
      ]
      for (const query of refused)
        assert.strictEqual((yield* send("GET", `/v2/conversations?${query}`)).status, 400, query)
    }).pipe(simulated())
  )

  it.effect("sorts, and finds what changed since a moment", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(until)
      const send = yield* sending
      const numbers = (yield* walk(send, "/v2/conversations?status=all&sortField=number&sortOrder=asc")).map(
        ({ number }) => number
      )
      assert.deepStrictEqual(
        numbers,
        [...numbers].sort((a, b) => a - b)
      )
      assert.deepStrictEqual(yield* walk(send, "/v2/conversations?status=all&modifiedSince=2026-03-02T09:00:00Z"), [])
      yield* send("PATCH", "/v2/conversations/2000001", { op: "replace", path: "/subject", value: "Changed" })
      const changed = yield* walk(send, "/v2/conversations?status=all&modifiedSince=2026-03-02T09:00:00Z")
      assert.deepStrictEqual(
        changed.map(({ subject }) => subject),
        ["Changed"]
      )
    }).pipe(simulated())
  )

  it.effect("embeds threads, but not all of a long conversation; v3 tells system users", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const all = yield* walk(send, "/v2/conversations?status=all&embed=threads")
      const short = all.filter(({ threads, _embedded }) => _embedded.threads.length < threads)
      assert.isTrue(short.some(({ type }) => type === "chat"))
      assert.isTrue(short.some(({ type, _embedded }) => type !== "chat" && _embedded.threads.length === 25))
      const v3 = yield* walk(send, "/v3/conversations?status=all&embed=threads")
      assert.strictEqual(v3.length, all.length)
      assert.include(JSON.stringify(v3), '"type":"system_user"')
    }).pipe(simulated({ data: { until, conversations: 400, maxThreads: 60 } }))
  )
})

describe("a conversation", () => {
  const conversation = {
    subject: "Hello",
    customer: { email: "new@example.com", firstName: "Nova" },
    mailboxId: 81001,
    type: "email",
    status: "active",
    tags: ["brand new", "VIP"],
    threads: [{ type: "customer", customer: { email: "new@example.com" }, text: "<p>First</p>" }]
  }

  it.effect("is created with its customer, tags and folder, and read back", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(until + 1000)
      const send = yield* sending
      const created = yield* send("POST", "/v2/conversations", conversation)
      assert.strictEqual(created.status, 201)
      assert.strictEqual(created.text, "")
      const id = created.headers["resource-id"]
      assert.strictEqual(created.headers.location, `${baseUrl}/v2/conversations/${id}`)
      assert.match(created.headers["web-location"] ?? "", /^https:\/\/secure\.helpscout\.net\/conversation\//)
      const { body } = yield* send("GET", `/v2/conversations/${id}?embed=threads`)
      assert.deepInclude(body, {
        subject: "Hello",
        status: "active",
        threads: 1,
        createdAt: "2026-03-02T09:00:01Z",
        preview: "First"
      })
      assert.deepStrictEqual(
        body.tags.map(({ tag }: Json) => tag),
        ["brand new", "vip"]
      )
      assert.deepInclude(body.primaryCustomer, { type: "customer", first: "Nova", email: "new@example.com" })
      assert.isAbove(body.folderId, 0)
      assert.strictEqual((yield* walk(send, "/v2/conversations"))[0].id, Number(id))
      // the same address is the same customer from now on
      const again = yield* send("POST", "/v2/conversations", {
        ...conversation,
        customer: { email: "NEW@example.com", firstName: "Other" }
      })
      const second = yield* send("GET", `/v2/conversations/${again.headers["resource-id"]}`)
      assert.deepStrictEqual(second.body.primaryCustomer, body.primaryCustomer)
    }).pipe(simulated())
  )

  it.effect("is refused with what is missing or does not exist", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const paths = (answer: Answered) => answer.body._embedded.errors.map(({ path }: Json) => path)
      const { subject: _, ...withoutSubject } = conversation
      assert.deepStrictEqual(paths(yield* send("POST", "/v2/conversations", withoutSubject)), ["subject"])
      assert.deepStrictEqual(paths(yield* send("POST", "/v2/conversations", { ...conversation, mailboxId: 1 })), [
        "mailboxId"
      ])
      assert.deepStrictEqual(
        paths(yield* send("POST", "/v2/conversations", { ...conversation, customer: { id: 1 } })),
        ["customer.id"]
      )
      assert.deepStrictEqual(paths(yield* send("POST", "/v2/conversations", { ...conversation, assignTo: 1 })), [
        "assignTo"
      ])
      assert.deepStrictEqual(
        paths(yield* send("POST", "/v2/conversations", { ...conversation, fields: [{ id: 1, value: "x" }] })),
        ["fields.id"]
      )
      assert.deepStrictEqual(yield* (yield* Simulator).stored(), new Map())
    }).pipe(simulated())
  )

  it.effect("grows by threads: a reply reads back as a message, with `text` as `body`", () =>
    Effect.gen(function* () {
      const simulator = yield* Simulator
      const send = yield* sending
      const customers = (yield* simulator.account()).table(CustomerData.customers)
      const customer = { id: customers.all()[0]?.id }
      const id = (yield* send("POST", "/v2/conversations", conversation)).headers["resource-id"]
      const at = `/v2/conversations/${id}`
      const reply = yield* send("POST", `${at}/reply`, { customer, text: "A <b>reply</b>", status: "closed" })
      assert.strictEqual(reply.status, 201)
      assert.strictEqual(reply.headers.location, `${baseUrl}${at}/threads/${reply.headers["resource-id"]}`)
      yield* send("POST", `${at}/notes`, { text: "A note" })
      const [note, message, first] = yield* walk(send, `${at}/threads`, "threads")
      assert.deepInclude(message, {
        id: Number(reply.headers["resource-id"]),
        type: "message",
        body: "A <b>reply</b>",
        status: "closed",
        state: "published"
      })
      assert.notProperty(message, "text")
      assert.deepInclude(note, { type: "note", body: "A note" })
      assert.strictEqual(first.body, "<p>First</p>")
      assert.deepInclude((yield* send("GET", at)).body, { threads: 3, status: "closed" })
      // the customer writes: open again
      yield* send("POST", `${at}/customer`, { customer, text: "Not yet" })
      assert.strictEqual((yield* send("GET", at)).body.status, "active")
      assert.strictEqual((yield* send("POST", `${at}/reply`, { text: "to nobody" })).status, 400)
      assert.deepStrictEqual(
        [...(yield* simulator.stored())],
        [
          ["<p>First</p>", 1],
          ["A <b>reply</b>", 1],
          ["A note", 1],
          ["Not yet", 1]
        ]
      )
    }).pipe(simulated())
  )

  it.effect("takes a hundred threads, and answers 412 to one more", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const id = (yield* send("POST", "/v2/conversations", conversation)).headers["resource-id"]
      for (let i = 2; i <= 100; i++) yield* send("POST", `/v2/conversations/${id}/notes`, { text: `${i}` })
      assert.strictEqual((yield* send("POST", `/v2/conversations/${id}/notes`, { text: "101" })).status, 412)
      assert.strictEqual((yield* walk(send, `/v2/conversations/${id}/threads`, "threads")).length, 100)
    }).pipe(simulated())
  )

  it.effect("that was merged redirects for sixty days, to `get` alone", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(until)
      const send = yield* sending
      const account = yield* (yield* Simulator).account()
      ConversationData.merge(account, 2_000_002, 2_000_001, until)
      const moved = yield* send("GET", "/v2/conversations/2000002?embed=threads")
      assert.strictEqual(moved.status, 301)
      assert.strictEqual(moved.headers.location, `${baseUrl}/v2/conversations/2000001`)
      for (const [method, path, json] of [
        ["GET", "/threads", undefined],
        ["POST", "/notes", { text: "x" }],
        ["PATCH", "", { op: "replace", path: "/subject", value: "x" }],
        ["PUT", "/tags", { tags: [] }],
        ["DELETE", "", undefined]
      ] as const) {
        assert.strictEqual((yield* send(method, `/v2/conversations/2000002${path}`, json)).status, 404)
      }
      const numbers = (yield* walk(send, "/v2/conversations?status=all")).map(({ id }) => id)
      assert.notInclude(numbers, 2_000_002)
      yield* TestClock.adjust("60 days")
      assert.strictEqual((yield* send("GET", "/v2/conversations/2000002")).status, 404)
    }).pipe(simulated({ tokenLife: "90 days" }))
  )

  it.effect("changes by one operation at a time", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const at = "/v2/conversations/2000001"
      const patch = (json: unknown) => Effect.map(send("PATCH", at, json), ({ status }) => status)
      assert.strictEqual(yield* patch({ op: "replace", path: "/status", value: "closed" }), 204)
      assert.strictEqual(yield* patch({ op: "replace", path: "/assignTo", value: 4002 }), 204)
      assert.strictEqual(yield* patch({ op: "move", path: "/mailboxId", value: 81002 }), 204)
      assert.strictEqual(yield* patch([{ op: "replace", path: "/status", value: "active" }]), 400)
      assert.strictEqual(yield* patch({ op: "add", path: "/tags", value: "x" }), 400)
      const { body } = yield* send("GET", at)
      assert.deepInclude(body, { status: "closed", mailboxId: 81002, closedBy: 4001 })
      assert.strictEqual(body.assignee.id, 4002)
      assert.strictEqual(yield* patch({ op: "remove", path: "/assignTo" }), 204)
      assert.isNull((yield* send("GET", at)).body.assignee)
      assert.strictEqual((yield* send("DELETE", at)).status, 204)
      assert.strictEqual((yield* send("GET", at)).status, 404)
    }).pipe(simulated())
  )

  it.effect("has its tags, custom fields and snooze replaced", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const id = (yield* send("POST", "/v2/conversations", conversation)).headers["resource-id"]
      const at = `/v2/conversations/${id}`
      assert.strictEqual((yield* send("PUT", `${at}/tags`, { tags: ["only"] })).status, 204)
      const fields = (yield* walk(send, "/v2/mailboxes/81001/fields", "fields")).map(({ id }) => id)
      assert.strictEqual(
        (yield* send("PUT", `${at}/fields`, {
          fields: [
            { id: fields[0], value: "810011" },
            { id: fields[1], value: "42" }
          ]
        })).status,
        204
      )
      assert.strictEqual(
        (yield* send("PUT", `${at}/fields`, { fields: [{ id: fields[0], value: "Low" }] })).status,
        400
      )
      const snooze = { snoozedUntil: "2030-01-01T00:00:00Z", unsnoozeOnCustomerReply: true }
      assert.strictEqual((yield* send("PUT", `${at}/snooze`, snooze)).status, 204)
      assert.strictEqual(
        (yield* send("PUT", `${at}/snooze`, { ...snooze, snoozedUntil: "1969-01-01T00:00:00Z" })).status,
        400
      )
      const { body } = yield* send("GET", at)
      assert.deepStrictEqual(
        body.tags.map(({ tag }: Json) => tag),
        ["only"]
      )
      assert.deepStrictEqual(
        body.customFields.map(({ text }: Json) => text),
        ["Low", "42"]
      )
      assert.deepStrictEqual(body.snooze, { snoozedBy: 4001, ...snooze })
      yield* send("DELETE", `${at}/snooze`)
      assert.notProperty((yield* send("GET", at)).body, "snooze")
    }).pipe(simulated())
  )

  it.effect("carries files: uploaded, listed, read and, from a draft, deleted", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const draft = {
        ...conversation,
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
      // published: no longer
      yield* send("PATCH", at, { op: "replace", path: "/draft", value: false })
      assert.strictEqual((yield* walk(send, `${at}/threads`, "threads"))[0].state, "published")
    }).pipe(simulated())
  )

  it.effect("schedules drafts, hides threads and tells their original source", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const id = (yield* send("POST", "/v2/conversations", conversation)).headers["resource-id"]
      const at = `/v2/conversations/${id}/threads`
      const [first] = yield* walk(send, at, "threads")
      assert.strictEqual(
        (yield* send("PATCH", `${at}/${first.id}`, { op: "replace", path: "/hidden", value: true })).status,
        204
      )
      assert.strictEqual((yield* walk(send, at, "threads"))[0].state, "hidden")
      assert.include((yield* send("GET", `${at}/${first.id}/original-source`)).body.original, "<p>First</p>")
      const raw = yield* send("GET", `${at}/${first.id}/original-source`, undefined, "message/rfc822")
      assert.strictEqual(raw.headers["content-type"], "message/rfc822")
      const reply = { customer: { email: "new@example.com" }, text: "Later", draft: true }
      const draft = (yield* send("POST", `/v2/conversations/${id}/reply`, reply)).headers["resource-id"]
      const schedule = { scheduledFor: "2030-01-01T00:00:00Z", unscheduleOnCustomerReply: false }
      assert.strictEqual((yield* send("PUT", `${at}/${draft}/schedule`, schedule)).status, 204)
      assert.strictEqual((yield* send("PUT", `${at}/${first.id}/schedule`, schedule)).status, 412)
      assert.deepInclude((yield* walk(send, at, "threads"))[0].scheduled, {
        scheduledBy: 4001,
        scheduledFor: "2030-01-01T00:00:00Z"
      })
      assert.strictEqual(
        (yield* send("PATCH", `${at}/${draft}/schedule`, { op: "replace", path: "/state", value: "published" })).status,
        204
      )
      assert.strictEqual((yield* walk(send, at, "threads"))[0].state, "published")
    }).pipe(simulated())
  )
})
