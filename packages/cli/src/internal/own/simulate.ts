/** `helpscout simulate` */
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as Effect from "effect/Effect"
import { UsageError } from "../command/usageError.js"
import * as Terminal from "../output/terminal.js"
import type { Implementation } from "./commands.js"

const section = "Simulator"

export const command: Implementation = {
  text: "Runs until Ctrl-C. In another terminal, run what it prints, and then any command: the variables point it at the simulator.",
  flags: [
    { name: "port", value: "n", text: "The port to listen on.", default: "a free port", section },
    { name: "conversations", value: "n", text: "The number of conversations.", default: "100", section },
    {
      name: "redirect-url",
      value: "url",
      text: "Where the page that authorizes an app leads, for login --oauth2.",
      default: "http://127.0.0.1:8976",
      section
    },
    { name: "seed", value: "text", text: "The same seed generates the same account.", default: "helpscout", section }
  ],
  run: (session) =>
    Effect.scoped(
      Effect.gen(function* () {
        const port = yield* session.port("port")
        const conversations = (yield* session.integer("conversations")) ?? 100
        const redirectUrl = session.text("redirect-url") ?? "http://127.0.0.1:8976"
        if (!/^https?:/.test(redirectUrl) || !URL.canParse(redirectUrl)) {
          const message = `simulate: --redirect-url: expected an http or https URL, found ${JSON.stringify(redirectUrl)}.`
          return yield* new UsageError({ message })
        }
        const simulator = yield* NodeSimulator.serve({
          ...(port === undefined ? {} : { port }),
          redirectUrl,
          seed: session.text("seed") ?? "helpscout",
          data: { conversations }
        })
        const variables = Object.entries(NodeSimulator.environment(simulator))
        yield* Terminal.write(variables.map(([name, value]) => `export ${name}=${value}\n`).join(""))
        return yield* Effect.never
      })
    )
}
