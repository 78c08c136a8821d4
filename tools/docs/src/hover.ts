/**
 * What an editor shows for a name: asked of TypeScript's own language service, over the declarations that users get.
 */
import * as path from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const here = path.dirname(fileURLToPath(import.meta.url))

/** Answers what hovering over the mark `/*?*\/` (put before a name) shows in `source`. */
export const makeHover = (): ((source: string) => ReadonlyArray<string>) => {
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
    types: [],
    noErrorTruncation: true
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
    const mark = "/*?*/"
    content = source
    version += 1
    const diagnostics = [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)]
    if (diagnostics.length > 0) {
      throw new Error(diagnostics.map((d) => ts.flattenDiagnosticMessageText(d.messageText, "\n")).join("\n"))
    }
    const shown: Array<string> = []
    for (let at = source.indexOf(mark); at >= 0; at = source.indexOf(mark, at + 1)) {
      const info = service.getQuickInfoAtPosition(file, at + mark.length)
      const text = ts.displayPartsToString(info?.displayParts)
      const docs = ts.displayPartsToString(info?.documentation)
      shown.push(docs === "" ? text : `${text}\n// ${docs.split("\n")[0]}`)
    }
    return shown
  }
}
