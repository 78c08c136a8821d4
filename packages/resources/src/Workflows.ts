/**
 * Workflows: automatic ones, which Help Scout runs, and manual ones, which this API can run on conversations.
 *
 * ```ts
 * import type { ConversationId, WorkflowId } from "@effect-helpscout/resources/Ids"
 * import { Workflows } from "@effect-helpscout/resources/Workflows"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 *
 * export const run = (workflowId: WorkflowId, conversationIds: ReadonlyArray<ConversationId>) =>
 *   Effect.flatMap(Workflows, (workflows) => Stream.runDrain(workflows.runManualBatches({ workflowId }, { conversationIds })))
 * ```
 *
 * @since 0.1.0
 */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { Links } from "@effect-helpscout/core/Hal"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { type HelpScoutError, InputInvalid } from "@effect-helpscout/core/HelpScoutError"
import * as Model from "@effect-helpscout/core/Model"
import * as Patch from "@effect-helpscout/core/Patch"
import * as Chunk from "effect/Chunk"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { ConversationId, inputId, MailboxId, WorkflowId } from "./Ids.js"

/**
 * A workflow of an inbox.
 *
 * @since 0.1.0
 */
export class Workflow extends Model.Opaque<Workflow>("Workflow")({
  id: WorkflowId,
  mailboxId: MailboxId,
  type: Field.openEnum("automatic", "manual"),
  /** `invalid`: must be corrected in Help Scout. */
  status: Field.openEnum("active", "inactive", "invalid"),
  order: Field.optional(Schema.Number),
  name: Schema.String,
  createdAt: Field.optional(Field.Timestamp),
  modifiedAt: Field.optional(Field.Timestamp),
  _links: Field.optional(Links)
}) {}

/**
 * The filters of `workflows.list`.
 *
 * @since 0.1.0
 */
export class WorkflowQuery extends Model.Opaque<WorkflowQuery>("WorkflowQuery")({
  mailboxId: Field.optional(inputId(MailboxId)),
  type: Field.optional(Schema.Literal("automatic", "manual"))
}) {}

const batchSize = 50

/**
 * The conversations to run a workflow on.
 *
 * @since 0.1.0
 */
export class WorkflowRun extends Model.Opaque<WorkflowRun>("WorkflowRun")({
  /** From 1 to 50 conversations, all in the workflow's inbox. `runManualBatches` accepts more. */
  conversationIds: Schema.Array(inputId(ConversationId)).pipe(Schema.minItems(1), Schema.maxItems(batchSize))
}) {}

const operations = {
  /** Activates the workflow. */
  activate: Patch.set("/status", "active"),
  /** Deactivates the workflow. */
  deactivate: Patch.set("/status", "inactive")
}

/** @since 0.1.0 */
export type WorkflowUpdate = Patch.Type<typeof operations>

/**
 * One change to a workflow: `workflows.update({ workflowId }, WorkflowUpdate.deactivate)`.
 *
 * @since 0.1.0
 */
export const WorkflowUpdate: Patch.Update<typeof operations, WorkflowUpdate> = Patch.make(operations)

const byId = { workflowId: WorkflowId }

const list = Endpoint.list("/v2/workflows", {
  query: WorkflowQuery,
  embedded: "workflows",
  item: Workflow,
  docs: "workflows/list"
})

/** @since 0.1.0 */
export const endpoints = {
  /**
   * Lists one page of workflows. Help Scout has no endpoint that gets a single workflow.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/workflows/list/
   */
  list,

  /** Streams every workflow. */
  listAll: Endpoint.all(list),

  /** Streams the pages, with their totals and links. */
  listPages: Endpoint.pages(list),

  /**
   * Runs a manual workflow on up to 50 conversations. Help Scout rejects automatic workflows, and conversations that do
   * not exist or are in another inbox.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/workflows/run/
   */
  runManual: Endpoint.post("/v2/workflows/:workflowId/run", {
    impact: "send",
    params: byId,
    payload: WorkflowRun,
    docs: "workflows/run"
  }),

  /**
   * Activates or deactivates a workflow, with `WorkflowUpdate.activate` or `WorkflowUpdate.deactivate`. The API cannot
   * change anything else.
   *
   * @see https://developer.helpscout.com/mailbox-api/endpoints/workflows/update/
   */
  update: Endpoint.patch("/v2/workflows/:workflowId", {
    impact: "send",
    params: byId,
    payload: WorkflowUpdate.schema,
    docs: "workflows/update"
  })
}

/**
 * The methods of `workflows`.
 *
 * @since 0.1.0
 */
export interface Service extends Endpoint.Service<typeof endpoints> {
  /**
   * Runs a manual workflow on any number of conversations, in sequential batches of 50. Emits the ids of each batch
   * after it has run.
   *
   * Costs one write per batch. Duplicate ids run once. If any id is invalid, nothing is sent. The stream fails at the
   * first batch that fails: the batches emitted before it have run, so omit them when you start again. After
   * `AmbiguousWrite`, the failed batch may have run as well.
   */
  readonly runManualBatches: (
    args: { readonly workflowId: WorkflowId },
    payload: { readonly conversationIds: Iterable<ConversationId> }
  ) => Stream.Stream<ReadonlyArray<ConversationId>, HelpScoutError>
}

const isInputId = Schema.is(inputId(ConversationId))

const runManualBatches =
  (runManual: Service["runManual"]): Service["runManualBatches"] =>
  (args, payload) =>
    Stream.suspend(() => {
      const conversationIds = [...payload.conversationIds]
      const issues = conversationIds.flatMap((id, index) =>
        isInputId(id) ? [] : [{ path: `conversationIds.${index}`, message: "must be a positive integer" }]
      )
      return issues.length > 0
        ? Stream.fail(new InputInvalid({ operation: "Workflows.runManualBatches", issues }))
        : Stream.fromIterable(new Set(conversationIds)).pipe(
            Stream.grouped(batchSize),
            Stream.map(Chunk.toReadonlyArray),
            Stream.mapEffect((batch) => Effect.as(runManual(args, { conversationIds: batch }), batch))
          )
    }).pipe(Stream.withSpan("Workflows.runManualBatches"))

/**
 * Reads, runs, activates and deactivates workflows.
 *
 * @since 0.1.0
 */
export class Workflows extends Context.Tag("@effect-helpscout/resources/Workflows")<Workflows, Service>() {
  static readonly endpoints: typeof endpoints = endpoints
  static readonly layer: Layer.Layer<Workflows, never, HelpScoutClient> = Layer.effect(
    this,
    Effect.map(HelpScoutClient.methods("Workflows", endpoints), (methods) => ({
      ...methods,
      runManualBatches: runManualBatches(methods.runManual)
    }))
  )
}
