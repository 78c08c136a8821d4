/**
 * How the simulator answers for workflows. Running one is remembered, and changes nothing: what a workflow does is not
 * in the API.
 *
 * @since 0.1.0
 */
import * as Workflows from "@effect-helpscout/resources/Workflows"
import * as Account from "../Account.js"
import * as ConversationData from "../data/conversations.js"
import * as MailboxData from "../data/mailboxes.js"
import * as Reply from "../Reply.js"
import * as Route from "../Route.js"
import * as Table from "../Table.js"

const { endpoints } = Workflows

/** A workflow on the wire. @since 0.1.0 @category models */
export interface WorkflowRow extends Table.Row {
  readonly mailboxId: number
  readonly type: "automatic" | "manual"
  readonly status: "active" | "inactive" | "invalid"
  readonly order: number
  readonly name: string
  readonly createdAt: string
  readonly modifiedAt: string
  readonly _links: object
}

/** The workflows of all inboxes. @since 0.1.0 @category testing */
export const workflows = Table.key<WorkflowRow>("workflows", { firstId: 51_001 })

/** What was run, in its order. @since 0.1.0 @category testing */
export const runs = Table.key<
  Table.Row & { readonly workflowId: number; readonly conversationIds: ReadonlyArray<number> }
>("workflow runs")

const kinds = [
  ["Escalate", "manual", "active"],
  ["Thank & close", "manual", "inactive"],
  ["Tag refunds", "automatic", "active"],
  ["Forward to nobody", "automatic", "invalid"]
] as const

const populate = (account: Account.Account): void => {
  const at = Account.timestamp(account.until - 100 * 86_400_000)
  for (const mailbox of account.table(MailboxData.mailboxes).all()) {
    for (const [index, [name, type, status]] of kinds.entries()) {
      account.table(workflows).insert((id) => ({
        id,
        mailboxId: mailbox.id,
        type,
        status,
        order: index + 1,
        name,
        createdAt: at,
        modifiedAt: at,
        _links: account.links({ self: `/v2/workflows/${id}` })
      }))
    }
  }
}

/**
 * The routes for workflows, and the generated ones.
 *
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  populate,
  routes: [
    Route.make(endpoints.list, ({ account, args, page }) =>
      page(
        account
          .table(workflows)
          .filter(
            (workflow) =>
              (args.mailboxId === undefined || workflow.mailboxId === args.mailboxId) &&
              (args.type === undefined || workflow.type === args.type)
          )
      )
    ),
    Route.make(endpoints.runManual, ({ account, args, payload }) => {
      const workflow = account.table(workflows).get(args.workflowId)
      if (workflow === undefined) return Reply.notFound
      if (workflow.type === "automatic") {
        return Reply.validation({ path: "workflowId", message: "only manual workflows can be run", source: "PATH" })
      }
      const wrong = payload.conversationIds.findIndex(
        (id) => ConversationData.find(account, id)?.wire.mailboxId !== workflow.mailboxId
      )
      if (wrong >= 0) {
        return Reply.validation({
          path: `conversationIds[${wrong}]`,
          message: "is no conversation of the workflow's inbox",
          rejectedValue: payload.conversationIds[wrong]
        })
      }
      account.table(runs).insert((id) => ({ id, workflowId: workflow.id, conversationIds: payload.conversationIds }))
      return Reply.empty()
    }),
    Route.make(endpoints.update, ({ account, args, now, payload }) => {
      const changed = account.table(workflows).update(args.workflowId, (workflow) => ({
        ...workflow,
        status: payload.value,
        modifiedAt: Account.timestamp(now)
      }))
      return changed === undefined ? Reply.notFound : Reply.empty()
    })
  ]
})
