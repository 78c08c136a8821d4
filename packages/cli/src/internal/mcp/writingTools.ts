/** The tools that write. A reply is a draft, unless sending is allowed and asked for (law M1). */
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Settings } from "./settings.js"
import { conversationId, define, described, done, Id, optional, Text, type Tool } from "./tool.js"
import { ToolError } from "./toolError.js"

/** The texts of a model are text, not HTML: Help Scout would show what looks like a tag as one. */
const html = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/\r\n?|\n/g, "<br>")

const Reply = Schema.Struct({
  conversation_id: conversationId,
  text: described(Text, "Plain text."),
  send: optional(Schema.Boolean, "true emails it to the customer at once. Default: false.")
})

export const writing = ({ allow = [] }: Settings): ReadonlyArray<Tool> => [
  define({
    name: "add_note",
    title: "Add a note",
    description: "Adds a note to a conversation. Only users of the account see it.",
    impact: "write",
    input: Schema.Struct({ conversation_id: conversationId, text: described(Text, "Plain text.") }),
    run: ({ conversation_id: id, text }) =>
      Effect.gen(function* () {
        const { conversations } = yield* HelpScout
        const threadId = yield* conversations.threads.createNote({ conversationId: id }, { text: html(text) })
        return done(`Added note ${threadId} to conversation ${id}`, threadId)
      })
  }),
  define({
    name: "reply",
    title: "Reply to the customer",
    description: allow.includes("send")
      ? "Replies to the customer of a conversation. Saved as a draft for a user to review, unless send is true."
      : "Saves a reply to the customer of a conversation as a draft, for a user to review and send.",
    impact: allow.includes("send") ? "send" : "write",
    needs: "write",
    input: allow.includes("send") ? Reply : (Reply.omit("send") as unknown as typeof Reply),
    run: ({ conversation_id: id, send, text }) =>
      Effect.gen(function* () {
        const { conversations } = yield* HelpScout
        const { primaryCustomer } = yield* conversations.get({ conversationId: id })
        if (primaryCustomer?.id === undefined) {
          return yield* new ToolError({
            message: `Conversation ${id} has no customer to reply to. Add a note instead.`
          })
        }
        const draft = send !== true
        const threadId = yield* conversations.threads.createReply(
          { conversationId: id },
          { text: html(text), customer: { id: primaryCustomer.id }, draft }
        )
        return done(`${draft ? "Saved the draft" : "Sent the reply"} ${threadId} in conversation ${id}`, threadId)
      })
  }),
  define({
    name: "update_tags",
    title: "Add and remove tags",
    description: "Adds tags to a conversation and removes others. An unknown tag is created.",
    impact: "write",
    input: Schema.Struct({
      conversation_id: conversationId,
      add: optional(Schema.Array(Text), "Names to add."),
      remove: optional(Schema.Array(Text), "Names to remove.")
    }),
    run: ({ add = [], conversation_id: id, remove = [] }) =>
      Effect.gen(function* () {
        const { conversations } = yield* HelpScout
        if (add.length + remove.length === 0)
          return yield* new ToolError({ message: "Pass names in add or in remove." })
        const added =
          add.length === 0 ? undefined : yield* conversations.tags.add({ conversationId: id }, { tags: add })
        const tags =
          remove.length === 0 ? added : yield* conversations.tags.remove({ conversationId: id }, { tags: remove })
        return {
          items: [
            {
              id,
              label: `Updated the tags of conversation ${id}`,
              fields: { Tags: ((tags ?? []) as ReadonlyArray<string>).join(", ") }
            }
          ]
        }
      })
  }),
  define({
    name: "assign_conversation",
    title: "Assign a conversation",
    description: "Assigns a conversation to a user or a team, or removes the assignment.",
    impact: "write",
    input: Schema.Struct({
      conversation_id: conversationId,
      user_id: Schema.NullOr(Id).annotations({
        description: "The id of a user or a team. null removes the assignment."
      })
    }),
    run: ({ conversation_id: id, user_id: user }) =>
      Effect.gen(function* () {
        const { conversations } = yield* HelpScout
        const update = user === null ? ConversationUpdate.unassign : ConversationUpdate.assignTo(user)
        yield* conversations.update({ conversationId: id }, update)
        return done(user === null ? `Unassigned conversation ${id}` : `Assigned conversation ${id} to ${user}`, id)
      })
  }),
  define({
    name: "set_status",
    title: "Set the status of a conversation",
    description: "Opens, closes or defers a conversation, or marks it as spam.",
    impact: "write",
    input: Schema.Struct({
      conversation_id: conversationId,
      status: Schema.Literal("active", "closed", "pending", "spam").annotations({ description: "The new status." })
    }),
    run: ({ conversation_id: id, status }) =>
      Effect.gen(function* () {
        const { conversations } = yield* HelpScout
        yield* conversations.update({ conversationId: id }, ConversationUpdate.status(status))
        return done(`Conversation ${id} is ${status}`, id)
      })
  })
]
