/**
 * Sends deliveries to receivers in several processes that share one Redis and are restarted during the run:
 * `npm run soak:webhooks` (law P4). Some deliveries are forged, truncated, oversized, repeated, unsigned or signed with
 * another secret, and some handlers fail at first. This process acts as Help Scout: it repeats a delivery until it gets 2xx.
 *
 * The last line is one JSON object: `sent` deliveries, the `genuine` ones among them (without repetitions), and of these
 * the `accepted`, `acceptedTwice` and `lost` ones. `forgedAccepted` counts accepted deliveries that are not genuine.
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
import type { Job, Report } from "./webhooksWorker.js"

const { values } = parseArgs({
  options: {
    deliveries: { type: "string", default: "10000" },
    receivers: { type: "string", default: "2" },
    restarts: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
    /** A control: the receivers leak memory, and the program must report it. */
    leak: { type: "boolean", default: false }
  }
})
const deliveries = Number(values.deliveries)
const receivers = Number(values.receivers)
const restarts = Number(values.restarts)

const secret = "soak-secret"
const maxBodyBytes = 256 * 1024
const concurrency = 24
/** The maximum number of attempts to deliver. */
const maxAttempts = 60

const print = (line: string) => void process.stdout.write(`${line}\n`)

// ---------------------------------------------------------------------------------------------------------------
// deliveries
// ---------------------------------------------------------------------------------------------------------------

/** mulberry32: a seed determines all deliveries. */
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

/** A body with the signature of another one. */
const forged = (id: number): Parcel => {
  const { headers } = genuine(id)
  return { headers, body: bodyOf(-id) }
}

const without = (name: string, { body, headers }: Parcel): Parcel => ({
  body,
  headers: Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name))
})

const invalid = (kind: Kind, id: number): Parcel => {
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
// receivers
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
      // only this program's workers write to the channel
      const report = message as Report
      if (report._tag === "Handled") handled.set(report.id, (handled.get(report.id) ?? 0) + 1)
      if (report._tag === "Memory") receiver.memory.push(report.bytes)
      if (report._tag === "Ready") {
        receiver.url = report.url
        resolve(receiver)
      }
    })
    void exited.then((code) => reject(new Error(`${name} exited with code ${code}`)))
  })

const stop = async (receiver: Receiver) => {
  receiver.child.kill("SIGTERM")
  const code = await receiver.exited
  if (code !== 0) problems.push(`${receiver.name} exited with code ${code}`)
}

const checkMemory = ({ memory, name }: Receiver) => {
  print(`  memory of ${name}: ${Memory.shown(memory)}`)
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

  const anyReceiver = () => crew[Math.floor(Math.random() * crew.length)] ?? stable

  /** Sends a delivery until it gets 2xx. */
  const deliver = async (what: Parcel): Promise<void> => {
    for (let n = 0; n < maxAttempts; n++) {
      const status = await post(anyReceiver().url, what, agent).catch(() => 0)
      if (status >= 200 && status < 300) return
      if (status !== 0 && status < 500) problems.push(`A genuine delivery got status ${status}. Expected 2xx or 5xx`)
      await sleep(Math.min(20 * 2 ** n, 300))
    }
  }
  /** Sends a delivery once. It must be rejected. */
  const sendInvalid = async (kind: Kind, what: Parcel): Promise<void> => {
    if (kind === "truncated") return truncated(anyReceiver().url, what)
    const status = await post(anyReceiver().url, what, agent).catch(() => 0)
    if (status >= 200 && status < 300) problems.push(`A delivery (${kind}) got status ${status}. Expected a rejection`)
  }

  const counts = { sent: 0, genuine: 0 }
  const genuineIds = new Set<number>()
  const earlier: Array<Parcel> = []
  const kinds = new Map<Kind, number>()

  const sendOne = async (id: number): Promise<void> => {
    const kind = kindOf(random())
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    counts.sent += 1
    if (kind === "repeated") {
      // an earlier delivery, or a new one that is sent twice at the same time
      const copy = random() < 0.5 ? earlier[Math.floor(random() * earlier.length)] : undefined
      if (copy !== undefined) return deliver(copy)
    } else if (kind !== "genuine") {
      return sendInvalid(kind, invalid(kind, id))
    }
    const what = genuine(id)
    genuineIds.add(id)
    counts.genuine += 1
    earlier[id % 500] = what
    await (kind === "repeated" ? Promise.all([deliver(what), deliver(what)]) : deliver(what))
  }

  let next = 1
  const restartAt = Array.from({ length: restarts }, (_, n) => Math.floor(((n + 1) * deliveries) / (restarts + 1)))
  const sampleAt = Array.from({ length: 6 }, (_, n) => Math.floor(((n + 1) * deliveries) / 6))
  let restarting = Promise.resolve()

  const restart = async (at: number) => {
    // the first receiver is not restarted, so that its memory is measured throughout
    const index = receivers === 1 ? 0 : 1 + (started % (receivers - 1))
    const old = crew[index]
    if (old === undefined) return
    started += 1
    print(`  restarting ${old.name} at delivery ${at}`)
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

  print(`  ${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(", ")}`)
  const once = [...genuineIds].filter((id) => handled.has(id))
  return {
    sent: counts.sent,
    genuine: counts.genuine,
    accepted: once.length,
    acceptedTwice: once.filter((id) => (handled.get(id) ?? 0) > 1).length,
    forgedAccepted: [...handled.keys()].filter((id) => !genuineIds.has(id)).length,
    lost: genuineIds.size - once.length
  }
}

print(
  `Sending ${deliveries} deliveries to ${receivers} receivers that share one Redis, with ${restarts} graceful restarts. ` +
    "Some deliveries are forged, truncated, oversized, repeated, unsigned or signed with another secret."
)
const result = await Effect.runPromise(
  Effect.scoped(Effect.flatMap(redisServer, ({ url }) => Effect.promise(() => run(url))))
)
const failures = result.acceptedTwice + result.forgedAccepted + result.lost
for (const problem of new Set(problems)) print(`PROBLEM: ${problem}`)
print(JSON.stringify(result))
process.exitCode = failures === 0 && problems.length === 0 ? 0 : 1
