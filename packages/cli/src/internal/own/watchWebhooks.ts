/** `helpscout watch --webhooks` */
import * as Process from "node:process"
import * as NodeWebhook from "@effect-helpscout/node/NodeWebhook"
import { WebhookStore } from "@effect-helpscout/node/WebhookStore"
import type { WebhookEvent } from "@effect-helpscout/resources/Webhooks/WebhookEvent"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import type { Session } from "../command/session.js"
import { UsageError } from "../command/usageError.js"
import { readSecret } from "../command/values.js"
import { printRows } from "../output/format.js"
import * as Terminal from "../output/terminal.js"

/** law C6: never an argument. */
const secretOf = (session: Session): Effect.Effect<Redacted.Redacted, UsageError> => {
  const given = session.text("secret")
  if (given !== undefined) return Effect.map(readSecret("watch: --secret", given), Redacted.make)
  const variable = Process.env.HELPSCOUT_WEBHOOK_SECRET ?? ""
  if (variable !== "") return Effect.succeed(Redacted.make(variable))
  return new UsageError({
    message:
      "watch: the secret of the webhook is missing. Set HELPSCOUT_WEBHOOK_SECRET, or pass --secret env:NAME or @file."
  })
}

const rowOf = ({ _tag, payload }: WebhookEvent): unknown => ({ event: _tag, ...(payload as object) })

/** Prints each delivery, and ends after `events` of them. A delivery counts as received once its line is written. */
export const watchWebhooks = (session: Session, port: number, events: number | undefined) =>
  Effect.scoped(
    Effect.gen(function* () {
      const { text } = session
      if ((text("output") ?? "ndjson") !== "ndjson") {
        return yield* new UsageError({
          message: `watch: --webhooks prints ndjson, found --output ${text("output")}. Leave --output out.`
        })
      }
      const path = text("path") ?? "/"
      if (!/^\/[\w\-./~%]*$/.test(path)) {
        return yield* new UsageError({
          message: `watch: --path: expected a path such as /helpscout, found ${JSON.stringify(path)}.`
        })
      }
      const secrets = yield* secretOf(session)
      const ended = yield* Deferred.make<void>()
      const output = { ...session.output, format: "ndjson" as const }
      let received = 0
      const { url } = yield* NodeWebhook.serve(
        { secrets, port, host: text("host") ?? "127.0.0.1", path: path as `/${string}` },
        (event) =>
          Effect.zipRight(
            Terminal.writeAll(printRows(Stream.succeed(rowOf(event)), output)),
            Effect.suspend(() => {
              received += 1
              return received === events ? Deferred.succeed(ended, undefined) : Effect.void
            })
          )
      )
      yield* Terminal.note(
        `Receiving webhooks at ${url}. Help Scout needs an https address that leads here. Ctrl-C ends.`
      )
      yield* Deferred.await(ended)
    })
  ).pipe(Effect.provide(WebhookStore.layerMemory()))
