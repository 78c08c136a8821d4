/**
 * How the simulator answers for inboxes, with their folders, custom fields, saved replies and routing.
 *
 * @since 0.1.0
 */
import * as Mailboxes from "@effect-helpscout/resources/Mailboxes"
import type { RoutingUpdate } from "@effect-helpscout/resources/Mailboxes/Routing"
import type { Account } from "../Account.js"
import * as ConversationData from "../data/conversations.js"
import * as MailboxData from "../data/mailboxes.js"
import * as UserStatusData from "../data/userStatuses.js"
import * as UserData from "../data/users.js"
import * as Reply from "../Reply.js"
import * as Route from "../Route.js"
import * as Table from "../Table.js"

const { endpoints } = Mailboxes

/** The routing of an inbox, under the inbox's own id. */
const routings = Table.key<Table.Row & { readonly wire: RoutingUpdate }>("routings")

/** Whether the user behind the token sees an inbox. */
const sees = (account: Account, userId: number, mailboxId: number): boolean => {
  const user = account.table(UserData.users).get(userId)
  return user !== undefined && UserData.sees(account, user, mailboxId)
}

interface OfMailbox {
  readonly account: Account
  readonly userId: number
  readonly args: { readonly mailboxId: number }
}

/** Refuses an inbox that does not exist, and one that the user behind the token does not see. */
const seen =
  <Request extends OfMailbox>(handle: (request: Request) => Reply.Reply) =>
  (request: Request): Reply.Reply => {
    const { account, args, userId } = request
    if (account.table(MailboxData.mailboxes).get(args.mailboxId) === undefined) return Reply.notFound
    return sees(account, userId, args.mailboxId) ? handle(request) : Reply.forbidden
  }

/** Whose turn it is: the active conversations of each of the users, and why one gets no more. */
const rotation = (account: Account, mailboxId: number, { userIds, assignmentLimit }: RoutingUpdate) => {
  const active = ConversationData.visible(account).filter(
    ({ wire }) => wire.mailboxId === mailboxId && wire.status === "active"
  )
  return userIds.map((userId) => {
    const user = account.table(UserData.users).get(userId)
    const conversationsCount = active.filter(({ wire }) => wire.assignee?.id === userId).length
    const reason =
      user === undefined
        ? "not_in_rotation"
        : UserStatusData.of(account, user).email.status === "away"
          ? "away"
          : conversationsCount >= assignmentLimit
            ? "at_capacity"
            : undefined
    return { userId, conversationsCount, eligible: reason === undefined, ...(reason !== undefined && { reason }) }
  })
}

const folder = (account: Account, row: MailboxData.FolderRow): object => {
  const { mailboxId, ...wire } = row
  const inside = ConversationData.visible(account).filter((conversation) => conversation.wire.folderId === row.id)
  const active = inside.filter((conversation) => conversation.wire.status === "active")
  const _links = account.links({ self: `/v2/mailboxes/${mailboxId}/folders/${row.id}` })
  return { ...wire, totalCount: inside.length, activeCount: active.length, _links }
}

const savedReply = (
  account: Account,
  { mailboxId, savedReplyId }: { readonly mailboxId: number; readonly savedReplyId: number }
) => {
  const row = account.table(MailboxData.savedReplies).get(savedReplyId)
  return row?.mailboxId === mailboxId ? row : undefined
}

/**
 * The routes for inboxes, and the generated ones.
 *
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  populate: MailboxData.populate,
  routes: [
    Route.make(endpoints.list, ({ account, page, userId }) =>
      page(account.table(MailboxData.mailboxes).filter(({ id }) => sees(account, userId, id)))
    ),
    Route.make(
      endpoints.get,
      seen(({ account, args, ok }) => ok(account.table(MailboxData.mailboxes).get(args.mailboxId)))
    ),
    Route.make(
      endpoints.customFields.list,
      seen(({ account, args, page }) => {
        const rows = account.table(MailboxData.fields).filter((field) => field.mailboxId === args.mailboxId)
        return page(rows.map((field) => field.wire))
      })
    ),
    Route.make(
      endpoints.folders.list,
      seen(({ account, args, page }) => {
        const rows = account.table(MailboxData.folders).filter((row) => row.mailboxId === args.mailboxId)
        return page(rows.map((row) => folder(account, row)))
      })
    ),
    Route.make(
      endpoints.savedReplies.list,
      seen(({ account, args, page }) => {
        const rows = account
          .table(MailboxData.savedReplies)
          .filter(
            (row) => row.mailboxId === args.mailboxId && (row.text !== undefined || args.includeChatReplies === true)
          )
        return page(
          rows.map(({ id, name, text, chatText }) => ({
            id,
            name,
            ...(text !== undefined && { preview: text.replace(/<[^>]*>/g, " ").slice(0, 100) }),
            ...(chatText !== undefined && { chatPreview: chatText.slice(0, 100) })
          }))
        )
      })
    ),
    Route.make(
      endpoints.savedReplies.get,
      seen(({ account, args, ok }) => {
        const row = savedReply(account, args)
        if (row === undefined) return Reply.notFound
        const { mailboxId: _, ...wire } = row
        return ok(wire)
      })
    ),
    Route.make(
      endpoints.savedReplies.create,
      seen(({ account, args, payload }) => {
        account.table(MailboxData.savedReplies).insert((id) => ({ id, mailboxId: args.mailboxId, ...payload }))
        // Help Scout does not tell the id
        return Reply.empty(201)
      })
    ),
    Route.make(
      endpoints.savedReplies.update,
      seen(({ account, args, payload }) => {
        if (savedReply(account, args) === undefined) return Reply.notFound
        account.table(MailboxData.savedReplies).put({ id: args.savedReplyId, mailboxId: args.mailboxId, ...payload })
        return Reply.empty()
      })
    ),
    Route.make(
      endpoints.savedReplies.delete,
      seen(({ account, args }) => {
        if (savedReply(account, args) === undefined) return Reply.notFound
        account.table(MailboxData.savedReplies).delete(args.savedReplyId)
        return Reply.empty()
      })
    ),
    Route.make(
      endpoints.routing.get,
      seen(({ account, args }) => {
        const wire = account.table(routings).get(args.mailboxId)?.wire
        const known = wire && { ...wire, rotation: rotation(account, args.mailboxId, wire) }
        return Reply.json({
          ...(known ?? { state: "disabled" }),
          _links: account.links({ self: `/v2/mailboxes/${args.mailboxId}/routing` })
        })
      })
    ),
    Route.make(
      endpoints.routing.update,
      seen(({ account, args, payload }) => {
        const wrong = payload.userIds.findIndex((id) => account.table(UserData.users).get(id) === undefined)
        if (wrong >= 0) {
          return Reply.validation({
            path: `userIds[${wrong}]`,
            message: "does not exist",
            rejectedValue: payload.userIds[wrong],
            rule: "Exists"
          })
        }
        account.table(routings).put({ id: args.mailboxId, wire: payload })
        return Reply.empty()
      })
    )
  ]
})
