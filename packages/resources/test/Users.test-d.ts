// @effect-diagnostics floatingEffect:off -- nothing here is run: the compiler is the test
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

type Answer<A> = Effect.Effect<A, HelpScoutError>
type ById = { readonly userId: UserId }

expectTypeOf(users.me).toEqualTypeOf<() => Answer<User>>()
expectTypeOf(users.get).toEqualTypeOf<(args: ById) => Answer<User>>()
expectTypeOf(users.list).returns.toEqualTypeOf<Answer<Page.Page<User>>>()
expectTypeOf(users.listAll).returns.toEqualTypeOf<Stream.Stream<User, HelpScoutError>>()
expectTypeOf(users.create).toEqualTypeOf<(payload: UserCreate) => Answer<UserId>>()
expectTypeOf(users.delete).toEqualTypeOf<(args: ById) => Answer<void>>()
expectTypeOf(users.status.list).returns.toEqualTypeOf<Answer<Page.Page<UserStatus>>>()
expectTypeOf(users.status.get).toEqualTypeOf<(args: ById) => Answer<UserStatus>>()
expectTypeOf(users.status.set).toEqualTypeOf<(args: ById, payload: UserStatusUpdate) => Answer<void>>()
expectTypeOf(users.conversationReassignment.get).toEqualTypeOf<(args: ById) => Answer<ConversationReassignment>>()
expectTypeOf(users.conversationReassignment.update).parameters.toEqualTypeOf<
  [args: ById, payload: ConversationReassignmentUpdate]
>()
expectTypeOf(users.systemUsers.get).toEqualTypeOf<
  (args: { readonly systemUserId: SystemUserId }) => Answer<SystemUser>
>()
expectTypeOf(users.systemUsers.listAll).returns.toEqualTypeOf<Stream.Stream<SystemUser, HelpScoutError>>()

users.list()
users.list({ email: "ann@example.org", mailbox: 85, page: 2 })

// @ts-expect-error a team is no user
users.get({ userId: teamId })
// @ts-expect-error nothing to say
users.me({})
// @ts-expect-error the filter is called mailbox
users.list({ mailboxId: 85 })
// @ts-expect-error nobody is made an owner
users.create({ firstName: "Ann", lastName: "Lee", email: "ann@example.org", role: "owner" })
// @ts-expect-error an inbox is an object here
users.create({ firstName: "Ann", lastName: "Lee", email: "ann@example.org", role: "user", mailboxes: [85] })
// @ts-expect-error it was called so for eleven days
users.status.set({ userId }, { status: "available" })
// @ts-expect-error the duration is required, even where it is disabled
users.conversationReassignment.update({ userId }, { enabled: false })
// @ts-expect-error a user is no system user
users.systemUsers.get({ systemUserId: userId })
