/** `helpscout logout` */
import * as Effect from "effect/Effect"
import * as Terminal from "../output/terminal.js"
import * as Profiles from "../profiles.js"
import type { Implementation } from "./commands.js"

export const command: Implementation = {
  text: "Deletes the files of the profile, with its secret and its tokens. Help Scout is not called.",
  run: (session) => {
    const name = Profiles.chosen(session.account.profile) ?? Profiles.defaultName
    return Effect.zipRight(Profiles.remove(name), Terminal.note(`The profile ${name} is deleted.`))
  }
}
