/**
 * The types of the Promise client: packages/promise/src/Resources.ts, printed from the types of the resources. An Effect
 * becomes a Promise, a Stream becomes a List.
 */
import * as path from "node:path"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import ts from "typescript"
import { root } from "./docComments.js"
import { TypePrinter } from "./promiseTypes.js"

const source = path.join(root, "packages/resources/src")

/** The compiler over the sources, because declarations have lost the comments of fields. */
export const load = (files: ReadonlyArray<string>): ts.Program => {
  const { config } = ts.readConfigFile(path.join(root, "tsconfig.base.json"), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  return ts.createProgram(files, {
    ...options,
    composite: false,
    incremental: false,
    noEmit: true,
    plugins: [],
    customConditions: ["source"]
  })
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const indented = (text: string): string => text.replace(/^(?=.)/gm, "  ")

interface Method {
  readonly parameters: number
  /** `Effect` or `Stream`. */
  readonly result: string
}

class Declarations {
  readonly #checker: ts.TypeChecker
  readonly #printer: TypePrinter
  readonly #groups: Array<string> = []
  readonly #builders: Array<string> = []
  /** The number of parameters of each method, without its options, and its result. */
  readonly methods: Record<string, Method> = {}

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker
    this.#printer = new TypePrinter(checker)
  }

  /** Adds the interface of a group and those of the groups in it, and returns its name. */
  group(type: ts.Type, name: string, comment: string, group = ""): string {
    const members = type.getProperties().map((property) => {
      const path = group === "" ? property.name : `${group}.${property.name}`
      const member = this.#checker.getTypeOfSymbol(property)
      const [signature] = member.getCallSignatures()
      if (signature !== undefined) {
        const pages = type.getProperty(property.name.replace(/All$/, "Pages"))
        const isList = property.name.endsWith("All") && pages !== undefined
        this.methods[path] = {
          parameters: signature.parameters.filter(({ name }) => name !== "options").length,
          result: signature.getReturnType().symbol.name
        }
        return `${this.#printer.comment(property)}${property.name}${this.#signature(signature, isList)}`
      }
      const { symbol } = member
      const inner = this.group(member, nested(name, property.name), this.#printer.comment(symbol), path)
      return `${this.#printer.comment(symbol)}readonly ${property.name}: ${inner}`
    })
    this.#groups.push(`${comment}export interface ${name} {\n${indented(members.join("\n\n"))}\n}\n`)
    return name
  }

  /** Adds an exported type of a module, and the types that it refers to. */
  type(symbol: ts.Symbol): void {
    this.#printer.declare(symbol, "output")
  }

  #signature(signature: ts.Signature, isList: boolean): string {
    const parameters = signature.parameters.map((parameter) => this.#printer.parameter(parameter, "input"))
    // those of a list contain the options of a request
    const takesOptions = signature.parameters.some(({ name }) => name === "options")
    const all = takesOptions ? parameters : [...parameters, "options?: RequestOptions"]
    return `(${all.join(", ")}): ${this.#result(signature.getReturnType(), isList)}`
  }

  #result(type: ts.Type, isList: boolean): string {
    const [value] = this.#checker.getTypeArguments(type as ts.TypeReference)
    if (value === undefined)
      throw new Error(`expected an Effect or a Stream, found ${this.#checker.typeToString(type)}`)
    const text = this.#printer.print(value, "output")
    if (type.symbol.name === "Effect") return `Promise<${text}>`
    if (text === "Uint8Array") return "ReadableStream<Uint8Array>"
    return isList ? `List<${text}>` : `Sequence<${text}>`
  }

  /** Adds the interface of functions that make inputs: the exports of a module, or the members of one. */
  builder(name: string, comment: string, members: ReadonlyArray<ts.Symbol>): void {
    const printed = members
      .filter((member) => isBuilding(this.#checker, member))
      .map((member) => {
        const type = this.#printer.print(this.#checker.getTypeOfSymbol(member), "output")
        return `${this.#printer.comment(member)}readonly ${member.name}: ${type}`
      })
    this.#builders.push(`${comment}export interface ${name} {\n${indented(printed.join("\n\n"))}\n}\n`)
  }

  print(): string {
    return [...this.#groups.reverse(), ...this.#builders, ...this.#printer.declarations()].join("\n")
  }
}

/** Values that are not schemas, not the module itself, and not made for Effect programs. */
const isBuilding = (checker: ts.TypeChecker, symbol: ts.Symbol): boolean => {
  if ((symbol.flags & ts.SymbolFlags.Value) === 0 || ["SearchQuery", "TypeId", "isSearchQuery"].includes(symbol.name))
    return false
  return !checker
    .getTypeOfSymbol(symbol)
    .getProperties()
    .some(({ name }) => name === "ast")
}

/** The inputs that are made by functions, with their modules. */
const builders = [
  "Conversations/ConversationUpdate",
  "Conversations/Threads/ThreadUpdate",
  "Customers/CustomerUpdate",
  "Customers/Properties#CustomerPropertyUpdate",
  "Workflows#WorkflowUpdate"
].map((text) => {
  const [module = "", name = path.basename(module)] = text.split("#")
  return { file: path.join(source, `${module}.ts`), name }
})

const nested = (parent: string, name: string): string =>
  `${parent.replace(/Resources?$/, "")}${capitalized(name)}Resource`

const header = `/**
 * The resources of the API and their types, for programs without Effect. Written by \`npm run codegen\` from the types of
 * packages/resources. Edit those instead.
 */
`

const imports = (text: string): string => {
  const wanted = Object.entries({
    "./HelpScoutError.js": ["ValidationIssue"],
    "./List.js": ["List", "ListOptions", "NumberedListOptions", "Page", "Sequence", "StableListOptions"],
    "./Options.js": ["Duration", "FileContent", "RequestOptions"],
    "./SearchQuery.js": ["RelativeMoment", "SearchQuery"]
  }).flatMap(([module, names]) => {
    const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(text))
    return used.length === 0 ? [] : [`import type { ${used.join(", ")} } from "${module}"`]
  })
  return wanted.join("\n")
}

const helpersHeader = `/**
 * The methods that combine requests: the number of their parameters, without the options of the request, and their result.
 * Written by \`npm run codegen\` from the types of packages/resources.
 */
`

/** The methods that no record describes. */
const helpers = (methods: Readonly<Record<string, Method>>): string => {
  const known = new Set(Catalogue.methods.map(({ group, name }) => `${group}.${name}`))
  const rows = Object.entries(methods)
    .filter(([name]) => !known.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { parameters, result }]) => `  "${name}": { parameters: ${parameters}, result: "${result}" }`)
  const type = 'Readonly<Record<string, { readonly parameters: number; readonly result: "Effect" | "Stream" }>>'
  return `${helpersHeader}export const helpers: ${type} = {\n${rows.join(",\n")}\n}\n`
}

export interface GeneratedFile {
  readonly path: string
  readonly content: string
}

/** The generated sources of packages/promise, not yet formatted. */
export const promiseSources = (): ReadonlyArray<GeneratedFile> => {
  const helpScout = path.join(source, "HelpScout.ts")
  const webhookEvent = path.join(source, "Webhooks/WebhookEvent.ts")
  const searchQuery = path.join(source, "SearchQuery.ts")
  const program = load([helpScout, webhookEvent, searchQuery])
  const checker = program.getTypeChecker()
  const exportsOf = (file: string): ReadonlyArray<ts.Symbol> => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile)
    return module === undefined ? [] : checker.getExportsOfModule(module)
  }
  const exported = (file: string, name: string): ts.Symbol => {
    const found = exportsOf(file).find((symbol) => symbol.name === name)
    if (found === undefined) throw new Error(`${file}: expected an export ${name}`)
    return found
  }
  const declarations = new Declarations(checker)
  const service = exported(helpScout, "Service")
  declarations.group(checker.getDeclaredTypeOfSymbol(service), "Resources", "/** All resources, by name. */\n")
  declarations.type(exported(webhookEvent, "WebhookEvent"))
  declarations.builder(
    "SearchQueryBuilder",
    "/** Makes conditions of Help Scout's search language. Values are escaped. */\n",
    exportsOf(searchQuery)
  )
  for (const { file, name } of builders) {
    const members = checker.getTypeOfSymbol(exported(file, name)).getProperties()
    declarations.builder(`${name}Builder`, `/** Makes each kind of \`${name}\`. */\n`, members)
  }
  const text = declarations.print()
  return [
    { path: "packages/promise/src/Resources.ts", content: `${header}${imports(text)}\n\n${text}` },
    { path: "packages/promise/src/internal/helpers.ts", content: helpers(declarations.methods) }
  ]
}
