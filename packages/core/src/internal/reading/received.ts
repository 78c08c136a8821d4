/** Decoded values and the JSON that they were read from, for `Received.ts`. */
import * as Context from "effect/Context"

/** Whether the JSON of decoded values is kept. */
export class KeepJson extends Context.Reference<KeepJson>()("@effect-helpscout/core/Received/KeepJson", {
  defaultValue: (): boolean => false
}) {}

/** A value that nothing else refers to takes its JSON with it. */
const received = new WeakMap<object, unknown>()

/** Remembers the JSON of a value. */
export const remember = (value: unknown, json: unknown): void => {
  if (typeof value === "object" && value !== null) received.set(value, json)
}

/** The JSON of a value, if it was kept. */
export const jsonOf = (value: object): unknown => received.get(value)
