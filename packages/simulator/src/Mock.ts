/**
 * Mock services with only the members that a test needs, groups included. Using any other member is a defect that names
 * it.
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

/** Whether a member is a group rather than a method, an Effect or a Stream. */
const isGroup = (value: unknown): value is object =>
  Predicate.isRecord(value) && Object.getPrototypeOf(value) === Object.prototype

/**
 * A member that was not given. It behaves as a method, a group, an Effect and a Stream, because only types know which of
 * them it is, and dies when it is used as any of them. (An Effect also runs as a Stream.)
 */
const missing = (path: string): unknown => {
  const dies = Effect.dieMessage(`Mock: ${path} was used but not given. Add it to the members of the mock.`)
  return new Proxy(() => dies, {
    get: (_, key) => {
      if (Predicate.isSymbol(key) || key in dies) return Reflect.get(dies, key)
      // `await` checks for this key
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
 * Makes a service from some of its members. All other members die, with a message that names them, when they are used.
 *
 * @since 0.1.0
 */
export const make = <I, S extends object>(tag: Context.Tag<I, S>, members: Members<NoInfer<S>>): S =>
  // members that were not given are created on access
  complete(tag.key.slice(tag.key.lastIndexOf("/") + 1), members) as S

/**
 * Provides a mock in place of the service's own layer.
 *
 * @since 0.1.0
 */
export const layer = <I, S extends object>(tag: Context.Tag<I, S>, members: Members<NoInfer<S>>): Layer.Layer<I> =>
  Layer.sync(tag, () => make(tag, members))
