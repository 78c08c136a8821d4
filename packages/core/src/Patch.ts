/**
 * JSON Patch operations, as Help Scout takes them: one object for conversations, threads and workflows, an array
 * for customers and their properties.
 *
 * ```ts
 * import * as Patch from "@effect-helpscout/core/Patch"
 * import * as Schema from "effect/Schema"
 *
 * const SetStatus = Patch.replace("/status", Schema.Literal("active", "closed"))
 * export const close: typeof SetStatus.Type = { op: "replace", path: "/status", value: "closed" }
 * ```
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * Sets what stands at `path`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const replace = <const Path extends string, A, I>(path: Path, value: Schema.Schema<A, I>) =>
  Schema.Struct({ op: Schema.Literal("replace"), path: Schema.Literal(path), value })

/**
 * Moves to `value`: Help Scout's own meaning of `move`, which carries a value and no `from`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const move = <const Path extends string, A, I>(path: Path, value: Schema.Schema<A, I>) =>
  Schema.Struct({ op: Schema.Literal("move"), path: Schema.Literal(path), value })

/**
 * Removes what stands at `path`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const remove = <const Path extends string>(path: Path) =>
  Schema.Struct({ op: Schema.Literal("remove"), path: Schema.Literal(path) })

/**
 * Adds `value` to the list at `path`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const add = <const Path extends string, A, I>(path: Path, value: Schema.Schema<A, I>) =>
  Schema.Struct({ op: Schema.Literal("add"), path: Schema.Literal(path), value })
