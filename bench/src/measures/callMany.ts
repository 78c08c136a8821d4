/** A child process, `callMany.js <ours|peer> <account> [<Redis URL>]`: makes many concurrent calls with the client's default limits, and counts failures. */
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as RedisRateLimiter from "@effect-helpscout/node/RedisRateLimiter"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Users } from "@effect-helpscout/resources/Users"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Ours from "../clients/ours.js"
import * as Peer from "../clients/peer.js"
import { respond } from "../processes.js"
import { userId } from "../servers/bodies.js"
import type { Opened } from "../servers/simulator.js"

export interface Calls {
  readonly what: "reads" | "writes"
  readonly count: number
}

export interface Outcome {
  readonly seconds: number
  readonly lost: number
}

type CallMany = (calls: Calls) => Promise<number>

const text = "Measured"

/** Distributes notes over the conversations, because each can have 100 threads only. */
const nth = (ids: ReadonlyArray<number>, index: number): number => ids[index % ids.length] ?? 0

const ours = async (account: Opened, redis: string | undefined): Promise<CallMany> => {
  const rateLimiter = redis === undefined ? undefined : RedisRateLimiter.layer({ connection: redis, share: 1 / 2 })
  const resources = Layer.merge(Conversations.layer, Users.layer)
  const runtime = ManagedRuntime.make(Layer.provideMerge(resources, Ours.client(account, rateLimiter)))
  const { conversations, users } = await runtime.runPromise(Effect.all({ conversations: Conversations, users: Users }))
  // builds the layer without sending a request
  await runtime.runPromise(HelpScoutClient)
  const { conversationIds } = account
  return ({ count, what }) => {
    const call = (index: number): Effect.Effect<unknown, HelpScoutError> =>
      what === "reads"
        ? users.get({ userId })
        : conversations.threads.createNote({ conversationId: nth(conversationIds, index) }, { text })
    const calls = Array.from({ length: count }, (_, index) => Effect.either(call(index)))
    return runtime.runPromise(
      Effect.map(Effect.all(calls, { concurrency: "unbounded" }), (results) => results.filter(Either.isLeft).length)
    )
  }
}

const peer = async (account: Opened): Promise<CallMany> => {
  const helpScout = Peer.client(account.baseUrl, account.accessToken)
  return async ({ count, what }) => {
    const call = (index: number) =>
      what === "reads"
        ? helpScout.users.get(userId)
        : helpScout.conversations.threads.createNote(nth(account.conversationIds, index), { text })
    const results = await Promise.allSettled(Array.from({ length: count }, (_, index) => call(index)))
    return results.filter((result) => result.status === "rejected").length
  }
}

const [name, opened = "", redis] = process.argv.slice(2)
// written by `limits.ts`
const account = JSON.parse(opened) as Opened
const callMany = await (name === "peer" ? peer(account) : ours(account, redis))

respond<Calls, Outcome>(async (calls) => {
  const began = performance.now()
  const lost = await callMany(calls)
  return { seconds: (performance.now() - began) / 1000, lost }
})
