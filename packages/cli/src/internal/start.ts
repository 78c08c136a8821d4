/** Starts the runtime: Ctrl-C interrupts the command, which releases what it holds, and the exit code is the command's. */
import Process from "node:process"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Account from "./account.js"
import { main } from "./main.js"
import { endOnBrokenPipe } from "./output/terminal.js"

/** Runs a command line. `save` keeps what was compiled for the next run. */
export const start = (argv: ReadonlyArray<string>, save: () => void): void => {
  endOnBrokenPipe()
  const fiber = Effect.runFork(main(argv))
  let signals = 0
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143]
  ] as const) {
    Process.on(signal, () => {
      signals += 1
      // the second signal does not wait
      if (signals > 1) Process.exit(code)
      void Effect.runPromise(Fiber.interrupt(fiber)).then(() => Process.exit(code))
    })
  }
  fiber.addObserver((exit) => {
    if (signals > 0) return
    // a command that sent nothing has compiled too little to keep
    if (Account.isUsed()) save()
    // an open connection must not keep a finished command alive; what was written is flushed by then
    Process.exit(Exit.isSuccess(exit) ? exit.value : 1)
  })
}
