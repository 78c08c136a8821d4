// @effect-diagnostics floatingEffect:off -- nothing here runs: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import type { ConversationId, CustomerId, WorkflowId } from "@effect-helpscout/resources/Ids"
import { type Service, type Workflow, type WorkflowRun, WorkflowUpdate } from "@effect-helpscout/resources/Workflows"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

declare const workflows: Service
declare const conversationId: ConversationId
declare const customerId: CustomerId
declare const workflowId: WorkflowId

type Result<A> = Effect.Effect<A, HelpScoutError>
type ById = { readonly workflowId: WorkflowId }

expectTypeOf(workflows.list).returns.toEqualTypeOf<Result<Page.Page<Workflow>>>()
expectTypeOf(workflows.runManual).toEqualTypeOf<(args: ById, payload: WorkflowRun) => Result<void>>()
expectTypeOf(workflows.update).toEqualTypeOf<(args: ById, payload: WorkflowUpdate) => Result<void>>()
expectTypeOf(workflows.runManualBatches).returns.toEqualTypeOf<
  Stream.Stream<ReadonlyArray<ConversationId>, HelpScoutError>
>()

workflows.list({ mailboxId: 85, type: "manual" })
workflows.runManualBatches({ workflowId }, { conversationIds: new Set([conversationId]) })

// @ts-expect-error the filter is called mailboxId
workflows.list({ mailbox: 85 })
// @ts-expect-error there is no such endpoint
workflows.get({ workflowId })
// @ts-expect-error a customer id is not a conversation id
workflows.runManual({ workflowId }, { conversationIds: [customerId] })
// @ts-expect-error the payload is an operation, not the new state
workflows.update({ workflowId }, { status: "active" })
// @ts-expect-error a workflow cannot be made invalid
workflows.update({ workflowId }, { op: "replace", path: "/status", value: "invalid" })
expectTypeOf(WorkflowUpdate.activate).toExtend<WorkflowUpdate>()
