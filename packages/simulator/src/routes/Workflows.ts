/** Routes for workflows. A run is recorded but changes nothing, because the API does not say what a workflow does. */
import * as Workflows from "@effect-helpscout/resources/Workflows"
import * as Account from "../Account.js"
import * as ConversationData from "../data/conversations/conversations.js"
import * as WorkflowData from "../data/workflows.js"
import * as Response from "../Response.js"
import * as Route from "../Route.js"

const { endpoints } = Workflows

export const family = Route.family({
  populate: WorkflowData.populate,
  routes: [
    Route.make(endpoints.list, ({ account, args, page }) =>
      page(
        account
          .table(WorkflowData.workflows)
          .filter(
            (workflow) =>
              (args.mailboxId === undefined || workflow.mailboxId === args.mailboxId) &&
              (args.type === undefined || workflow.type === args.type)
          )
      )
    ),
    Route.make(endpoints.runManual, ({ account, args, payload }) => {
      const workflow = account.table(WorkflowData.workflows).get(args.workflowId)
      if (workflow === undefined) return Response.notFound
      if (workflow.type === "automatic") {
        return Response.validation({ path: "workflowId", message: "must be a manual workflow", source: "PATH" })
      }
      const wrong = payload.conversationIds.findIndex(
        (id) => ConversationData.find(account, id)?.json.mailboxId !== workflow.mailboxId
      )
      if (wrong >= 0) {
        return Response.validation({
          path: `conversationIds[${wrong}]`,
          message: "must be a conversation in the workflow's inbox",
          rejectedValue: payload.conversationIds[wrong]
        })
      }
      account
        .table(WorkflowData.runs)
        .insert((id) => ({ id, workflowId: workflow.id, conversationIds: payload.conversationIds }))
      return Response.empty()
    }),
    Route.make(endpoints.update, ({ account, args, now, payload }) => {
      const changed = account.table(WorkflowData.workflows).update(args.workflowId, (workflow) => ({
        ...workflow,
        status: payload.value,
        modifiedAt: Account.timestamp(now)
      }))
      return changed === undefined ? Response.notFound : Response.empty()
    })
  ]
})
