// @effect-diagnostics floatingEffect:off -- nothing here runs: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import type { SystemUserId, TeamId, UserId } from "@effect-helpscout/resources/Ids"
import type { Service, User, UserCreate } from "@effect-helpscout/resources/Users"
import type {
  ConversationReassignment,
  ConversationReassignmentUpdate
} from "@effect-helpscout/resources/Users/ConversationReassignment"
import type { UserStatus, UserStatusUpdate } from "@effect-helpscout/resources/Users/Status"
import type { SystemUser } from "@effect-helpscout/resources/Users/SystemUsers"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

declare const users: Service
declare const teamId: TeamId
declare const userId: UserId

type Result<A> = Effect.Effect<A, HelpScoutError>
type ById = { readonly userId: UserId }

expectTypeOf(users.me).toEqualTypeOf<() => Result<User>>()
expectTypeOf(users.get).toEqualTypeOf<(args: ById) => Result<User>>()
expectTypeOf(users.list).returns.toEqualTypeOf<Result<Page.Page<User>>>()
expectTypeOf(users.listAll).returns.toEqualTypeOf<Stream.Stream<User, HelpScoutError>>()
expectTypeOf(users.create).toEqualTypeOf<(payload: UserCreate) => Result<UserId>>()
expectTypeOf(users.delete).toEqualTypeOf<(args: ById) => Result<void>>()
expectTypeOf(users.status.list).returns.toEqualTypeOf<Result<Page.Page<UserStatus>>>()
expectTypeOf(users.status.get).toEqualTypeOf<(args: ById) => Result<UserStatus>>()
expectTypeOf(users.status.set).toEqualTypeOf<(args: ById, payload: UserStatusUpdate) => Result<void>>()
expectTypeOf(users.conversationReassignment.get).toEqualTypeOf<(args: ById) => Result<ConversationReassignment>>()
expectTypeOf(users.conversationReassignment.update).parameters.toEqualTypeOf<
  [args: ById, payload: ConversationReassignmentUpdate]
>()
expectTypeOf(users.systemUsers.get).toEqualTypeOf<
  (args: { readonly systemUserId: SystemUserId }) => Result<SystemUser>
>()
expectTypeOf(users.systemUsers.listAll).returns.toEqualTypeOf<Stream.Stream<SystemUser, HelpScoutError>>()

users.list()
users.list({ email: "ann@example.org", mailbox: 85, page: 2 })

// @ts-expect-error a team id is not a user id
users.get({ userId: teamId })
// @ts-expect-error me takes no arguments
users.me({})
// @ts-expect-error the filter is called mailbox
users.list({ mailboxId: 85 })
// @ts-expect-error the API cannot create an owner
users.create({ firstName: "Ann", lastName: "Lee", email: "ann@example.org", role: "owner" })
// @ts-expect-error an inbox is an object here
users.create({ firstName: "Ann", lastName: "Lee", email: "ann@example.org", role: "user", mailboxes: [85] })
// @ts-expect-error not a status for email
users.status.set({ userId }, { status: "available" })
// @ts-expect-error the duration is required even if reassignment is disabled
users.conversationReassignment.update({ userId }, { enabled: false })
// @ts-expect-error a user id is not a system user id
users.systemUsers.get({ systemUserId: userId })
