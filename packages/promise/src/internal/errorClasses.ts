/** The classes of errors by their codes. */
import * as errors from "../HelpScoutError.js"

type ErrorClass = new (fields: errors.ErrorFields) => errors.HelpScoutError

const { HelpScoutError, ...exported } = errors

// a CommonJS module has a member `default`, which is not a class
const classes: Readonly<Record<string, ErrorClass>> = Object.fromEntries(
  Object.entries(exported).filter(([, type]) => typeof type === "function")
)

// on the prototypes: bundlers rename classes, and an own property would clutter the output of consoles
for (const [name, type] of Object.entries({ HelpScoutError, ...classes })) {
  const value = name === "CallAborted" ? "AbortError" : name
  Object.defineProperty(type.prototype, "name", { value, configurable: true, writable: true })
}

export const errorClasses = classes
