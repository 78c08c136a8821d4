// @effect-diagnostics floatingEffect:off -- nothing here is run: the compiler is the test
import type * as HttpClient from "@effect/platform/HttpClient"
import type { AuthFailed } from "@effect-helpscout/core/HelpScoutError"
import type { TokenStore } from "@effect-helpscout/core/TokenStore"
import { type Account, HelpScout } from "@effect-helpscout/resources/HelpScout"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"

// @ts-expect-error an account without a name would share its tokens with the others
export const nameless = HelpScout.make({ clientId: "app" })

// @ts-expect-error the secret must be redacted
export const plain = HelpScout.make({ account: "north", clientSecret: "secret" })

export const made = HelpScout.make({ account: "north" }) satisfies Effect.Effect<
  Account,
  AuthFailed,
  HttpClient.HttpClient | TokenStore | Scope.Scope
>

export const grouped = (account: Account) => account.customers.socialProfiles.list({ customerId: 1 })

// @ts-expect-error there is no such resource
export const unknown = (account: Account) => account.inboxes
