/**
 * Revokes the token of many concurrent calls, again and again: `npm run soak:renewal`. Each revocation costs one renewal
 * (law T1), no call fails, and no refresh token is sent twice. In every second round, a third of the callers are
 * interrupted meanwhile (law T3). In every third round of client credentials, the token endpoint fails once (law S6).
 *
 * The last line is one JSON object: `rounds` and `calls`, of which `interrupted` ones, `renewals`, `tokenRequests`,
 * `endpointFailures`, `failed` calls, and `reused` refresh tokens.
 */
import { parseArgs } from "node:util"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import { strictServer, type TokenFault } from "@effect-helpscout/test-support/strictServer"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { client, defectOf, makeReport, pick, print, quickRetries, quiet, seeded } from "./support.js"

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "500" },
    rounds: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
    /** A control: two clients renew the same tokens, and the program must report it. */
    unshared: { type: "boolean", default: false }
  }
})
const calls = Number(values.calls)
const rounds = Number(values.rounds)
const random = seeded(Number(values.seed))
const report = makeReport()

type Flow = "oauth2" | "clientCredentials"

const endpointFaults: ReadonlyArray<TokenFault> = [
  { status: 503 },
  { status: 500, body: "<html>" },
  { status: 429 },
  "lost"
]

const stage = async (flow: Flow) => {
  let nextFault: TokenFault | undefined
  const server = await strictServer({
    tokenLatency: 15,
    tokenFault: () => {
      const fault = nextFault
      nextFault = undefined
      return fault
    }
  })
  const counts = { interrupted: 0, endpointFailures: 0, failed: 0, expected: 0 }
  // with client credentials, the first call has no token
  if (flow === "clientCredentials") counts.expected += 1

  const round = (n: number, helpScout: HelpScout["Type"]) =>
    Effect.gen(function* () {
      const renewals = server.counts.renewals
      const tokenRequests = server.counts.tokenRequests
      const fails = flow === "clientCredentials" && n % 3 === 2
      server.revoke()
      if (fails) {
        nextFault = pick(random, endpointFaults)
        counts.endpointFailures += 1
      }
      const interrupts = n % 2 === 1
      const one = (index: number) =>
        Effect.gen(function* () {
          const call: Effect.Effect<unknown, HelpScoutError> =
            index % 2 === 0 ? helpScout.users.me() : helpScout.conversations.get({ conversationId: 1 + (index % 60) })
          const fiber = yield* Effect.fork(call)
          if (interrupts && index % 3 === 0) {
            yield* Effect.sleep(Duration.millis(random() * 60))
            yield* Fiber.interruptFork(fiber)
            counts.interrupted += 1
          }
          const exit = yield* Fiber.await(fiber)
          if (Exit.isInterrupted(exit)) return
          if (Exit.isSuccess(exit)) return
          counts.failed += 1
          report.problem(`${flow}: a call failed: ${defectOf(exit) ?? String(Exit.causeOption(exit))}`)
        })
      yield* Effect.forEach(
        Array.from({ length: calls }, (_, index) => index),
        one,
        { concurrency: "unbounded" }
      )
      // a renewal whose callers were all interrupted still runs
      yield* helpScout.users.me()
      const renewed = server.counts.renewals - renewals - (n === 0 ? counts.expected : 0)
      const requested = server.counts.tokenRequests - tokenRequests - (n === 0 ? counts.expected : 0)
      const expected = n === 0 && flow === "clientCredentials" ? 0 : 1
      if (renewed !== expected) report.problem(`${flow}: ${renewed} renewals in a round. Expected ${expected}`)
      if (requested !== expected + (fails ? 1 : 0)) {
        report.problem(
          `${flow}: ${requested} requests to the token endpoint in a round with ${fails ? "a" : "no"} failure`
        )
      }
    })

  const tokens = server.issue()
  const options = { flow, tokens, limiter: { maxConcurrent: calls } } as const
  const run = Effect.gen(function* () {
    const helpScout = yield* HelpScout
    for (let n = 0; n < rounds; n++) yield* round(n, helpScout)
    if (values.unshared) {
      const other = Layer.fresh(client(server, options))
      yield* Effect.ignore(
        Effect.provide(
          Effect.flatMap(HelpScout, (second) => second.users.me()),
          other
        )
      )
    }
  })
  await Effect.runPromise(run.pipe(quickRetries(4), quiet, Effect.provide(client(server, options))))
  for (const violation of server.violations) report.problem(`${flow}: ${violation}`)
  if (server.counts.reused > 0) report.problem(`${flow}: ${server.counts.reused} refresh tokens were sent twice`)
  await server.close()
  return { ...counts, ...server.counts }
}

print(`Revoking the token of ${calls} concurrent calls, ${rounds} times for each flow.`)
const oauth2 = await stage("oauth2")
const clientCredentials = await stage("clientCredentials")
const sum = (of: (counts: typeof oauth2) => number) => of(oauth2) + of(clientCredentials)
report.end({
  rounds: 2 * rounds,
  calls: 2 * rounds * calls,
  interrupted: sum((counts) => counts.interrupted),
  unauthorized: sum((counts) => counts.unauthorized),
  renewals: sum((counts) => counts.renewals),
  tokenRequests: sum((counts) => counts.tokenRequests),
  endpointFailures: sum((counts) => counts.endpointFailures),
  failed: sum((counts) => counts.failed),
  reused: sum((counts) => counts.reused)
})
