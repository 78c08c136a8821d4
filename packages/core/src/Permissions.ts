/**
 * Restricts what a client may do: by operation, by impact and by inbox. A denied call fails with
 * `HelpScoutPermissionDenied`, and no request is sent (law S7).
 *
 * ```ts
 * import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
 * import { Permissions } from "@effect-helpscout/core/Permissions"
 * import * as Layer from "effect/Layer"
 *
 * export const readOnly = HelpScoutClient.layer.pipe(Layer.provide(Permissions.readOnly))
 * export const careful = Permissions.layer({ allow: { impacts: ["read", "write"] }, deny: { operations: ["*.delete"] } })
 * ```
 *
 * @since 0.1.0
 */
import * as Config from "effect/Config"
import * as ConfigError from "effect/ConfigError"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { Impact } from "./Endpoint.js"
import * as Text from "./internal/permissions/text.js"

/**
 * A choice of calls.
 *
 * @since 0.1.0
 */
export interface Selection {
  /**
   * Patterns of operations' names, such as `conversations.threads.createReply`, `conversations.*` or `*.delete`. A `*`
   * stands for any text, dots included. Upper and lower case are equal. All methods that send the same request are one
   * operation: `tags.list` includes `tags.listAll` and `tags.listPages`.
   */
  readonly operations?: ReadonlyArray<string>
  readonly impacts?: ReadonlyArray<Impact>
  /** Ids of inboxes. */
  readonly inboxes?: ReadonlyArray<number>
}

/**
 * The permissions of a client. A call must pass every rule: a denial always wins.
 *
 * @since 0.1.0
 */
export interface Rules {
  /** Of each list that is present, a call must match one. An absent list allows everything. */
  readonly allow?: Selection
  /** A call that matches any of these is denied. */
  readonly deny?: Selection
  /**
   * Patterns of operations that may run without showing which inbox they concern, such as `users.*` and `tags.*`. Rules
   * about inboxes deny all others. @default none
   */
  readonly anyInbox?: ReadonlyArray<string>
  /**
   * `true`: rules about inboxes read the inbox of a conversation before each call that concerns one, which costs one
   * request. `false`: they deny these calls. @default false
   */
  readonly lookUpInboxes?: boolean
}

/**
 * A pattern that matches no operation.
 *
 * @since 0.1.0
 */
export interface Unmatched {
  readonly pattern: string
  /** The name or the pattern that differs the least, if one is close. */
  readonly closest: string | undefined
}

/** @since 0.1.0 */
export interface Service {
  /** All must allow a call. Empty: everything is allowed. */
  readonly all: ReadonlyArray<Rules>
}

const unrestricted: Service = { all: [] }

/** Throws for a pattern, an impact or an id that cannot match anything: a denial with a mistake would allow the call. */
const checked = (rules: Rules): Rules => {
  const mistake = Text.mistakeIn(rules)
  if (mistake !== undefined) throw new TypeError(`Permissions: ${mistake}`)
  return rules
}

const narrow = (outer: Service, rules: Rules): Service => ({ all: [...outer.all, checked(rules)] })

const variable = "HELPSCOUT_PERMISSIONS"

const fromEnvironment: Config.Config<Option.Option<Rules>> = Config.mapOrFail(
  Config.option(Config.string(variable)),
  Option.match({
    onNone: () => Either.right(Option.none()),
    onSome: (text) =>
      text.trim() === ""
        ? Either.right(Option.none())
        : Either.mapBoth(Text.parse(text), {
            onLeft: (message) => ConfigError.InvalidData([variable], message),
            onRight: Option.some
          })
  })
)

/**
 * Reads rules from text, as in `HELPSCOUT_PERMISSIONS`, or returns what is wrong with it. The terms are separated by
 * spaces or semicolons, and the items of a term by commas:
 * - `read-only`
 * - `allow=read,write` and `deny=send,*.delete,inbox:12`: impacts, patterns of operations and inboxes
 * - `any-inbox=users.*,tags.*`
 * - `look-up-inboxes`
 *
 * @since 0.1.0
 */
export const parse: (text: string) => Either.Either<Rules, string> = Text.parse

/**
 * Writes rules as the text that `parse` reads.
 *
 * @since 0.1.0
 */
export const format: (rules: Rules) => string = Text.format

/**
 * Returns `true` if a pattern matches the name of an operation.
 *
 * @since 0.1.0
 */
export const matches: (pattern: string, operation: string) => boolean = Text.matches

/**
 * Returns the patterns of `rules` that match none of these operations, such as a denial with a misspelled name, which has
 * no effect. A client cannot know them: resources may be added at any time. Pass `Catalogue.operations` of
 * `@effect-helpscout/resources`, and the names of your own endpoints.
 *
 * @since 0.1.0
 */
export const unmatched: (rules: Rules, operations: ReadonlyArray<string>) => ReadonlyArray<Unmatched> = Text.unmatched

/**
 * The permissions of a client. Without a layer, everything is allowed.
 *
 * A client keeps the permissions of its own layer. Permissions that are provided to a program, or to a single effect,
 * restrict its calls further. Neither can be widened: each layer adds its rules to those around it.
 *
 * A custom request (`HelpScoutClient.request`) is judged by its method: a GET reads, and any other may write, send and
 * destroy. Rules about operations deny it unless `allow` names `HelpScoutClient.request`, and rules about inboxes unless
 * `anyInbox` does.
 *
 * @since 0.1.0
 */
export class Permissions extends Context.Reference<Permissions>()("@effect-helpscout/core/Permissions", {
  defaultValue: (): Service => unrestricted
}) {
  /**
   * Adds rules. A pattern, an impact or an id that cannot match anything is a defect.
   *
   * @since 0.1.0
   */
  static readonly layer = (rules: Rules): Layer.Layer<Permissions> =>
    Layer.effect(
      Permissions,
      Effect.map(Permissions, (outer) => narrow(outer, rules))
    )

  /**
   * Allows reads only.
   *
   * @since 0.1.0
   */
  static readonly readOnly: Layer.Layer<Permissions> = Layer.suspend(() =>
    Permissions.layer({ allow: { impacts: ["read"] } })
  )

  /**
   * Adds the rules of the variable `HELPSCOUT_PERMISSIONS`, as `parse` reads them. A blank variable counts as not set.
   *
   * @since 0.1.0
   */
  static readonly layerConfig: Layer.Layer<Permissions, ConfigError.ConfigError> = Layer.effect(
    Permissions,
    Effect.suspend(() =>
      Effect.zipWith(Permissions, fromEnvironment, (outer, rules) =>
        Option.match(rules, { onNone: () => outer, onSome: (found) => narrow(outer, found) })
      )
    )
  )
}
