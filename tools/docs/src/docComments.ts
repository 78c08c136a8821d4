/**
 * The doc comments of all methods, read from the sources of the resources.
 */
import { existsSync, readFileSync } from "node:fs"
import * as path from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

export interface DocComment {
  /** The first sentence. */
  readonly summary: string
  /** The text without its tags. Paragraphs are separated by an empty line. */
  readonly text: string
  /** The address of `@see`. */
  readonly see: string | undefined
}

export interface DocComments {
  /** The comments of endpoints, by group and name: `conversations.threads.createReply`. */
  readonly endpoints: ReadonlyMap<string, DocComment>
  /** The comments of methods that combine endpoints: `conversations.getComplete`. */
  readonly helpers: ReadonlyMap<string, DocComment>
}

/** The root of the checkout, for the sources and for the compiled files. */
export const root = (() => {
  let directory = path.dirname(fileURLToPath(import.meta.url))
  while (!existsSync(path.join(directory, "pnpm-workspace.yaml"))) directory = path.dirname(directory)
  return directory
})()

const source = path.join(root, "packages/resources/src")

export const parseDocComment = (comment: string): DocComment => {
  const lines = comment
    .replace(/^\/\*\*|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trim())
  const tags = lines.findIndex((line) => line.startsWith("@"))
  const text = lines
    .slice(0, tags === -1 ? lines.length : tags)
    .join("\n")
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/\n/g, " "))
    .join("\n\n")
  const first = text.split("\n\n")[0] ?? ""
  return {
    summary: /^.*?[.!?](?= |$)/.exec(first)?.[0] ?? first,
    text,
    see: /^@see (\S+)$/m.exec(lines.join("\n"))?.[1]
  }
}

interface Module {
  readonly file: string
  readonly tree: ts.SourceFile
}

const parseModule = (file: string): Module => ({
  file,
  tree: ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true)
})

const commentOf = (node: ts.Node): DocComment => {
  const comment = ts.getJSDocCommentsAndTags(node).findLast(ts.isJSDoc)
  return parseDocComment(comment?.getText() ?? "")
}

/** The module behind a namespace import. */
const importOf = ({ file, tree }: Module, name: string): Module => {
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    const bindings = statement.importClause?.namedBindings
    if (bindings === undefined || !ts.isNamespaceImport(bindings) || bindings.name.text !== name) continue
    return parseModule(path.join(path.dirname(file), statement.moduleSpecifier.text.replace(/\.js$/, ".ts")))
  }
  throw new Error(`${file}: expected a namespace import of ${name}`)
}

const constant = ({ file, tree }: Module, name: string): ts.Expression => {
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const declaration of statement.declarationList.declarations) {
      if (declaration.name.getText() === name && declaration.initializer !== undefined) return declaration.initializer
    }
  }
  throw new Error(`${file}: expected a constant ${name}`)
}

/** The methods of the interface `Service` that are not in the record. */
const helpersOf = ({ tree }: Module, known: ReadonlySet<string>): ReadonlyArray<readonly [string, DocComment]> =>
  tree.statements
    .filter(ts.isInterfaceDeclaration)
    .filter((declaration) => declaration.name.text === "Service")
    .flatMap((declaration) => [...declaration.members])
    .flatMap((member) => {
      const name = member.name?.getText() ?? ""
      const comment = commentOf(member)
      return known.has(name) || comment.text === "" ? [] : [[name, comment] as const]
    })

/** Reads the doc comments of every method. */
export const readDocComments = (resources: ReadonlyArray<string>): DocComments => {
  const endpoints = new Map<string, DocComment>()
  const helpers = new Map<string, DocComment>()

  const readObject = (module: Module, group: string, record: ts.ObjectLiteralExpression): ReadonlySet<string> => {
    const names = new Set<string>()
    for (const property of record.properties) {
      const name = property.name?.getText() ?? ""
      names.add(name)
      const value = ts.isPropertyAssignment(property) ? property.initializer : undefined
      if (value !== undefined && ts.isObjectLiteralExpression(value)) readObject(module, `${group}.${name}`, value)
      else if (value !== undefined && ts.isPropertyAccessExpression(value)) {
        readModule(importOf(module, value.expression.getText()), `${group}.${name}`, value.name.text)
      } else endpoints.set(`${group}.${name}`, commentOf(property))
    }
    return names
  }

  const readModule = (module: Module, group: string, name: string): void => {
    const record = constant(module, name)
    if (!ts.isObjectLiteralExpression(record)) throw new Error(`${module.file}: ${name} must be an object literal`)
    const known = readObject(module, group, record)
    if (name !== "endpoints") return
    for (const [helper, comment] of helpersOf(module, known)) helpers.set(`${group}.${helper}`, comment)
  }

  for (const resource of resources) {
    const file = path.join(source, `${resource.charAt(0).toUpperCase()}${resource.slice(1)}.ts`)
    readModule(parseModule(file), resource, "endpoints")
  }
  return { endpoints, helpers }
}
