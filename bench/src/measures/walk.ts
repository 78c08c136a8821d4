/** Reads whole lists: the memory of a long one, and the time of one with slow responses. */
import { start } from "../processes.js"
import { number, type Section } from "../report.js"
import type { Mode, Walked } from "./walkList.js"

const atATime = 10
const longWalk = 2000
const slowWalk = 200
const latency = 200

const walk = async (mode: Mode, address: string): Promise<Walked> => {
  const child = await start<null, Walked>("./measures/walkList.js", [mode, address])
  const walked = await child.request(null)
  await child.stop()
  return walked
}

const complete = (walked: Walked, pages: number): Walked => {
  if (walked.items !== pages * 25)
    throw new Error(`A list of ${pages} pages returned ${walked.items} conversations. Expected ${pages * 25}`)
  return walked
}

const megabytes = (walked: Walked) => `${walked.peak.toFixed(0)} MB`
const seconds = (walked: Walked) => `${walked.seconds.toFixed(1)} s`

export const memory = async (): Promise<Section> => {
  const server = await start<null, string>("./servers/canned.js", ["0", String(longWalk)])
  const address = await server.request(null)
  const ours = complete(await walk("plain", address), longWalk)
  const peer = complete(await walk("peer", address), longWalk)
  await server.stop()
  const walkPeakOverPeer = ours.peak / peer.peak
  return {
    title: "A walk of 2,000 pages",
    how: "The peak memory of the process. Our client streams 50,000 decoded conversations. The peer discards each page.",
    table: [
      ["", "peak", "x peer", "time"],
      ["**effect-helpscout**", megabytes(ours), number(walkPeakOverPeer), seconds(ours)],
      ["helpscout-mailbox-api, discarding", megabytes(peer), "1", seconds(peer)]
    ],
    figures: { walkPeakOverPeer }
  }
}

export const time = async (): Promise<Section> => {
  const server = await start<null, string>("./servers/canned.js", [String(latency), String(slowWalk)])
  const address = await server.request(null)
  const timed = async (mode: Mode) => complete(await walk(mode, address), slowWalk)
  const [plain, prefetch, concurrency, peer] = await Promise.all([
    timed("plain"),
    timed("prefetch"),
    timed("concurrency"),
    timed("peer")
  ])
  await server.stop()
  const row = (what: string, walked: Walked) => [
    what,
    seconds(walked),
    number(walked.seconds / ((slowWalk * latency) / 1000)),
    number(walked.seconds / peer.seconds)
  ]
  return {
    title: `A walk of ${slowWalk} pages at ${latency} ms`,
    how:
      `Every response takes ${latency} ms, so sequential pages take at least ${(slowWalk * latency) / 1000} s: the floor. ` +
      `(Prefetching helps slow consumers. This consumer is fast.)`,
    table: [
      ["", "time", "x floor", "x peer"],
      row("**effect-helpscout**, plain", plain),
      row(`**effect-helpscout**, \`prefetch: ${atATime}\``, prefetch),
      row(`**effect-helpscout**, \`concurrency: ${atATime}\``, concurrency),
      row("helpscout-mailbox-api, sequential", peer)
    ],
    figures: { walk200OverPeer: concurrency.seconds / peer.seconds }
  }
}
