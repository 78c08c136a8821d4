/** The workflows of an account, and the manual runs of them. */
import * as Account from "../Account.js"
import * as Table from "../Table.js"
import * as MailboxData from "./mailboxes.js"

/** A workflow as the API sends it. */
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

/** The workflows of all inboxes. */
export const workflows = Table.key<WorkflowRow>("workflows", { firstId: 51_001 })

/** The manual runs, in their order. */
export const runs = Table.key<
  Table.Row & { readonly workflowId: number; readonly conversationIds: ReadonlyArray<number> }
>("workflow runs")

const kinds = [
  ["Escalate", "manual", "active"],
  ["Thank & close", "manual", "inactive"],
  ["Tag refunds", "automatic", "active"],
  ["Forward without recipient", "automatic", "invalid"]
] as const

/** Generates the workflows of every inbox. */
export const populate = (account: Account.Account): void => {
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
