/** Routes for inboxes. */
import * as Mailboxes from "@effect-helpscout/resources/Mailboxes"
import * as MailboxData from "../data/mailboxes.js"
import * as Route from "../Route.js"
import * as CustomFieldsRoutes from "./Mailboxes/CustomFields.js"
import * as FoldersRoutes from "./Mailboxes/Folders.js"
import { isVisible, visible } from "./Mailboxes/MailboxAccess.js"
import * as RoutingRoutes from "./Mailboxes/Routing.js"
import * as SavedRepliesRoutes from "./Mailboxes/SavedReplies.js"

const { endpoints } = Mailboxes

export const family = Route.family({
  populate: MailboxData.populate,
  routes: [
    Route.make(endpoints.list, ({ account, page, userId }) =>
      page(account.table(MailboxData.mailboxes).filter(({ id }) => isVisible(account, userId, id)))
    ),
    Route.make(
      endpoints.get,
      visible(({ account, args, ok }) => ok(account.table(MailboxData.mailboxes).get(args.mailboxId)))
    ),
    ...CustomFieldsRoutes.routes,
    ...FoldersRoutes.routes,
    ...SavedRepliesRoutes.routes,
    ...RoutingRoutes.routes
  ]
})
