import { assert, describe, it } from "@effect/vitest"
import { Simulator } from "@effect-helpscout/simulator/Simulator"
import * as Effect from "effect/Effect"
import { call, simulated } from "../http.js"

const app = { client_id: "simulator-app", client_secret: "simulator-secret" }
const path = "/authentication/authorizeClientApplication"
const redirectUrl = "https://app.example.com/callback?tenant=1"
const users = Effect.provide(Simulator.layer({ redirectUrl, data: { users: 3 } }))
const accounts = (redirectUrl?: string) =>
  Effect.provide(
    Simulator.layer({
      accounts: [{ name: "acme" }, { name: "globex", clientId: "globex-app" }],
      data: "empty",
      ...(redirectUrl !== undefined && { redirectUrl })
    })
  )

const decide = (form: Readonly<Record<string, string>>) => call(path, { method: "POST", form: { ...app, ...form } })

describe("the page that asks a user to authorize an app", () => {
  it.effect("redirects to the app with a code that the token endpoint exchanges once", () =>
    Effect.gen(function* () {
      const page = yield* call(`${path}?client_id=simulator-app&state=a%26b`)
      assert.strictEqual(page.status, 200)
      assert.include(page.headers["content-type"] ?? "", "text/html")
      const values = [...page.text.matchAll(/name="user" value="([^"]+)"/g)].map(([, value]) => value ?? "")
      assert.lengthOf(values, 3)

      const { headers, status } = yield* decide({ decision: "allow", user: values[1] ?? "", state: "a&b" })
      assert.strictEqual(status, 302)
      const target = new URL(headers.location ?? "")
      assert.strictEqual(`${target.origin}${target.pathname}`, "https://app.example.com/callback")
      assert.deepStrictEqual([target.searchParams.get("tenant"), target.searchParams.get("state")], ["1", "a&b"])

      const code = target.searchParams.get("code") ?? ""
      const form = { ...app, grant_type: "authorization_code", code }
      const tokens = yield* call("/v2/oauth2/token", { method: "POST", form })
      const me = yield* call("/v2/users/me", { token: tokens.body.access_token })
      assert.strictEqual(`${me.body.id}@default`, values[1], "the token belongs to the chosen user")
      assert.strictEqual((yield* call("/v2/oauth2/token", { method: "POST", form })).status, 400)
    }).pipe(users)
  )

  it.effect("redirects with an error after a denial, and without a state if there was none", () =>
    Effect.gen(function* () {
      const { headers } = yield* decide({ decision: "deny" })
      assert.strictEqual(headers.location, "https://app.example.com/callback?tenant=1&error=access_denied")
    }).pipe(users)
  )

  it.effect("offers the users of all accounts", () =>
    Effect.gen(function* () {
      const page = yield* call(`${path}?client_id=globex-app`)
      assert.match(page.text, /4001@acme[\s\S]*4001@globex/)
      const { headers } = yield* decide({ client_id: "globex-app", decision: "allow", user: "4001@globex" })
      assert.include(headers.location ?? "", "https://app.example.com/?code=")
    }).pipe(accounts("https://app.example.com"))
  )

  it.effect("shows the code if no redirection URL is registered", () =>
    Effect.gen(function* () {
      const { status, text } = yield* decide({ decision: "allow", user: "4001@acme" })
      assert.strictEqual(status, 200)
      assert.match(text, /<code id="code">code-[0-9a-f]+<\/code>/)
    }).pipe(accounts())
  )

  it.effect("rejects unknown apps, unknown users and other methods, needs no token, and costs no units", () =>
    Effect.gen(function* () {
      const unknown = yield* call(`${path}?client_id=%3Cscript%3E`)
      assert.strictEqual(unknown.status, 400)
      assert.include(unknown.text, "&lt;script&gt;")
      assert.notInclude(unknown.text, "<script>")
      const wrong = [
        yield* call(path),
        yield* decide({ decision: "allow" }),
        yield* decide({ decision: "allow", user: "1@default" })
      ]
      assert.deepStrictEqual(
        wrong.map(({ status }) => status),
        [400, 400, 400]
      )
      assert.strictEqual((yield* call(path, { method: "PUT", form: app })).status, 405)
      const requests = yield* (yield* Simulator).requests
      assert.isTrue(requests.every(({ cost }) => cost === 0))
    }).pipe(simulated())
  )

  it.effect("is served for routes of one's own, which have no users", () =>
    Effect.gen(function* () {
      assert.include((yield* call(`${path}?client_id=simulator-app`)).text, 'value="4001@default"')
    }).pipe(simulated())
  )

  it.effect("dies at once for a redirection URL that is not absolute", () =>
    Effect.gen(function* () {
      const made = Effect.provide(Effect.void, Simulator.layer({ redirectUrl: "/callback" }))
      assert.include(String(yield* Effect.flip(Effect.sandbox(made))), "redirectUrl must be an absolute URL")
    })
  )
})
