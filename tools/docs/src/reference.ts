/**
 * The documents generated from the records and their doc comments: docs/endpoints.md, the table in README.md and the OpenAPI
 * document. `npm run codegen` writes them.
 */
import { readFileSync } from "node:fs"
import * as path from "node:path"
import type * as Endpoint from "@effect-helpscout/core/Endpoint"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { parseDocComment, readDocComments, root } from "./docComments.js"
import { type Json, openApi } from "./openApi.js"

const resources = [...new Set(Catalogue.methods.map(({ group }) => group.replace(/\..*/, "")))]
const groups = [...new Set(Catalogue.methods.map(({ group }) => group))]

export const comments = readDocComments(resources)

/** The OpenAPI document. */
export const openApiDocument: Json = openApi(comments.endpoints, "2.0")

const cell = (text: string) => text.replaceAll("|", "\\|")

const row = (...cells: ReadonlyArray<string>) => `| ${cells.map(cell).join(" | ")} |`

// ---------------------------------------------------------------------------------------------------------------
// docs/endpoints.md
// ---------------------------------------------------------------------------------------------------------------

const fieldsOf = ({ payload }: Endpoint.ImpactCase) =>
  Object.entries(payload)
    .map(([key, value]) => `\`${key}: ${JSON.stringify(value)}\``)
    .join(", ")

const impactOf = ({ impact, impactCases }: Catalogue.Entry): string =>
  [impact, ...impactCases.map((one) => `${one.impact} with ${fieldsOf(one)}`)].join("; ")

const endpointRow = (entry: Catalogue.Entry): string => {
  const { docs, group, method, name, path, stability } = entry
  const streams = Catalogue.methods.some((other) => other.group === group && other.name === `${name}All`)
  const names = [`[\`${name}\`](${docs})`, ...(streams ? [`\`${name}All\``, `\`${name}Pages\``] : [])]
  const mark = stability === "documented" ? "" : ` (${stability})`
  const { summary = "" } = comments.endpoints.get(`${group}.${name}`) ?? {}
  return row(names.join(", "), `\`${method} ${path}\``, impactOf(entry), `${summary}${mark}`)
}

const helperRows = (group: string): ReadonlyArray<string> =>
  [...comments.helpers]
    .filter(([name]) => name.slice(0, name.lastIndexOf(".")) === group)
    .map(([name, { summary }]) => row(`\`${name.slice(group.length + 1)}\``, "several requests", "", summary))

const section = (group: string): string => {
  const entries = Catalogue.entries.filter((entry) => entry.group === group)
  return [
    `${group.includes(".") ? "###" : "##"} ${group}`,
    "",
    "| method | request | impact | description |",
    "| --- | --- | --- | --- |",
    ...entries.map(endpointRow),
    ...helperRows(group)
  ].join("\n")
}

const endpointsDocument = `<!-- Written by \`npm run codegen\` from the endpoint records. Edit those instead. -->

# Endpoints

${Catalogue.entries.length} methods, grouped as in a program (\`helpScout.conversations.threads.createReply\`). Each name links to Help Scout's
page. Each list also has two streams, one of its items and one of its pages. Endpoints marked \`experimental\` are not in Help
Scout's reference; they were observed in use. The impact of a call is \`read\`, \`write\` (the API can change it back), \`send\` (it
reaches someone outside the account) or \`destroy\` (the API cannot restore it); \`Permissions\` deny calls by it. The same data is available as JSON (\`npm run --silent endpoints -- --json\`), as the module
\`Catalogue\`, and as an OpenAPI document ([openapi.json](../packages/resources/openapi.json)).

${groups.map(section).join("\n\n")}
`

// ---------------------------------------------------------------------------------------------------------------
// README.md
// ---------------------------------------------------------------------------------------------------------------

const begin = "<!-- resources:begin -->"
const end = "<!-- resources:end -->"

const moduleComment = (name: string): string => {
  const file = path.join(root, "packages/resources/src", `${name}.ts`)
  return parseDocComment(/^\/\*\*[\s\S]*?\*\//.exec(readFileSync(file, "utf8"))?.[0] ?? "").summary
}

const resourceRow = (resource: string): string => {
  const module = `${resource.charAt(0).toUpperCase()}${resource.slice(1)}`
  const nested = groups
    .filter((group) => group.startsWith(`${resource}.`))
    .map((group) => group.slice(resource.length + 1))
  const entries = Catalogue.entries.filter(({ group }) => group === resource || group.startsWith(`${resource}.`))
  return row(
    `[\`${resource}\`](docs/endpoints.md#${resource.toLowerCase()})`,
    moduleComment(module),
    nested.map((group) => `\`${group}\``).join(", "),
    String(entries.length)
  )
}

const resourcesTable = [
  "| resource | description | groups | methods |",
  "| --- | --- | --- | ---: |",
  ...resources.map(resourceRow)
].join("\n")

const readme = (): string => {
  const text = readFileSync(path.join(root, "README.md"), "utf8").replaceAll("\r\n", "\n")
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined)
    throw new Error(`README.md: ${begin} or ${end} is missing. Add both.`)
  return `${before}${begin}\n${resourcesTable}\n${end}${after}`
}

/** The generated documents by their paths. */
export const documents = (): ReadonlyArray<{ readonly path: string; readonly content: string }> => [
  { path: "docs/endpoints.md", content: endpointsDocument },
  { path: "README.md", content: readme() },
  { path: "packages/resources/openapi.json", content: JSON.stringify(openApiDocument) }
]
