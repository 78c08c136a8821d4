/** The limiter's options: their defaults, what they must keep to, and the numbers that are looked at for each request. */
import * as Duration from "effect/Duration"
import type { Options, Settings } from "../../RateLimiter.js"

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

const filled = (settings: Settings, options: Options): Settings => ({
  maxConcurrent: options.maxConcurrent ?? settings.maxConcurrent,
  minTime: options.minTime === undefined ? settings.minTime : Duration.decode(options.minTime),
  limit: options.limit ?? settings.limit,
  window: options.window === undefined ? settings.window : Duration.decode(options.window),
  reserve: options.reserve ?? settings.reserve,
  // The one option whose `undefined` says something: no cap.
  writeBurst: !("writeBurst" in options)
    ? settings.writeBurst
    : options.writeBurst && { units: options.writeBurst.units, window: Duration.decode(options.writeBurst.window) },
  maxQueueWait: options.maxQueueWait === undefined ? settings.maxQueueWait : Duration.decode(options.maxQueueWait),
  maxPausedWait: options.maxPausedWait === undefined ? settings.maxPausedWait : Duration.decode(options.maxPausedWait)
})

/** The settings as the numbers (milliseconds) that are looked at for each request. */
export const figures = (settings: Settings) => ({
  settings,
  maxConcurrent: settings.maxConcurrent,
  minTime: Duration.toMillis(settings.minTime),
  terms: { limit: settings.limit, window: Duration.toMillis(settings.window), reserve: settings.reserve },
  writeBurst: settings.writeBurst && {
    limit: settings.writeBurst.units,
    window: Duration.toMillis(settings.writeBurst.window),
    reserve: 0
  },
  maxQueueWait: Duration.toMillis(settings.maxQueueWait),
  maxPausedWait: Duration.toMillis(settings.maxPausedWait)
})

const rules: ReadonlyArray<readonly [name: keyof Settings, rule: string, holds: (settings: Settings) => boolean]> = [
  [
    "maxConcurrent",
    "a whole number from 1",
    ({ maxConcurrent }) => Number.isInteger(maxConcurrent) && maxConcurrent >= 1
  ],
  ["limit", "a number of units from 1", ({ limit }) => limit >= 1],
  [
    "window",
    "longer than nothing, and finite",
    ({ window }) => Duration.isFinite(window) && Duration.toMillis(window) > 0
  ],
  ["reserve", "a number of units from 0", ({ reserve }) => reserve >= 0],
  [
    "writeBurst",
    "at least 2 units (one write) in a window longer than nothing",
    ({ writeBurst }) => writeBurst === undefined || (writeBurst.units >= 2 && Duration.toMillis(writeBurst.window) > 0)
  ]
]

/** The settings with the options put in. What would make every request wait forever is a mistake of the program. */
export const merge = (settings: Settings, options: Options): Settings => {
  const merged = filled(settings, options)
  for (const [name, rule, holds] of rules) {
    if (!holds(merged)) throw new RangeError(`RateLimiter: the option ${name} must be ${rule}`)
  }
  return merged
}
