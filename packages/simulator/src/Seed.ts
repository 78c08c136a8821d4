/**
 * Pseudo-random numbers, from which the simulator generates accounts. The same seed gives the same numbers.
 *
 * ```ts
 * import * as Seed from "@effect-helpscout/simulator/Seed"
 *
 * export const same = Seed.make("acme").int(1, 6) === Seed.make("acme").int(1, 6)
 * ```
 *
 * @since 0.1.0
 */
import * as self from "./Seed.js"

/**
 * A source of pseudo-random numbers.
 *
 * @since 0.1.0
 */
export interface Seed {
  /** The next number, at least 0 and less than 1. */
  readonly next: () => number
  /** An integer, both bounds included. */
  readonly int: (min: number, max: number) => number
  /** True with this probability: `0.25` is one in four. */
  readonly chance: (probability: number) => boolean
  /** One of the items. */
  readonly pick: <A>(items: readonly [A, ...ReadonlyArray<A>]) => A
  /** Up to `count` of the items, each at most once, in their order. */
  readonly some: <A>(items: ReadonlyArray<A>, count: number) => ReadonlyArray<A>
  /** Lower-case hexadecimal digits. */
  readonly hex: (length: number) => string
  /** A UUID. */
  readonly uuid: () => string
  /** A separate source: numbers drawn from a fork do not change those that this source draws next. */
  readonly fork: (label: string | number) => Seed
}

/** FNV-1a. */
const hash = (text: string): number => {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/**
 * Makes a source.
 *
 * @since 0.1.0
 */
export const make = (seed: string | number): Seed => {
  const origin = String(seed)
  let state = hash(origin)
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  const hex = (length: number): string => {
    let text = ""
    while (text.length < length) text += Math.floor(next() * 16).toString(16)
    return text
  }
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => items[int(0, items.length - 1)] ?? items[0],
    some: (items, count) => {
      const left = items.map((item, index) => ({ item, index }))
      const taken: typeof left = []
      while (taken.length < count && left.length > 0) taken.push(...left.splice(int(0, left.length - 1), 1))
      return taken.sort((a, b) => a.index - b.index).map((entry) => entry.item)
    },
    hex,
    uuid: () => {
      const digits = hex(32)
      const groups = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`]
      return [...groups, digits.slice(20)].join("-")
    },
    fork: (label) => make(`${origin}/${label}`)
  }
}

/**
 * This module, for programs that import it by its name: `import { Seed }` has the same functions as `import * as Seed`.
 *
 * @since 0.1.0
 */
export const Seed: typeof import("./Seed.js") = self
