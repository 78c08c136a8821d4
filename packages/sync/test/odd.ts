/** An HTTP client whose responses contain items that cannot be read. */
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as Effect from "effect/Effect"

type Json = Record<string, unknown>

const threadId = new Set<number>()

const spoilConversations = (items: ReadonlyArray<Json>) => {
  for (const item of items) {
    if (item.id === 2_000_003) item.createdAt = "1"
    const threads = (item._embedded as { threads?: ReadonlyArray<Json> } | undefined)?.threads ?? []
    if (item.id === 2_000_004) spoilThreads(threads)
  }
}

const spoilThreads = (threads: ReadonlyArray<Json>) => {
  const [thread] = threads
  if (thread === undefined) return
  if (threadId.size === 0) threadId.add(thread.id as number)
  for (const each of threads) if (threadId.has(each.id as number)) each.createdAt = "1"
}

const spoiled = (path: string, body: Json): Json => {
  const embedded = (body._embedded ?? {}) as Record<string, ReadonlyArray<Json>>
  if (path === "/v2/conversations") spoilConversations(embedded.conversations ?? [])
  if (path === "/v2/conversations/2000004/threads") spoilThreads(embedded.threads ?? [])
  if (path === "/v3/customers")
    for (const item of embedded.customers ?? []) if (item.id === 500_004) item.createdAt = {}
  return body
}

/** Spoils one conversation, one thread and one customer. */
export const spoil = (client: HttpClient.HttpClient): HttpClient.HttpClient =>
  HttpClient.transformResponse(client, (effect) =>
    Effect.gen(function* () {
      const response = yield* effect
      const { pathname } = new URL(response.request.url)
      if (!/conversations|customers/.test(pathname) || response.status !== 200) return response
      const body = JSON.stringify(spoiled(pathname, JSON.parse(yield* response.text) as Json))
      return HttpClientResponse.fromWeb(
        response.request,
        new Response(body, { status: 200, headers: response.headers })
      )
    })
  )
