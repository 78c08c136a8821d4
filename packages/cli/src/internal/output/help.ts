/** `--help`, laid out for the width of the terminal. */
import type { Argument, Flag } from "../command/flags.js"
import type { Style } from "./format.js"
import { width } from "./text.js"

export interface Help {
  /** `conversations list` */
  readonly command: string
  /** Paragraphs. */
  readonly text: string
  readonly args: ReadonlyArray<Argument>
  readonly flags: ReadonlyArray<Flag>
  /** Commands below this one, with their summaries, by heading. */
  readonly commands?: undefined | ReadonlyArray<readonly [heading: string, entries: ReadonlyArray<Entry>]>
  /** After everything else, such as the link to the vendor's page. */
  readonly notes?: ReadonlyArray<string>
}

export type Entry = readonly [name: string, summary: string]

/** Breaks a text into lines of at most so many columns. */
const wrap = (text: string, columns: number): ReadonlyArray<string> => {
  const lines: Array<string> = []
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const last = lines.at(-1)
    if (last !== undefined && width(last) + 1 + width(word) <= columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** A name, and its text beside it, or below it if the name is long. */
const entry = (name: string, text: string, indent: number, columns: number): string => {
  const label = `  ${name}`
  const [first = "", ...rest] = wrap(text, Math.max(20, columns - indent))
  const spaces = " ".repeat(indent)
  const beside = label.length + 2 <= indent ? `${label.padEnd(indent)}${first}` : `${label}\n${spaces}${first}`
  return [beside, ...rest.map((line) => `${spaces}${line}`)]
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd()
}

const labelOf = ({ alias, name, value }: Flag): string =>
  `${alias === undefined ? "" : `-${alias}, `}--${name}${value === undefined ? "" : ` <${value}>`}`

const textOf = ({ choices, default: byDefault, isRepeated, isRequired, text }: Flag): string =>
  [
    isRequired === true ? "Required." : "",
    text,
    choices === undefined ? "" : `One of ${choices.join(", ")}.`,
    isRepeated === true ? "Repeatable." : "",
    byDefault === undefined ? "" : `Default: ${byDefault}.`
  ]
    .filter((part) => part !== "")
    .join(" ")

const block = (heading: string, entries: ReadonlyArray<Entry>, columns: number): string => {
  const indent = Math.min(28, Math.max(...entries.map(([name]) => name.length)) + 4)
  return [heading, ...entries.map(([name, text]) => entry(name, text, indent, columns))].join("\n")
}

/** The sections in the order of their first flag, with the required flags first. */
const sections = (flags: ReadonlyArray<Flag>, columns: number): ReadonlyArray<string> => {
  const headings = [...new Set(flags.map(({ section }) => section))]
  return headings.map((heading) => {
    const own = flags.filter(({ section }) => section === heading)
    const sorted = [...own.filter(({ isRequired }) => isRequired), ...own.filter(({ isRequired }) => !isRequired)]
    const entries = sorted.map((flag): Entry => [labelOf(flag), textOf(flag)])
    return block(heading, entries, columns)
  })
}

const usage = ({ args, command, commands, flags }: Help): string =>
  [
    "helpscout",
    command,
    commands === undefined ? "" : "<command>",
    ...args.map(({ isOptional, name }) => (isOptional === true ? `[${name}]` : `<${name}>`)),
    ...flags.filter(({ isRequired }) => isRequired).map((flag) => labelOf(flag)),
    flags.length > 0 ? "[flags]" : ""
  ]
    .filter((part) => part !== "")
    .join(" ")

export const printHelp = (help: Help, style: Style): string => {
  const columns = Math.min(style.columns, 100)
  const paragraph = (text: string) => wrap(text, columns).join("\n")
  const described = help.args.filter(({ text }) => text !== undefined)
  const parts = [
    ...help.text
      .split("\n\n")
      .filter((text) => text !== "")
      .map(paragraph),
    `Usage: ${wrap(usage(help), columns - 7).join("\n       ")}`,
    ...(described.length === 0
      ? []
      : [
          block(
            "Arguments",
            described.map(({ name, text }): Entry => [`<${name}>`, text ?? ""]),
            columns
          )
        ]),
    ...(help.commands ?? []).map(([heading, entries]) => block(heading, entries, columns)),
    ...sections(help.flags, columns),
    ...(help.notes ?? []).map(paragraph)
  ]
  return `${parts.join("\n\n")}\n`
}
