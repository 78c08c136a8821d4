/**
 * Deliveries over sockets to receivers in several processes that share one Redis and are restarted under way:
 * `npm run soak:webhooks`. Some are forged, truncated, oversized, repeated, or have a wrong or no signature, and some
 * handlers fail at first. Help Scout is played by this process: it sends again what is not answered with 2xx.
 *
 * The last line is one JSON object: of the `sent` deliveries so many were `genuine` (each a different one, however often
 * it was sent), and `accepted` of these were handled; `acceptedTwice` and `lost` count genuine ones, `forgedAccepted`
 * all others.
 */
import { type ChildProcess, fork } from "node:child_process"
import * as Http from "node:http"
import process from "node:process"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { redisServer } from "@effect-helpscout/test-support/redis"
import { type Parcel, parcel, post, truncated } from "@effect-helpscout/test-support/webhookSender"
import * as Effect from "effect/Effect"
import * as Memory from "./memory.js"
import type { Job, Told } from "./webhooksWorker.js"

const { values } = parseArgs({
  options: {
    deliveries: { type: "string", default: "10000" },
    receivers: { type: "string", default: "2" },
    restarts: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
    /** A control: the receivers leak, which must be noticed. */
    leak: { type: "boolean", default: false }
  }
})
const deliveries = Number(values.deliveries)
const receivers = Number(values.receivers)
const restarts = Number(values.restarts)

const secret = "soak-secret"
const maxBodyBytes = 256 * 1024
const concurrency = 24
/** So often Help Scout is taken to send a delivery that is refused or not answered. */
const tries = 60

const say = (line: string) => void process.stdout.write(`${line}\n`)

// ---------------------------------------------------------------------------------------------------------------
// what is sent
// ---------------------------------------------------------------------------------------------------------------

/** mulberry32: the same seed sends the same. */
const random = (() => {
  let state = Number(values.seed)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
})()

type Kind = "genuine" | "repeated" | "forged" | "wrongSecret" | "missing" | "truncated" | "oversized"

const kindOf = (drawn: number): Kind => {
  if (drawn < 0.12) return "repeated"
  if (drawn < 0.18) return "forged"
  if (drawn < 0.24) return "wrongSecret"
  if (drawn < 0.28) return "missing"
  if (drawn < 0.32) return "truncated"
  if (drawn < 0.35) return "oversized"
  return "genuine"
}

const events = ["convo.deleted", "customer.deleted", "tag.deleted", "something.new"]

const bodyOf = (id: number): string => JSON.stringify({ id, note: "x".repeat(Math.floor(random() ** 4 * 60_000)) })

const genuine = (id: number): Parcel => parcel(secret, events[id % events.length] ?? "", bodyOf(id))

/** A body that nobody signed, under somebody else's signature. */
const forged = (id: number): Parcel => {
  const { headers } = genuine(id)
  return { headers, body: bodyOf(-id) }
}

const without = (name: string, { body, headers }: Parcel): Parcel => ({
  body,
  headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))
})

const bad = (kind: Kind, id: number): Parcel => {
  switch (kind) {
    case "forged":
      return forged(id)
    case "wrongSecret":
      return parcel("another-secret", "tag.deleted", bodyOf(id))
    case "missing":
      return without("x-helpscout-signature", genuine(id))
    case "oversized":
      return parcel(secret, "tag.deleted", JSON.stringify({ id, note: "x".repeat(maxBodyBytes) }))
    default:
      return genuine(id)
  }
}

// ---------------------------------------------------------------------------------------------------------------
// who receives it
// ---------------------------------------------------------------------------------------------------------------

const handled = new Map<number, number>()
const problems: Array<string> = []

interface Receiver {
  readonly name: string
  readonly child: ChildProcess
  readonly exited: Promise<number | null>
  readonly memory: Array<number>
  url: string
}

const start = (name: string, redis: string): Promise<Receiver> =>
  new Promise((resolve, reject) => {
    const job: Job = { redis, secret, maxBodyBytes, leak: values.leak }
    const child = fork(fileURLToPath(new URL("./webhooksWorker.js", import.meta.url)), [JSON.stringify(job)], {
      execArgv: ["--expose-gc"],
      stdio: ["ignore", "ignore", "inherit", "ipc"]
    })
    const exited = new Promise<number | null>((done) => child.on("exit", done))
    const receiver: Receiver = { name, child, exited, memory: [], url: "" }
    child.on("message", (message) => {
      // only our own worker writes to this channel
      const told = message as Told
      if (told._tag === "Handled") handled.set(told.id, (handled.get(told.id) ?? 0) + 1)
      if (told._tag === "Memory") receiver.memory.push(told.bytes)
      if (told._tag === "Ready") {
        receiver.url = told.url
        resolve(receiver)
      }
    })
    void exited.then((code) => reject(new Error(`${name} ended with ${code}`)))
  })

const stop = async (receiver: Receiver) => {
  receiver.child.kill("SIGTERM")
  const code = await receiver.exited
  if (code !== 0) problems.push(`${receiver.name} ended with ${code}`)
}

const checkMemory = ({ memory, name }: Receiver) => {
  say(`  ${name} held ${Memory.shown(memory)}`)
  if (!Memory.isFlat(memory)) problems.push(`the memory of ${name} grows`)
}

// ---------------------------------------------------------------------------------------------------------------
// the run
// ---------------------------------------------------------------------------------------------------------------

const run = async (redis: string) => {
  const agent = new Http.Agent({ keepAlive: true, maxSockets: concurrency })
  const stable = await start("receiver-1", redis)
  const crew = [stable]
  for (let n = 2; n <= receivers; n++) crew.push(await start(`receiver-${n}`, redis))
  let started = receivers

  const anyone = () => crew[Math.floor(Math.random() * crew.length)] ?? stable

  /** As Help Scout does: until it is answered with 2xx. */
  const deliver = async (what: Parcel): Promise<void> => {
    for (let n = 0; n < tries; n++) {
      const status = await post(anyone().url, what, agent).catch(() => 0)
      if (status >= 200 && status < 300) return
      if (status !== 0 && status < 500) problems.push(`a genuine delivery was answered with ${status}`)
      await sleep(Math.min(20 * 2 ** n, 300))
    }
  }
  /** Sent once, and it must not be taken. */
  const refuse = async (kind: Kind, what: Parcel): Promise<void> => {
    if (kind === "truncated") return truncated(anyone().url, what)
    const status = await post(anyone().url, what, agent).catch(() => 0)
    if (status >= 200 && status < 300) problems.push(`a delivery (${kind}) was answered with ${status}`)
  }

  const counted = { sent: 0, genuine: 0 }
  const genuineIds = new Set<number>()
  const earlier: Array<Parcel> = []
  const kinds = new Map<Kind, number>()

  const sendOne = async (id: number): Promise<void> => {
    const kind = kindOf(random())
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    counted.sent += 1
    if (kind === "repeated") {
      // one that was sent before, or one that is sent twice at the same instant
      const copy = random() < 0.5 ? earlier[Math.floor(random() * earlier.length)] : undefined
      if (copy !== undefined) return deliver(copy)
    } else if (kind !== "genuine") {
      return refuse(kind, bad(kind, id))
    }
    const what = genuine(id)
    genuineIds.add(id)
    counted.genuine += 1
    earlier[id % 500] = what
    await (kind === "repeated" ? Promise.all([deliver(what), deliver(what)]) : deliver(what))
  }

  let next = 1
  const restartAt = Array.from({ length: restarts }, (_, n) => Math.floor(((n + 1) * deliveries) / (restarts + 1)))
  const sampleAt = Array.from({ length: 6 }, (_, n) => Math.floor(((n + 1) * deliveries) / 6))
  let restarting = Promise.resolve()

  const restart = async (at: number) => {
    // the first stays, so that its memory can be read throughout
    const index = receivers === 1 ? 0 : 1 + (started % (receivers - 1))
    const old = crew[index]
    if (old === undefined) return
    started += 1
    say(`  restarting ${old.name} at delivery ${at}`)
    const fresh = start(`receiver-${started}`, redis)
    await Promise.all([stop(old), fresh])
    crew[index] = await fresh
  }

  const sender = async () => {
    while (next <= deliveries) {
      const id = next++
      await sendOne(id)
      if (restartAt.includes(id)) restarting = restarting.then(() => restart(id))
      if (sampleAt.includes(id)) stable.child.connected && stable.child.send("memory")
    }
  }
  await Promise.all(Array.from({ length: concurrency }, sender))
  await restarting
  agent.destroy()
  await sleep(200)
  if (receivers > 1) checkMemory(stable)
  await Promise.all(crew.map(stop))

  say(`  ${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(", ")}`)
  const once = [...genuineIds].filter((id) => handled.has(id))
  return {
    sent: counted.sent,
    genuine: counted.genuine,
    accepted: once.length,
    acceptedTwice: once.filter((id) => (handled.get(id) ?? 0) > 1).length,
    forgedAccepted: [...handled.keys()].filter((id) => !genuineIds.has(id)).length,
    lost: genuineIds.size - once.length
  }
}

say(
  `Sending ${deliveries} deliveries to ${receivers} receivers that share one Redis, with ${restarts} graceful restarts ` +
    "under way; some are forged, truncated, oversized, repeated, or have a wrong or no signature ..."
)
const result = await Effect.runPromise(
  Effect.scoped(Effect.flatMap(redisServer, ({ url }) => Effect.promise(() => run(url))))
)
const wrong = result.acceptedTwice + result.forgedAccepted + result.lost
for (const problem of new Set(problems)) say(`WRONG: ${problem}`)
say(JSON.stringify(result))
process.exitCode = wrong === 0 && problems.length === 0 ? 0 : 1
