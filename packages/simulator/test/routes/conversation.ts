/** A new conversation, and the calls that read it. */
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { ConversationCreate } from "@effect-helpscout/resources/Conversations/ConversationCreate"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

export const customer = { email: "new@example.com" }

export const conversation: ConversationCreate = {
  subject: "Hello",
  customer,
  mailboxId: 81001,
  type: "email",
  status: "active",
  threads: [{ type: "customer", customer, text: "First" }]
}

export const later = DateTime.unsafeMake("2030-01-01T00:00:00Z")
export const latest = DateTime.unsafeMake("2030-06-01T00:00:00Z")
export const inMinutes = (minutes: number) => DateTime.unsafeMake(minutes * 60_000)

/** Creates a conversation. */
export const begin = (create: Partial<ConversationCreate> = {}) =>
  Effect.gen(function* () {
    const conversations = yield* Conversations
    const conversationId = yield* conversations.create({ ...conversation, ...create })
    const one = { conversationId }
    const get = conversations.get(one)
    const threads = Effect.map(Stream.runCollect(conversations.threads.listAll(one)), (found) => [...found])
    return { conversations, one, get, threads }
  })
