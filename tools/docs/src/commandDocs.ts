/**
 * The help of the command line: packages/cli/src/internal/commandDocs.ts, from the doc comments of methods and of the fields
 * of their inputs.
 */
import * as path from "node:path"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import ts from "typescript"
import { parseDocComment, readDocComments, root } from "./docComments.js"
import { load } from "./promiseDeclarations.js"

interface FieldDoc {
  readonly text: string
  readonly default?: string
}

interface CommandDoc {
  readonly text: string
  readonly isCombined?: true
  readonly fields?: Readonly<Record<string, FieldDoc>>
}

const members = (type: ts.Type): ReadonlyArray<ts.Type> => (type.isUnion() ? type.types.flatMap(members) : [type])

/** A link to a function of the library means nothing on a command line. */
const plain = (text: string): string =>
  text
    .replace(/\{@link (\S+?)\}/g, "$1")
    .replace(/\s+/g, " ")
    .trim()

const fieldDoc = (checker: ts.TypeChecker, symbol: ts.Symbol): FieldDoc | undefined => {
  const text = plain(ts.displayPartsToString(symbol.getDocumentationComment(checker)))
  const tag = symbol.getJsDocTags(checker).find(({ name }) => name === "default")
  const byDefault = tag === undefined ? "" : plain(ts.displayPartsToString(tag.text))
  if (text === "" && byDefault === "") return undefined
  return byDefault === "" ? { text } : { text, default: byDefault }
}

/** The fields of the inputs of a method, by name. */
const fieldDocs = (checker: ts.TypeChecker, method: ts.Type): Record<string, FieldDoc> => {
  const found: Record<string, FieldDoc> = {}
  for (const signature of method.getCallSignatures()) {
    for (const parameter of signature.parameters) {
      if (parameter.name === "options") continue
      for (const member of members(checker.getTypeOfSymbol(parameter))) {
        for (const property of checker.getPropertiesOfType(member)) {
          const doc = fieldDoc(checker, property)
          if (doc !== undefined && !property.name.startsWith("~")) found[property.name] ??= doc
        }
      }
    }
  }
  return found
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The generated source, not yet formatted. */
export const commandDocs = (): { readonly path: string; readonly content: string } => {
  const resources = [...new Set(Catalogue.methods.map(({ group }) => group.replace(/\..*/, "")))]
  const comments = readDocComments(resources)
  const file = path.join(root, "packages/resources/src/HelpScout.ts")
  const program = load([file])
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source)
  const service =
    module === undefined ? undefined : checker.getExportsOfModule(module).find((e) => e.name === "Service")
  if (service === undefined) throw new Error(`${file}: expected an interface Service`)

  const memberOf = (type: ts.Type, name: string): ts.Type => {
    const property = checker.getPropertyOfType(type, name)
    if (property === undefined) throw new Error(`commandDocs: expected a member ${name}`)
    return checker.getTypeOfSymbol(property)
  }
  const typeOf = (name: string) => name.split(".").reduce(memberOf, checker.getDeclaredTypeOfSymbol(service))

  const commands: Record<string, CommandDoc> = {}
  const calls = Catalogue.entries.map(({ group, name }) => `${group}.${name}`)
  for (const name of [...calls, ...comments.helpers.keys()]) {
    const { text } = comments.endpoints.get(name) ?? comments.helpers.get(name) ?? { text: "" }
    const fields = fieldDocs(checker, typeOf(name))
    commands[name] = {
      text,
      ...(comments.helpers.has(name) ? { isCombined: true } : {}),
      ...(Object.keys(fields).length === 0 ? {} : { fields })
    }
  }
  const groups = Object.fromEntries(
    resources.map((resource) => {
      const moduleFile = path.join(root, "packages/resources/src", `${capitalized(resource)}.ts`)
      const header = /^\/\*\*[\s\S]*?\*\//.exec(ts.sys.readFile(moduleFile) ?? "")?.[0] ?? ""
      return [resource, parseDocComment(header).summary]
    })
  )
  const header = `/**
 * The help of the commands that are derived from the catalogue. Written by \`npm run codegen\` from the doc comments of
 * packages/resources. Edit those instead.
 */

export interface FieldDoc {
  readonly text: string
  readonly default?: string
}

export interface CommandDoc {
  /** Paragraphs are separated by an empty line. */
  readonly text: string
  /** The method combines requests, and is not in the catalogue. */
  readonly isCombined?: true
  /** The fields of the inputs that have a comment. */
  readonly fields?: Readonly<Record<string, FieldDoc>>
}
`
  return {
    path: "packages/cli/src/internal/commandDocs.ts",
    content: `${header}
/** The resources, in one sentence each. */
export const groupDocs: Readonly<Record<string, string>> = ${JSON.stringify(groups)}

/** The methods by group and name: \`conversations.threads.createReply\`. */
export const commandDocs: Readonly<Record<string, CommandDoc>> = ${JSON.stringify(commands)}
`
  }
}
