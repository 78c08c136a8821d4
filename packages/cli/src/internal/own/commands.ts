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
    words: ["read"],
    summary: "Prints a whole conversation for reading.",
    load: () => import("./read.js")
  },
  {
    words: ["search"],
    summary: "Finds conversations by their subject, text, tags, dates and people.",
    load: () => import("./search.js")
  },
  {
    words: ["briefing"],
    summary: "Shows what is open: per user and inbox, unassigned, and waiting the longest.",
    load: () => import("./briefing.js")
  },
  {
    words: ["report"],
    summary: "Prints a report about an interval, with a chart.",
    load: () => import("./report.js")
  },
  {
    words: ["watch"],
    summary: "Prints conversations as they are created or change.",
    load: () => import("./watch.js")
  },
  {
    words: ["export"],
    summary: "Writes the account into NDJSON files.",
    load: () => import("./export.js")
  },
  {
    words: ["sync"],
    summary: "Copies the account into SQLite, PostgreSQL or files, and keeps the copy accurate.",
    load: () => import("./sync.js")
  },
  {
    words: ["api"],
    summary: "Sends a request to any path of the API.",
    load: () => import("./api.js")
  },
  {
    words: ["mcp"],
    summary: "Serves the account to agents: Model Context Protocol over stdio or HTTP.",
    load: () => import("./mcp.js")
  },
  {
    words: ["login"],
    summary: "Saves the credentials of an account, and checks them.",
    load: () => import("./login.js")
  },
  {
    words: ["logout"],
    summary: "Deletes saved credentials.",
    load: () => import("./logout.js")
  },
  {
    words: ["whoami"],
    summary: "Shows the user behind the credentials.",
    load: () => import("./whoami.js")
  },
  {
    words: ["profiles"],
    summary: "Lists the saved credentials.",
    load: () => import("./profiles.js")
  },
  {
    words: ["limits"],
    summary: "Shows the rate limit, and how much of it is left.",
    load: () => import("./limits.js")
  },
  {
    words: ["doctor"],
    summary: "Checks everything that the command needs, and says what to do.",
    load: () => import("./doctor.js")
  },
  {
    words: ["completions"],
    summary: "Prints completions for bash, zsh or fish.",
    load: () => import("./completions.js")
  },
  {
    words: ["simulate"],
    summary: "Serves a simulated Help Scout on this machine, and prints the variables to set.",
    load: () => import("./simulate.js")
  }
]
