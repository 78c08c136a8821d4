/** Routes for the folders of an inbox. */
import * as Folders from "@effect-helpscout/resources/Mailboxes/Folders"
import type { Account } from "../../Account.js"
import * as ConversationData from "../../data/conversations/conversations.js"
import * as MailboxData from "../../data/mailboxes.js"
import * as Route from "../../Route.js"
import { visible } from "./MailboxAccess.js"

/** A folder with the numbers of its conversations. */
const counted = (account: Account, row: MailboxData.FolderRow): object => {
  const { mailboxId, ...folder } = row
  const inside = ConversationData.visible(account).filter((conversation) => conversation.json.folderId === row.id)
  const active = inside.filter((conversation) => conversation.json.status === "active")
  const _links = account.links({ self: `/v2/mailboxes/${mailboxId}/folders/${row.id}` })
  return { ...folder, totalCount: inside.length, activeCount: active.length, _links }
}

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(
    Folders.endpoints.list,
    visible(({ account, args, page }) => {
      const rows = account.table(MailboxData.folders).filter((row) => row.mailboxId === args.mailboxId)
      return page(rows.map((row) => counted(account, row)))
    })
  )
]
