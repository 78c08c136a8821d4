/** From the words of a command line to a command: its own commands first, then the operations of the catalogue. */
import { groupDocs } from "../commandDocs.js"
import type { Entry, Help } from "../output/help.js"
import { type OwnCommand, ownCommands } from "../own/commands.js"
import { kebab } from "./fields.js"
import { docOf, operationNames } from "./operations.js"
import { suggestion } from "./usageError.js"

export type Resolved =
  | { readonly _tag: "Operation"; readonly name: string; readonly rest: ReadonlyArray<string> }
  | { readonly _tag: "Own"; readonly command: OwnCommand; readonly rest: ReadonlyArray<string> }
  /** A group, or the command itself. */
  | { readonly _tag: "Group"; readonly words: ReadonlyArray<string> }
  | { readonly _tag: "Unknown"; readonly message: string }

interface Named {
  readonly words: ReadonlyArray<string>
  readonly name: string
}

const operations: ReadonlyArray<Named> = operationNames.map((name) => ({ words: name.split(".").map(kebab), name }))

const startsWith = (words: ReadonlyArray<string>, prefix: ReadonlyArray<string>): boolean =>
  prefix.every((word, index) => words[index] === word)

/** The first sentence. */
export const summaryOf = (text: string): string => /^.*?[.!?](?= |\n|$)/.exec(text)?.[0] ?? text

/** The words that can follow others. */
const nextWords = (prefix: ReadonlyArray<string>): ReadonlyArray<string> => {
  const all = [...ownCommands, ...operations].map(({ words }) => words)
  return [
    ...new Set(all.filter((words) => startsWith(words, prefix)).map((words) => words[prefix.length] ?? ""))
  ].filter((word) => word !== "")
}

/** The words that can follow a group, and what they mean. */
export const childrenOf = (group: ReadonlyArray<string>): ReadonlyArray<Entry> =>
  nextWords(group).map((word): Entry => {
    const words = [...group, word]
    const isIt = (one: { readonly words: ReadonlyArray<string> }) =>
      one.words.length === words.length && startsWith(one.words, words)
    const named = operations.find(isIt)?.name
    if (named !== undefined) return [word, summaryOf(docOf(named).text)]
    const own = ownCommands.find(isIt)
    const resource = Object.keys(groupDocs).find((name) => group.length === 0 && kebab(name) === word)
    return [word, own?.summary ?? (resource === undefined ? "" : (groupDocs[resource] ?? ""))]
  })

/** Finds the command. Camel case works, too: `threads createReply`. */
export const resolve = (argv: ReadonlyArray<string>): Resolved => {
  const end = argv.findIndex((word) => word.startsWith("-"))
  const leading = (end === -1 ? argv : argv.slice(0, end)).map(kebab)
  const own = ownCommands.find(({ words }) => startsWith(leading, words))
  if (own !== undefined) return { _tag: "Own", command: own, rest: argv.slice(own.words.length) }
  const found = operations.find(({ words }) => startsWith(leading, words))
  if (found !== undefined) return { _tag: "Operation", name: found.name, rest: argv.slice(found.words.length) }
  let depth = 0
  while (depth < leading.length && nextWords(leading.slice(0, depth + 1)).length > 0) depth += 1
  const group = leading.slice(0, depth)
  const word = argv[depth]
  if (depth === leading.length) return { _tag: "Group", words: group }
  const help = ["helpscout", ...group, "--help"].join(" ")
  const place = group.length === 0 ? "" : `${group.join(" ")}: `
  return {
    _tag: "Unknown",
    message: `${place}the command ${JSON.stringify(word)} does not exist. ${suggestion(leading[depth] ?? "", nextWords(group), help)}`
  }
}

const rootCommands = (): Help["commands"] => {
  const everyday = ownCommands.map(({ summary, words }): Entry => [words.join(" "), summary])
  const resources = Object.entries(groupDocs).map(([name, summary]): Entry => [kebab(name), summary])
  return [
    ["Commands", everyday],
    ["Resources", resources]
  ]
}

const groupCommands = (group: ReadonlyArray<string>): Help["commands"] => {
  const inside = operations.filter(({ words }) => startsWith(words, group))
  const entries = inside.map(
    ({ name, words }): Entry => [words.slice(group.length).join(" "), summaryOf(docOf(name).text)]
  )
  return [["Commands", entries]]
}

/** The help of a group of commands. */
export const groupHelp = (group: ReadonlyArray<string>): Help => {
  const [resource = ""] = group
  const name = Object.keys(groupDocs).find((key) => kebab(key) === resource)
  return {
    command: group.join(" "),
    text:
      group.length === 0
        ? "Help Scout at the command line: every endpoint of the Mailbox API, and commands for everyday work."
        : group.length === 1
          ? (groupDocs[name ?? ""] ?? "")
          : "",
    args: [],
    flags: [],
    commands: group.length === 0 ? rootCommands() : groupCommands(group),
    notes:
      group.length === 0
        ? [
            "`helpscout <command> --help` explains a command. `helpscout simulate` starts a simulated account to try it with."
          ]
        : []
  }
}
