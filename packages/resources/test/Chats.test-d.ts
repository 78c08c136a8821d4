// @effect-diagnostics floatingEffect:off -- nothing here runs: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type { Service } from "@effect-helpscout/resources/Chats"
import type { Chat } from "@effect-helpscout/resources/Chats/Chat"
import type { ChatEvent } from "@effect-helpscout/resources/Chats/Events"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

declare const chats: Service

expectTypeOf(chats.get).toEqualTypeOf<(args: { readonly chatId: string }) => Effect.Effect<Chat, HelpScoutError>>()
expectTypeOf(chats.events.listAll).returns.toEqualTypeOf<Stream.Stream<ChatEvent, HelpScoutError>>()

// @ts-expect-error the id of a chat is a string
chats.get({ chatId: 1 })

expectTypeOf(chats.messages.create).returns.toEqualTypeOf<Effect.Effect<Chat, HelpScoutError>>()
chats.messages.create({ chatId: "a" }, { body: "Hi" })
chats.notes.create({ chatId: "a", noteId: "b" }, { body: "Hi" })

// @ts-expect-error only the id that the caller chooses is optional
chats.messages.create({ messageId: "b" }, { body: "Hi" })

// @ts-expect-error a message is created under a message's id
chats.messages.create({ chatId: "a", noteId: "b" }, { body: "Hi" })

// @ts-expect-error a chat cannot end as spam
chats.end({ chatId: "a" }, { status: "spam" })
