/** Durations of options as milliseconds. */
import * as Duration from "effect/Duration"
import type { Duration as PlainDuration } from "../Options.js"

export const toMillis = (duration: PlainDuration): number => Duration.toMillis(Duration.decode(duration))
