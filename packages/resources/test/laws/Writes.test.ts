import { assert, describe, it } from "@effect/vitest"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as VirtualTime from "@effect-helpscout/core/testing/VirtualTime"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import * as Fault from "@effect-helpscout/simulator/Fault"
import * as Simulator from "@effect-helpscout/simulator/Simulator"
import { layer } from "@effect-helpscout/test-support/program"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schedule from "effect/Schedule"

/** A small seeded generator, so that a failing run can be repeated. */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

/** The faults, and whether the write may have been applied. */
const faults: ReadonlyArray<Fault.Fault> = [
  Fault.refused,
  Fault.reset("before"),
  Fault.reset("after"),
  Fault.status(500),
  Fault.status(503, { when: "after", body: "html" }),
  Fault.status(504, { when: "after" }),
  Fault.status(408),
  Fault.rateLimited("1 second"),
  Fault.hang("after"),
  Fault.hang("before"),
  Fault.truncated(),
  Fault.delay("2 seconds")
]

const writes = 10_000

describe("law S2: writes under random faults", () => {
  it.effect(
    "stores exactly the writes that succeeded or were applied ambiguously, none twice, and fails no write without a fault",
    () =>
      Effect.gen(function* () {
        const simulator = yield* Simulator.Simulator
        const conversations = yield* Conversations
        const page = yield* conversations.list({ status: "all" })
        const ids = yield* Effect.forEach(
          Array.from({ length: 120 }, (_, n) => n),
          (n) =>
            conversations.create({
              subject: `target ${n}`,
              customer: { email: `${n}@example.org` },
              mailboxId: page.items[0]?.mailboxId ?? 0,
              type: "email",
              status: "active",
              threads: [{ type: "customer", customer: { email: `${n}@example.org` }, text: "hello" }]
            }),
          { concurrency: 10 }
        )
        const draw = random(4)
        const hit = new Map<string, Array<string>>()
        yield* simulator.setFaults((request) => {
          if (request.method !== "POST" || !request.path.endsWith("/notes") || draw() > 0.1) return undefined
          const fault = faults[Math.floor(draw() * faults.length)]
          const text = (JSON.parse(request.body) as { readonly text: string }).text
          hit.set(text, [...(hit.get(text) ?? []), fault?._tag ?? ""])
          return fault
        })

        // now and then the token is revoked
        yield* Effect.fork(Effect.repeat(simulator.revokeAccessTokens(), Schedule.spaced("7 seconds")))
        const before = yield* simulator.stored()
        const results = yield* Effect.forEach(
          Array.from({ length: writes }, (_, n) => n),
          (n) =>
            Effect.map(
              Effect.either(
                conversations.threads.createNote({ conversationId: ids[n % ids.length] ?? 0 }, { text: `note ${n}` })
              ),
              (result) => [`note ${n}`, result] as const
            ),
          { concurrency: 64 }
        )
        const stored = yield* simulator.stored()
        for (const text of before.keys()) assert.isFalse(text.startsWith("note "))

        const texts = (which: (result: Either.Either<unknown, HelpScoutError>) => boolean) =>
          results.filter(([, result]) => which(result)).map(([text]) => text)
        const succeeded = texts(Either.isRight)
        const ambiguous = texts((result) => Either.isLeft(result) && result.left._tag === "HelpScoutAmbiguousWrite")
        const others = results.filter(
          ([, result]) => Either.isLeft(result) && result.left._tag !== "HelpScoutAmbiguousWrite"
        )

        const notes = [...stored].filter(([text]) => text.startsWith("note "))
        assert.deepStrictEqual(
          notes.filter(([, times]) => times !== 1),
          [],
          "no text twice"
        )
        const kept = new Set(notes.map(([text]) => text))
        assert.deepStrictEqual(
          succeeded.filter((text) => !kept.has(text)),
          [],
          "what succeeded is stored"
        )
        const applied = ambiguous.filter((text) => kept.has(text))
        assert.strictEqual(kept.size, succeeded.length + applied.length)
        assert.deepStrictEqual(others, [], "nothing failed in another way")
        assert.deepStrictEqual(
          ambiguous.filter((text) => !hit.has(text)),
          [],
          "no write without a fault fails"
        )
        // requests that were not sent, or got a 429, are written in the end
        const harmless = new Set(["Refused", "Delay"])
        const failedHarmlessly = ambiguous.filter((text) => (hit.get(text) ?? []).every((tag) => harmless.has(tag)))
        assert.deepStrictEqual(failedHarmlessly, [])
        // control: faults and revocations occurred
        assert.isAbove((yield* simulator.stats).tokens.renewals, 3)
        assert.isAbove(applied.length, 100)
        assert.isAbove(ambiguous.length - applied.length, 100)
        assert.strictEqual(succeeded.length + ambiguous.length, writes)
      }).pipe(
        Effect.provide(
          layer(
            { rateLimit: { limit: 1_000_000 }, keepRequests: 0, latency: "5 millis" },
            { limit: 1_000_000, maxConcurrent: 64 }
          )
        ),
        VirtualTime.run
      ),
    120_000
  )
})
