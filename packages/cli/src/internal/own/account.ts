/** What the commands beyond the catalogue share. */
import type { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Customers } from "@effect-helpscout/resources/Customers"
import { Mailboxes } from "@effect-helpscout/resources/Mailboxes"
import { Reports } from "@effect-helpscout/resources/Reports"
import { Users } from "@effect-helpscout/resources/Users"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Account from "../account.js"
import type { Session } from "../command/session.js"
import type { UsageError } from "../command/usageError.js"
import { type DateOptions, readDate } from "../command/values.js"

type Resources = Conversations | Customers | Mailboxes | Reports | Users

const resourcesLayer = Layer.mergeAll(Conversations.layer, Customers.layer, Mailboxes.layer, Reports.layer, Users.layer)

/** Runs an effect with the resources of the chosen account. */
export const withAccount = <A, E>(
  session: Session,
  effect: Effect.Effect<A, E, Resources | HelpScoutClient | RateLimiter>
): Effect.Effect<A, E | Account.AccountError> =>
  Effect.provide(effect, Layer.provideMerge(resourcesLayer, Account.layer(session.account)))

/** The date of a flag, or none. */
export const dateOf = (
  session: Session,
  flag: string,
  options: Omit<DateOptions, "now"> = {}
): Effect.Effect<DateTime.Utc | undefined, UsageError> =>
  Effect.flatMap(Clock.currentTimeMillis, (now) => {
    const text = session.text(flag)
    if (text === undefined) return Effect.succeed(undefined)
    return Effect.map(readDate(`${session.command}: --${flag}`, text, { ...options, now }), DateTime.unsafeMake)
  })

/** A bar of block characters for a share of the largest value. */
export const bar = (value: number, largest: number, columns: number): string =>
  largest <= 0 ? "" : "█".repeat(Math.round((columns * Math.max(0, value)) / largest)) || (value > 0 ? "▏" : "")
