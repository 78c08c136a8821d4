/** The standard streams of the process, and what is known about the terminal. */
import * as Process from "node:process"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { type Format, formats, type Style } from "./format.js"

export const isTerminal: boolean = Process.stdout.isTTY === true

/** Questions need a terminal to ask on. */
export const isInteractive: boolean = Process.stdin.isTTY === true && Process.stderr.isTTY === true

const columnsOf = (stream: { readonly columns?: number }): number => {
  const stated = Number(Process.env.COLUMNS)
  return stream.columns !== undefined && stream.columns > 0 ? stream.columns : stated > 0 ? stated : 80
}

/** https://no-color.org */
const noColor = Process.env.NO_COLOR !== undefined && Process.env.NO_COLOR !== ""

export const style = (): Style => ({
  columns: columnsOf(Process.stdout),
  isColored: isTerminal && !noColor && Process.env.TERM !== "dumb"
})

export const defaultFormat = (): Format => (isTerminal ? formats[0] : "ndjson")

const writeTo = (stream: NodeJS.WriteStream, text: string | Uint8Array): Effect.Effect<void> =>
  Effect.async((resume) => {
    // a reader that has closed the pipe ends the program: see `endOnBrokenPipe`
    stream.write(text, () => resume(Effect.void))
  })

export const write = (text: string | Uint8Array): Effect.Effect<void> =>
  text.length === 0 ? Effect.void : writeTo(Process.stdout, text)

export const writeAll = <E, R>(texts: Stream.Stream<string | Uint8Array, E, R>): Effect.Effect<void, E, R> =>
  Stream.runForEach(texts, write)

/** Progress, questions and notes go to stderr, so that stdout is data alone. */
export const note = (text: string): Effect.Effect<void> => writeTo(Process.stderr, `${text}\n`)

/** Replaces the last line of a terminal. */
export const progressLine = (text: string): Effect.Effect<void> =>
  Process.stderr.isTTY === true ? writeTo(Process.stderr, `\r\u001b[2K${text}`) : Effect.void

/** A bar for a long operation, on a terminal only: `[#####     ] 50 of 100`. */
export const progress = (done: number, total: number | undefined, what: string): Effect.Effect<void> => {
  const filled = total === undefined ? 0 : Math.round((20 * Math.min(done, total)) / Math.max(1, total))
  const bar = total === undefined ? "" : `[${"#".repeat(filled)}${" ".repeat(20 - filled)}] `
  return progressLine(`${bar}${done}${total === undefined ? "" : ` of ${total}`} ${what}`)
}

export const endProgress: Effect.Effect<void> = progressLine("")

/** law C5: a reader such as `head` that closes the pipe ends the program quietly. */
export const endOnBrokenPipe = (): void => {
  for (const stream of [Process.stdout, Process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      Process.exit(error.code === "EPIPE" ? 0 : 1)
    })
  }
}
