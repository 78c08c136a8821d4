/**
 * Shows the first steps: prints the current user and the latest conversations.
 * Run it with `node examples/dist/src/firstSteps.js`.
 */

import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import { Conversations } from "@effect-helpscout/resources/Conversations"
import { Users } from "@effect-helpscout/resources/Users"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Account from "./account.js"

const program = Effect.gen(function* () {
  const users = yield* Users
  const conversations = yield* Conversations

  const me = yield* users.me()
  yield* Console.log(`Signed in as ${me.firstName} ${me.lastName}`)

  yield* conversations.listAll({ status: "all" }).pipe(
    Stream.take(5),
    Stream.runForEach(({ number, subject, status }) =>
      Console.log(`#${number} ${subject ?? "(no subject)"} (${status})`)
    )
  )
})

const layer = Layer.provide(Layer.merge(Users.layer, Conversations.layer), Account.layer(100))

NodeRuntime.runMain(Effect.provide(program, layer))
