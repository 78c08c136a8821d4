/**
 * The ids of all resources. A parameter accepts a plain number or an id of its own resource, and not the id of another.
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

// Every type is written out, so that editors show `ConversationId` instead of an intersection.

/** @since 0.1.0 */
export type AttachmentId = number & { readonly "~id"?: "AttachmentId" }
/** @since 0.1.0 */
export const AttachmentId: Schema.Schema<AttachmentId, number> = Field.id("AttachmentId")

/** The id of a chat handle in a customer's profile. A live chat has a `ChatId`. @since 0.1.0 */
export type ChatHandleId = number & { readonly "~id"?: "ChatHandleId" }
/** @since 0.1.0 */
export const ChatHandleId: Schema.Schema<ChatHandleId, number> = Field.id("ChatHandleId")

/** The id of a Help Scout account. @since 0.1.0 */
export type CompanyId = number & { readonly "~id"?: "CompanyId" }
/** @since 0.1.0 */
export const CompanyId: Schema.Schema<CompanyId, number> = Field.id("CompanyId")

/**
 * The id of a conversation in the API. The number that users see in Help Scout is `Conversation.number`.
 *
 * @since 0.1.0
 */
export type ConversationId = number & { readonly "~id"?: "ConversationId" }
/** @since 0.1.0 */
export const ConversationId: Schema.Schema<ConversationId, number> = Field.id("ConversationId")

/** @since 0.1.0 */
export type CustomerId = number & { readonly "~id"?: "CustomerId" }
/** @since 0.1.0 */
export const CustomerId: Schema.Schema<CustomerId, number> = Field.id("CustomerId")

/** @since 0.1.0 */
export type CustomFieldId = number & { readonly "~id"?: "CustomFieldId" }
/** @since 0.1.0 */
export const CustomFieldId: Schema.Schema<CustomFieldId, number> = Field.id("CustomFieldId")

/** The id of an option of a dropdown field. @since 0.1.0 */
export type CustomFieldOptionId = number & { readonly "~id"?: "CustomFieldOptionId" }
/** @since 0.1.0 */
export const CustomFieldOptionId: Schema.Schema<CustomFieldOptionId, number> = Field.id("CustomFieldOptionId")

/** The id of a Docs site: 24 hexadecimal digits. @since 0.1.0 */
export type DocsSiteId = string
/** @since 0.1.0 */
export const DocsSiteId: Schema.Schema<DocsSiteId> = Schema.String.annotations({ identifier: "DocsSiteId" })

/** The id of an email address in a customer's profile. @since 0.1.0 */
export type EmailId = number & { readonly "~id"?: "EmailId" }
/** @since 0.1.0 */
export const EmailId: Schema.Schema<EmailId, number> = Field.id("EmailId")

/** @since 0.1.0 */
export type FolderId = number & { readonly "~id"?: "FolderId" }
/** @since 0.1.0 */
export const FolderId: Schema.Schema<FolderId, number> = Field.id("FolderId")

/** The id of an inbox. @since 0.1.0 */
export type MailboxId = number & { readonly "~id"?: "MailboxId" }
/** @since 0.1.0 */
export const MailboxId: Schema.Schema<MailboxId, number> = Field.id("MailboxId")

/** @since 0.1.0 */
export type OrganizationId = number & { readonly "~id"?: "OrganizationId" }
/** @since 0.1.0 */
export const OrganizationId: Schema.Schema<OrganizationId, number> = Field.id("OrganizationId")

/** @since 0.1.0 */
export type OrganizationPropertyDefinitionId = number & { readonly "~id"?: "OrganizationPropertyDefinitionId" }
/** @since 0.1.0 */
export const OrganizationPropertyDefinitionId: Schema.Schema<OrganizationPropertyDefinitionId, number> = Field.id(
  "OrganizationPropertyDefinitionId"
)

/** The id of a phone number in a customer's profile. @since 0.1.0 */
export type PhoneId = number & { readonly "~id"?: "PhoneId" }
/** @since 0.1.0 */
export const PhoneId: Schema.Schema<PhoneId, number> = Field.id("PhoneId")

/** @since 0.1.0 */
export type RatingId = number & { readonly "~id"?: "RatingId" }
/** @since 0.1.0 */
export const RatingId: Schema.Schema<RatingId, number> = Field.id("RatingId")

/** @since 0.1.0 */
export type SavedReplyId = number & { readonly "~id"?: "SavedReplyId" }
/** @since 0.1.0 */
export const SavedReplyId: Schema.Schema<SavedReplyId, number> = Field.id("SavedReplyId")

/** @since 0.1.0 */
export type SocialProfileId = number & { readonly "~id"?: "SocialProfileId" }
/** @since 0.1.0 */
export const SocialProfileId: Schema.Schema<SocialProfileId, number> = Field.id("SocialProfileId")

/** The id of an actor that is not a person, such as an AI agent. @since 0.1.0 */
export type SystemUserId = number & { readonly "~id"?: "SystemUserId" }
/** @since 0.1.0 */
export const SystemUserId: Schema.Schema<SystemUserId, number> = Field.id("SystemUserId")

/** @since 0.1.0 */
export type TagId = number & { readonly "~id"?: "TagId" }
/** @since 0.1.0 */
export const TagId: Schema.Schema<TagId, number> = Field.id("TagId")

/** @since 0.1.0 */
export type TeamId = number & { readonly "~id"?: "TeamId" }
/** @since 0.1.0 */
export const TeamId: Schema.Schema<TeamId, number> = Field.id("TeamId")

/** @since 0.1.0 */
export type ThreadId = number & { readonly "~id"?: "ThreadId" }
/** @since 0.1.0 */
export const ThreadId: Schema.Schema<ThreadId, number> = Field.id("ThreadId")

/** @since 0.1.0 */
export type UserId = number & { readonly "~id"?: "UserId" }
/** @since 0.1.0 */
export const UserId: Schema.Schema<UserId, number> = Field.id("UserId")

/** @since 0.1.0 */
export type WebhookId = number & { readonly "~id"?: "WebhookId" }
/** @since 0.1.0 */
export const WebhookId: Schema.Schema<WebhookId, number> = Field.id("WebhookId")

/** The id of a website in a customer's profile. @since 0.1.0 */
export type WebsiteId = number & { readonly "~id"?: "WebsiteId" }
/** @since 0.1.0 */
export const WebsiteId: Schema.Schema<WebsiteId, number> = Field.id("WebsiteId")

/** @since 0.1.0 */
export type WorkflowId = number & { readonly "~id"?: "WorkflowId" }
/** @since 0.1.0 */
export const WorkflowId: Schema.Schema<WorkflowId, number> = Field.id("WorkflowId")

/** The id of a live chat: a UUID. @since 0.1.0 */
export type ChatId = string
/** @since 0.1.0 */
export const ChatId: Schema.Schema<ChatId> = Schema.String.annotations({ identifier: "ChatId" })

/** The id of an event of a live chat, such as a message: a UUID. @since 0.1.0 */
export type ChatEventId = string
/** @since 0.1.0 */
export const ChatEventId: Schema.Schema<ChatEventId> = Schema.UUID.annotations({ identifier: "ChatEventId" })

/** The name that identifies a property definition, of customers or of organizations. @since 0.1.0 */
export type PropertySlug = string
/** @since 0.1.0 */
export const PropertySlug: Schema.Schema<PropertySlug> = Schema.String.annotations({ identifier: "PropertySlug" })

/**
 * An id in a request: a positive integer. (JSON writes `NaN` as `null`, and `assignTo: null` unassigns.)
 *
 * @since 0.1.0
 */
export const inputId = <Id extends number>(id: Schema.Schema<Id, number>): Schema.Schema<Id, number> =>
  id.pipe(
    Schema.filter((value) => Number.isSafeInteger(value) && value >= 1, {
      description: "an id, a positive integer",
      jsonSchema: { type: "integer", minimum: 1 }
    })
  )
