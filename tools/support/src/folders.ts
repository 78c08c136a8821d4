/** A resource with an endpoint of every kind, and ways to call it over scripted responses. */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Field from "@effect-helpscout/core/Field"
import { HelpScoutClient } from "@effect-helpscout/core/HelpScoutClient"
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import * as Model from "@effect-helpscout/core/Model"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/TestClock"
import { clientLayer, json, type Reply, type Wire } from "./scripted.js"

const FolderId = Field.id("FolderId")

export class Folder extends Model.Opaque<Folder>("Folder")({
  id: FolderId,
  name: Field.optional(Schema.String),
  updatedAt: Field.optional(Field.Timestamp)
}) {}

const FolderQuery = Schema.Struct({
  status: Field.optional(Schema.Literal("open", "all")),
  mailbox: Field.optional(Field.oneOrMore(Schema.Number)),
  modifiedSince: Field.optional(Field.TimestampInput)
})

const FolderCreate = Schema.Struct({
  name: Field.text({ min: 1, max: 40 }),
  assignTo: Field.optional(Schema.NullOr(Schema.Number)),
  rules: Field.optional(Schema.Array(Schema.Struct({ size: Schema.Number })))
})

const byId = { folderId: FolderId }
const list = Endpoint.list("/v2/folders", {
  query: FolderQuery,
  embedded: "folders",
  item: Folder,
  docs: "folders/list"
})
const cursor = Endpoint.listCursor("/v3/folders", { embedded: "folders", item: Folder, docs: "folders/list" })
const report = Endpoint.listReport("/v2/reports/x", { embedded: "folders", item: Folder, docs: "reports/x" })

export const endpoints = {
  list,
  listAll: Endpoint.all(list),
  listPages: Endpoint.pages(list),
  listV3All: Endpoint.all(cursor),
  get: Endpoint.get("/v2/folders/:folderId", { params: byId, response: Folder, docs: "folders/get" }),
  create: Endpoint.post("/v2/folders", {
    impact: "write",
    payload: FolderCreate,
    response: Endpoint.created(FolderId),
    docs: "folders/create"
  }),
  update: Endpoint.put("/v2/folders/:folderId", {
    impact: "write",
    params: byId,
    payload: FolderCreate,
    docs: "folders/update"
  }),
  publish: Endpoint.post("/v2/folders/:folderId/publish", {
    impact: "send",
    params: byId,
    response: Folder,
    docs: "folders/publish"
  }),
  delete: Endpoint.delete("/v2/folders/:folderId", { impact: "destroy", params: byId, docs: "folders/delete" }),
  file: Endpoint.file("/v2/folders/:folderId/file", { params: byId, docs: "folders/file" }),
  replies: {
    list: Endpoint.listArray("/v2/folders/:folderId/replies", { params: byId, item: Folder, docs: "folders/replies" }),
    source: Endpoint.get("/v2/folders/:folderId/:slug/source", {
      params: { ...byId, slug: Schema.String },
      response: Endpoint.text("message/rfc822"),
      docs: "folders/source"
    })
  },
  rows: report,
  rowsAll: Endpoint.all(report)
}

export type Folders = Endpoint.Service<typeof endpoints>

export const methods = HelpScoutClient.methods("Folders", endpoints)

/** Runs a call over scripted responses. Failures are values. */
export const over = <A>(to: Wire, use: (folders: Folders) => Effect.Effect<A, HelpScoutError>) =>
  Effect.flatMap(methods, (folders) => Effect.either(use(folders))).pipe(Effect.provide(clientLayer(to)))

/** The same, while ten minutes of the test clock pass. */
export const overTime = <A>(to: Wire, use: (folders: Folders) => Effect.Effect<A, HelpScoutError>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.fork(over(to, use))
    yield* TestClock.adjust("10 minutes")
    return yield* Fiber.join(fiber)
  })

/** The tag of the error, or `success`. */
export const tag = <A>(result: Either.Either<A, HelpScoutError>): string =>
  Either.match(result, { onLeft: (error) => error._tag, onRight: () => "success" })

export const failure = <A>(result: Either.Either<A, HelpScoutError>): HelpScoutError =>
  Either.getOrThrowWith(Either.flip(result), () => new Error("no failure"))

/** One page of a HAL list, whose items have a `null`. */
export const page = (number: number, pages: number, items: ReadonlyArray<number>): Reply =>
  json({
    _embedded: { folders: items.map((id) => ({ id, name: null })) },
    page: { size: items.length, totalElements: pages * items.length, totalPages: pages, number },
    _links: number < pages ? { next: { href: `https://api.helpscout.net/v2/folders?page=${number + 1}` } } : {}
  })
