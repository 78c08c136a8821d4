/**
 * law S7: every pattern matches an operation. The command knows all of them, so a denial with a misspelled name, which would
 * have no effect, is rejected before anything is sent.
 */
import * as Permissions from "@effect-helpscout/core/Permissions"
import * as ConfigError from "effect/ConfigError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { combined } from "./command/combined.js"
import { requestNames } from "./command/operations.js"

/** The names without those of streams, which would need the records of all resources. */
const known: ReadonlyArray<string> = [...requestNames, "HelpScoutClient.request"]

const describe = ({ closest, pattern }: Permissions.Unmatched): string => {
  const found = Object.keys(combined).find((name) => name.toLowerCase() === pattern.toLowerCase())
  if (found !== undefined)
    return `${pattern} combines requests. Use the name of the one that matters: ${combined[found]?.like}`
  const hint = closest === undefined ? "Examples: conversations.*, tags.list, *.delete" : `Did you mean ${closest}?`
  return `no operation matches ${JSON.stringify(pattern)}. ${hint}`
}

/** Returns what is wrong with the patterns, or `undefined`. */
export const mistakeIn = (rules: Permissions.Rules): Effect.Effect<string | undefined> => {
  if (Permissions.unmatched(rules, known).length === 0) return Effect.succeed(undefined)
  return Effect.map(
    Effect.promise(() => import("@effect-helpscout/resources/Catalogue")),
    ({ operations }) => {
      const [first] = Permissions.unmatched(rules, operations)
      return first === undefined ? undefined : describe(first)
    }
  )
}

const variable = "HELPSCOUT_PERMISSIONS"

/** The permissions of HELPSCOUT_PERMISSIONS, checked. */
export const layerConfig: Layer.Layer<Permissions.Permissions, ConfigError.ConfigError> = Layer.effect(
  Permissions.Permissions,
  Effect.tap(Permissions.Permissions, ({ all }) =>
    Effect.forEach(all, (rules) =>
      Effect.flatMap(mistakeIn(rules), (mistake) =>
        mistake === undefined ? Effect.void : Effect.fail(ConfigError.InvalidData([variable], mistake))
      )
    )
  )
).pipe(Layer.provide(Permissions.Permissions.layerConfig))
