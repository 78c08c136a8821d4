/**
 * How the simulator answers for ratings: those of the newest conversations.
 *
 * @since 0.1.0
 */
import * as Ratings from "../Ratings.js"
import * as Account from "./Account.js"
import * as ConversationData from "./ConversationData.js"
import * as CustomerData from "./CustomerData.js"
import * as Route from "./Route.js"
import * as Table from "./Table.js"
import * as UserData from "./UserData.js"

/** A rating on the wire. @since 0.1.0 @category models */
export interface RatingRow extends Table.Row {
  readonly threadId: number
  readonly conversationId: number
  readonly conversationNumber: number
  readonly mailboxId: number
  readonly rating: "great" | "okay" | "not_good"
  readonly comments?: string
  readonly createdAt: string
  readonly modifiedAt?: string
  readonly user: object
  readonly customer: object
  readonly _links: object
}

/** @since 0.1.0 @category testing */
export const ratings = Table.key<RatingRow>("ratings", { firstId: 61_001 })

const kinds = [
  ["great", "Thanks!"],
  ["okay", undefined],
  ["not_good", "Took three days"]
] as const

const populate = (account: Account.Account): void => {
  const newest = account.table(ConversationData.conversations).all().slice(-kinds.length)
  for (const [index, { wire, threads }] of newest.entries()) {
    const [rating, comments] = kinds[index % kinds.length] ?? kinds[0]
    const user = account.table(UserData.users).get(Account.ownerId)
    const customer = account.table(CustomerData.customers).get(wire.primaryCustomer.id)
    const threadId = threads()[0]?.id
    if (user === undefined || customer === undefined || threadId === undefined) continue
    account.table(ratings).insert((id) => ({
      id,
      threadId,
      conversationId: wire.id,
      conversationNumber: wire.number,
      mailboxId: wire.mailboxId,
      rating,
      ...(comments !== undefined && { comments }),
      // as the documentation has it: without a zone
      createdAt: wire.userUpdatedAt.replace("Z", ""),
      user: { id: user.id, email: user.email, firstName: user.firstName, lastName: user.lastName },
      customer: {
        id: customer.id,
        email: wire.primaryCustomer.email,
        firstName: wire.primaryCustomer.first,
        lastName: wire.primaryCustomer.last
      },
      _links: account.links({
        self: `/v2/ratings/${id}`,
        conversation: `/v2/conversations/${wire.id}`,
        mailbox: `/v2/mailboxes/${wire.mailboxId}`,
        customer: `/v2/customers/${customer.id}`,
        user: `/v2/users/${user.id}`
      })
    }))
  }
}

/**
 * @since 0.1.0
 * @category testing
 */
export const family = Route.family({
  populate,
  routes: [Route.make(Ratings.endpoints.get, ({ account, args, ok }) => ok(account.table(ratings).get(args.ratingId)))]
})
