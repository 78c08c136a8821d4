import { assert, describe, it } from "@effect/vitest"
import { makeHover } from "../src/hover.js"

const hover = makeHover()

const preamble = `
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import * as Model from "@effect-helpscout/core/Model"
import * as Schema from "effect/Schema"
type FolderId = number & { readonly "~id"?: "FolderId" }
const FolderId: Schema.Schema<FolderId, number> = Field.id("FolderId")
class Folder extends Model.Opaque<Folder>("Folder")({ id: FolderId, name: Field.optional(Schema.String) }) {}
const byId = { folderId: FolderId }
const Query = Schema.Struct({ embed: Field.optional(Schema.Literal("threads")) })
const Create = Schema.Struct({ name: Schema.String })
const docs = "folders"
const list = Endpoint.list("/v2/folders", { query: Query, embedded: "folders", item: Folder, docs })
const cursor = Endpoint.listCursor("/v3/folders", { embedded: "folders", item: Folder, docs })
const plain = Endpoint.listPlain("/v2/folders/:folderId/x", { params: byId, embedded: "x", item: Folder, docs })
const array = Endpoint.listArray("/v2/folders/:folderId/y", { params: byId, item: Folder, docs })
const report = Endpoint.listReport("/v2/reports/z", { item: Folder, docs })
const endpoints = {
  list,
  /** Streams every folder. */
  listAll: Endpoint.all(list),
  listPages: Endpoint.pages(list),
  cursor,
  cursorAll: Endpoint.all(cursor),
  plain,
  array,
  report,
  /** Gets one folder. */
  get: Endpoint.get("/v2/folders/:folderId", { params: byId, query: Query, response: Folder, docs }),
  me: Endpoint.get("/v2/folders/me", { response: Folder, docs }),
  source: Endpoint.get("/v2/folders/:folderId/source", { params: byId, response: Endpoint.text("message/rfc822"), docs }),
  create: Endpoint.post("/v2/folders", { payload: Create, response: Endpoint.created(FolderId), docs }),
  createMaybe: Endpoint.post("/v2/folders", { payload: Create, response: Endpoint.createdMaybe(FolderId), docs }),
  overwrite: Endpoint.put("/v2/folders/:folderId", { params: byId, payload: Create, docs }),
  update: Endpoint.patch("/v2/folders/:folderId", { params: byId, payload: Create, docs }),
  delete: Endpoint.delete("/v2/folders/:folderId", { params: byId, docs }),
  file: Endpoint.file("/v2/folders/:folderId/file", { params: byId, docs }),
  group: { list: plain }
}
interface Service extends Endpoint.Service<typeof endpoints> {}
declare const folders: Service
`

const names = [
  "list",
  "listAll",
  "listPages",
  "cursor",
  "cursorAll",
  "plain",
  "array",
  "report",
  "get",
  "me",
  "source",
  "create",
  "createMaybe",
  "overwrite",
  "update",
  "delete",
  "file",
  "group.list"
]
const marked = names.map((name) => `void folders.${name.replace(/(\w+)$/, "/*?*/$1")}`).join("\n")

describe("what an editor shows", () => {
  it("each constructor's method reads as plain types, with its doc comment", () => {
    const shown = hover(preamble + marked).map((text) =>
      text
        .replace(/^\(property\) [^:]*: /, "")
        .replace(/\s+/g, " ")
        .replace(/; }/g, " }")
        .replace(/ \| undefined\)/g, ")")
    )
    assert.deepStrictEqual(Object.fromEntries(names.map((name, i) => [name, shown[i]])), {
      list: '(args?: { readonly embed?: "threads"; readonly page?: number }) => Effect<Page<Folder>, HelpScoutError, never>',
      listAll:
        '(args?: { readonly embed?: "threads"; readonly page?: number } | undefined, options?: NumberedStreamOptions) => Stream<Folder, HelpScoutError, never> // Streams every folder.',
      listPages:
        '(args?: { readonly embed?: "threads"; readonly page?: number } | undefined, options?: NumberedStreamOptions) => Stream<Page<Folder>, HelpScoutError, never>',
      cursor: "(args?: { readonly cursor?: string }) => Effect<Page<Folder>, HelpScoutError, never>",
      cursorAll:
        "(args?: { readonly cursor?: string } | undefined, options?: StreamOptions) => Stream<Folder, HelpScoutError, never>",
      plain: "(args: { readonly folderId: FolderId }) => Effect<Page<Folder>, HelpScoutError, never>",
      array: "(args: { readonly folderId: FolderId }) => Effect<Page<Folder>, HelpScoutError, never>",
      report: "(args?: { readonly page?: number }) => Effect<Page<Folder>, HelpScoutError, never>",
      get: '(args: { readonly folderId: FolderId; readonly embed?: "threads" }) => Effect<Folder, HelpScoutError, never> // Gets one folder.',
      me: "() => Effect<Folder, HelpScoutError, never>",
      source: "(args: { readonly folderId: FolderId }) => Effect<string, HelpScoutError, never>",
      create: "(payload: { readonly name: string }) => Effect<FolderId, HelpScoutError, never>",
      createMaybe: "(payload: { readonly name: string }) => Effect<Option<FolderId>, HelpScoutError, never>",
      overwrite:
        "(args: { readonly folderId: FolderId }, payload: { readonly name: string }) => Effect<void, HelpScoutError, never>",
      update:
        "(args: { readonly folderId: FolderId }, payload: { readonly name: string }) => Effect<void, HelpScoutError, never>",
      delete: "(args: { readonly folderId: FolderId }) => Effect<void, HelpScoutError, never>",
      file: "(args: { readonly folderId: FolderId }) => Stream<Uint8Array, HelpScoutError>",
      "group.list": "(args: { readonly folderId: FolderId }) => Effect<Page<Folder>, HelpScoutError, never>"
    })
  })
})
