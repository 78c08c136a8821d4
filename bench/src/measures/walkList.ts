/** A child process, `walkList.js <mode> <address>`: reads a whole list of conversations, and returns time and memory. */
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Ours from "../clients/ours.js"
import * as Peer from "../clients/peer.js"
import { respond } from "../processes.js"

export const modes = ["plain", "prefetch", "concurrency", "peer"] as const
export type Mode = (typeof modes)[number]

export interface Walked {
  readonly items: number
  readonly seconds: number
  /** The peak memory of the process, in MB. */
  readonly peak: number
}

/** The number of pages to prefetch or to read concurrently. */
export const atATime = 10

const options = { plain: {}, prefetch: { prefetch: atATime }, concurrency: { concurrency: atATime } } as const

const ours = (baseUrl: string, mode: Exclude<Mode, "peer">): Promise<number> =>
  Effect.runPromise(
    Effect.flatMap(Conversations, (conversations) =>
      Stream.runCount(conversations.listAll({ status: "all" }, options[mode]))
    ).pipe(
      Effect.provide(Conversations.layer),
      Effect.provide(Ours.client({ baseUrl, clientId: "bench", clientSecret: "bench-secret" }, Ours.unlimited))
    )
  )

const peer = async (baseUrl: string): Promise<number> => {
  const helpScout = Peer.unlimited(baseUrl)
  let items = 0
  let { data } = await helpScout.conversations.list({ status: "all" })
  while (true) {
    items += data._embedded.conversations.length
    if (data._links.next === undefined) return items
    data = (await helpScout.nextPage(data._links)).data
  }
}

const [mode, baseUrl = ""] = process.argv.slice(2)

respond<null, Walked>(async () => {
  const began = performance.now()
  // started by `walk.ts`, with one of the modes
  const items = mode === "peer" ? await peer(baseUrl) : await ours(baseUrl, mode as Exclude<Mode, "peer">)
  const seconds = (performance.now() - began) / 1000
  return { items, seconds, peak: process.resourceUsage().maxRSS / 1024 }
})
