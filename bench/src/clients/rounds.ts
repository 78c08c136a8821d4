/** A child process, `rounds.js <client> <address>`: runs one round per request, and returns its cost for this process. */
import { respond } from "../processes.js"
import type { Client, Kind } from "./Client.js"
import { type Name, names } from "./names.js"

export interface Round {
  readonly kind: Kind
  readonly count: number
  readonly inFlight: number
}

/** The cost of one request in microseconds. */
export interface Cost {
  readonly cpu: number
  readonly wall: number
}

interface Module {
  readonly make: (baseUrl: string) => Client | Promise<Client>
}

// only the measured client is loaded
const modules: Readonly<Record<Name, () => Promise<Module>>> = {
  undici: () => import("./undici.js"),
  undiciInFiber: () => import("./undiciInFiber.js"),
  platform: () => import("./platform.js"),
  ours: () => import("./ours.js"),
  oursByPromise: () => import("./oursByPromise.js"),
  axios: () => import("./axios.js"),
  peer: () => import("./peer.js")
}

const [wanted, baseUrl = ""] = process.argv.slice(2)
const name = names.find((name) => name === wanted)
if (name === undefined) throw new Error(`Unknown client: ${wanted}. Use one of ${names.join(", ")}`)
const client = await (await modules[name]()).make(baseUrl)

respond<Round, Cost>(async ({ count, inFlight, kind }) => {
  const before = process.cpuUsage()
  const began = performance.now()
  await client.run(kind, count, inFlight)
  const wall = (performance.now() - began) * 1000
  const { system, user } = process.cpuUsage(before)
  return { cpu: (user + system) / count, wall: wall / count }
})
