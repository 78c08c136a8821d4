/** Routes for the reports about conversations. */
import * as Conversation from "@effect-helpscout/resources/Reports/Conversation"
import type { Account } from "../../Account.js"
import * as CustomerData from "../../data/customers/customers.js"
import * as MailboxData from "../../data/mailboxes.js"
import { type Activity, tagIds } from "../../data/reports/activity.js"
import * as Counts from "../../data/reports/counts.js"
import * as Rows from "../../data/reports/rows.js"
import * as TagData from "../../data/tags.js"
import * as WorkflowData from "../../data/workflows.js"
import * as Route from "../../Route.js"
import { activity, compared, type Half, halves, json, type Query, series } from "./ReportHandlers.js"

const { endpoints } = Conversation

const statistics = ({ span, all }: Half) => ({
  ...Counts.dates(span),
  totalConversations: all.length,
  conversationsCreated: Counts.createdByUsers(all),
  newConversations: Counts.newConversations(all),
  customers: Counts.customers(all),
  conversationsPerDay: all.length / Counts.days(span)
})

/** The ids that a conversation has of each field, such as its tags. */
const fieldIds = {
  tagid: (one: Activity) => tagIds(one),
  customerid: (one: Activity) => [Counts.customerId(one)],
  replyid: (one: Activity) => [...new Set(one.replies.map(({ savedReplyId }) => savedReplyId).filter((id) => id > 0))],
  workflowid: (one: Activity) => one.workflowIds
}

/** The ten most frequent ids of a field. */
const ranking = (
  account: Account,
  query: Query,
  field: keyof typeof fieldIds,
  describe: (id: number) => object | undefined
) => {
  const { current, previous } = halves(account, query)
  const counts = Counts.tally(current.all, fieldIds[field])
  const before = Counts.tally(previous?.all ?? [], fieldIds[field])
  const top = [...counts].sort(([a, x], [b, y]) => y - x || a - b).slice(0, 10)
  return {
    count: counts.size,
    top: top.map(([id, count]) => ({
      id,
      ...describe(id),
      count,
      previousCount: before.get(id) ?? 0,
      percent: Counts.percent(count, current.all.length)
    }))
  }
}

const named = (row: { readonly name: string } | undefined) => row && { name: row.name }

const overall = (account: Account, query: Query) => {
  const [busiestDay] = Counts.busyTimes(activity(account, query)).sort((a, b) => b.count - a.count)
  return {
    ...(busiestDay && { busiestDay, busyTimeStart: busiestDay.hour, busyTimeEnd: (busiestDay.hour + 1) % 24 }),
    ...compared(account, query, statistics),
    tags: ranking(account, query, "tagid", (id) => named(account.table(TagData.tags).get(id))),
    customers: ranking(account, query, "customerid", (id) => {
      const customer = account.table(CustomerData.customers).get(id)
      return customer && { name: Rows.personName(CustomerData.person(customer)) }
    }),
    replies: ranking(account, query, "replyid", (id) => {
      const reply = account.table(MailboxData.savedReplies).get(id)
      return reply && { name: reply.name, mailboxId: reply.mailboxId }
    }),
    workflows: ranking(account, query, "workflowid", (id) => named(account.table(WorkflowData.workflows).get(id)))
  }
}

export const routes: ReadonlyArray<Route.Route> = [
  Route.make(endpoints.getOverallReport, ({ account, args }) => json(overall(account, args))),
  Route.make(endpoints.getVolumesByChannelReport, ({ account, args }) =>
    series(account, args, (all, date) => {
      const of = (type: string) => all.filter(({ created, row }) => created && row.json.type === type).length
      return { date, chat: of("chat"), email: of("email"), phone: of("phone") }
    })
  ),
  Route.make(endpoints.getBusiestTimeOfDayReport, ({ account, args }) =>
    json(Counts.busyTimes(activity(account, args)))
  ),
  Route.make(endpoints.getDrilldownReport, ({ account, args, page }) =>
    page(Rows.conversations(activity(account, args)))
  ),
  Route.make(endpoints.getDrilldownByFieldReport, ({ account, args, page }) =>
    page(Rows.conversations(activity(account, args).filter((one) => fieldIds[args.field](one).includes(args.fieldid))))
  ),
  Route.make(endpoints.getNewConversationsReport, ({ account, args }) =>
    series(account, args, (all, start) => ({ start, count: Counts.newConversations(all) }))
  ),
  Route.make(endpoints.getNewConversationsDrilldownReport, ({ account, args, page }) =>
    page(Rows.conversations(activity(account, args).filter(Counts.isNew)))
  ),
  Route.make(endpoints.getReceivedMessagesReport, ({ account, args }) =>
    series(account, args, (all, date) => ({ date, messages: Counts.messages(all) }))
  )
]
