/**
 * The forms that Help Scout and the gateways in front of it use beside the documented ones, where nothing depends on
 * the difference (law D3). This is the only place that knows them: readers are compiled from the plain schemas, and
 * apply these functions as they go.
 */
import type { JsonObject } from "../request/json.js"

/** PHP writes an empty object as `[]`. Returns undefined for what is not an object in either form. */
export const asObject = (value: unknown): JsonObject | undefined => {
  if (typeof value !== "object" || value === null) return undefined
  if (!Array.isArray(value)) return value as JsonObject
  return value.length === 0 ? {} : undefined
}

/**
 * PHP writes a list with gaps as an object with numbered keys, and an empty one as `{}`. Returns undefined for what is
 * not a list in any form.
 */
export const asList = (value: unknown): ReadonlyArray<unknown> | undefined => {
  if (Array.isArray(value)) return value
  if (typeof value !== "object" || value === null) return undefined
  const items: Array<unknown> = []
  // integer keys come first and in ascending order
  for (const key in value) {
    if (!/^(?:0|[1-9]\d*)$/.test(key)) return undefined
    items.push((value as JsonObject)[key])
  }
  return items
}

/** A decimal number as a string. Returns undefined for any other string. */
export const asNumber = (text: string): number | undefined => {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return undefined
  const number = Number(text)
  return Number.isFinite(number) ? number : undefined
}

/** An object without a value: `{}`, `[]`, or nulls alone. */
export const isHollow = (value: unknown): boolean => {
  const object = asObject(value)
  if (object === undefined) return false
  for (const key in object) if (object[key] !== null && object[key] !== undefined) return false
  return true
}

/** The other spellings of a key, in snake_case and kebab-case: Help Scout uses both beside camelCase. */
export const spellings = (key: string): ReadonlyArray<string> => {
  if (key.startsWith("_")) return []
  const words = key.replace(/([a-z\d])([A-Z])/g, "$1 $2").split(/[ _-]/)
  if (words.length < 2) return []
  const lower = words.map((word) => word.toLowerCase())
  const camel = lower.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join("")
  return [camel, lower.join("_"), lower.join("-")].filter((spelling) => spelling !== key)
}
