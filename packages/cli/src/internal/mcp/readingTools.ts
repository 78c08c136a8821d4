/** The tools that read: common work in eight. */
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Items from "./items.js"
import * as Operations from "./operations.js"
import type { Settings } from "./settings.js"
import { conversationId, define, described, Id, optional, Text, type Tool } from "./tool.js"

const following = (page: { readonly next?: unknown }, current: number): number | undefined =>
  page.next === undefined ? undefined : current + 1

const reports = {
  company: "reports.company.getOverallReport",
  conversations: "reports.conversation.getOverallReport",
  productivity: "reports.productivity.getOverallReport",
  happiness: "reports.happiness.getOverallReport",
  email: "reports.getEmailReport",
  chat: "reports.getChatReport",
  phone: "reports.getPhoneReport"
} as const

export const reading = ({ inboxes }: Settings): ReadonlyArray<Tool> => [
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
