/** The limiter's options: defaults, validation, and the numbers that each request needs. */
import * as Duration from "effect/Duration"
import type { Options, Settings } from "../../RateLimiter.js"
import type { Limits } from "../../RateLimiterStore.js"

export const defaults: Settings = {
  maxConcurrent: 10,
  minTime: Duration.zero,
  limit: 400,
  window: Duration.seconds(60),
  reserve: 0,
  writeBurst: undefined,
  maxQueueWait: Duration.infinity,
  maxPausedWait: Duration.minutes(3)
}

const withOptions = (settings: Settings, options: Options): Settings => ({
  maxConcurrent: options.maxConcurrent ?? settings.maxConcurrent,
  minTime: options.minTime === undefined ? settings.minTime : Duration.decode(options.minTime),
  limit: options.limit ?? settings.limit,
  window: options.window === undefined ? settings.window : Duration.decode(options.window),
  reserve: options.reserve ?? settings.reserve,
  // The one option where an explicit `undefined` has a meaning: no cap.
  writeBurst: !("writeBurst" in options)
    ? settings.writeBurst
    : options.writeBurst && { units: options.writeBurst.units, window: Duration.decode(options.writeBurst.window) },
  maxQueueWait: options.maxQueueWait === undefined ? settings.maxQueueWait : Duration.decode(options.maxQueueWait),
  maxPausedWait: options.maxPausedWait === undefined ? settings.maxPausedWait : Duration.decode(options.maxPausedWait)
})

/** Settings as the numbers that each request needs; durations are in milliseconds. */
export interface Resolved {
  readonly settings: Settings
  readonly maxConcurrent: number
  readonly minTime: number
  readonly limits: Limits
  readonly writeBurst: Limits | undefined
  readonly maxQueueWait: number
  readonly maxPausedWait: number
}

export const resolve = (settings: Settings): Resolved => ({
  settings,
  maxConcurrent: settings.maxConcurrent,
  minTime: Duration.toMillis(settings.minTime),
  limits: { limit: settings.limit, window: Duration.toMillis(settings.window), reserve: settings.reserve },
  writeBurst: settings.writeBurst && {
    limit: settings.writeBurst.units,
    window: Duration.toMillis(settings.writeBurst.window),
    reserve: 0
  },
  maxQueueWait: Duration.toMillis(settings.maxQueueWait),
  maxPausedWait: Duration.toMillis(settings.maxPausedWait)
})

interface Rule {
  readonly option: keyof Settings
  readonly expected: string
  readonly holds: (settings: Settings) => boolean
}

const rules: ReadonlyArray<Rule> = [
  {
    option: "maxConcurrent",
    expected: "a positive integer",
    holds: ({ maxConcurrent }) => Number.isInteger(maxConcurrent) && maxConcurrent >= 1
  },
  { option: "limit", expected: "a number of units of at least 1", holds: ({ limit }) => limit >= 1 },
  {
    option: "window",
    expected: "a finite duration greater than zero",
    holds: ({ window }) => Duration.isFinite(window) && Duration.toMillis(window) > 0
  },
  { option: "reserve", expected: "a number of units of at least 0", holds: ({ reserve }) => reserve >= 0 },
  {
    option: "writeBurst",
    expected: "at least 2 units (one write) in a window greater than zero",
    holds: ({ writeBurst }) =>
      writeBurst === undefined || (writeBurst.units >= 2 && Duration.toMillis(writeBurst.window) > 0)
  }
]

const shown = (value: Settings[keyof Settings]): string =>
  Duration.isDuration(value)
    ? Duration.format(value)
    : typeof value === "object"
      ? `${value.units} units in ${Duration.format(value.window)}`
      : String(value)

/** Applies options to settings. Throws on values with which every request would wait forever: they are programming errors. */
export const merge = (settings: Settings, options: Options): Settings => {
  const merged = withOptions(settings, options)
  for (const { expected, holds, option } of rules) {
    if (!holds(merged)) {
      throw new RangeError(`RateLimiter: \`${option}\` must be ${expected}, found ${shown(merged[option])}.`)
    }
  }
  return merged
}
