/** The account that a command uses: from a profile or from the environment. */
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import type { AuthFailed } from "@effect-helpscout/core/HelpScoutError"
import { Permissions } from "@effect-helpscout/core/Permissions"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import type { TokenStoreFailed } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
import type * as ConfigError from "effect/ConfigError"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { UsageError } from "./command/usageError.js"
import * as CheckedPermissions from "./permissions.js"
import * as Profiles from "./profiles.js"

export type AccountError = ConfigError.ConfigError | AuthFailed | TokenStoreFailed | UsageError

/** Provides what the library reads from the environment, from a profile if there is one. */
const withProfile = <A, E>(
  name: string | undefined,
  make: (profile: Profiles.Profile | undefined) => Layer.Layer<A, E>
): Layer.Layer<A, E | UsageError> =>
  Layer.unwrapEffect(
    Effect.map(Profiles.load(name), (profile) => {
      const made = make(profile)
      if (profile === undefined) return made
      const saved = ConfigProvider.fromMap(Profiles.variables(profile))
      const provider = ConfigProvider.orElse(saved, () => ConfigProvider.fromEnv())
      return Layer.provide(made, Layer.setConfigProvider(provider))
    })
  )

/** The flags that choose an account, and what may be done with it. */
export interface Choice {
  readonly profile: string | undefined
  readonly isReadOnly: boolean
  /** Seconds that a request may wait for the rate limit, as text. */
  readonly maxWait?: string | undefined
}

const rateLimiter = ({ maxWait }: Choice): Layer.Layer<RateLimiter, UsageError> => {
  if (maxWait === undefined) return RateLimiter.layer()
  if (!/^\d{1,6}$/.test(maxWait)) {
    const message = `--max-wait: expected a number of seconds, found ${JSON.stringify(maxWait)}.`
    return Layer.fail(new UsageError({ message }))
  }
  const wait = Duration.seconds(Number(maxWait))
  return RateLimiter.layer({ maxQueueWait: wait, maxPausedWait: wait })
}

/** law S7: HELPSCOUT_PERMISSIONS and `--read-only`. Each only takes away. */
const permissions = ({ isReadOnly }: Choice): Layer.Layer<Permissions, ConfigError.ConfigError> =>
  isReadOnly ? Layer.provideMerge(Permissions.readOnly, CheckedPermissions.layerConfig) : CheckedPermissions.layerConfig

let used = false

/** Whether this process made a client. */
export const isUsed = (): boolean => used

/** The client of the account. Its tokens are shared by all commands, so that few logins reach Help Scout. */
export const layer = (choice: Choice): Layer.Layer<NodeHelpScout.Provided, AccountError> =>
  withProfile(choice.profile, (found) => {
    used = true
    const name = Profiles.chosen(choice.profile) ?? Profiles.defaultName
    return NodeHelpScout.layer({
      permissions: permissions(choice),
      rateLimiter: rateLimiter(choice),
      auth: found?.flow === "oauth2" ? Auth.layerOAuth2() : Auth.layerClientCredentials,
      ...(found === undefined
        ? {}
        : { tokenStore: NodeTokenStore.layerFile({ directory: Profiles.tokensDirectory(name) }) })
    })
  })

/** Its settings alone, without a login. */
export const layerSettings = (
  choice: Choice
): Layer.Layer<HelpScoutConfig | Permissions, ConfigError.ConfigError | UsageError> =>
  withProfile(choice.profile, () => Layer.merge(HelpScoutConfig.layerConfig, permissions(choice)))
