/**
 * Numbers that look random and are the same for the same seed: what the simulator makes its accounts from.
 *
 * ```ts
 * import * as Seed from "@effect-helpscout/simulator/Seed"
 *
 * export const same = Seed.make("acme").int(1, 6) === Seed.make("acme").int(1, 6)
 * ```
 *
 * @since 0.1.0
 */

/**
 * A source of numbers.
 *
 * @since 0.1.0
 * @category models
 */
export interface Seed {
  /** The next number, from 0 up to but without 1. */
  readonly next: () => number
  /** A whole number, both bounds included. */
  readonly int: (min: number, max: number) => number
  /** True so often: `0.25` is once in four. */
  readonly chance: (probability: number) => boolean
  readonly pick: <A>(items: readonly [A, ...ReadonlyArray<A>]) => A
  /** So many of them, each at most once, in their order. */
  readonly some: <A>(items: ReadonlyArray<A>, count: number) => ReadonlyArray<A>
  /** So many lower-case hexadecimal digits. */
  readonly hex: (length: number) => string
  /** Numbers of their own: what is drawn from a fork does not change what its origin draws next. */
  readonly fork: (label: string | number) => Seed
}

/** FNV-1a. */
const hash = (text: string): number => {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/**
 * Makes a source: the same for the same seed.
 *
 * @since 0.1.0
 * @category constructors
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
    hex: (length) => {
      let text = ""
      while (text.length < length) text += Math.floor(next() * 16).toString(16)
      return text
    },
    fork: (label) => make(`${origin}/${label}`)
  }
}
