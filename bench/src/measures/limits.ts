/** Measurements against an account with 400 requests per minute, at full scale and with each client's defaults. */
import { start } from "../processes.js"
import { number, type Section } from "../report.js"
import * as Redis from "../servers/redis.js"
import type { AccountName, Opened, Query } from "../servers/simulator.js"
import type { Calls, Outcome } from "./callMany.js"

const latency = 20
const window = 60
const setting = `A simulated account with 400 units per ${window} s (sliding), a latency of ${latency} ms, at full scale, with each client's defaults.`

interface Total extends Outcome {
  readonly tooMany: number
}

type Call = (client: AccountName, processes: number, calls: Calls, redis?: string) => Promise<Total>

/** Makes calls from several processes that start together, against one simulator. */
const simulated = async <A>(use: (call: Call) => Promise<A>): Promise<A> => {
  const simulator = await start<Query, Opened | number>("./servers/simulator.js", [String(latency)])
  const client = async (account: AccountName, redis: ReadonlyArray<string>) => {
    const opened = await simulator.request({ _tag: "Open", account })
    return start<Calls, Outcome>("./measures/callMany.js", [account, JSON.stringify(opened), ...redis])
  }
  const result = await use(async (account, processes, calls, redis) => {
    const children = await Promise.all(
      Array.from({ length: processes }, () => client(account, redis === undefined ? [] : [redis]))
    )
    const outcomes = await Promise.all(children.map((child) => child.request(calls)))
    await Promise.all(children.map((child) => child.stop()))
    return {
      seconds: Math.max(...outcomes.map((outcome) => outcome.seconds)),
      lost: outcomes.reduce((sum, outcome) => sum + outcome.lost, 0),
      tooMany: Number(await simulator.request({ _tag: "TooMany", account }))
    }
  })
  await simulator.stop()
  return result
}

const seconds = (total: Total) => `${number(total.seconds)} s`

export const reads = async (): Promise<Section> => {
  const calls: Calls = { what: "reads", count: 450 }
  const [ours, peer] = await simulated((call) => Promise.all([call("ours", 1, calls), call("peer", 1, calls)]))
  const least = window + latency / 1000
  const row = (what: string, total: Total) => [
    what,
    seconds(total),
    number(total.seconds / least),
    String(total.tooMany),
    String(total.lost)
  ]
  return {
    title: "450 reads at 400 a minute",
    how: `${setting} The floor: 400 requests at once, and 50 one window later.`,
    table: [
      ["", "time", "x floor", "429s", "lost"],
      ["the floor", `${number(least)} s`, "1", "0", "0"],
      row("**effect-helpscout**", ours),
      row("helpscout-mailbox-api", peer)
    ],
    figures: { reads450OverLeast: ours.seconds / least, reads450TooMany: ours.tooMany }
  }
}

export const writes = async (): Promise<Section> => {
  const calls: Calls = { what: "writes", count: 100 }
  // in sequence: our run is so short that the other one would disturb it
  const [ours, peer] = await simulated(
    async (call) => [await call("ours", 1, calls), await call("peer", 1, calls)] as const
  )
  const writes100OverPeer = ours.seconds / peer.seconds
  const row = (what: string, total: Total, over: number) => [what, seconds(total), number(over), String(total.lost)]
  return {
    title: "100 writes at 400 a minute",
    how: `${setting} They fit into the budget. The peer sends one every 125 ms regardless.`,
    table: [
      ["", "time", "x peer", "lost"],
      row("**effect-helpscout**", ours, writes100OverPeer),
      row("helpscout-mailbox-api", peer, 1)
    ],
    figures: { writes100OverPeer }
  }
}

export const twoProcesses = async (): Promise<Section> => {
  const calls: Calls = { what: "reads", count: 250 }
  const redis = await Redis.start()
  const [shared, ours, peer] = await simulated((call) =>
    Promise.all([call("oursOverRedis", 2, calls, redis.url), call("ours", 2, calls), call("peer", 2, calls)])
  )
  await redis.stop()
  const row = (what: string, total: Total) => [what, String(total.lost), String(total.tooMany), seconds(total)]
  return {
    title: "Two processes on one account",
    how: `${setting} Each process makes ${calls.count} reads. Without Redis, they learn of each other from response headers only.`,
    table: [
      ["", "lost", "429s", "time"],
      row("**effect-helpscout**, shared budget in Redis", shared),
      row("**effect-helpscout**, in-memory limiters", ours),
      row("helpscout-mailbox-api", peer)
    ],
    figures: { twoProcessesLost: shared.lost + ours.lost }
  }
}
