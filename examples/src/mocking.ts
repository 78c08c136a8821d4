/**
 * Shows mocking: replaces one service with a few functions, so that no reply can be sent by mistake. The other service is
 * real (here, the simulator's). In a test, use `it.effect` and `Effect.provide` in the same way.
 * Run it with `node examples/dist/src/mocking.js`.
 */

import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Users } from "@effect-helpscout/resources/Users"
import * as Mock from "@effect-helpscout/simulator/Mock"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Account from "./account.js"

/** The code under test: replies to a customer in the name of the current user. */
const thank = (
  conversationId: number,
  customerId: number
): Effect.Effect<number, HelpScoutError, Conversations | Users> =>
  Effect.gen(function* () {
    const me = yield* (yield* Users).me()
    const { threads } = yield* Conversations
    const text = `Thank you for writing. ${me.firstName}`
    return yield* threads.createReply({ conversationId }, { customer: { id: customerId }, text })
  })

const program = Effect.gen(function* () {
  const written: Array<string> = []

  // only the member that `thank` uses, in its group
  const conversations = Mock.layer(Conversations, {
    threads: {
      createReply: ({ conversationId }, { text }) =>
        Effect.sync(() => {
          written.push(`${conversationId}: ${text}`)
          return 1001
        })
    }
  })
  const layer = Layer.merge(conversations, Layer.provide(Users.layer, Account.layer(10)))

  const id = yield* Effect.provide(thank(12, 34), layer)
  yield* Console.log(`Thread ${id} would have been created: ${written.join()}`)

  // a member without a mock dies with a defect that names it
  const missing = yield* Effect.provide(thank(12, 34), Layer.provideMerge(Mock.layer(Users, {}), conversations)).pipe(
    Effect.catchAllDefect((defect) => Effect.succeed(String(defect)))
  )
  yield* Console.log(missing)
})

NodeRuntime.runMain(program)
