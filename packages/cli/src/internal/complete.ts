/**
 * Completes a command line: `helpscout __complete conversations thr`. The scripts of `helpscout completions` call it at each
 * Tab, so they know the installed version, and the shell does not parse all commands when it starts.
 */
import * as Effect from "effect/Effect"
import { type Argument, argumentsOf, type Flag, flagsOf, withSharedFlags } from "./command/flags.js"
import { operation } from "./command/operations.js"
import { childrenOf, resolve, summaryOf } from "./command/resolve.js"
import { write } from "./output/terminal.js"
import { oneLine } from "./output/text.js"
import * as Profiles from "./profiles.js"

/** A word, and what it means. */
type Candidate = readonly [word: string, text: string]

interface Command {
  readonly flags: ReadonlyArray<Flag>
  readonly args: ReadonlyArray<Argument>
  /** The words after the name. */
  readonly rest: ReadonlyArray<string>
}

const commandOf = (words: ReadonlyArray<string>): Effect.Effect<Command | ReadonlyArray<Candidate>> =>
  Effect.gen(function* () {
    const resolved = resolve(words)
    if (resolved._tag === "Group") return childrenOf(resolved.words)
    if (resolved._tag === "Unknown") return []
    if (resolved._tag === "Operation") {
      const found = operation(resolved.name)
      return { flags: flagsOf(found), args: argumentsOf(found), rest: resolved.rest }
    }
    const { command } = yield* Effect.promise(resolved.command.load)
    return { flags: withSharedFlags(command.flags), args: command.args ?? [], rest: resolved.rest }
  })

const withoutText = (words: ReadonlyArray<string>): ReadonlyArray<Candidate> => words.map((word) => [word, ""])

const flagNamed = (flags: ReadonlyArray<Flag>, word: string | undefined): Flag | undefined =>
  flags.find(({ alias, name }) => word === `--${name}` || (alias !== undefined && word === `-${alias}`))

/** The number of words that are neither flags nor their values. */
const positionals = ({ flags, rest }: Command): number =>
  rest.filter((word, index) => !word.startsWith("-") && flagNamed(flags, rest[index - 1])?.value === undefined).length

const unused = ({ flags, rest }: Command): ReadonlyArray<Candidate> =>
  flags
    .filter((flag) => flag.isRepeated === true || !rest.some((word) => flagNamed([flag], word) !== undefined))
    .map(({ name, text }) => [`--${name}`, summaryOf(text)])

/** What is possible at the position of `current`. */
export const candidates = (before: ReadonlyArray<string>, current: string): Effect.Effect<ReadonlyArray<Candidate>> =>
  Effect.gen(function* () {
    const command = yield* commandOf(before)
    if (!("rest" in command)) return command
    const flag = flagNamed(command.flags, before.at(-1))
    if (flag?.name === "profile") return withoutText(yield* Profiles.list)
    if (flag?.value !== undefined) return withoutText(flag.choices ?? [])
    if (current.startsWith("-")) return unused(command)
    const arg = command.args[Math.min(positionals(command), command.args.length - 1)]
    const isExpected = positionals(command) < command.args.length || arg?.isOptional === true
    return isExpected ? withoutText(arg?.choices ?? []) : unused(command)
  })

/** Prints a line for each candidate: the word, a tab, and what it means. The last of `words` is the one to complete. */
export const complete = (words: ReadonlyArray<string>): Effect.Effect<void> =>
  Effect.gen(function* () {
    const current = words.at(-1) ?? ""
    const found = yield* candidates(words.slice(0, -1), current)
    const lines = found
      .filter(([word]) => word.startsWith(current))
      .map(([word, text]) => `${oneLine(word)}\t${oneLine(text)}\n`)
    yield* write(lines.join(""))
  })
