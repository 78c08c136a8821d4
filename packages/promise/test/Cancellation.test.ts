import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { HelpScout } from "../src/HelpScout.js"
import { CallAborted, CallTimedOut, InputInvalid, RateLimited } from "../src/HelpScoutError.js"
import type { RateLimitOptions } from "../src/RateLimit.js"
import { fetchOf, rejection, sentTo, simulate } from "./simulated.js"

/** A client whose next request waits for the rate limit. */
const exhausted = async (rateLimit: RateLimitOptions = {}) => {
  const { options, simulator } = simulate({}, { rateLimit: { limit: 1, window: "1 hour" } })
  const helpScout = new HelpScout({ ...options, rateLimit: { limit: 1, window: "1 hour", ...rateLimit } })
  await helpScout.users.me()
  return { helpScout, simulator }
}

/** A promise that another function resolves. */
const defer = () => {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** A client that receives the head of a response, and a part of its body. Reports that the transfer is canceled. */
const stalled = () => {
  const { options, simulator } = simulate()
  const canceled = defer()
  const started = defer()
  const fetch: typeof globalThis.fetch = (url, init) => {
    if (String(url).includes("oauth2")) return fetchOf(simulator)(url, init)
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{"id":'))
        init?.signal?.addEventListener("abort", () => {
          controller.error(init.signal?.reason)
          canceled.resolve()
        })
      },
      pull: () => started.resolve(),
      cancel: () => canceled.resolve()
    })
    return Promise.resolve(new Response(body, { headers: { "content-type": "application/json" } }))
  }
  return { helpScout: new HelpScout({ ...options, fetch }), started: started.promise, canceled: canceled.promise }
}

describe("signals", () => {
  it("sends nothing if the signal is aborted before the call", async () => {
    const { helpScout, simulator } = simulate()
    const error = await rejection(helpScout.users.me({ signal: AbortSignal.abort("no") }))
    assert.instanceOf(error, CallAborted)
    assert.strictEqual(error.cause, "no")
    assert.deepStrictEqual(await Effect.runPromise(simulator.requests), [])
  })

  it("end a call that waits for the rate limit, and leave the others in the queue", async () => {
    const { helpScout, simulator } = await exhausted()
    const queued = async (count: number) => {
      while ((await helpScout.rateLimit()).queued !== count) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const [first, second] = [new AbortController(), new AbortController()]
    const waiting = rejection(helpScout.users.me({ signal: first.signal }))
    const other = rejection(helpScout.tags.list({}, { signal: second.signal }))
    await queued(2)
    first.abort()
    assert.instanceOf(await waiting, CallAborted)
    await queued(1)
    second.abort()
    assert.instanceOf(await other, CallAborted)
    await queued(0)
    assert.deepStrictEqual(await sentTo(simulator), ["GET /v2/users/me"])
  })

  it("end a transfer, and cancel it", async () => {
    const { canceled, helpScout, started } = stalled()
    const controller = new AbortController()
    const call = rejection(helpScout.users.me({ signal: controller.signal }))
    await started
    controller.abort()
    assert.instanceOf(await call, CallAborted)
    await canceled
  })

  it("end a list between its pages, and release what it reads ahead", async () => {
    const { helpScout } = simulate()
    const controller = new AbortController()
    const list = helpScout.conversations.listAll({ status: "all" }, { prefetch: 2, signal: controller.signal })
    const read: Array<number> = []
    const error = await rejection(
      (async () => {
        for await (const { id } of list) {
          if (read.push(id) === 10) controller.abort()
        }
      })()
    )
    assert.instanceOf(error, CallAborted)
    assert.strictEqual(read.length % 25, 0)
    await helpScout.close()
  })
})

describe("time limits", () => {
  it("include the wait for the rate limit", async () => {
    const { helpScout } = await exhausted()
    assert.instanceOf(await rejection(helpScout.users.me({ timeout: 20 })), CallTimedOut)
    assert.strictEqual((await helpScout.rateLimit()).queued, 0)
  })

  it("end a transfer, and cancel it", async () => {
    const { canceled, helpScout } = stalled()
    assert.instanceOf(await rejection(helpScout.users.me({ timeout: 20 })), CallTimedOut)
    await canceled
  })

  it("include the time to read a file before it is sent", async () => {
    const { helpScout, simulator } = simulate()
    const file = { fileName: "a", mimeType: "text/plain", data: new ReadableStream<Uint8Array>() }
    const upload = helpScout.conversations.attachments.upload({ conversationId: 1, threadId: 1 }, file, { timeout: 20 })
    assert.instanceOf(await rejection(upload), CallTimedOut)
    assert.deepStrictEqual(await sentTo(simulator), [])
  })

  it("of the rate limit reject with the time to wait", async () => {
    const { helpScout } = await exhausted({ maxQueueWait: 0 })
    const error = await rejection(helpScout.users.me())
    assert.instanceOf(error, RateLimited)
    assert.isAbove(error.retryAfter, 0)
  })
})

describe("a list that is left early", () => {
  it("releases what it holds, in each way to leave it", async () => {
    const { helpScout, simulator } = simulate()
    const list = helpScout.conversations.listAll({ status: "all" }, { prefetch: 1 })
    for await (const _ of list) break
    await rejection(
      (async () => {
        for await (const _ of list) throw new Error("of the loop")
      })()
    )
    const iterator = list[Symbol.asyncIterator]()
    await iterator.next()
    await iterator.return?.()
    await list.first()
    await list.toArray({ limit: 1 })
    const sent = (await sentTo(simulator)).length
    await helpScout.close()
    assert.strictEqual((await sentTo(simulator)).length, sent)
  })
})

describe("files", () => {
  it("reject if their stream fails, and send nothing", async () => {
    const { helpScout, simulator } = simulate()
    const data = new ReadableStream<Uint8Array>({ start: (controller) => controller.error(new Error("of the disk")) })
    const file = { fileName: "a", mimeType: "text/plain", data }
    const error = await rejection(helpScout.conversations.attachments.upload({ conversationId: 1, threadId: 1 }, file))
    assert.strictEqual((error as Error).message, "of the disk")
    assert.deepStrictEqual(await sentTo(simulator), [])
  })
})

describe("misspelled options (law D1)", () => {
  const { options } = simulate()
  const cases: ReadonlyArray<readonly [string, (helpScout: HelpScout) => unknown]> = [
    ["clientID", () => new HelpScout({ ...options, clientID: "i" } as object)],
    ["timeout", () => new HelpScout({ ...options, timeout: "5 secs" as "5 seconds" })],
    ["rateLimit.maxConcurent", () => new HelpScout({ ...options, rateLimit: { maxConcurent: 1 } as object })],
    ["rateLimit.maxConcurrent", () => new HelpScout({ ...options, rateLimit: { maxConcurrent: 0 } })],
    ["retry.retries", () => new HelpScout({ ...options, retry: { retries: -1 } })],
    ["tokenStore", () => new HelpScout({ ...options, tokenStore: {} as never })],
    ["permissions", () => new HelpScout({ ...options, permissions: { deny: { operations: ["conversation"] } } })],
    ["permissions.denied", () => new HelpScout({ ...options, permissions: { denied: {} } as object })],
    ["flow", () => new HelpScout({ ...options, flow: "oauth" as never })],
    ["tokens", () => new HelpScout({ ...options, tokens: "t" as never })],
    ["singal", (helpScout) => helpScout.users.me({ singal: 1 } as object)],
    ["signal", (helpScout) => helpScout.users.me({ signal: "abort" as never })],
    ["prefetch", (helpScout) => helpScout.tags.listAll({}, { prefetch: -1 }).first()],
    ["concurrency", (helpScout) => helpScout.tags.listAll({}, { concurrency: 0 }).toArray()],
    ["limit", (helpScout) => helpScout.tags.listAll().toArray({ limit: Number.NaN })],
    ["reserved", (helpScout) => helpScout.updateRateLimit({ reserved: 1 } as object)],
    ["statsu", (helpScout) => helpScout.conversations.listAll({ statsu: "all" } as object).first()],
    ["signal", (helpScout) => helpScout.tags.list({ signal: AbortSignal.abort() } as object)]
  ]
  for (const [path, run] of cases) {
    it(`rejects ${path}, and sends nothing`, async () => {
      const { helpScout, simulator } = simulate()
      const error = await rejection((async () => run(helpScout))())
      assert.instanceOf(error, InputInvalid)
      assert.strictEqual(error.issues[0]?.path, path)
      assert.include(error.message, path)
      assert.deepStrictEqual(await sentTo(simulator), [])
    })
  }
})
