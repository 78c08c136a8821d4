/** `helpscout simulate` */
import * as NodeSimulator from "@effect-helpscout/node/NodeSimulator"
import * as Effect from "effect/Effect"
import * as Terminal from "../output/terminal.js"
import type { Implementation } from "./commands.js"

const section = "Simulator"

export const command: Implementation = {
  text: "Runs until Ctrl-C. In another terminal, run what it prints, and then any command: the variables point it at the simulator.",
  flags: [
    { name: "port", value: "n", text: "The port to listen on.", default: "a free port", section },
    { name: "conversations", value: "n", text: "The number of conversations.", default: "100", section },
    { name: "seed", value: "text", text: "The same seed generates the same account.", default: "helpscout", section }
  ],
  run: (session) =>
    Effect.scoped(
      Effect.gen(function* () {
        const port = yield* session.integer("port")
        const conversations = (yield* session.integer("conversations")) ?? 100
        const simulator = yield* NodeSimulator.serve({
          ...(port === undefined ? {} : { port }),
          seed: session.text("seed") ?? "helpscout",
          data: { conversations }
        })
        yield* Terminal.write(
          `export HELPSCOUT_BASE_URL=${simulator.baseUrl}\nexport HELPSCOUT_CLIENT_ID=${simulator.clientId}\nexport HELPSCOUT_CLIENT_SECRET=${simulator.clientSecret}\n`
        )
        return yield* Effect.never
      })
    )
}
