/**
 * Checks options, which JavaScript programs can misspell: an option that is ignored is worse than one that is rejected
 * (law D1).
 */
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import type { ValidationIssue } from "../HelpScoutError.js"
import { invalidInput } from "./invalidInput.js"

/** Returns what is wrong with a value, if anything is. `path` leads to it. */
type Rule = (value: unknown, path: string) => ReadonlyArray<ValidationIssue>

/** A rule for each option. Anything else is not an option. */
export type Rules<Options> = { readonly [Name in keyof Required<Options>]: Rule }

/** Any value. */
export const any: Rule = () => []

/** A rule of its own. */
export const must =
  (expected: string, holds: (value: unknown) => boolean): Rule =>
  (value, path) =>
    holds(value) ? [] : [{ path, message: `must be ${expected}` }]

export const text = must("a text that is not empty", (value) => typeof value === "string" && value !== "")
export const callback = must("a function", (value) => typeof value === "function")
export const object = must("an object", (value) => typeof value === "object" && value !== null)
export const boolean = must("true or false", (value) => typeof value === "boolean")
export const list = must("an array", Array.isArray)
export const signal = must("an AbortSignal", (value) => value instanceof AbortSignal)

/** A number of at least `least`. Infinity is one. */
export const atLeast = (least: number): Rule =>
  must(`a number of at least ${least}`, (value) => typeof value === "number" && value >= least)

export const integerFrom = (least: number): Rule =>
  must(`an integer of at least ${least}`, (value) => Number.isInteger(value) && Number(value) >= least)

export const oneOf = (...values: ReadonlyArray<string>): Rule =>
  must(values.map((value) => JSON.stringify(value)).join(" or "), (value) => values.includes(String(value)))

const decodeDuration = (value: unknown): Option.Option<Duration.Duration> =>
  Option.filter(Duration.decodeUnknown(value), (found) => !Number.isNaN(Duration.toMillis(found)))

const isDuration = (value: unknown): boolean => Option.isSome(decodeDuration(value))
export const duration = must('milliseconds or a text such as "30 seconds"', isDuration)

/** A duration that has been checked. */
export const durationOf = (value: unknown): Duration.Duration => Option.getOrThrow(decodeDuration(value))

/** The same in milliseconds. */
export const millisOf = (value: unknown): number => Duration.toMillis(durationOf(value))

/** An object of options. Values that are `undefined` count as absent. */
export const options =
  <Options>(rules: Rules<Options>): Rule =>
  (value, path) => {
    const at = (name: string) => (path === "" ? name : `${path}.${name}`)
    if (typeof value !== "object" || value === null) return object(value, path === "" ? "(root)" : path)
    return Object.entries(value).flatMap(([name, option]) => {
      if (!Object.hasOwn(rules, name))
        return [{ path: at(name), message: `is not an option. Known are ${Object.keys(rules).join(", ")}` }]
      return option === undefined ? [] : ((rules as Readonly<Record<string, Rule>>)[name]?.(option, at(name)) ?? [])
    })
  }

/** Throws `InputInvalid` if a value breaks a rule. */
export const check = (operation: string, rule: Rule, value: unknown): void => {
  const issues = rule(value, "")
  if (issues.length > 0) throw invalidInput(operation, issues)
}
