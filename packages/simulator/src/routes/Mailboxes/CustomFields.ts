/** Routes for the custom fields of an inbox. */
import * as CustomFields from "@effect-helpscout/resources/Mailboxes/CustomFields"
import * as MailboxData from "../../data/mailboxes.js"
import * as Route from "../../Route.js"
import { visible } from "./MailboxAccess.js"

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(
    CustomFields.endpoints.list,
    visible(({ account, args, page }) => {
      const rows = account.table(MailboxData.fields).filter((field) => field.mailboxId === args.mailboxId)
      return page(rows.map((field) => field.json))
    })
  )
]
