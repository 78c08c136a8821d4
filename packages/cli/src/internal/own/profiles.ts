/** `helpscout profiles` */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as Terminal from "../output/terminal.js"
import * as Profiles from "../profiles.js"
import type { Implementation } from "./commands.js"

export const command: Implementation = {
  columns: ["name", "flow", "clientId", "baseUrl"],
  run: (session) =>
    Effect.gen(function* () {
      const names = yield* Profiles.list
      if (names.length === 0) return yield* Terminal.note("No profiles. Run `helpscout login`.")
      const rows = Stream.mapEffect(Stream.fromIterable(names), (name) =>
        Effect.map(Profiles.load(name), (profile) => ({
          name,
          flow: profile?.flow,
          clientId: profile?.clientId,
          baseUrl: profile?.baseUrl
        }))
      )
      return yield* session.rows(rows)
    })
}
