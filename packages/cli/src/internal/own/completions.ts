/** `helpscout completions` */
import * as CommandDescriptor from "@effect/cli/CommandDescriptor"
import * as Effect from "effect/Effect"
import { descriptor, type Flag, flagsOf, withSharedFlags } from "../command/flags.js"
import { operation, operationNames } from "../command/operations.js"
import { UsageError } from "../command/usageError.js"
import * as Terminal from "../output/terminal.js"
import type { Implementation, OwnCommand } from "./commands.js"

interface Node {
  readonly flags: ReadonlyArray<Flag>
  readonly children: Map<string, Node>
}

const insert = (root: Node, words: ReadonlyArray<string>, flags: ReadonlyArray<Flag>): void => {
  let node = root
  for (const [index, word] of words.entries()) {
    const next = node.children.get(word) ?? { flags: index === words.length - 1 ? flags : [], children: new Map() }
    node.children.set(word, next)
    node = next
  }
}

type Descriptor = CommandDescriptor.Command<unknown>

/** The whole tree as `@effect/cli` describes it, which generates the scripts. */
const describe = (name: string, { children, flags }: Node): Descriptor => {
  const own = descriptor(name, flags) as Descriptor
  const [first, ...rest] = [...children].map(([word, child]) => [word, describe(word, child)] as const)
  return first === undefined ? own : (CommandDescriptor.withSubcommands(own, [first, ...rest]) as Descriptor)
}

const tree = (commands: ReadonlyArray<OwnCommand>) =>
  Effect.gen(function* () {
    const root: Node = { flags: [], children: new Map() }
    for (const { load, words } of commands) {
      const { command: implementation } = yield* Effect.promise(load)
      insert(root, words, withSharedFlags(implementation.flags))
    }
    for (const name of operationNames) insert(root, operation(name).words, flagsOf(operation(name)))
    return describe("helpscout", root)
  })

const shells = {
  bash: CommandDescriptor.getBashCompletions,
  zsh: CommandDescriptor.getZshCompletions,
  fish: CommandDescriptor.getFishCompletions
} as const

export const command: Implementation = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the syntax of zsh
  text: 'For bash: eval "$(helpscout completions bash)". For zsh: helpscout completions zsh > "${fpath[1]}/_helpscout". For fish: helpscout completions fish > ~/.config/fish/completions/helpscout.fish.',
  args: [{ name: "shell", text: "bash, zsh or fish." }],
  run: (session, commands) =>
    Effect.gen(function* () {
      const [shell = ""] = session.args
      if (!Object.hasOwn(shells, shell)) {
        return yield* new UsageError({
          message: `completions: expected bash, zsh or fish, found ${JSON.stringify(shell)}.`
        })
      }
      const lines = yield* shells[shell as keyof typeof shells](yield* tree(commands), "helpscout")
      yield* Terminal.write(`${lines.join("\n")}\n`)
    })
}
