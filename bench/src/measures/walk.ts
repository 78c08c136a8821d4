/** Whole lists: the memory of a long one, and the time of one with slow responses. */
import { start } from "../processes.js"
import { number, type Section } from "../report.js"
import type { Mode, Walked } from "./walkList.js"

const atATime = 10
const longWalk = 2000
const slowWalk = 200
const latency = 200

const walk = async (mode: Mode, address: string): Promise<Walked> => {
  const child = await start<null, Walked>("./measures/walkList.js", [mode, address])
  const walked = await child.ask(null)
  await child.stop()
  return walked
}

const complete = (walked: Walked, pages: number): Walked => {
  if (walked.items !== pages * 25) throw new Error(`a walk of ${pages} pages met ${walked.items} conversations`)
  return walked
}

const megabytes = (walked: Walked) => `${walked.peak.toFixed(0)} MB`
const seconds = (walked: Walked) => `${walked.seconds.toFixed(1)} s`

export const memory = async (): Promise<Section> => {
  const server = await start<null, string>("./servers/canned.js", ["0", String(longWalk)])
  const address = await server.ask(null)
  const ours = complete(await walk("plain", address), longWalk)
  const peer = complete(await walk("peer", address), longWalk)
  await server.stop()
  const walkPeakOverPeer = ours.peak / peer.peak
  return {
    title: "A walk of 2,000 pages",
    how: "The most memory that the process ever held: ours streams 50,000 decoded conversations, the peer drops each page.",
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
  const address = await server.ask(null)
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
      `Every response arrives after ${latency} ms, so one page after the other takes ${(slowWalk * latency) / 1000} s at least: the floor. ` +
      `(Prefetching pays when the consumer takes its time, which this one does not.)`,
    table: [
      ["", "time", "x floor", "x peer"],
      row("**effect-helpscout**, plain", plain),
      row(`**effect-helpscout**, \`prefetch: ${atATime}\``, prefetch),
      row(`**effect-helpscout**, \`concurrency: ${atATime}\``, concurrency),
      row("helpscout-mailbox-api, page after page", peer)
    ],
    figures: { walk200OverPeer: concurrency.seconds / peer.seconds }
  }
}
