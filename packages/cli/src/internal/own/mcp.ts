/** `helpscout mcp` */
import type { Impact } from "@effect-helpscout/core/Endpoint"
import * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Account from "../account.js"
import type { Session } from "../command/session.js"
import { UsageError } from "../command/usageError.js"
import * as Http from "../mcp/http.js"
import type { Settings } from "../mcp/settings.js"
import * as Stdio from "../mcp/stdio.js"
import * as Terminal from "../output/terminal.js"
import { mistakeIn } from "../permissions.js"
import type { Implementation } from "./commands.js"

const section = "MCP"

const listOf = (text: string | undefined): ReadonlyArray<string> | undefined =>
  text === undefined
    ? undefined
    : text
        .split(",")
        .map((item) => item.trim())
        .filter((item) => item !== "")

const fail = (message: string) => new UsageError({ message: `mcp: ${message}` })

const impacts: ReadonlyArray<string> = ["write", "send", "destroy"] satisfies ReadonlyArray<Impact>

const isAllowable = (text: string): text is Exclude<Impact, "read"> => impacts.includes(text)

const readAllow = (items: ReadonlyArray<string>): Effect.Effect<Settings["allow"], UsageError> => {
  const wrong = items.find((item) => !isAllowable(item))
  return wrong === undefined
    ? Effect.succeed(items.filter(isAllowable))
    : fail(`--allow accepts write, send and destroy, found ${JSON.stringify(wrong)}.`)
}

/** A pattern with a mistake would only show when a call is denied. */
const readOperations = (items: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<string>, UsageError> =>
  Effect.gen(function* () {
    const wrong = items.length === 0 ? "the list is empty" : yield* mistakeIn({ allow: { operations: items } })
    if (wrong === undefined) return items
    return yield* fail(`--operations: ${wrong}${/[.?]$/.test(wrong) ? "" : "."}`)
  })

const readInboxes = (items: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<number>, UsageError> => {
  const wrong = items.find((item) => !/^[1-9]\d{0,14}$/.test(item))
  return wrong === undefined && items.length > 0
    ? Effect.succeed(items.map(Number))
    : fail(
        `--inboxes: expected ids of inboxes, found ${JSON.stringify(wrong ?? "")}. helpscout mailboxes list shows them.`
      )
}

const secret = (name: string): Effect.Effect<Redacted.Redacted | undefined> =>
  Config.option(Config.redacted(name)).pipe(
    Effect.map((found) => Option.getOrUndefined(Option.filter(found, (value) => Redacted.value(value).trim() !== ""))),
    Effect.orElseSucceed(() => undefined)
  )

const settingsOf = (session: Session): Effect.Effect<Settings, UsageError> =>
  Effect.gen(function* () {
    const allow = yield* readAllow(listOf(session.text("allow")) ?? [])
    const operations = listOf(session.text("operations"))
    const inboxes = listOf(session.text("inboxes"))
    const budget = yield* session.integer("budget")
    const key = yield* secret("HELPSCOUT_PSEUDONYMS_KEY")
    return {
      ...(allow === undefined ? {} : { allow }),
      ...(operations === undefined ? {} : { operations: yield* readOperations(operations) }),
      ...(inboxes === undefined ? {} : { inboxes: yield* readInboxes(inboxes) }),
      ...(budget === undefined ? {} : { budget: Math.max(budget, 1000) }),
      ...(session.has("pseudonyms") ? { pseudonyms: key === undefined ? {} : { key } } : {})
    }
  })

export const command: Implementation = {
  text: [
    "Serves Model Context Protocol over stdin and stdout, or over HTTP with --http. Reads only, unless --allow names more: write (notes, tags, drafts), send (replies that reach customers), destroy.",
    "HELPSCOUT_PERMISSIONS and --read-only restrict it further. With --http, HELPSCOUT_MCP_TOKEN is the bearer token. HELPSCOUT_PSEUDONYMS_KEY keeps pseudonyms the same from run to run."
  ].join("\n\n"),
  flags: [
    {
      name: "allow",
      value: "impacts",
      text: "What is allowed besides reading: write, send, destroy.",
      default: "nothing",
      section
    },
    {
      name: "operations",
      value: "patterns",
      text: "The operations that are allowed, such as conversations.*,tags.list.",
      default: "all",
      section
    },
    { name: "inboxes", value: "ids", text: "The inboxes that are allowed.", default: "all", section },
    { name: "pseudonyms", text: "Replaces names, addresses and phone numbers.", section },
    { name: "budget", value: "n", text: "The maximum number of characters of one result.", default: "20000", section },
    { name: "http", value: "port", text: "Listens on this port of 127.0.0.1 instead.", section },
    {
      name: "origins",
      value: "urls",
      text: "With --http: origins of web pages that may connect.",
      default: "this machine's",
      section
    }
  ],
  run: (session) =>
    Effect.gen(function* () {
      const settings = yield* settingsOf(session)
      const port = yield* session.integer("http")
      const client = Account.layer(session.account)
      if (port === undefined) return yield* Stdio.serve(settings, client)
      const token = yield* secret("HELPSCOUT_MCP_TOKEN")
      return yield* Http.serve(
        settings,
        {
          port,
          token: token ?? Redacted.make(""),
          origins: listOf(session.text("origins")) ?? [],
          onListening: (url) => Terminal.note(`Listening at ${url}`)
        },
        client
      )
    })
}
