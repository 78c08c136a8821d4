/**
 * The counts of reports, and the shares and averages that follow from them. What the data does not contain, such as
 * times, is left out.
 */
import * as Account from "../../Account.js"
import * as TagData from "../tags.js"
import { type Activity, type Span, untagged } from "./activity.js"

export type Activities = ReadonlyArray<Activity>

export const day = 86_400_000

/** The number of days in an interval, rounded up. */
export const days = ({ start, end }: Span): number => Math.max(1, Math.ceil((end - start) / day))

/** The ends of an interval. */
export const dates = ({ start, end }: Span) => ({
  startDate: Account.timestamp(start),
  endDate: Account.timestamp(end)
})

/** A share in percent. 0 of nothing. */
export const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (part / whole) * 100)

export const customerId = ({ row }: Activity): number => row.json.primaryCustomer.id

/** The number of customers. */
export const customers = (all: Activities): number => new Set(all.map(customerId)).size

/** The number of customers who got a reply. */
export const customersHelped = (all: Activities): number => customers(all.filter(({ replies }) => replies.length > 0))

export const replies = (all: Activities): number => all.reduce((sum, one) => sum + one.replies.length, 0)
export const messages = (all: Activities): number => all.reduce((sum, one) => sum + one.messages.length, 0)
export const closed = (all: Activities): number => all.filter((one) => one.closed).length
export const resolved = (all: Activities): number => all.filter((one) => one.repliesToResolve !== undefined).length

/** Whether a customer began the conversation. */
export const isNew = ({ created, row }: Activity): boolean => created && row.json.createdBy.type === "customer"

export const newConversations = (all: Activities): number => all.filter(isNew).length

/** The number of conversations that users began. */
export const createdByUsers = (all: Activities): number => all.filter((one) => one.created && !isNew(one)).length

/** Closed and resolved conversations. */
export const resolutions = (all: Activities) => {
  const onFirstReply = all.filter(({ repliesToResolve }) => repliesToResolve === 1).length
  return {
    closed: closed(all),
    resolved: resolved(all),
    resolvedOnFirstReply: onFirstReply,
    // from 0 to 1, unlike all other shares
    percentResolvedOnFirstReply: percent(onFirstReply, resolved(all)) / 100
  }
}

/** Ratings, and their shares in percent. */
export const happiness = (all: Activities) => {
  const given = all.flatMap(({ ratings }) => ratings)
  const of = (rating: string) => given.filter((rated) => rated.given.rating === rating).length
  const [great, okay, notGood] = [of("great"), of("okay"), of("not_good")]
  const rated = customers(all.filter(({ ratings }) => ratings.length > 0))
  return {
    ratingsPercent: percent(rated, customersHelped(all)),
    great: percent(great, given.length),
    okay: percent(okay, given.length),
    notGood: percent(notGood, given.length),
    happinessScore: percent(great - notGood, given.length),
    greatCount: great,
    okayCount: okay,
    notGoodCount: notGood,
    ratingsCount: given.length,
    totalCustomers: customersHelped(all),
    totalCustomersWithRatings: rated
  }
}

/** The customers' messages by hour of the week. Day 1 is Monday. Hours without a message are left out. */
export const busyTimes = (all: Activities) => {
  const slots = new Map<number, number>()
  for (const at of all.flatMap((one) => one.messages)) {
    const date = new Date(at)
    const slot = ((date.getUTCDay() + 6) % 7) * 24 + date.getUTCHours()
    slots.set(slot, (slots.get(slot) ?? 0) + 1)
  }
  return [...slots]
    .sort(([a], [b]) => a - b)
    .map(([slot, count]) => ({ day: Math.floor(slot / 24) + 1, hour: slot % 24, count }))
}

/** The number of conversations by id, such as that of a tag. */
export const tally = (all: Activities, ids: (one: Activity) => ReadonlyArray<number>): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>()
  for (const id of all.flatMap(ids)) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

/** The tags that a report can be filtered by. */
export const filterTags = (account: Account.Account) => [
  { id: untagged, name: null },
  ...account
    .table(TagData.tags)
    .all()
    .map(({ id, name }) => ({ id, name }))
]
