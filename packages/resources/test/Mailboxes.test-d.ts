// @effect-diagnostics floatingEffect:off -- nothing here runs: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import type { ConversationCustomFieldValue } from "@effect-helpscout/resources/Conversations/CustomFields"
import type { CustomerId, MailboxId, SavedReplyId, UserId } from "@effect-helpscout/resources/Ids"
import type { Mailbox, Service } from "@effect-helpscout/resources/Mailboxes"
import type { CustomField, CustomFieldValues } from "@effect-helpscout/resources/Mailboxes/CustomFields"
import type { Folder } from "@effect-helpscout/resources/Mailboxes/Folders"
import type { Routing, RoutingUpdate } from "@effect-helpscout/resources/Mailboxes/Routing"
import type {
  SavedReply,
  SavedReplyCreate,
  SavedReplyPreview,
  SavedReplyUpdate
} from "@effect-helpscout/resources/Mailboxes/SavedReplies"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

declare const mailboxes: Service
declare const customerId: CustomerId
declare const mailboxId: MailboxId
declare const savedReplyId: SavedReplyId
declare const userId: UserId

type Result<A> = Effect.Effect<A, HelpScoutError>
type ById = { readonly mailboxId: MailboxId }
type ByReply = { readonly mailboxId: MailboxId; readonly savedReplyId: SavedReplyId }

const { customFields, folders, routing, savedReplies } = mailboxes
expectTypeOf(mailboxes.list).toEqualTypeOf<(args?: { readonly page?: number }) => Result<Page.Page<Mailbox>>>()
expectTypeOf(mailboxes.listAll).returns.toEqualTypeOf<Stream.Stream<Mailbox, HelpScoutError>>()
expectTypeOf(mailboxes.listPages).returns.toEqualTypeOf<Stream.Stream<Page.Page<Mailbox>, HelpScoutError>>()
expectTypeOf(mailboxes.get).toEqualTypeOf<(args: ById) => Result<Mailbox>>()
expectTypeOf(customFields.list).returns.toEqualTypeOf<Result<Page.Page<CustomField>>>()
expectTypeOf(customFields.resolve).toEqualTypeOf<
  (args: ById, values: CustomFieldValues) => Result<ReadonlyArray<ConversationCustomFieldValue>>
>()
expectTypeOf(folders.listAll).returns.toEqualTypeOf<Stream.Stream<Folder, HelpScoutError>>()
expectTypeOf(savedReplies.list).returns.toEqualTypeOf<Result<Page.Page<SavedReplyPreview>>>()
expectTypeOf(savedReplies.get).toEqualTypeOf<(args: ByReply) => Result<SavedReply>>()
expectTypeOf(savedReplies.create).parameters.toEqualTypeOf<[args: ById, payload: SavedReplyCreate]>()
expectTypeOf(savedReplies.create).returns.toEqualTypeOf<Result<Option.Option<SavedReplyId>>>()
expectTypeOf(savedReplies.update).parameters.toEqualTypeOf<[args: ByReply, payload: SavedReplyUpdate]>()
expectTypeOf(savedReplies.delete).toEqualTypeOf<(args: ByReply) => Result<void>>()
expectTypeOf(routing.get).toEqualTypeOf<(args: ById) => Result<Routing>>()
expectTypeOf(routing.update).parameters.toEqualTypeOf<[args: ById, payload: RoutingUpdate]>()

mailboxes.list()
customFields.resolve({ mailboxId: 85 }, { Plan: "Plus", Seats: 12 })
savedReplies.list({ mailboxId, includeChatReplies: true })

// @ts-expect-error the id is missing
mailboxes.get({})
// @ts-expect-error a customer id is not an inbox id
mailboxes.get({ mailboxId: customerId })
// @ts-expect-error nothing can be embedded
mailboxes.get({ mailboxId, embed: "fields" })
// @ts-expect-error no such filter
mailboxes.list({ name: "Support" })
// @ts-expect-error all saved replies come at once
savedReplies.list({ mailboxId, page: 2 })
// @ts-expect-error a saved reply requires a name
savedReplies.update({ mailboxId, savedReplyId }, { text: "Hello" })
// @ts-expect-error inboxes cannot be created through the API
mailboxes.create({ name: "Support" })
// @ts-expect-error all fields of the routing are required
routing.update({ mailboxId }, { state: "disabled" })
const whole = { state: "disabled", assignmentLimit: 1, assignmentMethod: "balanced", userIds: [userId] } as const
routing.update({ mailboxId }, whole)
// @ts-expect-error the rotation is read-only
routing.update({ mailboxId }, { ...whole, rotation: [] })
// @ts-expect-error values are strings or numbers
customFields.resolve({ mailboxId }, { Plan: true })
