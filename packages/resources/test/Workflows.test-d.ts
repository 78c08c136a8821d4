// @effect-diagnostics floatingEffect:off -- nothing here is run: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import type { Chat, ChatEvent, Service as Chats } from "@effect-helpscout/resources/Chats"
import type { ConversationId, CustomerId, RatingId, TagId, TeamId, WorkflowId } from "@effect-helpscout/resources/Ids"
import type { Rating, Service as Ratings } from "@effect-helpscout/resources/Ratings"
import type { Tag, Service as Tags } from "@effect-helpscout/resources/Tags"
import type { TeamMembersUpdate, Service as Teams } from "@effect-helpscout/resources/Teams"
import type { User } from "@effect-helpscout/resources/Users"
import { type Service, type Workflow, type WorkflowRun, WorkflowUpdate } from "@effect-helpscout/resources/Workflows"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

declare const chats: Chats
declare const ratings: Ratings
declare const tags: Tags
declare const teams: Teams
declare const workflows: Service
declare const conversationId: ConversationId
declare const customerId: CustomerId
declare const teamId: TeamId
declare const workflowId: WorkflowId

type Answer<A> = Effect.Effect<A, HelpScoutError>
type ById = { readonly workflowId: WorkflowId }

expectTypeOf(workflows.list).returns.toEqualTypeOf<Answer<Page.Page<Workflow>>>()
expectTypeOf(workflows.runManual).toEqualTypeOf<(args: ById, payload: WorkflowRun) => Answer<void>>()
expectTypeOf(workflows.update).toEqualTypeOf<(args: ById, payload: WorkflowUpdate) => Answer<void>>()
expectTypeOf(workflows.runManualBatches).returns.toEqualTypeOf<
  Stream.Stream<ReadonlyArray<ConversationId>, HelpScoutError>
>()

workflows.list({ mailboxId: 85, type: "manual" })
workflows.runManualBatches({ workflowId }, { conversationIds: new Set([conversationId]) })

// @ts-expect-error the filter is called mailboxId
workflows.list({ mailbox: 85 })
// @ts-expect-error there is no such endpoint
workflows.get({ workflowId })
// @ts-expect-error a customer is no conversation
workflows.runManual({ workflowId }, { conversationIds: [customerId] })
// @ts-expect-error an operation, not the new state
workflows.update({ workflowId }, { status: "active" })
// @ts-expect-error nobody makes a workflow invalid
workflows.update({ workflowId }, { op: "replace", path: "/status", value: "invalid" })
expectTypeOf(WorkflowUpdate.activate).toExtend<WorkflowUpdate>()

expectTypeOf(teams.teamMembers.list).returns.toEqualTypeOf<Answer<Page.Page<User>>>()
expectTypeOf(teams.teamMembers.update).toEqualTypeOf<
  (args: { readonly teamId: TeamId }, payload: TeamMembersUpdate) => Answer<void>
>()
// @ts-expect-error both lists, always
teams.teamMembers.update({ teamId }, { addedUserIds: [1] })
// @ts-expect-error there is no such endpoint
teams.get({ teamId })

expectTypeOf(tags.get).toEqualTypeOf<(args: { readonly tagId: TagId }) => Answer<Tag>>()
// @ts-expect-error tags are made on conversations
tags.create({ name: "vip" })

expectTypeOf(ratings.get).toEqualTypeOf<(args: { readonly ratingId: RatingId }) => Answer<Rating>>()
// @ts-expect-error ratings can't be listed
ratings.list()

expectTypeOf(chats.get).toEqualTypeOf<(args: { readonly chatId: string }) => Answer<Chat>>()
expectTypeOf(chats.events.listAll).returns.toEqualTypeOf<Stream.Stream<ChatEvent, HelpScoutError>>()
// @ts-expect-error the id of a chat is a text
chats.get({ chatId: 1 })
