/**
 * Shows a program with its test, `test/triage.test.ts`: adds a note to every conversation whose customer has waited for
 * more than a day. The program is a library without a layer, so that the test can provide the simulator.
 */
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"

const text = "This customer has been waiting for more than a day."

const hasWaitedSince = (limit: DateTime.DateTime) => (conversation: Conversation) => {
  const since = conversation.customerWaitingSince?.time ?? conversation.createdAt
  return DateTime.lessThan(since, limit)
}

/** Checks the active conversations once, and returns the number of notes created. */
export const triage: Effect.Effect<number, HelpScoutError, Conversations> = Effect.gen(function* () {
  const conversations = yield* Conversations
  const yesterday = DateTime.subtract(yield* DateTime.now, { days: 1 })
  return yield* conversations.listAll({ status: "active" }).pipe(
    Stream.filter(hasWaitedSince(yesterday)),
    Stream.mapEffect(({ id }) => conversations.threads.createNote({ conversationId: id }, { text }), {
      concurrency: 4
    }),
    Stream.runCount
  )
})

/** Runs `triage` every hour. A failure is logged, and the next run tries again. */
export const triageHourly: Effect.Effect<never, never, Conversations> = triage.pipe(
  Effect.catchAll((error) => Effect.as(Effect.logWarning(error.message), 0)),
  Effect.repeat(Schedule.spaced("1 hour")),
  Effect.zipRight(Effect.never)
)
