/**
 * The tables of a copy, as data. Columns derive from the schemas of `@effect-helpscout/resources`; names are the API's, in
 * snake_case.
 *
 * ```ts
 * import * as Tables from "@effect-helpscout/sync/Tables"
 *
 * export const columns = Tables.threads.columns.map(({ name }) => name) // "conversation_id", "id", "type", ...
 * ```
 *
 * @since 0.1.0
 */
import { Attachment } from "@effect-helpscout/resources/Conversations/Attachments"
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import { ConversationCustomField } from "@effect-helpscout/resources/Conversations/CustomFields"
import { ConversationTag } from "@effect-helpscout/resources/Conversations/Tags"
import { Thread, ThreadRating } from "@effect-helpscout/resources/Conversations/Threads/Thread"
import { CustomerChatHandle } from "@effect-helpscout/resources/Customers/ChatHandles"
import { Customer } from "@effect-helpscout/resources/Customers/Customer"
import { CustomerEmail } from "@effect-helpscout/resources/Customers/Emails"
import { CustomerPhone } from "@effect-helpscout/resources/Customers/Phones"
import { CustomerPropertyValue } from "@effect-helpscout/resources/Customers/Properties"
import { CustomerSocialProfile } from "@effect-helpscout/resources/Customers/SocialProfiles"
import { CustomerWebsite } from "@effect-helpscout/resources/Customers/Websites"
import { ConversationId, UserId } from "@effect-helpscout/resources/Ids"
import { Mailbox } from "@effect-helpscout/resources/Mailboxes"
import { CustomField } from "@effect-helpscout/resources/Mailboxes/CustomFields"
import { Folder } from "@effect-helpscout/resources/Mailboxes/Folders"
import { SavedReplyPreview } from "@effect-helpscout/resources/Mailboxes/SavedReplies"
import { Organization } from "@effect-helpscout/resources/Organizations"
import { OrganizationPropertyValue } from "@effect-helpscout/resources/Organizations/Properties"
import { Tag } from "@effect-helpscout/resources/Tags"
import { Team } from "@effect-helpscout/resources/Teams"
import { User } from "@effect-helpscout/resources/Users"
import { UserStatus } from "@effect-helpscout/resources/Users/Status"
import { Workflow } from "@effect-helpscout/resources/Workflows"
import * as Schema from "effect/Schema"
import { type Column, columnsOf } from "./internal/columns.js"

export type {
  /**
   * A value that a database stores. JSON and dates are text.
   *
   * @since 0.1.0
   */
  Cell,
  /**
   * A column, and where its value is in the decoded item. The path of a key that identifies the parent is empty.
   *
   * @since 0.1.0
   */
  Column,
  /**
   * The type of a column, which each database spells in its own way.
   *
   * @since 0.1.0
   */
  ColumnType
} from "./internal/columns.js"

/**
 * Rows that a parent contains, such as the tags of a conversation.
 *
 * @since 0.1.0
 */
export interface Child {
  readonly table: Table
  /** Where the rows are in the decoded parent. Empty if they are requested separately. */
  readonly path: ReadonlyArray<string>
}

/**
 * A table.
 *
 * @since 0.1.0
 */
export interface Table {
  readonly name: string
  readonly description: string
  /** The schema of an item. */
  readonly schema: Schema.Schema.Any
  /** The key columns that identify the parent, in the order of the parent's own key. */
  readonly parentKey: ReadonlyArray<string>
  /** The names of the key columns, those of the parent first. */
  readonly key: ReadonlyArray<string>
  readonly columns: ReadonlyArray<Column>
  readonly children: ReadonlyArray<Child>
  /** Columns that joins use, beside the key. */
  readonly indexes: ReadonlyArray<string>
}

const table = (
  name: string,
  schema: Schema.Schema.Any,
  options: {
    readonly description: string
    readonly parentKey?: ReadonlyArray<string>
    /** The key within the parent. @default ["id"] */
    readonly key?: ReadonlyArray<string>
    readonly children?: ReadonlyArray<Child>
    readonly indexes?: ReadonlyArray<string>
  }
): Table => {
  const { children = [], indexes = [], key = ["id"], parentKey = [] } = options
  const paths = children.map(({ path }) => path).filter((path) => path.length > 0)
  const parents = parentKey.map((column): Column => ({ name: column, type: "integer", path: [] }))
  return {
    name,
    description: options.description,
    schema,
    parentKey,
    key: [...parentKey, ...key],
    columns: [...parents, ...columnsOf(schema, paths)],
    children,
    indexes
  }
}

// ---------------------------------------------------------------------------------------------------------------
// conversations
// ---------------------------------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const attachments = table("attachments", Attachment, {
  description: "Files of threads, without their content.",
  parentKey: ["conversation_id", "thread_id"]
})

/** @since 0.1.0 */
export const ratings = table("ratings", ThreadRating, {
  description: "Customers' ratings of replies, at most one per thread.",
  parentKey: ["conversation_id", "thread_id"],
  key: [],
  indexes: ["customer_id"]
})

/** @since 0.1.0 */
export const threads = table("threads", Thread, {
  description: "Messages, notes and changes of state of conversations.",
  parentKey: ["conversation_id"],
  children: [
    { table: attachments, path: ["_embedded", "attachments"] },
    { table: ratings, path: ["rating"] }
  ],
  indexes: ["created_at", "created_by_id", "customer_id"]
})

/** @since 0.1.0 */
export const conversationTags = table("conversation_tags", ConversationTag, {
  description: "The tags of each conversation.",
  parentKey: ["conversation_id"],
  indexes: ["tag"]
})

/** @since 0.1.0 */
export const conversationCustomFields = table("conversation_custom_fields", ConversationCustomField, {
  description: "The values of custom fields of each conversation.",
  parentKey: ["conversation_id"],
  indexes: ["id"]
})

/** @since 0.1.0 */
export const conversations = table("conversations", Conversation, {
  description: "Conversations of every status.",
  children: [
    { table: threads, path: ["_embedded", "threads"] },
    { table: conversationTags, path: ["tags"] },
    { table: conversationCustomFields, path: ["customFields"] }
  ],
  indexes: ["created_at", "primary_customer_id", "mailbox_id", "assignee_id", "status"]
})

/** @since 0.1.0 */
export const conversationMerges = table(
  "conversation_merges",
  Schema.Struct({ conversationId: ConversationId, mergedIntoId: ConversationId }),
  {
    description: "Conversations that were merged into others.",
    key: ["conversation_id"],
    indexes: ["merged_into_id"]
  }
)

// ---------------------------------------------------------------------------------------------------------------
// customers
// ---------------------------------------------------------------------------------------------------------------

const ofCustomer = (name: string, schema: Schema.Schema.Any, description: string, key: string, index: string) =>
  table(name, schema, { description, parentKey: ["customer_id"], key: [key], indexes: [index] })

/** @since 0.1.0 */
export const customerEmails = ofCustomer("customer_emails", CustomerEmail, "Email addresses.", "id", "value")
/** @since 0.1.0 */
export const customerPhones = ofCustomer("customer_phones", CustomerPhone, "Phone numbers.", "id", "value")
/** @since 0.1.0 */
export const customerChats = ofCustomer("customer_chats", CustomerChatHandle, "Chat handles.", "id", "value")
/** @since 0.1.0 */
export const customerSocialProfiles = ofCustomer(
  "customer_social_profiles",
  CustomerSocialProfile,
  "Social profiles.",
  "id",
  "value"
)
/** @since 0.1.0 */
export const customerWebsites = ofCustomer("customer_websites", CustomerWebsite, "Websites.", "id", "value")
/** @since 0.1.0 */
export const customerProperties = ofCustomer(
  "customer_properties",
  CustomerPropertyValue,
  "The values of customer properties.",
  "slug",
  "slug"
)

/** @since 0.1.0 */
export const customers = table("customers", Customer, {
  description: "Customers. The row of a customer who was deleted in Help Scout keeps its id only.",
  children: [
    { table: customerEmails, path: ["_embedded", "emails"] },
    { table: customerPhones, path: ["_embedded", "phones"] },
    { table: customerChats, path: ["_embedded", "chats"] },
    { table: customerSocialProfiles, path: ["_embedded", "social_profiles"] },
    { table: customerWebsites, path: ["_embedded", "websites"] },
    { table: customerProperties, path: ["_embedded", "properties"] }
  ],
  indexes: ["organization_id"]
})

// ---------------------------------------------------------------------------------------------------------------
// small tables
// ---------------------------------------------------------------------------------------------------------------

/** @since 0.1.0 */
export const organizationProperties = table("organization_properties", OrganizationPropertyValue, {
  description: "The values of organization properties.",
  parentKey: ["organization_id"],
  key: ["slug"]
})

/** @since 0.1.0 */
export const organizations = table("organizations", Organization, {
  description: "Organizations of customers.",
  children: [{ table: organizationProperties, path: ["properties"] }]
})

/** @since 0.1.0 */
export const mailboxFolders = table("mailbox_folders", Folder, {
  description: "The folders of each inbox.",
  parentKey: ["mailbox_id"]
})

/** @since 0.1.0 */
export const mailboxCustomFields = table("mailbox_custom_fields", CustomField, {
  description: "The definitions of custom fields of each inbox.",
  parentKey: ["mailbox_id"]
})

/** @since 0.1.0 */
export const savedReplies = table("saved_replies", SavedReplyPreview, {
  description: "The saved replies of each inbox: names and the beginnings of their texts.",
  parentKey: ["mailbox_id"]
})

/** @since 0.1.0 */
export const mailboxes = table("mailboxes", Mailbox, {
  description: "Inboxes.",
  children: [
    { table: mailboxFolders, path: [] },
    { table: mailboxCustomFields, path: [] },
    { table: savedReplies, path: [] }
  ]
})

/** @since 0.1.0 */
export const users = table("users", User, { description: "Users of the account." })

/** @since 0.1.0 */
export const userStatuses = table("user_statuses", UserStatus, {
  description: "The availability of each user.",
  key: ["user_id"]
})

/** @since 0.1.0 */
export const teamMembers = table("team_members", Schema.Struct({ userId: UserId }), {
  description: "The users of each team.",
  parentKey: ["team_id"],
  key: ["user_id"]
})

/** @since 0.1.0 */
export const teams = table("teams", Team, { description: "Teams.", children: [{ table: teamMembers, path: [] }] })

/** @since 0.1.0 */
export const tags = table("tags", Tag, { description: "The tags of the account." })

/** @since 0.1.0 */
export const workflows = table("workflows", Workflow, { description: "Workflows.", indexes: ["mailbox_id"] })

// ---------------------------------------------------------------------------------------------------------------
// all
// ---------------------------------------------------------------------------------------------------------------

/**
 * The tables that can be selected. Each includes its children.
 *
 * @since 0.1.0
 */
export const roots = {
  users,
  user_statuses: userStatuses,
  teams,
  tags,
  mailboxes,
  workflows,
  organizations,
  customers,
  conversations
} as const

/**
 * The name of a table that can be selected.
 *
 * @since 0.1.0
 */
export type RootName = keyof typeof roots

const withChildren = (parent: Table): ReadonlyArray<Table> => [
  parent,
  ...parent.children.flatMap((child) => withChildren(child.table))
]

/**
 * All tables, each before its children.
 *
 * @since 0.1.0
 */
export const all: ReadonlyArray<Table> = [...Object.values(roots).flatMap(withChildren), conversationMerges]

const byName = new Map(all.map((each) => [each.name, each]))

/**
 * The table with a name.
 *
 * @since 0.1.0
 */
export const get = (name: string): Table | undefined => byName.get(name)

/**
 * The tables below a table, at any depth.
 *
 * @since 0.1.0
 */
export const below = (parent: Table): ReadonlyArray<Table> => withChildren(parent).slice(1)
