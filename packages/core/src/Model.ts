/**
 * Opaque structs: what an answer decodes to. The values are plain objects, the type has a name of its own.
 *
 * ```ts
 * import * as Model from "@effect-helpscout/core/Model"
 * import * as Schema from "effect/Schema"
 *
 * class Badge extends Model.Opaque<Badge>("Badge")({ id: Schema.Number, name: Schema.String }) {}
 *
 * export const read: Badge = Schema.decodeSync(Badge)({ id: 1, name: "gold" }) // a plain object
 * export const written: Badge = { id: 2, name: "silver" } // as good, in a test say
 * ```
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * @since 0.1.0
 * @category models
 */
export interface Opaque<Self, Fields extends Schema.Struct.Fields>
  extends Schema.Schema<Self, Schema.Struct.Encoded<Fields>, Schema.Struct.Context<Fields>> {
  new (_: never): Schema.Struct.Type<Fields>
  readonly fields: Fields
}

/**
 * A struct whose type shows up under its own name. Nothing is constructed: decoding answers plain objects, and an
 * object literal of the right shape is as good.
 *
 * ```ts
 * import * as Model from "@effect-helpscout/core/Model"
 * import * as Schema from "effect/Schema"
 *
 * export class Folder extends Model.Opaque<Folder>("Folder")({ id: Schema.Number, name: Schema.String }) {}
 *
 * export const name = (folder: Folder): string => folder.name
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const Opaque =
  <Self = never>(identifier: string) =>
  <Fields extends Schema.Struct.Fields>(fields: Fields): Opaque<Self, Fields> =>
    // a struct is a class to begin with; only its type is made opaque here
    Schema.Struct(fields).annotations({ identifier }) as unknown as Opaque<Self, Fields>
