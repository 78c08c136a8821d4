/** A child process. Each request runs one round of JSON.parse alone and one of JSON.parse with decoding. */
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import * as Either from "effect/Either"
import type * as Schema from "effect/Schema"
import { respond } from "../processes.js"
import * as FullPage from "../servers/fullPage.js"
import * as Pages from "../servers/pages.js"

export interface Decoding {
  /** Microseconds of CPU per page. */
  readonly parse: number
  readonly parseAndDecode: number
}

type Read = (input: unknown) => Either.Either<unknown, unknown>

// the compiled readers that a client decodes with are internal to core
const internal = new URL("../../../packages/core/dist/internal/reading/reader.js", import.meta.url)
const { make }: { readonly make: (schema: Schema.Schema.Any) => Read } = await import(internal.href)
const read = make(Conversation)

interface Page {
  readonly _embedded: { readonly conversations: ReadonlyArray<unknown> }
}

const text = Pages.make(FullPage.embedded, 10, "https://api.helpscout.net").body(1).toString()
const parse = (): Page => JSON.parse(text)
const parseAndDecode = () => parse()._embedded.conversations.map((item) => Either.getOrThrow(read(item)))
const decoded = parseAndDecode()
if (decoded.length !== 25) throw new Error("The decoded page does not have 25 conversations")

const cpu = (count: number, one: () => unknown): number => {
  const before = process.cpuUsage()
  for (let i = 0; i < count; i++) one()
  const { system, user } = process.cpuUsage(before)
  return (user + system) / count
}

respond<number, Decoding>((count) => ({ parse: cpu(count, parse), parseAndDecode: cpu(count, parseAndDecode) }))
