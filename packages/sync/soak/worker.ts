/** One run in a process of its own, which `sync.ts` kills. Prints `started` before the first page, and the report. */
import process from "node:process"
import { parseArgs } from "node:util"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import * as NodeHelpScout from "@effect-helpscout/node/NodeHelpScout"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import * as Destination from "@effect-helpscout/sync/Destination"
import * as Sync from "@effect-helpscout/sync/Sync"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    reconcile: { type: "boolean", default: false },
    wait: { type: "boolean", default: false },
    lease: { type: "string", default: "1 seconds" },
    overlap: { type: "string", default: "0" }
  }
})

const write = (line: string) =>
  Effect.sync(() => {
    process.stdout.write(`${line}\n`)
  })

const program = Sync.run({
  reconcile: values.reconcile,
  overlap: Number(values.overlap),
  onProgress: (progress) =>
    progress._tag === "Completed"
      ? write(JSON.stringify(progress.report))
      : progress._tag === "Started"
        ? write("started")
        : Effect.void
}).pipe(
  Effect.provide(
    Destination.layer(positionals[0] ?? "", {
      holder: `process ${process.pid}`,
      // the soak program writes durations
      lease: values.lease as "1 seconds",
      wait: values.wait
    })
  ),
  Effect.provide(
    Layer.merge(
      Layer.provide(HelpScout.layer, NodeHelpScout.layer({ tokenStore: TokenStore.layerMemory })),
      NodeContext.layer
    )
  )
)

Effect.runPromiseExit(program).then((exit) => {
  if (exit._tag === "Success") return
  process.stderr.write(`${exit.cause._tag === "Fail" ? exit.cause.error.message : String(exit.cause)}\n`)
  process.exitCode = 1
})
