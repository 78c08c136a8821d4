/**
 * Structs whose type has a name of its own, for responses and inputs. The values are plain objects.
 *
 * ```ts
 * import * as Model from "@effect-helpscout/core/Model"
 * import * as Schema from "effect/Schema"
 *
 * class Badge extends Model.Opaque<Badge>("Badge")({ id: Schema.Number, name: Schema.String }) {}
 *
 * export const decoded: Badge = Schema.decodeSync(Badge)({ id: 1, name: "gold" })
 * export const literal: Badge = { id: 2, name: "silver" }
 * ```
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/** @since 0.1.0 */
export interface Opaque<Self, Fields extends Schema.Struct.Fields>
  extends Schema.Schema<Self, Schema.Struct.Encoded<Fields>, Schema.Struct.Context<Fields>> {
  new (_: never): Schema.Struct.Type<Fields>
  readonly fields: Fields
}

/**
 * A struct whose type is displayed under its own name: editors show `Folder` instead of its fields, and so do
 * declarations. Nothing is constructed: decoding returns plain objects, and object literals of the same shape are
 * accepted.
 *
 * `refine` adds rules that concern several fields. The type stays that of the fields.
 *
 * ```ts
 * import * as Model from "@effect-helpscout/core/Model"
 * import * as Schema from "effect/Schema"
 *
 * export class Span extends Model.Opaque<Span>("Span")({ from: Schema.Number, to: Schema.Number }, (span) =>
 *   span.pipe(Schema.filter(({ from, to }) => from <= to, { description: "a span that does not end before it starts" }))
 * ) {}
 *
 * export const length = (span: Span): number => span.to - span.from
 * ```
 *
 * @since 0.1.0
 */
export const Opaque =
  <Self = never>(identifier: string) =>
  <Fields extends Schema.Struct.Fields>(
    fields: Fields,
    refine?: (
      struct: Schema.Struct<Fields>
    ) => Schema.Schema<Schema.Struct.Type<Fields>, Schema.Struct.Encoded<Fields>, Schema.Struct.Context<Fields>>
  ): Opaque<Self, Fields> => {
    const struct = Schema.Struct(fields)
    const refined: Schema.Schema.All = refine === undefined ? struct : refine(struct)
    // schemas are classes already, refinements included: only the type becomes opaque, and `fields` is kept for reuse
    return Object.assign(refined.annotations({ identifier }), { fields }) as unknown as Opaque<Self, Fields>
  }
