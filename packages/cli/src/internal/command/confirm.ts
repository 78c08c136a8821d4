/** law C1: a write is sent only after it was shown and confirmed, or with `--yes`. */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Effect from "effect/Effect"
import * as Terminal from "../output/terminal.js"
import type { Session } from "./session.js"
import { NotConfirmed } from "./usageError.js"

export type Impact = Endpoint.Impact

/** What a call does, in terms of what the user should know before it is sent. */
export const consequences: Readonly<Record<Impact, string>> = {
  read: "This changes nothing.",
  write: "This changes data in Help Scout.",
  send: "This reaches a person outside the account: it sends an email or a message, which cannot be taken back.",
  destroy: "This cannot be undone."
}

/** Questions are loaded when one is asked. */
const ask = (message: string): Effect.Effect<boolean> =>
  Effect.promise(() => Promise.all([import("@effect/cli/Prompt"), import("@effect/platform-node/NodeTerminal")])).pipe(
    Effect.flatMap(([Prompt, { layer }]) =>
      Effect.provide(Prompt.run(Prompt.confirm({ message, initial: false })), layer)
    ),
    // Ctrl-C at the question
    Effect.catchTag("QuitException", () => Effect.succeed(false))
  ) as Effect.Effect<boolean>

/** Fails unless the user confirms. `what` is the request, as it will be sent. */
export const confirm = (
  session: Session,
  impact: Impact,
  what: string,
  question: string
): Effect.Effect<void, NotConfirmed> =>
  Effect.gen(function* () {
    if (impact === "read" || session.has("yes")) return
    if (!Terminal.isInteractive) {
      return yield* new NotConfirmed({
        message: `${session.command}: nothing was sent, because there is no terminal to confirm on. ${consequences[impact]} Pass --yes to send it, or --dry-run to see the request.`
      })
    }
    yield* Terminal.note(`${what}\n\n${consequences[impact]}`)
    const confirmed = yield* ask(question)
    if (!confirmed) return yield* new NotConfirmed({ message: `${session.command}: canceled. Nothing was sent.` })
  })
