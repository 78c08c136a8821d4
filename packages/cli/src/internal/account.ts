/** The account that a command uses: from a profile or from the environment. */
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import type { AuthFailed } from "@effect-helpscout/core/HelpScoutError"
import { Permissions } from "@effect-helpscout/core/Permissions"
import type { TokenStoreFailed } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import * as NodeTokenStore from "@effect-helpscout/node/NodeTokenStore"
import type * as ConfigError from "effect/ConfigError"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { UsageError } from "./command/usageError.js"
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
}

/** law S7: HELPSCOUT_PERMISSIONS and `--read-only`. Each only takes away. */
const permissions = ({ isReadOnly }: Choice): Layer.Layer<Permissions, ConfigError.ConfigError> =>
  isReadOnly ? Layer.provideMerge(Permissions.readOnly, Permissions.layerConfig) : Permissions.layerConfig

/** The client of the account. Its tokens are shared by all commands, so that few logins reach Help Scout. */
export const layer = (choice: Choice): Layer.Layer<NodeHelpScout.Provided, AccountError> =>
  withProfile(choice.profile, (found) => {
    const name = Profiles.chosen(choice.profile) ?? Profiles.defaultName
    const client = NodeHelpScout.layer({
      auth: found?.flow === "oauth2" ? Auth.layerOAuth2() : Auth.layerClientCredentials,
      ...(found === undefined
        ? {}
        : { tokenStore: NodeTokenStore.layerFile({ directory: Profiles.tokensDirectory(name) }) })
    })
    return Layer.provide(client, permissions(choice))
  })

/** Its settings alone, without a login. */
export const layerSettings = (
  choice: Choice
): Layer.Layer<HelpScoutConfig | Permissions, ConfigError.ConfigError | UsageError> =>
  withProfile(choice.profile, () => Layer.merge(HelpScoutConfig.layerConfig, permissions(choice)))
