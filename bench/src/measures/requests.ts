/** Measures the cost of one request for each client, in alternating rounds, with a process for each client. */
import type { Kind } from "../clients/Client.js"
import { mostInFlight } from "../clients/Client.js"
import { type Name, names } from "../clients/names.js"
import type { Cost, Round } from "../clients/rounds.js"
import type { Figures } from "../figures.js"
import { start } from "../processes.js"
import { number, type Section } from "../report.js"
import { median, ratio } from "../statistics.js"

const labels: Readonly<Record<Name, string>> = {
  undici: "undici and JSON.parse",
  undiciInFiber: "the same in a fiber",
  platform: "@effect/platform over undici",
  ours: "**effect-helpscout** in a fiber",
  oursByPromise: "**effect-helpscout** by promise",
  axios: "axios 1",
  peer: "helpscout-mailbox-api (axios 0.18)"
}

const inFlights = [1, mostInFlight] as const
/** Clients whose calls are promises. Their floor is undici itself, and that of the others undici in a fiber. */
const byPromise: ReadonlySet<Name> = new Set(["undici", "oursByPromise", "axios", "peer"])

type Costs = Map<Name, Array<Cost>>

const settings: Readonly<
  Record<Kind, { readonly count: number; readonly rounds: number; readonly warmUp: number; readonly title: string }>
> = {
  small: { count: 1500, rounds: 11, warmUp: 9000, title: "A small request: one user" },
  page: {
    count: 200,
    rounds: 11,
    warmUp: 1500,
    title: "A full page: 25 conversations with every optional field, 60 kB"
  }
}

/** The peer is slow, so it makes fewer requests. The cost per request is the same. */
const share = (name: Name, count: number): number => (name === "peer" ? Math.ceil(count / 5) : count)

/** A call in a fiber is compared with undici in a fiber, and one by promise with undici and with the peer by promise. */
const figuresOf = (kind: Kind, over: (name: Name, other: Name) => number): Partial<Figures> => {
  const fiber = over("ours", "undiciInFiber")
  const promise = over("oursByPromise", "undici")
  const peer = over("oursByPromise", "peer")
  return kind === "small"
    ? { smallOverUndici: fiber, smallPromiseOverUndici: promise, smallOverPeer: peer }
    : { pageOverUndici: fiber, pagePromiseOverUndici: promise, pageOverPeer: peer }
}

const rounds = async (baseUrl: string, kind: Kind): Promise<ReadonlyArray<Costs>> => {
  const { count, rounds, warmUp } = settings[kind]
  const children = await Promise.all(
    names.map(async (name) => [name, await start<Round, Cost>("./clients/rounds.js", [name, baseUrl])] as const)
  )
  for (const inFlight of inFlights)
    for (const [name, child] of children) await child.request({ kind, count: share(name, warmUp / 2), inFlight })
  const costs = inFlights.map((): Costs => new Map(names.map((name) => [name, []])))
  for (let round = 0; round < rounds; round++) {
    for (const [index, inFlight] of inFlights.entries()) {
      for (const [name, child] of children)
        costs[index]?.get(name)?.push(await child.request({ kind, count: share(name, count), inFlight }))
    }
  }
  await Promise.all(children.map(([, child]) => child.stop()))
  return costs
}

export const run = async (kind: Kind): Promise<Section> => {
  const server = await start<null, string>("./servers/canned.js")
  const [alone = new Map(), together = new Map()] = await rounds(await server.request(null), kind)
  await server.stop()

  const cpu = (costs: Costs, name: Name) => (costs.get(name) ?? []).map((cost) => cost.cpu)
  const wall = (costs: Costs, name: Name) => (costs.get(name) ?? []).map((cost) => cost.wall)
  const over = (costs: Costs, name: Name, other: Name) => ratio(cpu(costs, name), cpu(costs, other))
  const row = (name: Name): ReadonlyArray<string> => [
    labels[name],
    ...[alone, together].flatMap((costs: Costs) => [
      median(cpu(costs, name)).toFixed(0),
      median(wall(costs, name)).toFixed(0),
      number(over(costs, name, byPromise.has(name) ? "undici" : "undiciInFiber")),
      number(over(costs, name, "peer"))
    ])
  ]
  const { count, rounds: times, title } = settings[kind]
  return {
    title,
    how:
      `Microseconds of CPU (all threads of the client's process) and of time per request: sequential, and with ` +
      `${mostInFlight} in flight (the time of the round divided by its requests). Medians of ${times} rounds of ${count} ` +
      `requests (a fifth for the peer). Ratios are medians of the ratios of CPU in each round. The floor of a client with promises is undici, and that of a client in a fiber is undici in a fiber. The figures are sequential.`,
    table: [
      ["", "CPU", "time", "x floor", "x peer", `CPU, ${mostInFlight}`, `time, ${mostInFlight}`, "x floor", "x peer"],
      ...names.map(row)
    ],
    figures: figuresOf(kind, (name, other) => over(alone, name, other))
  }
}
