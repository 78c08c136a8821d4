import { assert, describe, it } from "@effect/vitest"
import * as Fault from "@effect-helpscout/simulator/Fault"
import * as Effect from "effect/Effect"
import { HelpScout } from "../src/HelpScout.js"
import {
  AmbiguousWrite,
  AuthFailed,
  CallAborted,
  CallTimedOut,
  ClientClosed,
  InputInvalid,
  NotFound,
  ServiceUnavailable
} from "../src/HelpScoutError.js"
import type { StableListOptions } from "../src/List.js"
import type { Tokens } from "../src/Tokens.js"
import { fetchOf, rejection, sentTo, simulate } from "./simulated.js"

const email = { email: "ann@example.com" }

const conversation = (mailboxId: number) => ({
  subject: "Hello",
  type: "email" as const,
  mailboxId,
  status: "active" as const,
  customer: email,
  threads: [{ type: "customer" as const, customer: email, text: "Hello" }] as const
})

describe("calls", () => {
  it("returns plain data with dates", async () => {
    const { helpScout } = simulate()
    const { items, totals } = await helpScout.conversations.list({ status: "all" })
    assert.strictEqual(items.length, 25)
    assert.strictEqual(totals?.totalElements, 60)
    const found = await helpScout.conversations.get({ conversationId: items[0]!.id })
    assert.instanceOf(found.createdAt, Date)
    assert.deepStrictEqual(JSON.parse(JSON.stringify(found)).createdAt, found.createdAt.toISOString())
  })

  it("accepts dates in inputs", async () => {
    const { helpScout, simulator } = simulate()
    const page = await helpScout.conversations.list({
      status: "all",
      modifiedSince: new Date("2020-01-02T03:04:05.678Z")
    })
    assert.strictEqual(page.items.length, 25)
    const [request] = (await Effect.runPromise(simulator.requests)).slice(-1)
    assert.include(request?.query, "modifiedSince=2020-01-02T03%3A04%3A05Z")
  })

  it("returns ids of created resources, and nothing where there is no content", async () => {
    const { helpScout } = simulate()
    const [mailbox] = (await helpScout.mailboxes.list()).items
    const conversationId = await helpScout.conversations.create(conversation(mailbox!.id))
    assert.isTrue(Number.isInteger(conversationId))
    assert.isUndefined(await helpScout.conversations.tags.update({ conversationId }, { tags: ["vip"] }))
    assert.deepStrictEqual(await helpScout.conversations.tags.add({ conversationId }, { tags: ["new"] }), [
      "vip",
      "new"
    ])
    assert.strictEqual((await helpScout.conversations.getComplete({ conversationId })).threads.length, 1)
  })

  it("takes the options of the call as the last argument, for each number of parameters", async () => {
    const { helpScout } = simulate()
    const signal = AbortSignal.abort()
    const [mailbox] = (await helpScout.mailboxes.list()).items
    const mailboxId = mailbox!.id
    const calls = [
      helpScout.users.me({ signal }),
      helpScout.conversations.list(undefined, { signal }),
      helpScout.conversations.get({ conversationId: 1 }, { signal }),
      helpScout.conversations.create(conversation(mailboxId), { signal }),
      helpScout.conversations.tags.update({ conversationId: 1 }, { tags: [] }, { signal }),
      helpScout.conversations.tags.add({ conversationId: 1 }, { tags: [] }, { signal }),
      helpScout.conversations.getComplete({ conversationId: 1 }, { signal }),
      helpScout.customers.findOrCreate({ email: "a@example.com" }, undefined, { signal }),
      helpScout.conversations.listAll({}, { signal }).first(),
      helpScout.nextPage({ items: [], next: { href: "" } }, { signal }),
      helpScout.request({ method: "GET", path: "/v2/users/me" }, { signal })
    ]
    for (const call of calls) assert.instanceOf(await rejection(call), CallAborted)
  })

  it("sends custom requests", async () => {
    const { helpScout } = simulate()
    const me = (await helpScout.request({ method: "GET", path: "/v2/users/me" })) as { readonly id: number }
    assert.strictEqual(me.id, (await helpScout.users.me()).id)
  })

  it("sends the headers of the client and of the call", async () => {
    const seen: Array<Headers> = []
    const { options, simulator } = simulate()
    const fetch: typeof globalThis.fetch = (url, init) => {
      seen.push(new Headers(init?.headers))
      return fetchOf(simulator)(url, init)
    }
    const helpScout = new HelpScout({ ...options, fetch, headers: { "x-client": "1" } })
    const statuses: Array<number> = []
    const onResponse = ({ status }: { readonly status: number }) => statuses.push(status)
    await helpScout.users.me({ headers: { "x-call": "2" }, priority: 1, onResponse })
    assert.deepStrictEqual(statuses, [200])
    assert.deepStrictEqual(
      seen.map((headers) => [headers.get("x-client"), headers.get("x-call")]),
      [
        ["1", null],
        ["1", "2"]
      ]
    )
  })
})

describe("lists", () => {
  it("iterates over all items, and over pages", async () => {
    const { helpScout } = simulate()
    const list = helpScout.conversations.listAll({ status: "all" })
    const ids = new Set<number>()
    for await (const { id } of list) ids.add(id)
    assert.strictEqual(ids.size, 60)
    const sizes: Array<number> = []
    for await (const { items } of list.pages()) sizes.push(items.length)
    assert.deepStrictEqual(sizes, [25, 25, 10])
    assert.strictEqual((await helpScout.conversations.listPages({ status: "all" }).toArray()).length, 3)
  })

  it("sends one request for the first item", async () => {
    const { helpScout, simulator } = simulate()
    const first = await helpScout.conversations.listAll({ status: "all" }).first()
    assert.isDefined(first)
    for await (const { id } of helpScout.conversations.listAll({ status: "all" })) {
      assert.strictEqual(id, first?.id)
      break
    }
    assert.deepStrictEqual(await sentTo(simulator), ["GET /v2/conversations", "GET /v2/conversations"])
  })

  it("law L10: reads in the stable order", async () => {
    const { helpScout, simulator } = simulate()
    const options: StableListOptions = { order: "stable" }
    const items = await helpScout.conversations.listAll({ status: "all" }, options).toArray()
    assert.strictEqual(new Set(items.map(({ id }) => id)).size, 60)
    const { query } = (await Effect.runPromise(simulator.requests)).at(-1)!
    assert.match(decodeURIComponent(query), /query=\(createdAt:\[/)
  })

  it("limits an array, and reads ahead", async () => {
    const { helpScout } = simulate()
    const list = helpScout.conversations.listAll({ status: "all" }, { prefetch: 1, concurrency: 2 })
    assert.strictEqual((await list.toArray({ limit: 30 })).length, 30)
    assert.strictEqual((await list.toArray({ limit: 0 })).length, 0)
    assert.strictEqual((await list.toArray()).length, 60)
  })

  it("follows the link of a page", async () => {
    const { helpScout } = simulate()
    const first = await helpScout.conversations.list({ status: "all" })
    const second = await helpScout.nextPage(first)
    const third = await helpScout.nextPage(second!)
    assert.deepStrictEqual([second?.totals?.number, third?.items.length], [2, 10])
    assert.isUndefined(await helpScout.nextPage(third!))
  })

  it("emits what a helper streams", async () => {
    const { helpScout } = simulate()
    const { items } = await helpScout.workflows.list()
    const workflow = items.find(({ type }) => type === "manual")
    const { mailboxId } = workflow!
    const ids = await helpScout.conversations.listAll({ status: "all", mailbox: mailboxId }).toArray()
    const conversationIds = ids.map(({ id }) => id)
    const batches = helpScout.workflows.runManualBatches({ workflowId: workflow!.id }, { conversationIds })
    assert.deepStrictEqual(
      (await batches.toArray()).map((batch) => batch.length),
      [...Array(Math.floor(ids.length / 50)).fill(50), ids.length % 50]
    )
  })

  it("keeps what was read when a page fails", async () => {
    const { helpScout, simulator } = simulate({ retry: { retries: 0 } })
    const read: Array<number> = []
    const failure = await rejection(
      (async () => {
        for await (const { id } of helpScout.conversations.listAll({ status: "all" })) {
          if (read.push(id) === 25) await Effect.runPromise(simulator.fail(Fault.status(503)))
        }
      })()
    )
    assert.instanceOf(failure, ServiceUnavailable)
    assert.strictEqual(read.length, 25)
  })
})

describe("files", () => {
  it("streams in both directions", async () => {
    const { helpScout } = simulate()
    const [mailbox] = (await helpScout.mailboxes.list()).items
    const conversationId = await helpScout.conversations.create(conversation(mailbox!.id))
    const { threads } = await helpScout.conversations.getComplete({ conversationId })
    const data = new Blob(["first ", "second"]).stream()
    const attachmentId = await helpScout.conversations.attachments.upload(
      { conversationId, threadId: threads[0]!.id },
      { fileName: "a.txt", mimeType: "text/plain", data }
    )
    assert.isDefined(attachmentId)
    const file = helpScout.conversations.attachments.file({ conversationId, attachmentId: attachmentId! })
    assert.strictEqual(await new Response(file as ReadableStream<Uint8Array<ArrayBuffer>>).text(), "first second")
  })

  it("fails with the errors of a call", async () => {
    const { helpScout } = simulate()
    const file = helpScout.conversations.attachments.file({ conversationId: 1, attachmentId: 1 })
    assert.instanceOf(await rejection(file.getReader().read()), NotFound)
  })
})

describe("errors", () => {
  it("throws for missing credentials", () => {
    const error = (() => {
      try {
        return new HelpScout({ clientSecret: "s" })
      } catch (thrown) {
        return thrown
      }
    })()
    assert.instanceOf(error, InputInvalid)
    assert.deepStrictEqual(
      error.issues.map(({ path }) => path),
      ["clientId"]
    )
  })

  it("names a misspelled duration", async () => {
    const timeout = "5 secs" as "5 seconds"
    assert.throws(() => new HelpScout({ clientId: "i", clientSecret: "s", timeout }), "timeout")
    const error = await rejection(simulate().helpScout.users.me({ timeout }))
    assert.instanceOf(error, InputInvalid)
    assert.strictEqual(error.issues[0]?.path, "timeout")
  })

  it("rejects a wrong secret", async () => {
    const { helpScout } = simulate({ clientSecret: "wrong" })
    const error = await rejection(helpScout.users.me())
    assert.instanceOf(error, AuthFailed)
    assert.deepStrictEqual([error.code, error.reason, error.name], ["AuthFailed", "InvalidClient", "AuthFailed"])
  })

  it("names a misspelled filter, and sends nothing", async () => {
    const { helpScout, simulator } = simulate()
    const error = await rejection(helpScout.conversations.list({ statsu: "all" } as object))
    assert.instanceOf(error, InputInvalid)
    assert.strictEqual(error.issues[0]?.path, "statsu")
    assert.deepStrictEqual(await sentTo(simulator), [])
  })

  it("has the fields of the typed errors, and a stack that leads to the caller", async () => {
    const { helpScout } = simulate()
    const callTheMethod = async () => await helpScout.conversations.get({ conversationId: 1 })
    const error = await rejection(callTheMethod())
    assert.instanceOf(error, NotFound)
    assert.strictEqual(error.operation, "Conversations.get")
    assert.isString(error.correlationId)
    assert.isFalse(error.isRetryable)
    assert.include(error.stack, "callTheMethod")
  })

  it("does not hide that a write is ambiguous", async () => {
    const { helpScout, simulator } = simulate()
    const [mailbox] = (await helpScout.mailboxes.list()).items
    await Effect.runPromise(simulator.fail(Fault.reset("after"), { method: "POST" }))
    const error = await rejection(helpScout.conversations.create(conversation(mailbox!.id)))
    assert.instanceOf(error, AmbiguousWrite)
    assert.deepStrictEqual([error.check, error.transportCode], ["POST /v2/conversations", "ECONNRESET"])
  })

  it("rejects calls that are aborted while they run, with the reason", async () => {
    const { helpScout } = simulate({}, { latency: "10 seconds" })
    const controller = new AbortController()
    const call = rejection(helpScout.users.me({ signal: controller.signal }))
    controller.abort("enough")
    const error = await call
    assert.instanceOf(error, CallAborted)
    assert.deepStrictEqual([error.name, error.cause], ["AbortError", "enough"])
  })

  it("rejects calls that exceed their time limit", async () => {
    const { helpScout } = simulate({}, { latency: "10 seconds" })
    const error = await rejection(helpScout.users.me({ timeout: "10 millis" }))
    assert.instanceOf(error, CallTimedOut)
    assert.strictEqual(error.timeout, 10)
  })
})

describe("tokens", () => {
  it("publishes tokens, until it is unsubscribed", async () => {
    const { helpScout, simulator } = simulate()
    const seen: Array<Tokens> = []
    const unsubscribe = helpScout.on("tokens", (tokens) => seen.push(tokens))
    await helpScout.users.me()
    await Effect.runPromise(simulator.revokeAccessTokens())
    await helpScout.users.me()
    await helpScout.close()
    assert.strictEqual(new Set(seen.map(({ accessToken }) => accessToken)).size, 2)
    assert.instanceOf(seen[0]?.expiresAt, Date)
    unsubscribe()
  })

  it("publishes failed renewals", async () => {
    const { helpScout } = simulate({ clientSecret: "wrong" })
    const seen: Array<AuthFailed> = []
    helpScout.on("renewalFailed", (error) => seen.push(error))
    await rejection(helpScout.users.me())
    await helpScout.close()
    assert.deepStrictEqual(
      seen.map((error) => [error instanceof AuthFailed, error.reason]),
      [[true, "InvalidClient"]]
    )
  })

  it("names what is wrong with tokens, and does not quote them", async () => {
    const { helpScout } = simulate({ flow: "authorizationCode" })
    const error = await rejection(helpScout.setCredentials({ accessToken: "secret", expiresAt: "tomorrow" }))
    assert.instanceOf(error, InputInvalid)
    assert.deepStrictEqual(error.issues, [{ path: "expiresAt", message: "must be a date, or ISO 8601 text" }])
    assert.notInclude(error.message, "secret")
    const empty = await rejection(helpScout.setCredentials({ accessToken: "" }))
    assert.instanceOf(empty, InputInvalid)
  })

  it("authorizes with a code", async () => {
    const { helpScout, simulator } = simulate({ flow: "authorizationCode" })
    const url = helpScout.authorizationUrl({ state: "s" })
    assert.deepStrictEqual(
      [url.searchParams.get("client_id"), url.searchParams.get("state")],
      [simulator.clientId, "s"]
    )
    const error = await rejection(helpScout.users.me())
    assert.instanceOf(error, AuthFailed)
    assert.include(error.message, "helpScout.setCredentials")
    const tokens = await helpScout.getTokens(await Effect.runPromise(simulator.authorize()))
    assert.isString(tokens.refreshToken)
    await helpScout.setCredentials(JSON.parse(JSON.stringify(tokens)))
    assert.isNumber((await helpScout.users.me()).id)
  })
})

describe("rate limit", () => {
  it("reports and changes its options", async () => {
    const { helpScout } = simulate({ rateLimit: { limit: 100 } })
    assert.deepInclude(await helpScout.rateLimit(), { limit: 100, remaining: 100, paused: 0 })
    await helpScout.updateRateLimit({ limit: 50 })
    assert.deepInclude(await helpScout.rateLimit(), { limit: 50 })
  })
})

describe("close", () => {
  it("waits for running calls and handlers, and rejects later calls", async () => {
    const { helpScout } = simulate({}, { latency: "20 millis" })
    let saved = 0
    helpScout.on("tokens", async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      saved++
    })
    const running = helpScout.users.me()
    await helpScout.close()
    assert.strictEqual(saved, 1)
    assert.isNumber((await running).id)
    for (const call of [
      helpScout.users.me(),
      helpScout.conversations.listAll().first(),
      helpScout.getTokens("code"),
      helpScout.rateLimit(),
      helpScout.customers.findOrCreate({ email: "a@example.com" })
    ]) {
      assert.instanceOf(await rejection(call), ClientClosed)
    }
  })

  it("ends lists that are being read", async () => {
    const { helpScout } = simulate()
    const list = helpScout.conversations.listAll({ status: "all" }, { prefetch: 2 })[Symbol.asyncIterator]()
    for (let read = 0; read < 25; read++) await list.next()
    await helpScout.close()
    assert.instanceOf(await rejection(list.next()), ClientClosed)
  })

  it("is called by `await using`", async () => {
    const { helpScout } = simulate()
    await helpScout[Symbol.asyncDispose]()
    assert.instanceOf(await rejection(helpScout.users.me()), ClientClosed)
  })
})

describe("log", () => {
  it("receives what the client logs", async () => {
    const lines: Array<string> = []
    const { helpScout } = simulate({ log: ({ level, message }) => lines.push(`${level} ${message}`) })
    await helpScout.users.me()
    assert.deepStrictEqual(lines, ["info Auth.renew: obtained the access token"])
  })
})
