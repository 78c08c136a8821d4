/**
 * JSON Patch operations in Help Scout's dialect. A record of operations is declared once: it gives the schema of the
 * payload, its type, and a constructor for each operation.
 *
 * ```ts
 * import * as Patch from "@effect-helpscout/core/Patch"
 * import * as Schema from "effect/Schema"
 *
 * const operations = { subject: Patch.replace("/subject", Schema.String), unassign: Patch.remove("/assignTo") }
 *
 * export type TicketUpdate = Patch.Type<typeof operations>
 * export const TicketUpdate = Patch.make(operations)
 * export const updates: ReadonlyArray<TicketUpdate> = [TicketUpdate.subject("New"), TicketUpdate.unassign]
 * ```
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/** @since 0.1.0 */
export interface Replace<Path extends string, A> {
  readonly op: "replace"
  readonly path: Path
  readonly value: A
}

/** @since 0.1.0 */
export interface Move<Path extends string, A> {
  readonly op: "move"
  readonly path: Path
  readonly value: A
}

/** @since 0.1.0 */
export interface Add<Path extends string, A> {
  readonly op: "add"
  readonly path: Path
  readonly value: A
}

/** @since 0.1.0 */
export interface Remove<Path extends string> {
  readonly op: "remove"
  readonly path: Path
}

/**
 * An operation: its schema, and how it is made. An operation without a choice is a constant.
 *
 * @since 0.1.0
 */
export interface Operation<S extends Schema.Schema.Any, Make> {
  readonly schema: S
  readonly make: Make
}

/** @since 0.1.0 */
export interface Operations {
  readonly [name: string]: Operation<Schema.Schema.AnyNoContext, unknown>
}

/**
 * The union of the operations of a record.
 *
 * @since 0.1.0
 */
export type Type<Ops extends Operations> = Schema.Schema.Type<Ops[keyof Ops]["schema"]>

/**
 * The constructors of a record, and the schema of the payload. `A` is the union of the operations: pass its own name, so
 * that editors show it.
 *
 * @since 0.1.0
 */
export type Update<Ops extends Operations, A = Type<Ops>> = { readonly [K in keyof Ops]: Ops[K]["make"] } & {
  /** The schema of the payload. */
  readonly schema: Schema.Schema<A, Schema.Schema.Encoded<Ops[keyof Ops]["schema"]>>
}

type Valued<Op extends string, Path extends string, A, I> = Schema.Struct<{
  op: Schema.Literal<[Op]>
  path: Schema.Literal<[Path]>
  value: Schema.Schema<A, I>
}>

const valued = <const Op extends string, const Path extends string, A, I>(
  op: Op,
  path: Path,
  value: Schema.Schema<A, I>
): Valued<Op, Path, A, I> => Schema.Struct({ op: Schema.Literal(op), path: Schema.Literal(path), value })

/**
 * Replaces the value at `path`.
 *
 * @since 0.1.0
 */
export const replace = <const Path extends string, A, I>(
  path: Path,
  value: Schema.Schema<A, I>
): Operation<Valued<"replace", Path, A, I>, (value: A) => Replace<Path, A>> => ({
  schema: valued("replace", path, value),
  make: (value) => ({ op: "replace", path, value })
})

/**
 * Replaces the value at `path` with one fixed value.
 *
 * @since 0.1.0
 */
export const set = <const Path extends string, const A extends string | boolean>(
  path: Path,
  value: A
): Operation<Valued<"replace", Path, A, A>, Replace<Path, A>> => ({
  schema: valued("replace", path, Schema.Literal(value)),
  make: { op: "replace", path, value }
})

/**
 * Moves to `value`. Help Scout's own meaning of `move`: it has a value and no `from`.
 *
 * @since 0.1.0
 */
export const move = <const Path extends string, A, I>(
  path: Path,
  value: Schema.Schema<A, I>
): Operation<Valued<"move", Path, A, I>, (value: A) => Move<Path, A>> => ({
  schema: valued("move", path, value),
  make: (value) => ({ op: "move", path, value })
})

/**
 * Adds `value` to the list at `path`.
 *
 * @since 0.1.0
 */
export const add = <const Path extends string, A, I>(
  path: Path,
  value: Schema.Schema<A, I>
): Operation<Valued<"add", Path, A, I>, (value: A) => Add<Path, A>> => ({
  schema: valued("add", path, value),
  make: (value) => ({ op: "add", path, value })
})

/**
 * Removes the value at `path`.
 *
 * @since 0.1.0
 */
export const remove = <const Path extends string>(
  path: Path
): Operation<Schema.Struct<{ op: Schema.Literal<["remove"]>; path: Schema.Literal<[Path]> }>, Remove<Path>> => ({
  schema: Schema.Struct({ op: Schema.Literal("remove"), path: Schema.Literal(path) }),
  make: { op: "remove", path }
})

/**
 * The constructors of a record of operations, and the schema of the payload: one operation at a time.
 *
 * @since 0.1.0
 */
export const make = <const Ops extends Operations>(operations: Ops): Update<Ops> => {
  const entries = Object.entries(operations)
  return {
    // `Object.entries` does not keep the type of each key
    ...(Object.fromEntries(entries.map(([name, { make }]) => [name, make])) as { [K in keyof Ops]: Ops[K]["make"] }),
    schema: Schema.Union(...entries.map(([, { schema }]) => schema)) as unknown as Update<Ops>["schema"]
  }
}
