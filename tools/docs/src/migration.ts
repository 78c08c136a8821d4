/**
 * The guide for who comes from the npm client: a row for each of its methods and options.
 */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import * as AST from "effect/SchemaAST"
import { npmClientMethods } from "./npmClient.js"

export interface Row {
  readonly before: string
  readonly after: string
  readonly different: string
}

/** Where the name differs. */
const renamed: Readonly<Record<string, string>> = {
  "reports.conversation.getBusiesTimeOfDayReport": "reports.conversation.getBusiestTimeOfDayReport"
}

const replacesAll = "Replaces all values. By name, with the ids looked up: `mailboxes.customFields.resolve`"
const entry = (update: string) =>
  `PUT, as there: the whole entry. \`customers.update\` with \`CustomerUpdate.${update}\` changes several entries in one request`

/** What is different beyond the form of the call. */
const differences: Readonly<Record<string, string>> = {
  "conversations.create": "Answers the new id. `customer` is `{ id }` or `{ email }`, never both",
  "conversations.delete": "To the folder Deleted, as there",
  "conversations.get":
    "A conversation that was merged is followed to its new id. `getComplete` reads all threads and attachments",
  "conversations.list":
    "Lists such as `mailbox: [1, 2]` go out as `mailbox=1,2`: the client's `mailbox[]=1&mailbox[]=2` is not documented. `query` can be built with `SearchQuery`. Without `status` only active ones, as there",
  "conversations.update": 'One change: `ConversationUpdate.status("closed")` in place of a raw `{ op, path, value }`',
  "conversations.attachments.getData": "Answers bytes, decoded from base64. `file` streams large ones",
  "conversations.attachments.upload":
    "The second argument is named `attachmentId` there, and is a thread's id. `data` is bytes, encoded for you. Answers an `Option` of the new id",
  "conversations.customFields.update": replacesAll,
  "conversations.tags.update": "Replaces all tags, as there. `tags.add` and `tags.remove` keep the others",
  "conversations.threads.createReply": "Answers the new id. `AmbiguousWrite` tells when the reply may have been sent",
  "conversations.threads.get":
    "Reads the original source, not a thread, as there; `getOriginalSource` is the same under a truer name. A single thread has no endpoint",
  "conversations.threads.update":
    '`ThreadUpdate.text("...")` or `ThreadUpdate.hide` in place of a raw `{ op, path, value }`',
  "customers.create": "Answers the new id. `findOrCreate` answers the customer who has that email already",
  "customers.list": "It has no filter by email: `listV3` has",
  "customers.overwrite": "PUT, as there: what is left out is erased. `updatePartial` keeps what is not named",
  "customers.update":
    'A list of changes, all or none: `[CustomerUpdate.set("jobTitle", "CEO")]` in place of raw `{ op, path, value }`',
  "customers.addresses.update": "PUT, as there: the whole address",
  "customers.chatHandles.update": entry("chatHandles"),
  "customers.emails.update": entry("emails"),
  "customers.phones.update": entry("phones"),
  "customers.socialProfiles.update": entry("socialProfiles"),
  "customers.websites.update": entry("websites"),
  "customers.properties.update":
    'PATCH, as Help Scout documents it; the client sends PUT. `[CustomerPropertyUpdate.set("plan", "Plus")]`',
  "ratings.get": "Nothing but the form",
  "reports.conversation.getBusiesTimeOfDayReport":
    "Help Scout spells it Busiest. `start` and `end` are required, and dates go out in whole seconds",
  "users.me": "The user behind the token, as there",
  "webhooks.update": "PUT, as there: the whole webhook, its secret included",
  "workflows.runManual": "Up to 50 conversations, as there. `runManualBatches` takes any number",
  "workflows.update": "`WorkflowUpdate.activate` or `WorkflowUpdate.deactivate`: nothing else can be changed"
}

const methods = new Map(Catalogue.methods.map((method) => [`${method.group}.${method.name}`, method.endpoint]))

const argumentsOf = ({ kind, description }: Endpoint.Any): string => {
  const ids = Object.keys(description.params)
  const paging = description.list?.paging
  const isQueried = description.query !== undefined || (kind === "List" && paging !== "plain" && paging !== "array")
  const first =
    ids.length === 0 ? (isQueried ? ["query"] : []) : [`{ ${[...ids, ...(isQueried ? ["...query"] : [])].join(", ")} }`]
  return [...first, ...(description.payload === undefined ? [] : ["data"])].join(", ")
}

const isReport = (name: string) => name.startsWith("reports.")

/** The keys that no form of an input can do without, in their order. */
const requiredKeys = (input: AST.AST): ReadonlyArray<string> => {
  const ast = AST.typeAST(input)
  if (AST.isRefinement(ast)) return requiredKeys(ast.from)
  if (AST.isUnion(ast)) {
    const [first = [], ...others] = ast.types.map(requiredKeys)
    return first.filter((key) => others.every((keys) => keys.includes(key)))
  }
  return AST.getPropertySignatures(ast).flatMap(({ isOptional, name }) => (isOptional ? [] : [String(name)]))
}

/** What a report can't do without, which the client leaves to its user. */
const reportNeeds = ({ description: { query } }: Endpoint.Any): string => {
  const keys = (query === undefined ? [] : requiredKeys(query.ast)).map((key) => `\`${key}\``)
  return `${keys.slice(0, -1).join(", ")} and ${keys.at(-1)} are required, and dates go out in whole seconds`
}

/** What follows from the record alone. */
const usual = (name: string, endpoint: Endpoint.Any): string => {
  const { kind, description } = endpoint
  const range = isReport(name) ? `${reportNeeds(endpoint)}. ` : ""
  const { paging } = description.list ?? {}
  if (paging === "plain" || paging === "array") return `${range}A page that holds all of them: there are no others`
  if (kind === "List") return `${range}A page. \`${name.replace(/^.*\./, "")}All\` streams all of them`
  if (isReport(name)) return range.replace(/\. $/, "")
  const { _tag } = description.response.decode
  if (_tag === "Created") return "Answers the new id"
  return _tag === "NoContent" ? "Answers nothing" : "Nothing but the form"
}

/** A row for each method of the client, in its order. */
export const methodRows: ReadonlyArray<Row> = Object.entries(npmClientMethods).flatMap(([group, signatures]) =>
  signatures.map((signature) => {
    const theirs = `${group}.${signature.replace(/\(.*/, "")}`
    const ours = renamed[theirs] ?? theirs
    const endpoint = methods.get(ours)
    if (endpoint === undefined) throw new Error(`there is no ${ours}`)
    return {
      before: `helpscout.${group}.${signature}`,
      after: `helpScout.${ours}(${argumentsOf(endpoint)})`,
      different: `${differences[theirs] ?? usual(ours, endpoint)}.`
    }
  })
)

/** Differences that no row takes up: of methods that are not there. */
export const strayDifferences: ReadonlyArray<string> = Object.keys({ ...differences, ...renamed }).filter(
  (name) => !methodRows.some(({ before }) => before.startsWith(`helpscout.${name}(`))
)

/** A row for each option, event and function of the client itself. */
export const optionRows: ReadonlyArray<Row> = [
  {
    before: "new HelpScout({ clientId, clientSecret })",
    after: "HelpScoutConfig.layer({ clientId, clientSecret })",
    different: "The secret is `Redacted`. `HelpScoutConfig.layerConfig` reads both from the environment."
  },
  {
    before: 'authenticationFlow: "OAuth2"',
    after: "Auth.layerOAuth2()",
    different: "A Layer. Tokens come from the `TokenStore`, from `{ tokens }` or from `setCredentials`."
  },
  {
    before: 'authenticationFlow: "clientCredentials"',
    after: "Auth.layerClientCredentials",
    different: "A Layer. The first request obtains a token."
  },
  {
    before: "helpscout.generateAuthorizationUri(state)",
    after: "auth.authorizationUrl({ state })",
    different: "A `URL`. `state` is percent-encoded; there it is not."
  },
  {
    before: "helpscout.getTokens(code)",
    after: "auth.getTokens(code)",
    different: "Exchanges the code, and puts nothing in force: hand the tokens to `setCredentials`."
  },
  {
    before: "helpscout.getTokens()",
    after: "auth.token",
    different: "Not needed with client credentials: the first request obtains a token, and later ones renew it."
  },
  {
    before: "helpscout.setCredentials(tokens)",
    after: "auth.setCredentials(tokens)",
    different:
      "Their names are `accessToken`, `refreshToken` and `expiresAt`. Saves them in the `TokenStore` too, and publishes them."
  },
  {
    before: 'helpscout.on("tokens", store)',
    after: "Stream.runForEach(auth.tokens, store)",
    different:
      "A Stream that never fails. A `TokenStore` makes it unnecessary: it is written to before the tokens are told. `auth.events` tells failures too."
  },
  {
    before: "helpscout.updateRequestOptions(options)",
    after: "HelpScoutClient.withTransform(program, transform)",
    different:
      "Changes the HTTP client for a part of the program: headers, a log. Time limit, user agent and base URL are options of `HelpScoutConfig`; a proxy is the HTTP client's."
  },
  {
    before: "helpscout.nextPage(data._links)",
    after: "HelpScoutClient.nextPage(page)",
    different: "Answers an `Option` of a page. `listAll` and `listPages` follow the links for you."
  },
  {
    before: "helpscout.updateBottleneckOptions({ maxConcurrent: 2 })",
    after: "RateLimiter.layer({ maxConcurrent: 2 })",
    different: "As an option from the start, or by `rateLimiter.update`. The default is 10; there it is 2."
  },
  {
    before: "helpscout.updateBottleneckOptions({ minTime: 125 })",
    after: 'RateLimiter.layer({ minTime: "125 millis" })',
    different: "The default is none: nothing waits while there is room. There it is 125 ms."
  },
  {
    before: "helpscout.updateBottleneckOptions({ reservoir: 400 })",
    after: "RateLimiter.layer({ limit: 400 })",
    different: "Believed until the first answer tells the account's own limit."
  },
  {
    before: "helpscout.updateBottleneckOptions({ reservoirRefreshAmount: 400 })",
    after: "RateLimiter.layer({ reserve: 0 })",
    different: "Nothing is refilled: each answer tells what is left. `reserve` leaves units to other apps."
  },
  {
    before: "helpscout.updateBottleneckOptions({ reservoirRefreshInterval: 60000 })",
    after: 'RateLimiter.layer({ window: "60 seconds" })',
    different: "The same default."
  },
  {
    before: "reads weigh 1, writes 2",
    after: "RateLimiter.layer()",
    different: "The same, and not an option: it is how Help Scout counts."
  },
  {
    before: "helpscout.updateBottleneckOptions(options)",
    after: "rateLimiter.update(options)",
    different:
      "Takes effect at once, also for those who wait already. `npmClientOptions` of `core/RateLimiter` are the client's defaults."
  }
]

const cell = (text: string) => text.replaceAll("|", "\\|")

const table = (rows: ReadonlyArray<Row>): string =>
  [
    "| before | after | what is different |",
    "| --- | --- | --- |",
    ...rows.map(({ after, before, different }) => `| \`${cell(before)}\` | \`${cell(after)}\` | ${cell(different)} |`)
  ].join("\n")

const introduction = `# Coming from helpscout-mailbox-api

Every method of \`helpscout-mailbox-api\` 1.0.1 is here under its group and name, but for one misspelt one. What changes
everywhere:

- A call is an Effect: nothing is sent before it is run, and it fails with a typed error in place of a rejected Promise.
- Ids of the path and parameters of the query stand in one object, what is sent in a second one.
- The answer is decoded, and is the thing itself rather than the \`data\` of a response. Dates are \`DateTime.Utc\`, and what
  Help Scout sends as \`null\` is absent. What creates answers the new id, which stands in a header there.
- What you send is checked first: a misspelt filter, which Help Scout would ignore, is refused.
- Dates that you send are \`DateTime\`s, and go out in whole seconds: the client's milliseconds are not what Help Scout asks
  for.
- Every list has three methods: \`list\` reads a page, \`listAll\` streams the items, \`listPages\` the pages.

The same program, then and now. Before:

\`\`\`text
const helpscout = new HelpScout({ clientId, clientSecret, authenticationFlow: "clientCredentials" })
helpscout.setCredentials(await helpscout.getTokens())
let { data } = await helpscout.conversations.list({ status: "closed" })
for (;;) {
  for (const conversation of data._embedded.conversations) console.log(conversation.subject)
  if (!data._links.next) break
  ;({ data } = await helpscout.nextPage(data._links))
}
\`\`\`

After:

\`\`\`ts
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { Auth } from "@effect-helpscout/core/Auth"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import { HelpScoutConfig } from "@effect-helpscout/core/HelpScoutConfig"
import { RateLimiter } from "@effect-helpscout/core/RateLimiter"
import { TokenStore } from "@effect-helpscout/core/TokenStore"
import { HelpScout } from "@effect-helpscout/resources/HelpScout"
import { Console, Effect, Layer, Stream } from "effect"

const client = HelpScoutClient.layer.pipe(
  Layer.provide(Layer.merge(Auth.layerClientCredentials, RateLimiter.layer())),
  Layer.provide([TokenStore.layerMemory, FetchHttpClient.layer, HelpScoutConfig.layerConfig])
)

export const program = Effect.gen(function* () {
  const helpScout = yield* HelpScout
  yield* Stream.runForEach(helpScout.conversations.listAll({ status: "closed" }), ({ subject }) => Console.log(subject))
}).pipe(Effect.provide(Layer.provide(HelpScout.layer, client)))
\`\`\``

/** docs/migrating-from-helpscout-mailbox-api.md */
export const migration = (): string =>
  `<!-- Written by \`npm run endpoints -- --write\` from the records of the endpoints; not by hand. -->

${introduction}

## The client

\`auth\`, \`rateLimiter\` and \`HelpScoutClient\` are services: \`const auth = yield* Auth\`.

${table(optionRows)}

## Methods

\`helpScout\` is \`yield* HelpScout\`. Any resource can be had alone: \`const conversations = yield* Conversations\`.

${table(methodRows)}
`
