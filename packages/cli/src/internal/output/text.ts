/** Text for a terminal: its width, and what must not reach the terminal (law C4). */

/** Characters that take two columns: East Asian wide characters and emoji. */
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}])/u

let segmenter: Intl.Segmenter | undefined

/** Its data takes long to load, and most texts do not need it. */
const graphemes = (text: string): Intl.Segments => {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" })
  return segmenter.segment(text)
}

const widthOfGrapheme = (grapheme: string): number => (wide.test(grapheme) ? 2 : 1)

/** The number of columns that a text takes. */
export const width = (text: string): number => {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let columns = 0
  for (const { segment } of graphemes(text)) columns += widthOfGrapheme(segment)
  return columns
}

/** Cuts a text that is too wide, and marks the cut with an ellipsis. */
export const truncate = (text: string, columns: number): string => {
  if (width(text) <= columns) return text
  let taken = ""
  let used = 1
  for (const { segment } of graphemes(text)) {
    used += widthOfGrapheme(segment)
    if (used > columns) break
    taken += segment
  }
  return `${taken}…`
}

export const pad = (text: string, columns: number, atStart = false): string => {
  const spaces = " ".repeat(Math.max(0, columns - width(text)))
  return atStart ? `${spaces}${text}` : `${text}${spaces}`
}

/** Control characters drive the terminal; bidirectional and invisible ones change how the rest of a line is read. */
const unsafe = new RegExp(
  [
    "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200b\\u200e\\u200f",
    "\\u202a-\\u202e\\u2060-\\u2069\\ufeff\\u{e0000}-\\u{e007f}]"
  ].join(""),
  "gu"
)

/** Removes what could control the terminal. Line breaks and tabs stay. */
export const safe = (text: string): string => text.replace(/\r\n?/g, "\n").replace(unsafe, "")

/** One line of safe text. */
export const oneLine = (text: string): string => safe(text).replace(/\s+/g, " ").trim()

/** Escapes of control characters that JSON allows unescaped. */
export const safeJson = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
  )
