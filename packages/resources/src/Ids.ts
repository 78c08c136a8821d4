/**
 * The ids of everything Help Scout has. Each fits its own resource only: a plain number is accepted, another
 * resource's id is not.
 *
 * ```ts
 * import type { ConversationId, CustomerId } from "@effect-helpscout/resources/Ids"
 *
 * export const conversationId: ConversationId = 1234
 * // @ts-expect-error a conversation is not a customer
 * export const customerId: CustomerId = conversationId
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Schema from "effect/Schema"

// Every type is written out, so that hover shows `ConversationId` rather than an intersection.

/** @since 0.1.0 @category models */
export type AttachmentId = number & { readonly "~id"?: "AttachmentId" }
/** @since 0.1.0 @category schemas */
export const AttachmentId: Schema.Schema<AttachmentId, number> = Field.id("AttachmentId")

/** The id of a chat handle in a customer's profile; a live chat has a `ChatId`. @since 0.1.0 @category models */
export type ChatHandleId = number & { readonly "~id"?: "ChatHandleId" }
/** @since 0.1.0 @category schemas */
export const ChatHandleId: Schema.Schema<ChatHandleId, number> = Field.id("ChatHandleId")

/** The id of a Help Scout account. @since 0.1.0 @category models */
export type CompanyId = number & { readonly "~id"?: "CompanyId" }
/** @since 0.1.0 @category schemas */
export const CompanyId: Schema.Schema<CompanyId, number> = Field.id("CompanyId")

/**
 * The id of a conversation, as in the address of the API. The number that people see in Help Scout is
 * `Conversation.number`.
 *
 * @since 0.1.0
 * @category models
 */
export type ConversationId = number & { readonly "~id"?: "ConversationId" }
/** @since 0.1.0 @category schemas */
export const ConversationId: Schema.Schema<ConversationId, number> = Field.id("ConversationId")

/** @since 0.1.0 @category models */
export type CustomerId = number & { readonly "~id"?: "CustomerId" }
/** @since 0.1.0 @category schemas */
export const CustomerId: Schema.Schema<CustomerId, number> = Field.id("CustomerId")

/** @since 0.1.0 @category models */
export type CustomFieldId = number & { readonly "~id"?: "CustomFieldId" }
/** @since 0.1.0 @category schemas */
export const CustomFieldId: Schema.Schema<CustomFieldId, number> = Field.id("CustomFieldId")

/** The id of one choice of a dropdown field. @since 0.1.0 @category models */
export type CustomFieldOptionId = number & { readonly "~id"?: "CustomFieldOptionId" }
/** @since 0.1.0 @category schemas */
export const CustomFieldOptionId: Schema.Schema<CustomFieldOptionId, number> = Field.id("CustomFieldOptionId")

/** The id of a Docs site: 24 hexadecimal digits. @since 0.1.0 @category models */
export type DocsSiteId = string
/** @since 0.1.0 @category schemas */
export const DocsSiteId: Schema.Schema<DocsSiteId> = Schema.String.annotations({ identifier: "DocsSiteId" })

/** The id of an email address in a customer's profile. @since 0.1.0 @category models */
export type EmailId = number & { readonly "~id"?: "EmailId" }
/** @since 0.1.0 @category schemas */
export const EmailId: Schema.Schema<EmailId, number> = Field.id("EmailId")

/** @since 0.1.0 @category models */
export type FolderId = number & { readonly "~id"?: "FolderId" }
/** @since 0.1.0 @category schemas */
export const FolderId: Schema.Schema<FolderId, number> = Field.id("FolderId")

/** The id of an inbox. @since 0.1.0 @category models */
export type MailboxId = number & { readonly "~id"?: "MailboxId" }
/** @since 0.1.0 @category schemas */
export const MailboxId: Schema.Schema<MailboxId, number> = Field.id("MailboxId")

/** @since 0.1.0 @category models */
export type OrganizationId = number & { readonly "~id"?: "OrganizationId" }
/** @since 0.1.0 @category schemas */
export const OrganizationId: Schema.Schema<OrganizationId, number> = Field.id("OrganizationId")

/** @since 0.1.0 @category models */
export type OrganizationPropertyDefinitionId = number & { readonly "~id"?: "OrganizationPropertyDefinitionId" }
/** @since 0.1.0 @category schemas */
export const OrganizationPropertyDefinitionId: Schema.Schema<OrganizationPropertyDefinitionId, number> = Field.id(
  "OrganizationPropertyDefinitionId"
)

/** The id of a phone number in a customer's profile. @since 0.1.0 @category models */
export type PhoneId = number & { readonly "~id"?: "PhoneId" }
/** @since 0.1.0 @category schemas */
export const PhoneId: Schema.Schema<PhoneId, number> = Field.id("PhoneId")

/** @since 0.1.0 @category models */
export type RatingId = number & { readonly "~id"?: "RatingId" }
/** @since 0.1.0 @category schemas */
export const RatingId: Schema.Schema<RatingId, number> = Field.id("RatingId")

/** @since 0.1.0 @category models */
export type SavedReplyId = number & { readonly "~id"?: "SavedReplyId" }
/** @since 0.1.0 @category schemas */
export const SavedReplyId: Schema.Schema<SavedReplyId, number> = Field.id("SavedReplyId")

/** @since 0.1.0 @category models */
export type SocialProfileId = number & { readonly "~id"?: "SocialProfileId" }
/** @since 0.1.0 @category schemas */
export const SocialProfileId: Schema.Schema<SocialProfileId, number> = Field.id("SocialProfileId")

/** The id of an actor that is no person, such as an AI agent. @since 0.1.0 @category models */
export type SystemUserId = number & { readonly "~id"?: "SystemUserId" }
/** @since 0.1.0 @category schemas */
export const SystemUserId: Schema.Schema<SystemUserId, number> = Field.id("SystemUserId")

/** @since 0.1.0 @category models */
export type TagId = number & { readonly "~id"?: "TagId" }
/** @since 0.1.0 @category schemas */
export const TagId: Schema.Schema<TagId, number> = Field.id("TagId")

/** @since 0.1.0 @category models */
export type TeamId = number & { readonly "~id"?: "TeamId" }
/** @since 0.1.0 @category schemas */
export const TeamId: Schema.Schema<TeamId, number> = Field.id("TeamId")

/** @since 0.1.0 @category models */
export type ThreadId = number & { readonly "~id"?: "ThreadId" }
/** @since 0.1.0 @category schemas */
export const ThreadId: Schema.Schema<ThreadId, number> = Field.id("ThreadId")

/** @since 0.1.0 @category models */
export type UserId = number & { readonly "~id"?: "UserId" }
/** @since 0.1.0 @category schemas */
export const UserId: Schema.Schema<UserId, number> = Field.id("UserId")

/** @since 0.1.0 @category models */
export type WebhookId = number & { readonly "~id"?: "WebhookId" }
/** @since 0.1.0 @category schemas */
export const WebhookId: Schema.Schema<WebhookId, number> = Field.id("WebhookId")

/** The id of a website in a customer's profile. @since 0.1.0 @category models */
export type WebsiteId = number & { readonly "~id"?: "WebsiteId" }
/** @since 0.1.0 @category schemas */
export const WebsiteId: Schema.Schema<WebsiteId, number> = Field.id("WebsiteId")

/** @since 0.1.0 @category models */
export type WorkflowId = number & { readonly "~id"?: "WorkflowId" }
/** @since 0.1.0 @category schemas */
export const WorkflowId: Schema.Schema<WorkflowId, number> = Field.id("WorkflowId")

/** The id of a live chat: a UUID. @since 0.1.0 @category models */
export type ChatId = string
/** @since 0.1.0 @category schemas */
export const ChatId: Schema.Schema<ChatId> = Schema.String.annotations({ identifier: "ChatId" })

/** The name by which a property definition is addressed, of customers and of organizations. @since 0.1.0 @category models */
export type PropertySlug = string
/** @since 0.1.0 @category schemas */
export const PropertySlug: Schema.Schema<PropertySlug> = Schema.String.annotations({ identifier: "PropertySlug" })

/**
 * An id that goes into a body: a whole number from 1. (JSON writes `NaN` as `null`, and `assignTo: null` unassigns.)
 *
 * @since 0.1.0
 * @category combinators
 */
export const inputId = <Id extends number>(id: Schema.Schema<Id, number>): Schema.Schema<Id, number> =>
  id.pipe(
    Schema.filter((value) => Number.isSafeInteger(value) && value >= 1, {
      description: "an id, a whole number from 1",
      jsonSchema: { type: "integer", minimum: 1 }
    })
  )
