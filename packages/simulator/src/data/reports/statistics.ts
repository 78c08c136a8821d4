/**
 * The bodies of the overall reports of the company, happiness, productivity and users.
 *
 * @since 0.1.0
 */
import * as Account from "../../Account.js"
import * as TagData from "../tags.js"
import * as UserData from "../users.js"
import * as Facts from "./facts.js"
import * as Figures from "./figures.js"

type Touched = ReadonlyArray<Facts.Touched>

/**
 * What happened in an interval.
 *
 * @since 0.1.0
 * @category models
 */
export interface Half {
  readonly span: Facts.Span
  readonly touched: Touched
}

/**
 * What happened in both intervals.
 *
 * @since 0.1.0
 * @category models
 */
export interface Compared {
  readonly current: Half
  readonly previous: Half | undefined
}

/** The same of both intervals: `previous` is left out where it was not asked for. @since 0.1.0 @category combinators */
export const both = <A>({ current, previous }: Compared, of: (half: Half) => A) => ({
  current: of(current),
  ...(previous !== undefined && { previous: of(previous) })
})

/** The ends of an interval. @since 0.1.0 @category combinators */
export const dates = (span: Facts.Span) => ({
  startDate: Account.timestamp(span.start),
  endDate: Account.timestamp(span.end)
})

/** The tags that reports can be filtered by; 1 stands for none. @since 0.1.0 @category testing */
export const filterTags = (account: Account.Account) => [
  { id: 1, name: null },
  ...account
    .table(TagData.tags)
    .all()
    .map(({ id, name }) => ({ id, name }))
]

/** Customers who got a reply. @since 0.1.0 @category combinators */
export const customersHelped = (touched: Touched): number =>
  Figures.distinct(touched.filter((one) => one.replies.length > 0).map(Figures.customerId))

/** Begun by a customer. @since 0.1.0 @category combinators */
export const isNew = (one: Facts.Touched): boolean => one.created && one.facts.row.wire.createdBy.type === "customer"

/** Begun by a user. @since 0.1.0 @category combinators */
export const isCreatedByUser = (one: Facts.Touched): boolean =>
  one.created && one.facts.row.wire.createdBy.type !== "customer"

/** How often customers wrote. @since 0.1.0 @category combinators */
export const messagesReceived = (touched: Touched): number => Figures.sum(touched.map((one) => one.messages.length))

const closedCount = (touched: Touched) => Figures.count(touched, (one) => one.closed)
const resolvedCount = (touched: Touched) => Figures.count(touched, (one) => one.resolved)
const resolvedOnFirst = (touched: Touched) => Figures.count(touched, (one) => Figures.repliesToResolve(one) === 1)

/** Means of what conversations took. @since 0.1.0 @category combinators */
export const resolutions = (touched: Touched) => ({
  resolved: resolvedCount(touched),
  resolvedOnFirstReply: resolvedOnFirst(touched),
  // a fraction, unlike every other percentage
  percentResolvedOnFirstReply: Figures.percent(resolvedOnFirst(touched), resolvedCount(touched)) / 100,
  resolutionTime: Figures.mean(Figures.measured(touched, Figures.resolutionTime)),
  repliesToResolve: Figures.mean(Figures.measured(touched, Figures.repliesToResolve)),
  handleTime: Figures.mean(Figures.measured(touched, Figures.handleTime)),
  closed: closedCount(touched)
})

/** Means of how long customers waited. @since 0.1.0 @category combinators */
export const responses = (touched: Touched) => ({
  responseTime: Figures.mean(Figures.measured(touched, Figures.responseTime)),
  firstResponseTime: Figures.mean(Figures.measured(touched, Figures.firstResponseTime))
})

// ---------------------------------------------------------------------------------------------------------------
// company
// ---------------------------------------------------------------------------------------------------------------

const repliers = (account: Account.Account, touched: Touched): ReadonlyArray<number> => {
  const known = account.table(UserData.users)
  return [...new Set(Figures.replies(touched).map((reply) => reply.userId))].filter((id) => known.get(id) !== undefined)
}

const by = (touched: Touched, userId: number): Touched =>
  touched.map((one) => ({
    ...one,
    replies: one.replies.filter((reply) => reply.userId === userId),
    ratings: one.ratings.filter((rating) => rating.userId === userId)
  }))

/** The body of the overall report about the company. @since 0.1.0 @category testing */
export const company = (account: Account.Account, compared: Compared) => {
  const statistics = ({ span, touched }: Half) => {
    const [days, totalReplies] = [Figures.days(span), Figures.replies(touched).length]
    const totalUsers = repliers(account, touched).length
    return {
      ...dates(span),
      customersHelped: customersHelped(touched),
      closed: closedCount(touched),
      totalReplies,
      totalUsers,
      totalDays: days,
      repliesPerDayPerUser: totalUsers === 0 ? 0 : totalReplies / days / totalUsers,
      repliesPerDay: totalReplies / days,
      resolvedPerDay: resolvedCount(touched) / days
    }
  }
  const halves = both(compared, statistics)
  const person = (touched: Touched, userId: number) => {
    const own = by(touched, userId)
    return {
      customersHelped: customersHelped(own),
      replies: Figures.replies(own).length,
      handleTime: Figures.mean(Figures.measured(own, Figures.handleTime)),
      happinessScore: happinessFigures(own).happinessScore
    }
  }
  const before = compared.previous?.touched ?? []
  return {
    filterTags: filterTags(account),
    ...halves,
    ...(halves.previous !== undefined && {
      deltas: Figures.deltas(
        ["customersHelped", "totalReplies", "repliesPerDay", "closed", "totalUsers", "repliesPerDayPerUser"],
        halves.current,
        halves.previous
      )
    }),
    users: repliers(account, compared.current.touched).flatMap((id) => {
      const user = UserData.assignee(account, id)
      const was = person(before, id)
      return user === undefined
        ? []
        : [
            {
              ...person(compared.current.touched, id),
              user: String(id),
              name: Facts.personName(user),
              previousCustomersHelped: was.customersHelped,
              previousReplies: was.replies,
              previousHandleTime: was.handleTime,
              previousHappinessScore: was.happinessScore
            }
          ]
    })
  }
}

// ---------------------------------------------------------------------------------------------------------------
// happiness
// ---------------------------------------------------------------------------------------------------------------

const happinessFigures = (touched: Touched) => {
  const given = touched.flatMap((one) => one.ratings)
  const of = (rating: 1 | 2 | 3) => Figures.count(given, (one) => one.rating === rating)
  const [great, okay, notGood] = [of(1), of(2), of(3)].map((count) => Figures.percent(count, given.length))
  const rated = Figures.distinct(touched.filter((one) => one.ratings.length > 0).map(Figures.customerId))
  const helped = customersHelped(touched)
  return {
    ratingsPercent: Figures.percent(rated, helped),
    great: great ?? 0,
    okay: okay ?? 0,
    notGood: notGood ?? 0,
    happinessScore: (great ?? 0) - (notGood ?? 0),
    greatCount: of(1),
    okayCount: of(2),
    notGoodCount: of(3),
    ratingsCount: given.length,
    totalCustomers: helped,
    totalCustomersWithRatings: rated
  }
}

/** The body of the report about happiness. @since 0.1.0 @category testing */
export const happiness = (compared: Compared) => {
  const halves = both(compared, ({ touched }) => happinessFigures(touched))
  const { current, previous } = halves
  return {
    ...halves,
    ...(previous !== undefined && {
      // percentages and the score change by points, counts by percent
      deltas: {
        great: current.great - previous.great,
        okay: current.okay - previous.okay,
        notGood: current.notGood - previous.notGood,
        happinessScore: current.happinessScore - previous.happinessScore,
        ...Figures.deltas(["greatCount", "okayCount", "notGoodCount"], current, previous)
      }
    })
  }
}

// ---------------------------------------------------------------------------------------------------------------
// productivity
// ---------------------------------------------------------------------------------------------------------------

/** The body of the overall report about productivity. @since 0.1.0 @category testing */
export const productivity = (account: Account.Account, compared: Compared) => {
  const halves = both(compared, ({ span, touched }) => ({
    ...dates(span),
    totalConversations: touched.length,
    repliesSent: Figures.replies(touched).length,
    ...resolutions(touched),
    ...responses(touched)
  }))
  const { touched: now } = compared.current
  const before = compared.previous?.touched
  return {
    filterTags: filterTags(account),
    ...halves,
    ...(halves.previous !== undefined && {
      deltas: Figures.deltas(
        [
          "totalConversations",
          "repliesSent",
          "firstResponseTime",
          "resolved",
          "repliesToResolve",
          "closed",
          "resolvedOnFirstReply",
          "responseTime",
          "handleTime",
          "resolutionTime"
        ],
        halves.current,
        halves.previous
      )
    }),
    responseTime: Figures.distribution(Figures.responseBounds, Figures.responseTime, now, before),
    handleTime: Figures.distribution(Figures.handleBounds, Figures.handleTime, now, before),
    firstResponseTime: Figures.distribution(Figures.responseBounds, Figures.firstResponseTime, now, before),
    repliesToResolve: Figures.distribution(Figures.replyBounds, Figures.repliesToResolve, now, before, (inside) => ({
      resolutionTime: Figures.mean(Figures.measured(inside, Figures.resolutionTime))
    }))
  }
}

// ---------------------------------------------------------------------------------------------------------------
// users
// ---------------------------------------------------------------------------------------------------------------

/** The body of the overall report about a user or a team. @since 0.1.0 @category testing */
export const user = (account: Account.Account, id: number, compared: Compared) => {
  const person = UserData.assignee(account, id)
  const row = account.table(UserData.users).get(id) ?? account.table(UserData.teams).get(id)
  const halves = both(compared, ({ span, touched }) => {
    const days = Figures.days(span)
    return {
      ...dates(span),
      totalDays: days,
      conversationsCreated: Figures.count(touched, isCreatedByUser),
      totalReplies: Figures.replies(touched).length,
      happinessScore: happinessFigures(touched).happinessScore,
      ...resolutions(touched),
      responseTime: responses(touched).responseTime,
      repliesPerDay: Figures.replies(touched).length / days,
      customersHelped: customersHelped(touched),
      totalConversations: touched.length,
      conversationsPerDay: touched.length / days
    }
  })
  return {
    filterTags: filterTags(account),
    user: {
      id,
      name: person && Facts.personName(person),
      hasPhoto: row?.photoUrl != null,
      photoUrl: row?.photoUrl,
      createdAt: row?.createdAt,
      totalCustomersHelped: halves.current.customersHelped
    },
    ...halves,
    ...(halves.previous !== undefined && {
      deltas: Figures.deltas(
        [
          "totalConversations",
          "customersHelped",
          "happinessScore",
          "repliesPerDay",
          "resolvedOnFirstReply",
          "handleTime",
          "conversationsPerDay",
          "resolved",
          "repliesToResolve",
          "totalReplies",
          "closed",
          "responseTime",
          "resolutionTime",
          "conversationsCreated"
        ],
        halves.current,
        halves.previous
      )
    })
  }
}
