/** The tools: common work in fourteen, and the whole catalogue in three. */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import type { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Items from "./items.js"
import * as Operations from "./operations.js"
import type { Found, Position } from "./render.js"
import type { Settings } from "./settings.js"
import { ToolError } from "./toolError.js"

export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly input: Schema.Schema.AnyNoContext
  /** The most that it may do. Without permission for its least, it is not offered. */
  readonly impact: Endpoint.Impact
  readonly needs: Endpoint.Impact
  readonly run: (
    // biome-ignore lint/suspicious/noExplicitAny: the schema of the same tool has decoded it
    input: any,
    position: Position
  ) => Effect.Effect<Found, HelpScoutError | ToolError, HelpScout | HelpScoutClient>
}

interface Definition<A> extends Omit<Tool, "input" | "run" | "needs"> {
  readonly input: Endpoint.Decodes<A>
  readonly needs?: Endpoint.Impact
  readonly run: (input: A, position: Position) => ReturnType<Tool["run"]>
}

const define = <A>({ needs, ...definition }: Definition<A>): Tool => ({
  needs: needs ?? definition.impact,
  ...definition
})

const described = <A, I>(schema: Schema.Schema<A, I>, description: string): Schema.Schema<A, I> =>
  schema.annotations({ description })
const optional = <A, I>(schema: Schema.Schema<A, I>, description: string) =>
  Schema.optional(described(schema, description))

const Id = Schema.Int.pipe(Schema.positive())
const Text = Schema.String.pipe(Schema.minLength(1), Schema.maxLength(50_000))
const conversationId = described(
  Id,
  "The id of a conversation, as in the results of search_conversations. Not its number."
)

/** The texts of a model are text, not HTML: Help Scout would show what looks like a tag as one. */
const html = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/\r\n?|\n/g, "<br>")

const done = (label: string, id?: number): Found => ({ items: [{ label, ...(id === undefined ? {} : { id }) }] })

const following = (page: { readonly next?: unknown }, current: number): number | undefined =>
  page.next === undefined ? undefined : current + 1

const reading = ({ inboxes }: Settings): ReadonlyArray<Tool> => [
  define({
    name: "search_conversations",
    title: "Search conversations",
    description:
      "Finds conversations, newest first. Returns ids, subjects, customers and previews; read_conversation returns the messages.",
    impact: "read",
    input: Schema.Struct({
      query: optional(
        Schema.String,
        'In Help Scout\'s search syntax, such as (subject:"refund" AND createdAt:[NOW-7DAY TO *]). See Help Scout\'s "Filtering search".'
      ),
      status: optional(
        Schema.Literal("active", "all", "closed", "open", "pending", "spam"),
        "Default: active. open is active and pending."
      ),
      inbox_id: optional(Id, "Only this inbox."),
      tag: optional(Text, "Only with this tag."),
      assigned_to: optional(Id, "Only those of this user.")
    }),
    run: (input, { page }) =>
      Effect.gen(function* () {
        const { conversations } = yield* HelpScout
        const mailbox = input.inbox_id ?? inboxes
        const found = yield* conversations.list({
          page,
          ...(input.query === undefined ? {} : { query: input.query }),
          ...(input.status === undefined ? {} : { status: input.status }),
          ...(mailbox === undefined ? {} : { mailbox: mailbox as number }),
          ...(input.tag === undefined ? {} : { tag: input.tag }),
          ...(input.assigned_to === undefined ? {} : { assigned_to: input.assigned_to })
        })
        return {
          summary: `${found.totals?.totalElements ?? found.items.length} conversations match.`,
          items: found.items.map(Items.conversation),
          page,
          nextPage: following(found, page),
          people: found.items
        }
      })
  }),
  define({
    name: "read_conversation",
    title: "Read a conversation",
    description: "Reads a conversation: its subject, people, tags and messages as Markdown, newest first.",
    impact: "read",
    input: Schema.Struct({ conversation_id: conversationId }),
    run: ({ conversation_id: id }, { page }) =>
      Effect.gen(function* () {
        const { conversations } = yield* HelpScout
        const conversation = page === 1 ? yield* conversations.get({ conversationId: id }) : undefined
        const threads = yield* conversations.threads.list({ conversationId: conversation?.id ?? id, page })
        return {
          items: [
            ...(conversation === undefined ? [] : [Items.conversation(conversation)]),
            ...threads.items.map(Items.thread)
          ],
          page,
          nextPage: following(threads, page),
          people: [conversation, threads.items]
        }
      })
  }),
  define({
    name: "search_customers",
    title: "Search customers",
    description: "Finds customers by email address, name or a query.",
    impact: "read",
    input: Schema.Struct({
      email: optional(Text, "The whole address."),
      first_name: optional(Text, "First name."),
      last_name: optional(Text, "Last name."),
      query: optional(Schema.String, "In Help Scout's search syntax.")
    }),
    run: (input, { page }) =>
      Effect.gen(function* () {
        const { customers } = yield* HelpScout
        const byEmail = input.email === undefined ? undefined : `(email:"${input.email.replaceAll('"', "")}")`
        const query = input.query ?? byEmail
        const found = yield* customers.list({
          page,
          ...(query === undefined ? {} : { query }),
          ...(input.first_name === undefined ? {} : { firstName: input.first_name }),
          ...(input.last_name === undefined ? {} : { lastName: input.last_name }),
          ...(inboxes?.length === 1 ? { mailbox: inboxes[0] as number } : {})
        })
        return {
          items: found.items.map(Items.customer),
          page,
          nextPage: following(found, page),
          people: found.items
        }
      })
  }),
  define({
    name: "read_customer",
    title: "Read a customer",
    description: "Reads the profile of a customer: addresses, phones, properties and notes.",
    impact: "read",
    input: Schema.Struct({ customer_id: described(Id, "The id of a customer.") }),
    run: ({ customer_id: id }) =>
      Effect.gen(function* () {
        const { customers } = yield* HelpScout
        const found = yield* customers.get({ customerId: id })
        return { items: [Items.customer(found)], people: found }
      })
  }),
  define({
    name: "list_inboxes",
    title: "List inboxes",
    description: "Lists the inboxes that may be read, with their ids.",
    impact: "read",
    input: Schema.Struct({}),
    run: (_, { page }) =>
      Effect.gen(function* () {
        const { mailboxes } = yield* HelpScout
        if (inboxes !== undefined) {
          const found = yield* Effect.forEach(inboxes, (id) => mailboxes.get({ mailboxId: id }))
          return { items: found.map((inbox) => Items.json(inbox, "Inbox")) }
        }
        const found = yield* mailboxes.list({ page })
        return { items: found.items.map((inbox) => Items.json(inbox, "Inbox")), page, nextPage: following(found, page) }
      })
  }),
  define({
    name: "list_users",
    title: "List users",
    description: "Lists the users of the account, who can be assigned to conversations, with their ids.",
    impact: "read",
    input: Schema.Struct({}),
    run: (_, { page }) =>
      Effect.gen(function* () {
        const { users } = yield* HelpScout
        const found = yield* users.list({ page })
        const items = found.items.map((user) => ({
          id: user.id,
          label: `User ${user.id}`,
          fields: { Name: [user.firstName, user.lastName].filter(Boolean).join(" "), Email: user.email ?? "" }
        }))
        return { items, page, nextPage: following(found, page), people: found.items }
      })
  }),
  define({
    name: "list_tags",
    title: "List tags",
    description: "Lists the tags of the account, in alphabetical order.",
    impact: "read",
    input: Schema.Struct({}),
    run: (_, { page }) =>
      Effect.gen(function* () {
        const { tags } = yield* HelpScout
        const found = yield* tags.list({ page })
        const items = found.items.map((tag) => ({
          id: tag.id,
          label: `Tag ${tag.id} (${tag.ticketCount ?? 0} conversations)`,
          fields: { Name: tag.name }
        }))
        return { items, page, nextPage: following(found, page) }
      })
  }),
  define({
    name: "read_report",
    title: "Read a report",
    description: "Reads a report about a period: volumes, response times, resolutions, happiness.",
    impact: "read",
    input: Schema.Struct({
      kind: Schema.Literal(
        "company",
        "conversations",
        "productivity",
        "happiness",
        "email",
        "chat",
        "phone"
      ).annotations({
        description: "What the report is about."
      }),
      from: described(Schema.String, "The start, such as 2026-11-01T00:00:00Z."),
      to: described(Schema.String, "The end, such as 2026-11-08T00:00:00Z."),
      inbox_id: optional(Id, "Only this inbox.")
    }),
    run: ({ from, inbox_id: inbox, kind, to }) =>
      Effect.gen(function* () {
        const method = yield* Operations.find(reports[kind])
        const mailboxes = inbox === undefined ? inboxes : [inbox]
        const query = { start: from, end: to, ...(mailboxes === undefined ? {} : { mailboxes }) }
        const result = yield* Operations.run(method, { query })
        return { items: [Items.json(result._tag === "Value" ? result.value : result.items, `Report: ${kind}`)] }
      })
  })
]

const reports = {
  company: "reports.company.getOverallReport",
  conversations: "reports.conversation.getOverallReport",
  productivity: "reports.productivity.getOverallReport",
  happiness: "reports.happiness.getOverallReport",
  email: "reports.getEmailReport",
  chat: "reports.getChatReport",
  phone: "reports.getPhoneReport"
} as const

const Reply = Schema.Struct({
  conversation_id: conversationId,
  text: described(Text, "Plain text."),
  send: optional(Schema.Boolean, "true emails it to the customer at once. Default: false.")
})

const writing = ({ allow = [] }: Settings): ReadonlyArray<Tool> => [
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

const Fields = Schema.Record({ key: Schema.String, value: Schema.Unknown })

const everything = ({ allow = [] }: Settings): ReadonlyArray<Tool> => [
  define({
    name: "search_operations",
    title: "Search operations",
    description: `Finds operations of Help Scout's API by words, such as "merge customer" or "saved replies". ${Catalogue.calls.length} exist; describe_operation shows the input of one, and run_operation runs it.`,
    impact: "read",
    input: Schema.Struct({ query: optional(Schema.String, "Words. Without them, all operations.") }),
    run: ({ query = "" }, { page }) =>
      Effect.sync(() => {
        const found = Operations.search(query)
        const shown = found.slice((page - 1) * 40, page * 40)
        return {
          summary: `${found.length} operations.`,
          items: shown.map((method) => ({ label: Operations.line(method), trusted: true })),
          page,
          nextPage: found.length > page * 40 ? page + 1 : undefined
        }
      })
  }),
  define({
    name: "describe_operation",
    title: "Describe an operation",
    description: "Shows what an operation does, its impact, and the JSON Schemas of its input.",
    impact: "read",
    input: Schema.Struct({
      operation: described(Schema.String, "Its name, such as conversations.threads.createNote.")
    }),
    run: ({ operation }) =>
      Effect.map(Operations.find(operation), (method) => ({
        items: [{ label: `${method.group}.${method.name}`, text: Operations.describe(method), trusted: true }]
      }))
  }),
  define({
    name: "run_operation",
    title: "Run an operation",
    description:
      "Runs any operation of Help Scout's API. Call describe_operation first. Prefer the other tools where they fit.",
    impact: (["destroy", "send", "write"] as const).find((impact) => allow.includes(impact)) ?? "read",
    needs: "read",
    input: Schema.Struct({
      operation: described(Schema.String, "Its name, such as teams.list."),
      params: optional(Fields, "The ids in the path, by name."),
      query: optional(Fields, "The filters."),
      payload: Schema.optional(Schema.Unknown.annotations({ description: "The body, as describe_operation shows it." }))
    }),
    run: ({ operation, params, payload, query }, { page }) =>
      Effect.gen(function* () {
        const method = yield* Operations.find(operation)
        const result = yield* Operations.run(method, { params, query, payload, page })
        const label = `${method.group}.${method.name}`
        if (result._tag === "Page") {
          return {
            items: result.items.map((item) => Items.json(item, label)),
            page,
            nextPage: result.nextPage,
            people: result.items
          }
        }
        if (result.value === undefined) return done(`${label}: done`)
        return { items: [Items.json(result.value, label)], people: result.value }
      })
  })
]

/** All tools, whatever is allowed. At most twenty: models choose poorly among many. */
export const all = (settings: Settings): ReadonlyArray<Tool> => [
  ...reading(settings),
  ...writing(settings),
  ...everything(settings)
]

/** The tools that can work with these permissions. */
export const offered = (settings: Settings): ReadonlyArray<Tool> =>
  all(settings).filter(({ needs }) => needs === "read" || (settings.allow ?? []).some((impact) => impact === needs))
