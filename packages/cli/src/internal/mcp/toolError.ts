import * as Data from "effect/Data"

/** A call that cannot work, with what to do instead. */
export class ToolError extends Data.TaggedError("ToolError")<{ readonly message: string }> {}
