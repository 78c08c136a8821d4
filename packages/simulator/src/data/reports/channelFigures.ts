/**
 * The bodies of the reports about one channel.
 *
 * @since 0.1.0
 */
import type { Account } from "../../Account.js"
import * as UserData from "../users.js"
import * as Facts from "./facts.js"
import * as Figures from "./figures.js"
import * as Statistics from "./statistics.js"

type Touched = ReadonlyArray<Facts.Touched>

/** Messages of a chat, from both sides. */
const messages: Figures.Measure = ({ facts }) => facts.messages.length + facts.replies.length || null

/** Seconds from the first message to the last. */
const duration: Figures.Measure = ({ facts }) => {
  const times = [...facts.messages, ...facts.replies.map((reply) => reply.at)]
  return times.length === 0 ? null : (Math.max(...times) - Math.min(...times)) / 1000
}

/** Nobody replied to it at all. */
const isMissed = (one: Facts.Touched): boolean => one.created && one.facts.replies.length === 0

const means = (touched: Touched) => ({
  waitTime: Figures.mean(Figures.measured(touched, Figures.firstResponseTime)),
  responseTime: Figures.mean(Figures.measured(touched, Figures.responseTime)),
  messagesPerChat: Figures.mean(Figures.measured(touched, messages)),
  duration: Figures.mean(Figures.measured(touched, duration))
})

type Group = Readonly<Record<string, number | null>>

/** The changes of figures that stand in groups. */
const grouped = <Name extends string>(
  groups: Readonly<Record<Name, ReadonlyArray<string>>>,
  current: Readonly<Record<NoInfer<Name>, Group>>,
  previous: Readonly<Record<NoInfer<Name>, Group>>
) => {
  const changes: Record<string, object> = {}
  for (const name in groups) changes[name] = Figures.deltas(groups[name], current[name], previous[name])
  return changes
}

/** The body of the report about chats. @since 0.1.0 @category testing */
export const chat = (compared: Statistics.Compared) => {
  const halves = Statistics.both(compared, ({ span, touched }) => {
    const { waitTime, responseTime, messagesPerChat, duration } = means(touched)
    return {
      ...Statistics.dates(span),
      volume: {
        chatConversations: touched.length,
        completedChats: Figures.count(touched, (one) => one.closed),
        missedChats: Figures.count(touched, isMissed),
        chatsPerDay: touched.length / Figures.days(span)
      },
      responses: { waitTime, responseTime },
      resolutions: { messagesPerChat, duration }
    }
  })
  const spread = (bounds: Figures.Bounds, measure: Figures.Measure) =>
    Figures.distribution(bounds, measure, compared.current.touched, compared.previous?.touched)
  return {
    ...halves,
    ...(halves.previous !== undefined && {
      deltas: grouped(
        {
          volume: ["chatConversations", "completedChats", "missedChats", "chatsPerDay"],
          responses: ["waitTime", "responseTime"],
          resolutions: ["messagesPerChat", "duration"]
        },
        halves.current,
        halves.previous
      )
    }),
    waitTime: spread(Figures.chatBounds, Figures.firstResponseTime),
    responseTime: spread(Figures.chatBounds, Figures.responseTime),
    messagesPerChat: spread(Figures.messageBounds, messages),
    duration: spread(Figures.chatBounds, duration)
  }
}

/** The body of the report about a user's chats. @since 0.1.0 @category testing */
export const userChat = (account: Account, compared: Statistics.Compared) => {
  const halves = Statistics.both(compared, ({ span, touched }) => ({
    ...Statistics.dates(span),
    newConversations: touched.length,
    ...means(touched)
  }))
  return {
    filterTags: Statistics.filterTags(account),
    ...halves,
    ...(halves.previous !== undefined && {
      deltas: Figures.deltas(
        ["newConversations", "messagesPerChat", "responseTime", "waitTime", "duration"],
        halves.current,
        halves.previous
      )
    })
  }
}

/** The body of the report about emails. @since 0.1.0 @category testing */
export const email = (account: Account, compared: Statistics.Compared) => {
  const halves = Statistics.both(compared, ({ span, touched }) => ({
    ...Statistics.dates(span),
    volume: {
      emailConversations: touched.length,
      emailsCreated: Figures.count(touched, Statistics.isCreatedByUser),
      repliesSent: Figures.replies(touched).length,
      messagesReceived: Statistics.messagesReceived(touched)
    },
    resolutions: Statistics.resolutions(touched),
    responses: Statistics.responses(touched)
  }))
  const spread = (bounds: Figures.Bounds, measure: Figures.Measure) =>
    Figures.distribution(bounds, measure, compared.current.touched, compared.previous?.touched)
  return {
    filterTags: Statistics.filterTags(account),
    ...halves,
    ...(halves.previous !== undefined && {
      deltas: grouped(
        {
          volume: ["emailConversations", "emailsCreated", "repliesSent", "messagesReceived"],
          resolutions: [
            "resolved",
            "resolvedOnFirstReply",
            "resolutionTime",
            "repliesToResolve",
            "handleTime",
            "closed"
          ],
          responses: ["responseTime", "firstResponseTime"]
        },
        halves.current,
        halves.previous
      )
    }),
    responseTime: spread(Figures.responseBounds, Figures.responseTime),
    handleTime: spread(Figures.handleBounds, Figures.handleTime),
    firstResponseTime: spread(Figures.responseBounds, Figures.firstResponseTime),
    resolutionTime: spread(Figures.responseBounds, Figures.resolutionTime),
    repliesToResolve: spread(Figures.replyBounds, Figures.repliesToResolve)
  }
}

const calls = (touched: Touched) => ({
  phoneConversations: touched.length,
  phoneCallsCreated: Figures.count(touched, Statistics.isCreatedByUser),
  customers: Figures.distinct(touched.map(Figures.customerId))
})

/** The body of the report about phone calls. @since 0.1.0 @category testing */
export const phone = (account: Account, compared: Statistics.Compared) => {
  const halves = Statistics.both(compared, ({ span, touched }) => ({ ...Statistics.dates(span), ...calls(touched) }))
  const { current, previous } = halves
  const by = (id: number) => (half: Statistics.Half) =>
    calls(
      Facts.within(
        half.touched.map((one) => one.facts),
        half.span,
        new Set([id])
      )
    )
  const users = account
    .table(UserData.users)
    .all()
    .map((user) => ({
      id: user.id,
      name: Facts.personName(UserData.person(user)),
      ...Statistics.both(compared, by(user.id))
    }))
  return {
    ...halves,
    ...(previous !== undefined && {
      deltas: {
        ...Figures.deltas(["phoneCallsCreated", "customers"], current, previous),
        // the name that Help Scout gives to the change of phoneConversations
        ...Figures.deltas(
          ["newConversations"],
          { newConversations: current.phoneConversations },
          { newConversations: previous.phoneConversations }
        )
      }
    }),
    users: users.filter((user) => user.current.phoneConversations > 0)
  }
}
