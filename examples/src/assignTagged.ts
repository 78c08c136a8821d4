/**
 * Shows composition and error handling: assigns every conversation with a tag to the current user, five at a time, and
 * continues if one of them cannot be assigned. Run it with `node examples/dist/src/assignTagged.js refund`.
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

type Outcome = "assigned" | "already assigned" | "not found"

/** Assigns one conversation. Fails only with errors that would affect the other conversations as well. */
const assign = (conversation: Conversation, user: User) =>
  Effect.gen(function* () {
    if (conversation.assignee?.id === user.id) return "already assigned"
    const conversations = yield* Conversations
    const { id: conversationId } = conversation
    return yield* conversations.update({ conversationId }, ConversationUpdate.assignTo(user.id)).pipe(
      Effect.as<Outcome>("assigned"),
      Effect.catchTags({
        // deleted or merged since it was listed
        HelpScoutNotFound: () => Effect.succeed<Outcome>("not found"),
        // the request was sent without a response, so check the conversation before you retry
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

  // the whole list is read first, because assigning changes its sort field
  const tagged = yield* Stream.runCollect(
    conversations.listAll({ tag, status: "all", sortField: "modifiedAt", sortOrder: "asc" })
  )
  const outcomes = yield* Effect.forEach(tagged, (conversation) => assign(conversation, me), { concurrency: 5 })
  const count = (outcome: Outcome) => outcomes.filter((other) => other === outcome).length
  yield* Console.log(
    `${tag}: ${count("assigned")} assigned to ${me.firstName} ${me.lastName}, ${count("already assigned")} already assigned, ${count("not found")} not found`
  )
}).pipe(
  // errors form a closed union, and each message says what to do
  Effect.catchTag("HelpScoutForbidden", (error) => Console.error(`Ask an administrator: ${error.message}`))
)

const layer = Layer.provide(Layer.merge(Users.layer, Conversations.layer), Account.layer(200))

NodeRuntime.runMain(Effect.provide(program, layer))
