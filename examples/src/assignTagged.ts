/**
 * Composes: assigns every conversation with a tag to whoever is signed in, a few at a time, and goes on when one of them
 * can't be assigned. `node examples/dist/src/assignTagged.js refund`
 */

import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import { type User, Users } from "@effect-helpscout/resources/Users"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Account from "./account.js"

type Outcome = "assigned" | "already theirs" | "gone"

/** Assigns one conversation, and tells what became of it. Fails only with what would fail for all the others too. */
const assign = (conversation: Conversation, user: User) =>
  Effect.gen(function* () {
    if (conversation.assignee?.id === user.id) return "already theirs"
    const conversations = yield* Conversations
    const { id: conversationId } = conversation
    return yield* conversations.update({ conversationId }, ConversationUpdate.assignTo(user.id)).pipe(
      Effect.as<Outcome>("assigned"),
      Effect.catchTags({
        // deleted or merged since it was listed
        HelpScoutNotFound: () => Effect.succeed<Outcome>("gone"),
        // sent, and no answer came: look before it is done again
        HelpScoutAmbiguousWrite: (error) =>
          Effect.flatMap(conversations.get({ conversationId }), ({ assignee }) =>
            assignee?.id === user.id ? Effect.succeed<Outcome>("assigned") : error
          )
      })
    )
  })

const program = Effect.gen(function* () {
  const tag = process.argv[2] ?? "refund"
  const me = yield* (yield* Users).me()
  const conversations = yield* Conversations

  // read to its end first: assigning changes what the list is sorted by
  const tagged = yield* Stream.runCollect(
    conversations.listAll({ tag, status: "all", sortField: "modifiedAt", sortOrder: "asc" })
  )
  const outcomes = yield* Effect.forEach(tagged, (conversation) => assign(conversation, me), { concurrency: 5 })
  const count = (outcome: Outcome) => outcomes.filter((other) => other === outcome).length
  yield* Console.log(
    `${tag}: ${count("assigned")} assigned to ${me.firstName} ${me.lastName}, ${count("already theirs")} already theirs, ${count("gone")} gone`
  )
}).pipe(
  // every failure is one of a closed union, and says what to do next
  Effect.catchTag("HelpScoutForbidden", (error) => Console.error(`Ask an administrator: ${error.message}`))
)

const layer = Layer.provide(Layer.merge(Users.layer, Conversations.layer), Account.layer(200))

NodeRuntime.runMain(Effect.provide(program, layer))
