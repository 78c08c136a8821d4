/** `helpscout api` */
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import * as Effect from "effect/Effect"
import * as Confirm from "../command/confirm.js"
import { writeFlags } from "../command/flags.js"
import * as Request from "../command/request.js"
import { UsageError } from "../command/usageError.js"
import { readData } from "../command/values.js"
import * as Terminal from "../output/terminal.js"
import { withAccount } from "./account.js"
import type { Implementation } from "./commands.js"

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const

export const command: Implementation = {
  text: "For endpoints that the catalogue does not have. The request goes to the API's own host, with the account's token and rate limit.",
  args: [
    { name: "method", text: "GET, POST, PUT, PATCH or DELETE.", choices: ["GET", "POST", "PUT", "PATCH", "DELETE"] },
    { name: "path", text: "Below the API's root, with the version: /v2/users/me" }
  ],
  flags: [{ name: "data", value: "json|@file|-", text: "The body.", section: "Request" }, ...writeFlags],
  run: (session) =>
    Effect.gen(function* () {
      const [name = "", path = "", ...others] = session.args
      const method = methods.find((one) => one === name.toUpperCase())
      if (method === undefined || !path.startsWith("/") || path.startsWith("//") || others.length > 0) {
        return yield* new UsageError({
          message: `api: expected a method (${methods.join(", ")}) and a path, such as \`helpscout api GET /v2/users/me\`.`
        })
      }
      const data = session.text("data")
      const body = data === undefined ? undefined : yield* readData("api: --data", data)
      const call = HelpScoutClient.request({
        method,
        path: path as `/${string}`,
        ...(body === undefined ? {} : { body })
      })
      // nothing is known about a write without a record
      const impact: Confirm.Impact = method === "GET" ? "read" : "destroy"
      if (session.has("dry-run")) return yield* session.value(yield* Request.requestOf(call, session.account))
      const request = impact === "read" ? "" : Request.describe(yield* Request.requestOf(call, session.account))
      yield* Confirm.confirm(session, impact, request, "Send it?")
      const result = yield* withAccount(session, call)
      return yield* result === undefined ? Terminal.note("Done.") : session.value(result)
    })
}
