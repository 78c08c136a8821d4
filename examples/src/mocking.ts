/**
 * Swaps one service for a few functions: the users are real (here: of the simulator), the conversations are not, and
 * no reply can leave by mistake. In a test the same is done with `it.effect` and `Effect.provide`.
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

/** What is tried: answers a customer in the name of whoever is signed in. */
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

  // of all the members, the one that `thank` uses, in the group where it stands
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
  yield* Console.log(`Thread ${id} would have been: ${written.join()}`)

  // what was not given is a defect that names itself
  const forgotten = yield* Effect.provide(thank(12, 34), Layer.provideMerge(Mock.layer(Users, {}), conversations)).pipe(
    Effect.catchAllDefect((defect) => Effect.succeed(String(defect)))
  )
  yield* Console.log(forgotten)
})

NodeRuntime.runMain(program)
