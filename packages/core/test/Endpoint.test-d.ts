// @effect-diagnostics floatingEffect:off -- nothing is run: the compiler is the test
/** The records and calls that the grammar accepts and rejects, checked by the compiler. */
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import * as Endpoint from "../src/Endpoint.js"
import * as Field from "../src/Field.js"
import type { HelpScoutError } from "../src/HelpScoutError.js"
import * as Model from "../src/Model.js"
import type * as Page from "../src/Page.js"

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const equal = <A, B>(_: Equal<A, B>): void => {}

type FolderId = number & { readonly "~id"?: "FolderId" }
const FolderId: Schema.Schema<FolderId, number> = Field.id("FolderId")
type OtherId = number & { readonly "~id"?: "OtherId" }
class Folder extends Model.Opaque<Folder>("Folder")({ id: FolderId, name: Field.optional(Schema.String) }) {}
const byId = { folderId: FolderId }
const docs = "folders"
const Create = Schema.Struct({ name: Schema.String })
const Query = Schema.Union(
  Schema.Struct({ mailbox: Schema.Number, fields: Schema.String }),
  Schema.Struct({ mailbox: Field.optional(Schema.Number), fields: Field.optional(Schema.Never) })
)

const list = Endpoint.list("/v2/folders", { query: Query, embedded: "folders", item: Folder, docs })
const endpoints = {
  list,
  listAll: Endpoint.all(list),
  listPages: Endpoint.pages(list),
  me: Endpoint.get("/v2/me", { response: Folder, docs }),
  get: Endpoint.get("/v2/folders/:folderId", { params: byId, response: Folder, docs }),
  create: Endpoint.post("/v2/folders", {
    impact: "write",
    payload: Create,
    response: Endpoint.created(FolderId),
    docs
  }),
  update: Endpoint.put("/v2/folders/:folderId", { impact: "write", params: byId, payload: Create, docs }),
  file: Endpoint.file("/v2/folders/:folderId/file", { params: byId, docs })
}
interface Service extends Endpoint.Service<typeof endpoints> {}
declare const folders: Service

type Failing<A> = Effect.Effect<A, HelpScoutError>

// the record decides the arity
equal<Service["me"], () => Failing<Folder>>(true)
equal<Service["get"], (args: { readonly folderId: FolderId }) => Failing<Folder>>(true)
equal<Service["create"], (payload: { readonly name: string }) => Failing<FolderId>>(true)
equal<Service["update"], (args: { readonly folderId: FolderId }, payload: { readonly name: string }) => Failing<void>>(
  true
)
equal<Service["file"], (args: { readonly folderId: FolderId }) => Stream.Stream<Uint8Array, HelpScoutError>>(true)
equal<ReturnType<Service["list"]>, Failing<Page.Page<Folder>>>(true)
equal<ReturnType<Service["listAll"]>, Stream.Stream<Folder, HelpScoutError>>(true)
equal<ReturnType<Service["listPages"]>, Stream.Stream<Page.Page<Folder>, HelpScoutError>>(true)

// no constructor returns `any`
type IsAny<T> = 0 extends 1 & T ? true : false
equal<{ [K in keyof typeof endpoints]: IsAny<(typeof endpoints)[K]> }[keyof typeof endpoints], false>(true)
equal<{ [K in keyof Service]: IsAny<Service[K]> | IsAny<ReturnType<Service[K]>> }[keyof Service], false>(true)

// a literal and a plain number are accepted as an id; another resource's id is not
void folders.get({ folderId: 5 })
declare const number: number
void folders.get({ folderId: number })
declare const otherId: OtherId
// @ts-expect-error another resource's id
void folders.get({ folderId: otherId })

// calls
void folders.list()
void folders.list({ mailbox: 1 })
void folders.list({ mailbox: 1, fields: "1:a", page: 2 })
void folders.listAll({}, { prefetch: 1, concurrency: 2 })
// @ts-expect-error `fields` requires `mailbox`
void folders.list({ fields: "1:a" })
// @ts-expect-error a misspelled parameter
void folders.list({ mailbx: 1 })
// @ts-expect-error a param is missing
void folders.get({})
// @ts-expect-error a payload is missing
void folders.update({ folderId: 1 })
// @ts-expect-error an unknown key
void folders.create({ name: "x", nmae: "y" })
// @ts-expect-error the method has no arguments
void folders.me({})

// records
// @ts-expect-error the template's param is missing
Endpoint.get("/v2/folders/:folderId", { response: Folder, docs })
// @ts-expect-error a key that is not in the template
Endpoint.get("/v2/folders/:folderId", { params: { other: FolderId }, response: Folder, docs })
// @ts-expect-error a further key that is not in the template
Endpoint.get("/v2/folders/:folderId", { params: { ...byId, other: FolderId }, response: Folder, docs })
// @ts-expect-error params without a template
Endpoint.get("/v2/folders", { params: byId, response: Folder, docs })
// @ts-expect-error a param in the middle of the template is checked as well
Endpoint.get("/v2/folders/:folderId/x/:slug/y", { params: byId, response: Folder, docs })
// @ts-expect-error a param must be text
Endpoint.get("/v2/folders/:folderId", { params: { folderId: Schema.Struct({}) }, response: Folder, docs })
// @ts-expect-error cursor pages have no numbers
void ({} as Endpoint.Service<{ all: ReturnType<typeof cursorAll> }>).all({}, { concurrency: 2 })
declare const cursorAll: () => ReturnType<typeof makeCursorAll>
const makeCursorAll = () =>
  Endpoint.all(Endpoint.listCursor("/v3/folders", { embedded: "folders", item: Folder, docs }))
