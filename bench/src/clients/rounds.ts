/** `rounds.js <client> <address>`: runs one round at a time, and reports its cost to this process. */
import { responding } from "../processes.js"
import type { Client, Kind } from "./Client.js"
import { type Name, names } from "./names.js"

export interface Round {
  readonly kind: Kind
  readonly count: number
  readonly inFlight: number
}

/** In microseconds, for each request. */
export interface Cost {
  readonly cpu: number
  readonly wall: number
}

interface Module {
  readonly make: (baseUrl: string) => Client | Promise<Client>
}

// only the one that is measured is loaded
const modules: Readonly<Record<Name, () => Promise<Module>>> = {
  undici: () => import("./undici.js"),
  undiciInFiber: () => import("./undiciInFiber.js"),
  platform: () => import("./platform.js"),
  ours: () => import("./ours.js"),
  axios: () => import("./axios.js"),
  peer: () => import("./peer.js")
}

const [wanted, baseUrl = ""] = process.argv.slice(2)
const name = names.find((name) => name === wanted)
if (name === undefined) throw new Error(`there is no client ${wanted}`)
const client = await (await modules[name]()).make(baseUrl)

responding<Round, Cost>(async ({ count, inFlight, kind }) => {
  const before = process.cpuUsage()
  const began = performance.now()
  await client.run(kind, count, inFlight)
  const wall = (performance.now() - began) * 1000
  const { system, user } = process.cpuUsage(before)
  return { cpu: (user + system) / count, wall: wall / count }
})
