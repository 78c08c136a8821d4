/**
 * A program of a user's own: leaves a note on every conversation whose customer has waited for longer than a day.
 * How it is tested stands in `test/triage.test.ts`.
 */
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"

const text = "This customer has waited for longer than a day."

const hasWaitedSince = (limit: DateTime.DateTime) => (conversation: Conversation) => {
  const since = conversation.customerWaitingSince?.time ?? conversation.createdAt
  return DateTime.lessThan(since, limit)
}

/** Goes through the active conversations once, and answers how many notes it has left. */
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

/** The same every hour, come what may: a failure is left to the next round. */
export const triageHourly: Effect.Effect<never, never, Conversations> = triage.pipe(
  Effect.catchAll((error) => Effect.as(Effect.logWarning(error.message), 0)),
  Effect.repeat(Schedule.spaced("1 hour")),
  Effect.zipRight(Effect.never)
)
