/** A progress bar on a terminal. In a pipe or a log, a line every five seconds. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"

export interface Progress {
  readonly done: number
  readonly total: number
  /** Further information, such as `120 requests, 1 renewals`. */
  readonly note: string
  /** Seconds until the rate limit allows the next request; 0 if none waits. */
  readonly waitSeconds: number
}

const waiting = ({ waitSeconds }: Progress) => (waitSeconds > 1 ? `, waiting ${waitSeconds} s for the rate limit` : "")

/** Formats one line of a terminal. If the terminal does not report its width, 80 columns are assumed. */
export const bar = (progress: Progress, terminalColumns: number | undefined): string => {
  const { done, note, total } = progress
  const columns = terminalColumns || 80
  const part = total === 0 ? 0 : Math.min(1, done / total)
  // the countdown comes first, because a narrow terminal cuts the end off
  const text = `${done} of ${total}${waiting(progress)}, ${note}`
  const width = Math.max(10, Math.min(40, columns - text.length - 4))
  const filled = Math.round(part * width)
  return `[${"#".repeat(filled)}${".".repeat(width - filled)}] ${text}`.slice(0, columns - 1)
}

const line = (progress: Progress): string =>
  `${progress.done} of ${progress.total} conversations${waiting(progress)}, ${progress.note}`

/** Shows the progress that `read` returns, until the scope closes. */
export const show = (read: Effect.Effect<Progress>): Effect.Effect<void, never, Scope.Scope> => {
  const out = process.stdout
  if (!out.isTTY) {
    const print = Effect.flatMap(read, (progress) => Console.log(line(progress)))
    return Effect.asVoid(Effect.forkScoped(Effect.schedule(print, Schedule.spaced("5 seconds"))))
  }
  const draw = Effect.flatMap(read, (progress) =>
    Effect.sync(() => {
      out.write(`\r${bar(progress, out.columns)}\u001b[K`)
    })
  )
  return Effect.zipRight(
    // draws the final state, and starts a new line for further output
    Effect.addFinalizer(() => Effect.zipRight(draw, Console.log(""))),
    Effect.asVoid(Effect.forkScoped(Effect.repeat(draw, Schedule.spaced("100 millis"))))
  )
}
