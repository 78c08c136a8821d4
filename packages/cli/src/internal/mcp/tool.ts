/** What a tool is, and the parts that inputs share. */
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import type { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type { HelpScout } from "@effect-helpscout/resources/HelpScout"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Found, Position } from "./render.js"
import type { ToolError } from "./toolError.js"

export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly input: Schema.Schema.AnyNoContext
  /** The most that it may do. Without permission for its least, it is not offered. */
  readonly impact: Endpoint.Impact
  readonly needs: Endpoint.Impact
  readonly run: (
    /** As the schema of the tool decodes it. */
    input: unknown,
    position: Position
  ) => Effect.Effect<Found, HelpScoutError | ToolError, HelpScout | HelpScoutClient>
}

interface Definition<A> extends Omit<Tool, "input" | "run" | "needs"> {
  readonly input: Endpoint.Decodes<A>
  readonly needs?: Endpoint.Impact
  readonly run: (input: A, position: Position) => ReturnType<Tool["run"]>
}

export const define = <A>({ needs, run, ...definition }: Definition<A>): Tool => ({
  needs: needs ?? definition.impact,
  ...definition,
  // the schema of the same tool has decoded it
  run: (input, position) => run(input as A, position)
})

export const described = <A, I>(schema: Schema.Schema<A, I>, description: string): Schema.Schema<A, I> =>
  schema.annotations({ description })
export const optional = <A, I>(schema: Schema.Schema<A, I>, description: string) =>
  Schema.optional(described(schema, description))

export const Id = Schema.Int.pipe(Schema.positive())
export const Text = Schema.String.pipe(Schema.minLength(1), Schema.maxLength(50_000))
export const conversationId = described(
  Id,
  "The id of a conversation, as in the results of search_conversations. Not its number."
)

/** The result of a call that returns nothing else. */
export const done = (label: string, id?: number): Found => ({ items: [{ label, ...(id === undefined ? {} : { id }) }] })
