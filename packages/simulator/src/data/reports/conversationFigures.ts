/**
 * The figures of the reports about conversations.
 *
 * @since 0.1.0
 */
import type { Account } from "../../Account.js"
import * as WorkflowsRoutes from "../../routes/Workflows.js"
import * as CustomerData from "../customers.js"
import * as MailboxData from "../mailboxes.js"
import * as TagData from "../tags.js"
import * as Facts from "./facts.js"
import * as Figures from "./figures.js"
import * as Statistics from "./statistics.js"

type Touched = ReadonlyArray<Facts.Touched>

/** When customers wrote: day 1 is Monday. Hours without a message are left out. @since 0.1.0 @category combinators */
export const busyTimes = (touched: Touched) => {
  const slots = new Map<number, number>()
  for (const at of touched.flatMap((one) => one.messages)) {
    const date = new Date(at)
    const slot = ((date.getUTCDay() + 6) % 7) * 24 + date.getUTCHours()
    slots.set(slot, (slots.get(slot) ?? 0) + 1)
  }
  return [...slots]
    .sort(([a], [b]) => a - b)
    .map(([slot, count]) => ({ day: Math.floor(slot / 24) + 1, hour: slot % 24, count }))
}

const tally = (touched: Touched, ids: (one: Facts.Touched) => ReadonlyArray<number>): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>()
  for (const id of touched.flatMap(ids)) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

const named = (row: { readonly name: string } | undefined) => row && { name: row.name }

/** The ten most frequent. */
const ranking = (
  { current, previous }: Statistics.Compared,
  ids: (one: Facts.Touched) => ReadonlyArray<number>,
  about: (id: number) => object | undefined
) => {
  const [now, before] = [tally(current.touched, ids), tally(previous?.touched ?? [], ids)]
  const [all, allBefore] = [current.touched.length, previous?.touched.length ?? 0]
  const top = [...now]
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, 10)
    .map(([id, count]) => {
      const previousCount = before.get(id) ?? 0
      const [percent, previousPercent] = [Figures.percent(count, all), Figures.percent(previousCount, allBefore)]
      return {
        id,
        ...about(id),
        count,
        previousCount,
        percent,
        previousPercent,
        deltaPercent: percent - previousPercent
      }
    })
  return { count: now.size, top }
}

const customFields = (account: Account, { current, previous }: Statistics.Compared) => {
  const dropdowns = account.table(MailboxData.fields).filter((field) => field.wire.options !== null)
  const fields = dropdowns.map(({ wire, mailboxId }) => {
    const inMailbox = (touched: Touched) => touched.filter((one) => one.facts.row.wire.mailboxId === mailboxId)
    const answers = (touched: Touched) =>
      inMailbox(touched).flatMap((one) => one.facts.row.wire.customFields.filter((field) => field.id === wire.id))
    const [total, answered] = [inMailbox(current.touched).length, answers(current.touched)]
    const before = previous && { total: inMailbox(previous.touched).length, answered: answers(previous.touched) }
    const unanswered = Figures.percent(total - answered.length, total)
    const unansweredBefore = before ? Figures.percent(before.total - before.answered.length, before.total) : 0
    return {
      id: wire.id,
      name: wire.name,
      mailboxId,
      values: (wire.options ?? []).map(({ id, label }) => {
        const chosen = (given: typeof answered) => Figures.count(given, (answer) => answer.value === String(id))
        return {
          id,
          name: label,
          count: chosen(answered),
          percent: Figures.percent(chosen(answered), answered.length),
          ...(before && {
            previousCount: chosen(before.answered),
            previousPercent: Figures.percent(chosen(before.answered), before.answered.length)
          })
        }
      }),
      summary: {
        total,
        totalAnswered: answered.length,
        previousTotal: before?.total ?? null,
        previousTotalAnswered: before?.answered.length ?? null,
        unansweredPercent: unanswered,
        unansweredPreviousPercent: unansweredBefore,
        unansweredDelta: unanswered - unansweredBefore
      }
    }
  })
  return { count: fields.length, fields }
}

/** The body of the overall report about conversations. @since 0.1.0 @category testing */
export const overall = (account: Account, compared: Statistics.Compared) => {
  const halves = Statistics.both(compared, ({ span, touched }) => ({
    ...Statistics.dates(span),
    totalConversations: touched.length,
    conversationsCreated: Figures.count(touched, Statistics.isCreatedByUser),
    newConversations: Figures.count(touched, Statistics.isNew),
    customers: Figures.distinct(touched.map(Figures.customerId)),
    conversationsPerDay: touched.length / Figures.days(span)
  }))
  const busiest = [...busyTimes(compared.current.touched)].sort((a, b) => b.count - a.count)[0]
  const customer = (id: number) => {
    const row = account.table(CustomerData.customers).get(id)
    return row && { name: Facts.personName(CustomerData.person(row)) }
  }
  return {
    filterTags: Statistics.filterTags(account),
    ...(busiest && { busiestDay: busiest, busyTimeStart: busiest.hour, busyTimeEnd: (busiest.hour + 1) % 24 }),
    ...halves,
    ...(halves.previous !== undefined && {
      deltas: Figures.deltas(
        ["newConversations", "totalConversations", "customers", "conversationsCreated", "conversationsPerDay"],
        halves.current,
        halves.previous
      )
    }),
    tags: ranking(
      compared,
      (one) => Facts.tagIds(one.facts),
      (id) => named(account.table(TagData.tags).get(id))
    ),
    customers: ranking(compared, (one) => [Figures.customerId(one)], customer),
    replies: ranking(compared, Facts.savedReplyIds, (id) => {
      const reply = account.table(MailboxData.savedReplies).get(id)
      return reply && { name: reply.name, mailboxId: reply.mailboxId }
    }),
    workflows: ranking(
      compared,
      (one) => one.facts.workflowIds,
      (id) => named(account.table(WorkflowsRoutes.workflows).get(id))
    ),
    customFields: customFields(account, compared)
  }
}
