/** Routes for the saved replies of an inbox. */
import * as SavedReplies from "@effect-helpscout/resources/Mailboxes/SavedReplies"
import type { Account } from "../../Account.js"
import * as MailboxData from "../../data/mailboxes.js"
import * as Response from "../../Response.js"
import * as Route from "../../Route.js"
import { visible } from "./MailboxAccess.js"

const { endpoints } = SavedReplies

const find = (
  account: Account,
  { mailboxId, savedReplyId }: { readonly mailboxId: number; readonly savedReplyId: number }
) => {
  const row = account.table(MailboxData.savedReplies).get(savedReplyId)
  return row?.mailboxId === mailboxId ? row : undefined
}

const preview = ({ id, name, text, chatText }: MailboxData.SavedReplyRow) => ({
  id,
  name,
  ...(text !== undefined && { preview: text.replace(/<[^>]*>/g, " ").slice(0, 100) }),
  ...(chatText !== undefined && { chatPreview: chatText.slice(0, 100) })
})

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(
    endpoints.list,
    visible(({ account, args, page }) => {
      const rows = account
        .table(MailboxData.savedReplies)
        .filter(
          (row) => row.mailboxId === args.mailboxId && (row.text !== undefined || args.includeChatReplies === true)
        )
      return page(rows.map(preview))
    })
  ),
  Route.make(
    endpoints.get,
    visible(({ account, args, ok }) => {
      const row = find(account, args)
      if (row === undefined) return Response.notFound
      const { mailboxId: _, ...savedReply } = row
      return ok(savedReply)
    })
  ),
  Route.make(
    endpoints.create,
    visible(({ account, args, payload }) => {
      account.table(MailboxData.savedReplies).insert((id) => ({ id, mailboxId: args.mailboxId, ...payload }))
      // Help Scout does not return the id
      return Response.empty(201)
    })
  ),
  Route.make(
    endpoints.update,
    visible(({ account, args, payload }) => {
      if (find(account, args) === undefined) return Response.notFound
      account.table(MailboxData.savedReplies).put({ id: args.savedReplyId, mailboxId: args.mailboxId, ...payload })
      return Response.empty()
    })
  ),
  Route.make(
    endpoints.delete,
    visible(({ account, args }) => {
      if (find(account, args) === undefined) return Response.notFound
      account.table(MailboxData.savedReplies).delete(args.savedReplyId)
      return Response.empty()
    })
  )
]
