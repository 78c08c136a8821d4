/** Streams 800 pages and prints the heap at pages 200 and 700. With `retain`, the control, it keeps every page. */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"

const pages = 800
const earlyPage = 200
const latePage = 700
const retain = process.argv[2] === "retain"

const item = (id) => ({
  id,
  number: id,
  type: "email",
  status: "active",
  state: "published",
  mailboxId: 1,
  subject: `Subject ${id}`,
  preview: "x".repeat(200),
  createdAt: "2024-01-02T03:04:05Z"
})

const body = (number) =>
  JSON.stringify({
    _embedded: { conversations: Array.from({ length: 25 }, (_, i) => item(number * 25 + i)) },
    page: { size: 25, totalElements: pages * 25, totalPages: pages, number },
    _links: number < pages ? { next: { href: `https://api.helpscout.net/v2/conversations?page=${number + 1}` } } : {}
  })

const client = HttpClient.make((request, url) =>
  Effect.sync(() => HttpClientResponse.fromWeb(request, new Response(body(Number(url.searchParams.get("page") ?? 1)))))
)

const heap = () => {
  for (let i = 0; i < 4; i++) globalThis.gc()
  return process.memoryUsage().heapUsed
}

const retained = []
const measured = { early: 0, late: 0, pages: 0 }

const program = Effect.gen(function* () {
  const conversations = yield* Conversations
  yield* Stream.runForEach(conversations.listPages(), (page) =>
    Effect.promise(async () => {
      measured.pages += 1
      if (retain) retained.push(page)
      if (measured.pages !== earlyPage && measured.pages !== latePage) return
      // the objects of completed requests are released in a later turn of the event loop
      await new Promise((resolve) => setTimeout(resolve, 50))
      measured[measured.pages === earlyPage ? "early" : "late"] = heap()
    })
  )
})

await Effect.runPromise(
  program.pipe(
    Effect.provide(
      Conversations.layer.pipe(
        Layer.provide(HelpScoutClient.layer),
        Layer.provide(Layer.succeed(HttpClient.HttpClient, client)),
        Layer.provide(Auth.layerToken(Redacted.make("token"))),
        Layer.provide(RateLimiter.layer({ limit: 1_000_000 })),
        Layer.provide(HelpScoutConfig.layer())
      )
    )
  )
)
console.log(JSON.stringify(measured))
