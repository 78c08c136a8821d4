/** Flags as data, and their parsing with `@effect/cli`. */
import { stripVTControlCharacters } from "node:util"
import * as Args from "@effect/cli/Args"
import * as CliConfig from "@effect/cli/CliConfig"
import type * as Command from "@effect/cli/CommandDescriptor"
import * as CommandDescriptor from "@effect/cli/CommandDescriptor"
import * as HelpDoc from "@effect/cli/HelpDoc"
import * as Options from "@effect/cli/Options"
import type * as FileSystem from "@effect/platform/FileSystem"
import type * as Path from "@effect/platform/Path"
import type * as Terminal from "@effect/platform/Terminal"
import * as Effect from "effect/Effect"
import { formats } from "../output/format.js"
import type { Input } from "./fields.js"
import type { Operation } from "./operations.js"
import { closest, UsageError } from "./usageError.js"

export interface Flag {
  readonly name: string
  readonly alias?: string
  /** What the value is called in help: `<id>`. A flag without a value is a boolean. */
  readonly value?: string
  readonly choices?: ReadonlyArray<string>
  readonly isRepeated?: boolean
  readonly isRequired?: boolean
  readonly text: string
  readonly default?: string
  /** The heading in help. */
  readonly section: string
}

/** The positional arguments of a command, for help and completions. */
export interface Argument {
  readonly name: string
  readonly text?: string
  readonly isOptional?: boolean
  /** For completions. */
  readonly choices?: ReadonlyArray<string>
}

// ---------------------------------------------------------------------------------------------------------------
// flags that commands share
// ---------------------------------------------------------------------------------------------------------------

const section = (name: string, flags: ReadonlyArray<Omit<Flag, "section">>): ReadonlyArray<Flag> =>
  flags.map((flag) => ({ ...flag, section: name }))

export const outputFlags = section("Output", [
  {
    name: "output",
    alias: "o",
    value: "format",
    choices: formats,
    text: "The format.",
    default: "table on a terminal, ndjson in a pipe"
  },
  { name: "fields", value: "a,b.c", text: "Only these fields. A dot leads into an object or a list." }
])

export const accountFlags = section("Account", [
  { name: "profile", value: "name", text: "The login to use.", default: "HELPSCOUT_PROFILE, then the environment" },
  { name: "read-only", text: "Denies every call that is not a read, whatever the command." },
  {
    name: "max-wait",
    value: "seconds",
    text: "How long a request may wait for the rate limit.",
    default: "as long as it takes, and 3 minutes after a 429"
  },
  { name: "json-errors", text: "Errors as JSON on stderr." },
  { name: "verbose", text: "Logs every request to stderr, without its content." }
])

export const listFlags = section("List", [
  { name: "all", text: "All items, page after page." },
  { name: "limit", value: "n", text: "At most n items." }
])

export const writeFlags = section("Write", [
  { name: "yes", alias: "y", text: "Does not ask for confirmation." },
  { name: "dry-run", text: "Prints the request, and sends nothing." }
])

export const bulkFlags = section("Bulk", [
  { name: "each", value: "file|-", text: "One call for each line: an id, or JSON with ids and fields." },
  { name: "concurrency", value: "n", text: "Calls at a time.", default: "4" },
  { name: "journal", value: "file", text: "Where the outcome of each line is recorded." },
  { name: "resume", text: "Skips the lines that the journal records as done or unknown." }
])

/** The flags of a command, with those that all commands have. */
export const withSharedFlags = (flags: ReadonlyArray<Flag> = []): ReadonlyArray<Flag> => [
  ...flags,
  ...outputFlags,
  ...accountFlags
]

// ---------------------------------------------------------------------------------------------------------------
// flags of operations
// ---------------------------------------------------------------------------------------------------------------

const valueName = ({ isList, type }: Input): string => {
  switch (type._tag) {
    case "Number":
      return type.isId ? "id" : "n"
    case "Boolean":
      return "true|false"
    case "Choice":
      return "choice"
    case "Date":
      return "date"
    case "Day":
      return "yyyy-mm-dd"
    case "File":
      return "path"
    case "Secret":
      return "env:NAME|@file"
    case "Customer":
      return "id|email|json"
    case "Json":
      return isList ? "json" : "json|@file"
    case "Text":
      return "text"
  }
}

const known = ({ type }: Input): string =>
  type._tag === "Text" && type.known.length > 0 ? ` Known values: ${type.known.join(", ")}.` : ""

/** Flags of the command line win over fields of the same name. */
const renamed = (input: Input, taken: ReadonlySet<string>): Input =>
  taken.has(input.flag) ? { ...input, flag: `${input.flag}-value` } : input

const reserved: ReadonlySet<string> = new Set(
  [...outputFlags, ...accountFlags, ...listFlags, ...writeFlags, ...bulkFlags].map(({ name }) => name).concat("data")
)

export const withoutCollisions = (inputs: ReadonlyArray<Input>, others: ReadonlyArray<Input>): ReadonlyArray<Input> => {
  const taken = new Set([...reserved, ...others.map(({ flag }) => flag)])
  return inputs.map((input) => renamed(input, taken))
}

const flagOf = (input: Input, heading: string): Flag => ({
  name: input.flag,
  ...(input.type._tag === "Boolean" ? {} : { value: valueName(input) }),
  ...(input.type._tag === "Choice" && !input.isList ? { choices: input.type.choices.map(String) } : {}),
  isRepeated: input.isList,
  isRequired: input.isRequired,
  text: `${input.doc?.text ?? ""}${known(input)}`.trim(),
  ...(input.doc?.default === undefined ? {} : { default: input.doc.default.replaceAll('"', "") }),
  section: heading
})

const dataFlag: Flag = {
  name: "data",
  value: "json|@file|-",
  text: "The payload, or the part of it that has no flags.",
  section: "Payload"
}

const pageFlag: Flag = { name: "page", value: "n", text: "One page, counted from 1.", default: "1", section: "List" }

export const isWrite = (operation: Operation): boolean => operation.description.method !== "GET"

const isNumbered = ({ description }: Operation): boolean =>
  description.list?.paging === "numbered" || description.list?.paging === "report"

/** Every flag of an operation. */
export const flagsOf = (operation: Operation): ReadonlyArray<Flag> => [
  ...operation.filters.map((input) => flagOf(input, "Filters")),
  ...operation.payload.map((input) => flagOf(input, "Payload")),
  ...(operation.takesPayload ? [dataFlag] : []),
  ...(operation.kind === "List" ? [...(isNumbered(operation) ? [pageFlag] : []), ...listFlags] : []),
  // a method that streams its batches reads all ids of its payload
  ...(isWrite(operation) ? [...writeFlags, ...(operation.kind === "All" ? [] : bulkFlags)] : []),
  ...outputFlags,
  ...accountFlags
]

export const argumentsOf = ({ params }: Operation): ReadonlyArray<Argument> =>
  params.map(({ isOptional, name }) => ({ name, isOptional }))

// ---------------------------------------------------------------------------------------------------------------
// parsing
// ---------------------------------------------------------------------------------------------------------------

const optionOf = ({ alias, choices, name, text, value }: Flag): Options.Options<ReadonlyArray<string>> => {
  const values = value === undefined ? ["true", "false"] : choices
  const bare: Options.Options<string> = values === undefined ? Options.text(name) : Options.choice(name, [...values])
  const described = Options.withDescription(bare, text)
  return Options.repeated(alias === undefined ? described : Options.withAlias(described, alias))
}

// `Options.all` fails for an empty record
const noOptions: Options.Options<Readonly<Record<string, ReadonlyArray<string>>>> = Options.map(
  Options.none,
  () => ({})
)

/** The command as `@effect/cli` describes it, for parsing. */
const descriptor = (
  name: string,
  flags: ReadonlyArray<Flag>
): Command.Command<{
  readonly name: string
  readonly options: Readonly<Record<string, ReadonlyArray<string>>>
  readonly args: ReadonlyArray<string>
}> =>
  CommandDescriptor.make(
    name,
    flags.length === 0 ? noOptions : Options.all(Object.fromEntries(flags.map((flag) => [flag.name, optionOf(flag)]))),
    Args.repeated(Args.text({ name: "argument" }))
  )

export interface Parsed {
  readonly flags: Readonly<Record<string, ReadonlyArray<string>>>
  readonly args: ReadonlyArray<string>
}

/** `--yes` becomes `--yes true`, and `--tag=x` becomes `--tag x`, which `@effect/cli` reads in every position. */
const normalized = (argv: ReadonlyArray<string>, flags: ReadonlyArray<Flag>): ReadonlyArray<string> => {
  const booleans = new Set(
    flags.flatMap(({ alias, name, value }) =>
      value === undefined ? [`--${name}`, ...(alias === undefined ? [] : [`-${alias}`])] : []
    )
  )
  const end = argv.indexOf("--")
  const [before, after] = end === -1 ? [argv, []] : [argv.slice(0, end), argv.slice(end)]
  const split = before.flatMap((word, index) => {
    const [, name, value] = /^(--[\w-]+)=(.*)$/s.exec(word) ?? []
    if (name !== undefined && value !== undefined) return [name, value]
    const next = before[index + 1]
    return booleans.has(word) && next !== "true" && next !== "false" ? [word, "true"] : [word]
  })
  return [...split, ...after]
}

/** The message of `@effect/cli`, without its colors. */
const plainText = (doc: HelpDoc.HelpDoc): string => {
  const text = stripVTControlCharacters(HelpDoc.toAnsiText(doc)).trim()
  return /[.?]$/.test(text) ? text : `${text}.`
}

const unknownFlag = (word: string, flags: ReadonlyArray<Flag>, command: string): UsageError => {
  const best = closest(
    word.replace(/^-+/, ""),
    flags.map(({ name }) => name)
  )
  const todo = best === undefined ? `Run \`helpscout ${command} --help\` for the list.` : `Did you mean \`--${best}\`?`
  return new UsageError({ message: `${command}: the flag ${word} does not exist. ${todo}` })
}

/** The message of `@effect/cli` does not name the flag. */
const wrongChoice = (words: ReadonlyArray<string>, flags: ReadonlyArray<Flag>, command: string) => {
  for (const { alias, choices, name } of flags) {
    const index = words.findIndex((word) => word === `--${name}` || (alias !== undefined && word === `-${alias}`))
    const found = words[index + 1]
    if (choices === undefined || index === -1 || found === undefined || choices.includes(found)) continue
    const best = closest(found, choices)
    const hint = best === undefined ? "" : ` Did you mean ${best}?`
    return new UsageError({
      message: `${command}: --${name}: expected ${choices.join(", ")}, found ${JSON.stringify(found)}.${hint}`
    })
  }
  return undefined
}

/** Parses what follows the name of a command. */
export const parse = (
  command: string,
  argv: ReadonlyArray<string>,
  flags: ReadonlyArray<Flag>
): Effect.Effect<Parsed, UsageError, FileSystem.FileSystem | Path.Path | Terminal.Terminal> =>
  Effect.gen(function* () {
    const words = normalized(argv, flags)
    const names = new Set(
      flags.flatMap(({ alias, name }) => [`--${name}`, ...(alias === undefined ? [] : [`-${alias}`])])
    )
    const end = words.indexOf("--")
    const stray = words.slice(0, end === -1 ? words.length : end)
    const unknown = stray.find(
      (word, index) => /^--?[a-z]/i.test(word) && !names.has(word) && !names.has(stray[index - 1] ?? "")
    )
    if (unknown !== undefined) return yield* unknownFlag(unknown, flags, command)
    const wrong = wrongChoice(words, flags, command)
    if (wrong !== undefined) return yield* wrong
    const config = CliConfig.make({ isCaseSensitive: true, showBuiltIns: false, autoCorrectLimit: 0 })
    const directive = yield* CommandDescriptor.parse(descriptor(command, flags), [command, ...words], config).pipe(
      Effect.mapError(({ error }) => new UsageError({ message: `${command}: ${plainText(error)}` }))
    )
    if (directive._tag === "BuiltIn") {
      return yield* new UsageError({ message: `${command}: run \`helpscout ${command} --help\`.` })
    }
    const { args, options } = directive.value
    const twice = flags.find(({ isRepeated, name }) => isRepeated !== true && (options[name] ?? []).length > 1)
    if (twice !== undefined) {
      return yield* new UsageError({ message: `${command}: --${twice.name} was given more than once. Pass it once.` })
    }
    return { flags: options, args: [...args, ...directive.leftover] }
  })
