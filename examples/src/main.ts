/**
 * Runs a program like `NodeRuntime.runMain`, and exits like other commands when a signal ends it: with 130 after Ctrl-C, with
 * 143 after SIGTERM.
 */

import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Cause from "effect/Cause"
import type * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

let interruptedCode = 130
process.once("SIGTERM", () => {
  interruptedCode = 143
})

export const run = <A, E>(program: Effect.Effect<A, E>): void =>
  NodeRuntime.runMain(program, {
    teardown: (exit, onExit) => {
      if (Exit.isSuccess(exit)) onExit(0)
      else onExit(Cause.isInterruptedOnly(exit.cause) ? interruptedCode : 1)
    }
  })
