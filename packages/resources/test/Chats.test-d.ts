// @effect-diagnostics floatingEffect:off -- nothing here runs: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type { Chat, Service } from "@effect-helpscout/resources/Chats"
import type { ChatEvent } from "@effect-helpscout/resources/Chats/Events"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

declare const chats: Service

expectTypeOf(chats.get).toEqualTypeOf<(args: { readonly chatId: string }) => Effect.Effect<Chat, HelpScoutError>>()
expectTypeOf(chats.events.listAll).returns.toEqualTypeOf<Stream.Stream<ChatEvent, HelpScoutError>>()

// @ts-expect-error the id of a chat is a string
chats.get({ chatId: 1 })
