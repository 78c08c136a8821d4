/**
 * Services made of the few members that a test needs, groups included. Whatever else is used is a defect that names it.
 *
 * ```ts
 * import { Conversations } from "@effect-helpscout/resources/Conversations"
 * import * as Mock from "@effect-helpscout/simulator/Mock"
 * import * as Effect from "effect/Effect"
 *
 * export const conversations = Mock.layer(Conversations, {
 *   delete: () => Effect.void,
 *   threads: { createNote: (_, { text }) => Effect.succeed(text.length) }
 * })
 * ```
 *
 * @since 0.1.0
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import type * as Stream from "effect/Stream"

type Member =
  | ((...args: ReadonlyArray<never>) => unknown)
  | Effect.Effect<unknown, unknown, unknown>
  | Stream.Stream<unknown, unknown, unknown>

/**
 * Any members of a service, and any members of its groups.
 *
 * @since 0.1.0
 */
export type Members<S> = { readonly [K in keyof S]?: S[K] extends Member ? S[K] : Members<S[K]> }

/** A group, as opposed to a method, an Effect or a Stream. */
const isGroup = (value: unknown): value is object =>
  Predicate.isRecord(value) && Object.getPrototypeOf(value) === Object.prototype

/**
 * Stands for a method, a group, an Effect or a Stream, and dies of being used as any of them: types alone know which of
 * them a missing member is. (An Effect is a Stream, too, to all who run it.)
 */
const missing = (path: string): unknown => {
  const dies = Effect.dieMessage(
    `Mock: ${path} was used, but is not among the members that Mock.layer was given. Add it there.`
  )
  return new Proxy(() => dies, {
    get: (_, key) => {
      if (Predicate.isSymbol(key) || key in dies) return Reflect.get(dies, key)
      // asked by whoever awaits something that may be a Promise
      return key === "then" ? undefined : missing(`${path}.${key}`)
    },
    has: (_, key) => key in dies
  })
}

const complete = (path: string, members: object): unknown =>
  new Proxy(members, {
    get: (target, key) => {
      const value = Reflect.get(target, key)
      if (Predicate.isSymbol(key) || key === "then") return value
      if (value === undefined) return missing(`${path}.${key}`)
      return isGroup(value) ? complete(`${path}.${key}`, value) : value
    }
  })

/**
 * A service of these members. Its other members are there, and die with a message that names them when they are used.
 *
 * @since 0.1.0
 */
export const make = <I, S extends object>(tag: Context.Tag<I, S>, members: Members<NoInfer<S>>): S =>
  // what is not given is made up when it is asked for
  complete(tag.key.slice(tag.key.lastIndexOf("/") + 1), members) as S

/**
 * `make` as a layer, in place of the service's own.
 *
 * @since 0.1.0
 */
export const layer = <I, S extends object>(tag: Context.Tag<I, S>, members: Members<NoInfer<S>>): Layer.Layer<I> =>
  Layer.sync(tag, () => make(tag, members))
