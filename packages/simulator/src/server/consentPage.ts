/**
 * The page that asks a user to authorize an app, the first step of the authorization code flow. A browser opens it, and
 * the user's choice redirects the browser to the app.
 *
 *     GET  ?client_id=...&state=...   the page: one choice per user
 *     POST the user's choice          302 to the app's redirection URL with `code` and `state`, or with `error`
 */
import * as Account from "../Account.js"
import * as Users from "../data/users.js"
import * as Response from "../Response.js"
import type * as TokenEndpoint from "./tokenEndpoint.js"

/** The path of the page, the same as on Help Scout's own host. */
export const path = "/authentication/authorizeClientApplication"

/** A call of the page. */
export interface Request {
  readonly method: string
  readonly query: string
  readonly body: string
}

/** The parts of the simulator that the page uses. */
export interface Options {
  readonly accounts: () => ReadonlyArray<Account.Account>
  readonly clientIds: ReadonlyArray<string>
  /** The URL that was registered for the app. Without it, the page shows the code. */
  readonly redirectUrl: string | undefined
  readonly authorize: (subject: TokenEndpoint.Subject) => string
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;"
}

/** Text for the content of an element, or for a quoted attribute. */
const html = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? "")

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:4rem auto;padding:0 1rem}
label{display:block;padding:.25rem 0}button{font:inherit;padding:.5rem 1.5rem;margin:1rem .5rem 0 0}`

const document = (title: string, content: string, status = 200): Response.Response =>
  Response.text(
    `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${html(title)}</title>
<style>${style}</style></head>
<body><h1>${html(title)}</h1>
${content}
<p><small>This is the simulator of effect-helpscout, not Help Scout.</small></p></body>
</html>
`,
    {
      status,
      contentType: "text/html; charset=utf-8",
      headers: {
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        "Cache-Control": "no-store"
      }
    }
  )

const wrong = (what: string, todo: string): Response.Response =>
  document("The app cannot be authorized", `<p>${html(what)} ${html(todo)}</p>`, 400)

/** A user who can be chosen. The value of the choice is the account's name and the user's id. */
interface Choice extends TokenEndpoint.Subject {
  readonly value: string
  readonly label: string
}

const choices = (accounts: ReadonlyArray<Account.Account>): ReadonlyArray<Choice> =>
  accounts.flatMap((account) => {
    const users = account.table(Users.users).all()
    // routes of one's own may have no users
    const known =
      users.length > 0 ? users : [{ id: Account.ownerId, firstName: "The", lastName: "owner", role: "owner" }]
    return known.map(({ firstName, id, lastName, role }) => ({
      account: account.name,
      userId: id,
      value: `${id}@${account.name}`,
      label: `${firstName} ${lastName} (${role})${accounts.length > 1 ? `, ${account.name}` : ""}`
    }))
  })

/** Adds parameters to a URL that may have some already. */
const withQuery = (url: string, parameters: Readonly<Record<string, string | undefined>>): string => {
  const result = new URL(url)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) result.searchParams.append(name, value)
  }
  return result.href
}

/** Makes the function that responds to calls of the page. */
export const make = (options: Options): ((request: Request) => Response.Response) => {
  const { authorize, clientIds, redirectUrl } = options
  if (redirectUrl !== undefined && !URL.canParse(redirectUrl)) {
    throw new Error(
      `Simulator: redirectUrl must be an absolute URL such as "http://127.0.0.1:3000/callback", but is ${JSON.stringify(redirectUrl)}.`
    )
  }

  const page = (clientId: string, state: string | null): Response.Response => {
    const users = choices(options.accounts()).map(
      ({ label, value }, index) =>
        `<label><input type="radio" name="user" value="${html(value)}"${index === 0 ? " checked" : ""}> ${html(label)}</label>`
    )
    const hidden = [["client_id", clientId] as const, ...(state === null ? [] : [["state", state] as const])].map(
      ([name, value]) => `<input type="hidden" name="${name}" value="${html(value)}">`
    )
    return document(
      `Authorize ${clientId}?`,
      `<form method="post" action="${path}">${hidden.join("")}
<p>The app asks for access to Help Scout. Continue as:</p>
${users.join("\n")}
<button name="decision" value="allow">Authorize</button><button name="decision" value="deny">Deny</button></form>`
    )
  }

  const decide = (form: URLSearchParams, state: string | undefined): Response.Response => {
    const denied = form.get("decision") !== "allow"
    const chosen = choices(options.accounts()).find(({ value }) => value === form.get("user"))
    if (!denied && chosen === undefined)
      return wrong("The form names no user of the account.", "Go back and choose one.")
    // Help Scout does not document what follows a denial: RFC 6749, section 4.1.2.1
    const result =
      denied || chosen === undefined
        ? { error: "access_denied" }
        : { code: authorize({ account: chosen.account, userId: chosen.userId }) }
    if (redirectUrl !== undefined)
      return Response.empty(302, { Location: withQuery(redirectUrl, { ...result, state }) })
    const [name, value] = Object.entries(result)[0] ?? ["", ""]
    return document(
      name === "code" ? "The app is authorized" : "The app is not authorized",
      `<p>No redirection URL is registered, so the parameters that it would receive are shown here.</p>
<p><code>${html(name)}</code>: <code id="${html(name)}">${html(value)}</code></p>`
    )
  }

  return ({ body, method, query }) => {
    if (method !== "GET" && method !== "POST") return Response.methodNotAllowed
    const given = new URLSearchParams(method === "GET" ? query : body)
    const clientId = given.get("client_id")
    if (clientId === null || !clientIds.includes(clientId)) {
      return wrong(
        clientId === null ? "The parameter client_id is missing." : `There is no app with the client id ${clientId}.`,
        `Open the page with client_id=${clientIds[0]}.`
      )
    }
    const state = given.get("state")
    return method === "GET" ? page(clientId, state) : decide(given, state ?? undefined)
  }
}
