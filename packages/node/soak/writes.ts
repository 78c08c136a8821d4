/**
 * Sends writes through a network that fails all of them: `npm run soak:writes` (laws S2 to S4). The strict server counts
 * how often it carried each of them out, and the result of each call must agree.
 *
 * The last line is one JSON object: `writes`, `faults` and the `faulty` writes that met one (at least as many as the option
 * `--writes` says), the `succeeded`, `ambiguous`, `applied` (its response could not be read) and `failed` ones (certainly
 * not carried out), and `duplicates`.
 */
import { parseArgs } from "node:util"
import * as HttpClient from "@effect/platform/HttpClient"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import { type Fault, strictServer } from "@effect-helpscout/test-support/strictServer"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import { client, defectOf, makeReport, pick, print, quickRetries, quiet, seeded } from "./support.js"

const { values } = parseArgs({
  options: {
    writes: { type: "string", default: "21000" },
    concurrency: { type: "string", default: "64" },
    seed: { type: "string", default: "1" },
    /** A control: every write is sent twice, and the program must report it. */
    twice: { type: "boolean", default: false }
  }
})
const writes = Number(values.writes)
const random = seeded(Number(values.seed))
const report = makeReport()

const json = { "content-type": "application/json" }
const html = { "content-type": "text/html" }
const signIn = "<!doctype html><title>Sign in</title>"
const either = (make: (applied: boolean) => Fault): ReadonlyArray<Fault> => [make(true), make(false)]
const status = (code: number, body = "", headers: Readonly<Record<string, string>> = json) =>
  either((applied) => ({ kind: "status", status: code, applied, body, headers }))
/** Not carried out: Help Scout rejected it. */
const rejected = (
  code: number,
  body = '{"message":"no"}',
  headers: Readonly<Record<string, string>> = json
): Fault => ({
  kind: "status",
  status: code,
  applied: false,
  body,
  headers
})
const raw = (text: string, applied: boolean): Fault => ({ kind: "raw", applied, bytes: Buffer.from(text) })

const faults: ReadonlyArray<Fault> = [
  ...either((applied) => ({ kind: "lost", applied })),
  ...either((applied) => ({ kind: "hang", applied })),
  ...[500, 502, 503, 504, 408].flatMap((code) => status(code, '{"message":"trouble"}')),
  ...status(503, signIn, html),
  // a server in between says yes
  ...status(200, signIn, html),
  ...status(201, signIn, html),
  ...status(200, "signed in", { "content-type": "text/plain" }),
  { kind: "cut", applied: true },
  { kind: "late", millis: 30 },
  { kind: "status", status: 201, applied: true, body: "{", headers: json },
  { kind: "status", status: 201, applied: true, headers: { "resource-id": "0" } },
  rejected(400),
  rejected(403),
  rejected(404),
  rejected(409),
  rejected(412),
  rejected(413),
  rejected(422, '{"_embedded":{"errors":[{"path":"text","message":"no"}]}}'),
  rejected(401),
  rejected(302, "", { location: "http://example.invalid/" }),
  ...either((applied) => raw("HTTP/1.1 201 Crea", applied)),
  ...either((applied) => raw("SSH-2.0-OpenSSH_9.6\r\n", applied)),
  raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", true)
]

/** Rare, because it pauses all requests for a second. */
const tooMany = rejected(429, '{"message":"API rate limit exceeded"}', { ...json, "x-ratelimit-retry-after": "0" })

/** The faults that each write met. */
const met = new Map<string, Array<Fault>>()
let revoke = () => {}

const server = await strictServer({
  fault: ({ marker }) => {
    if (marker === undefined) return undefined
    const before = met.get(marker) ?? []
    // every write meets one, and every fourth retry another
    if (before.length > 0 && random() > 0.25) return undefined
    const fault = random() < 0.001 ? tooMany : pick(random, faults)
    met.set(marker, [...before, fault])
    if (random() < 0.002) revoke()
    return fault
  }
})
revoke = server.revoke

const write = (helpScout: HelpScout["Type"], n: number): readonly [string, Effect.Effect<unknown, HelpScoutError>] => {
  const conversationId = 1 + (n % 60)
  const marker = `write ${n}`
  const { conversations, customers } = helpScout
  switch (n % 6) {
    case 0:
      return [marker, conversations.threads.createNote({ conversationId }, { text: marker })]
    case 1:
      return [marker, conversations.threads.createReply({ conversationId }, { customer: { id: 21 }, text: marker })]
    case 2:
      return [marker, customers.create({ firstName: marker })]
    case 3:
      return [marker, conversations.tags.update({ conversationId }, { tags: [marker] })]
    case 4:
      return [marker, conversations.update({ conversationId }, { op: "replace", path: "/subject", value: marker })]
    default:
      return [`conversation ${n + 1}`, conversations.delete({ conversationId: n + 1 })]
  }
}

const counts = { succeeded: 0, ambiguous: 0, applied: 0, failed: 0 }

/** How often the server may have carried a write out that ended like this. */
const allowed = (result: Either.Either<unknown, HelpScoutError>): readonly [keyof typeof counts, number, number] => {
  if (Either.isRight(result)) return ["succeeded", 1, 1]
  if (result.left._tag === "HelpScoutAmbiguousWrite") return ["ambiguous", 0, 1]
  if (result.left._tag === "HelpScoutResponseInvalid" && result.left.applied) return ["applied", 1, 1]
  return ["failed", 0, 0]
}

const check = (marker: string, exit: Exit.Exit<unknown, HelpScoutError>) => {
  const defect = defectOf(exit)
  if (defect !== undefined) return report.problem(`a write ended without an error of the client: ${defect}`)
  const result = Exit.match(exit, {
    onSuccess: Either.right,
    onFailure: (cause) => Either.left(Cause.squash(cause) as HelpScoutError)
  })
  const [kind, atLeast, atMost] = allowed(result)
  counts[kind] += 1
  const times = server.writes.get(marker) ?? 0
  if (times >= atLeast && times <= atMost) return
  const because = Either.isLeft(result) ? result.left.message : "success"
  const faulty = (met.get(marker) ?? []).map((fault) => JSON.stringify(fault).slice(0, 120)).join(", ")
  report.problem(`${because}: carried out ${times} times, after ${faulty}`)
}

/** The control: sends each write a second time. */
const sendTwice = (http: HttpClient.HttpClient) =>
  HttpClient.transform(http, (effect, request) =>
    request.method === "GET" ? effect : Effect.zipRight(Effect.ignore(Effect.scoped(http.execute(request))), effect)
  )

print(`Sending ${writes} writes, each of which meets at least one of ${faults.length + 1} faults.`)
let sent = 0
const program = Effect.flatMap(HelpScout, (helpScout) => {
  // on a busy machine, some writes end before the server responds to them: they do not count
  const worker = Effect.gen(function* () {
    while (met.size < writes) {
      const [marker, call] = write(helpScout, sent++)
      check(marker, yield* Effect.exit(call))
    }
  })
  return Effect.all(
    Array.from({ length: Number(values.concurrency) }, () => worker),
    { concurrency: "unbounded", discard: true }
  )
})
await Effect.runPromise(
  program.pipe(
    values.twice ? HelpScoutClient.withTransform(sendTwice) : (effect) => effect,
    quickRetries(4),
    quiet,
    Effect.provide(
      client(server, {
        flow: "clientCredentials",
        timeout: "2 seconds",
        limiter: { maxConcurrent: Number(values.concurrency) }
      })
    )
  )
)
await server.close()
const duplicates = [...server.writes.values()].filter((times) => times > 1).length
if (duplicates > 0) report.problem(`${duplicates} writes were carried out more than once`)
for (const violation of server.violations) report.problem(violation)
const faulty = [...met.values()]
report.end({
  writes: sent,
  faulty: faulty.length,
  faults: faulty.reduce((sum, found) => sum + found.length, 0),
  ...counts,
  duplicates
})
