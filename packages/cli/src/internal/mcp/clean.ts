/** Text without characters that people cannot see, and models can. */

const lineBreaks = /\r\n?|[\u0085\u2028\u2029]/g

/**
 * Format characters (zero width, bidirectional, tags), control characters, variation selectors, fillers that look like
 * nothing, private use, unassigned, and halves of surrogate pairs (law M3).
 */
const invisible =
  /[\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Variation_Selector}\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]|(?![\n\t])\p{Cc}/gu

export const clean = (text: string): string => text.replace(lineBreaks, "\n").replace(invisible, "")

/** The same on one line. */
export const oneLine = (text: string): string => clean(text).replace(/\s+/g, " ").trim()

/** A word that Help Scout defines, such as a status: nothing else may stand outside of a fence. */
export const word = (value: unknown): string => {
  const text = String(value ?? "")
  return /^[\w.:+-]{1,40}$/.test(text) ? text : "(other)"
}
