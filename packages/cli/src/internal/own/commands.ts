/** The commands beyond the catalogue. Each module is loaded when its command runs. */
import type * as Effect from "effect/Effect"
import type { Argument, Flag } from "../command/flags.js"
import type { Session } from "../command/session.js"

/** What the module of a command exports. */
export interface Implementation {
  readonly args?: ReadonlyArray<Argument>
  readonly flags?: ReadonlyArray<Flag>
  /** Paragraphs of help after the summary. */
  readonly text?: string
  readonly columns?: ReadonlyArray<string>
  readonly run: (session: Session) => Effect.Effect<void, unknown>
}

export interface OwnCommand {
  readonly words: ReadonlyArray<string>
  readonly summary: string
  readonly load: () => Promise<{ readonly command: Implementation }>
}

export const ownCommands: ReadonlyArray<OwnCommand> = [
  {
    words: ["simulate"],
    summary: "Serves a simulated Help Scout on this machine, and prints the variables to set.",
    load: () => import("./simulate.js")
  }
]
