import { assert, describe, it } from "@effect/vitest"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
import { simulated } from "@effect-helpscout/test-support/calls"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/TestClock"
import { generated, type Json, sending, until, walk } from "../../http.js"
import { begin, customer } from "../../routes/conversation.js"

describe("the list of conversations", () => {
  it.effect("contains active conversations by default, newest first, 25 on a page", () =>
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
    }).pipe(generated())
  )

  it.effect("is filtered by all filters together, each as documented", () =>
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
    }).pipe(generated({ pageSizes: { conversations: 100 } }))
  )

  it.effect("rejects the queries that Help Scout rejects", () =>
    Effect.gen(function* () {
      const send = yield* sending
      const rejected = [
        "modifiedSince=2026-01-01T00:00:00.000Z",
        "status=opened",
        "sortField=updatedAt",
        "embed=customers",
        "customFieldsByIds=1:x",
        "query=(",
        "query=subject:(a"
      ]
      for (const query of rejected)
        assert.strictEqual((yield* send("GET", `/v2/conversations?${query}`)).status, 400, query)
    }).pipe(generated())
  )

  it.effect("is sorted, and limited to conversations that changed since a date", () =>
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
    }).pipe(generated())
  )

  it.effect("finds a conversation by every email address of its threads", () =>
    Effect.gen(function* () {
      const { conversations, one } = yield* begin()
      yield* conversations.threads.createReply(one, {
        customer,
        text: "Hi",
        cc: ["cc+1@example.org"],
        bcc: ["bcc@example.org"]
      })
      for (const address of ["CC+1@example.org", "bcc@example.org", customer.email]) {
        const { items } = yield* conversations.list({ status: "all", query: SearchQuery.email(address) })
        assert.deepStrictEqual(
          items.map(({ id }) => id),
          [one.conversationId],
          address
        )
      }
    }).pipe(Effect.provide(Conversations.layer), Effect.provide(simulated()))
  )
})
