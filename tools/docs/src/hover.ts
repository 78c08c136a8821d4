/**
 * Hover text, as TypeScript's language service shows it for the published declarations, with the settings of an editor.
 */
import * as path from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const here = path.dirname(fileURLToPath(import.meta.url))

export interface Hover {
  /** The signature: what the editor shows above the documentation. */
  readonly text: string
  /** The doc comment, without its tags. */
  readonly documentation: string
}

const mark = "/*?*/"

/** Returns a function that hovers over each name in a source text that has the mark `/*?*\/` before it. */
export const makeHover = (): ((source: string) => ReadonlyArray<Hover>) => {
  const file = path.join(here, "..", "hovered.ts")
  let content = ""
  let version = 0
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    types: []
  }
  const service = ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: (name) => (name === file ? String(version) : "1"),
    getScriptSnapshot: (name) => {
      const text = name === file ? content : ts.sys.readFile(name)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => path.dirname(file),
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: (name) => (name === file ? content : ts.sys.readFile(name)),
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories
  })
  return (source) => {
    content = source
    version += 1
    const diagnostics = [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)]
    if (diagnostics.length > 0) {
      throw new Error(diagnostics.map((d) => ts.flattenDiagnosticMessageText(d.messageText, "\n")).join("\n"))
    }
    const shown: Array<Hover> = []
    for (let at = source.indexOf(mark); at >= 0; at = source.indexOf(mark, at + 1)) {
      const info = service.getQuickInfoAtPosition(file, at + mark.length)
      shown.push({
        text: ts.displayPartsToString(info?.displayParts),
        documentation: ts.displayPartsToString(info?.documentation)
      })
    }
    return shown
  }
}

const maxLines = 20

/** The problems of the hover text of a method, and how to fix them. */
export const problemsOf = ({ documentation, text }: Hover): ReadonlyArray<string> => {
  const result = text.slice(text.lastIndexOf("=>"))
  const lines = text.split("\n").length
  return [
    ...(documentation === ""
      ? ["no documentation. Write a doc comment, and name the group's `Service` in the `Service` that contains it"]
      : []),
    // the language service shortens what is too long to `...`, beginning with the result type
    ...(/^=> (?:Effect|Stream)<.+>$/s.test(result) && !/\.\.\.(?!\w)/.test(text)
      ? []
      : ["the result type is cut off. Give the query and the payload named types (`Model.Opaque`)"]),
    ...(lines <= maxLines ? [] : [`${lines} lines, of which an editor should show at most ${maxLines}. Name the types`])
  ]
}
