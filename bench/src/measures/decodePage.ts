/** A child process. Each request runs one round of JSON.parse alone and one of JSON.parse with decoding. */
import * as Hal from "@effect-helpscout/core/Hal"
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { respond } from "../processes.js"
import * as Bodies from "../servers/bodies.js"
import * as Pages from "../servers/pages.js"

export interface Decoding {
  /** Microseconds of CPU per page. */
  readonly parse: number
  readonly parseAndDecode: number
}

const { embedded } = await Effect.runPromise(Bodies.make)
const text = Pages.make(embedded, 10, "https://api.helpscout.net").body(1).toString()
const decode = Schema.decodeUnknownSync(Schema.Array(Conversation))

const parse = (): unknown => JSON.parse(text)
const parseAndDecode = () => decode(Hal.embedded(Hal.dropNulls(parse()), ["conversations"]))
if (parseAndDecode().length !== 25) throw new Error("The decoded page does not have 25 conversations")

const cpu = (count: number, one: () => unknown): number => {
  const before = process.cpuUsage()
  for (let i = 0; i < count; i++) one()
  const { system, user } = process.cpuUsage(before)
  return (user + system) / count
}

respond<number, Decoding>((count) => ({ parse: cpu(count, parse), parseAndDecode: cpu(count, parseAndDecode) }))
