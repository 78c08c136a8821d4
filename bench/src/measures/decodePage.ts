/** `decodePage.js`: one round of JSON.parse alone and one of JSON.parse with decoding, as often as it is asked. */
import * as Hal from "@effect-helpscout/core/Hal"
import { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { responding } from "../processes.js"
import * as Bodies from "../servers/bodies.js"
import * as Pages from "../servers/pages.js"

export interface Decoding {
  /** Microseconds of CPU for each page. */
  readonly parse: number
  readonly parseAndDecode: number
}

const { embedded } = await Effect.runPromise(Bodies.make)
const text = Pages.make(embedded, 10, "https://api.helpscout.net").body(1).toString()
const decode = Schema.decodeUnknownSync(Schema.Array(Conversation))

const parse = (): unknown => JSON.parse(text)
const parseAndDecode = () => decode(Hal.embedded(Hal.dropNulls(parse()), ["conversations"]))
if (parseAndDecode().length !== 25) throw new Error("a page has 25 conversations")

const cpu = (count: number, one: () => unknown): number => {
  const before = process.cpuUsage()
  for (let i = 0; i < count; i++) one()
  const { system, user } = process.cpuUsage(before)
  return (user + system) / count
}

responding<number, Decoding>((count) => ({ parse: cpu(count, parse), parseAndDecode: cpu(count, parseAndDecode) }))
