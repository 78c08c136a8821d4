/** The classes of errors by their codes. */
import * as errors from "../HelpScoutError.js"

const { HelpScoutError, ...classes } = errors

// on the prototypes: bundlers rename classes, and an own property would clutter the output of consoles
for (const [name, type] of Object.entries({ HelpScoutError, ...classes })) {
  const value = name === "CallAborted" ? "AbortError" : name
  Object.defineProperty(type.prototype, "name", { value, configurable: true, writable: true })
}

export const errorClasses: Readonly<Record<string, new (fields: errors.ErrorFields) => errors.HelpScoutError>> = classes
