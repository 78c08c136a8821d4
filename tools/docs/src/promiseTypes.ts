/**
 * Prints types of the resources as plain TypeScript, without Effect: `DateTime.Utc` is a `Date`, `Option<A>` is
 * `A | undefined`. Named types of our packages become references, and `named` collects them.
 */
import ts from "typescript"

/** Where a type is used. Files are read from more types than they are returned as. */
export type Position = "input" | "output"

interface Named {
  readonly name: string
  readonly type: ts.Type
  readonly symbol: ts.Symbol
  readonly isAlias: boolean
  readonly position: Position
}

/** Types that packages/promise declares itself. */
const own: Readonly<Record<string, string>> = {
  NumberedStreamOptions: "NumberedListOptions",
  StableStreamOptions: "StableListOptions",
  StreamOptions: "ListOptions",
  Relative: "RelativeMoment",
  SearchQuery: "SearchQuery",
  ValidationIssue: "ValidationIssue"
}

/** Types whose name is taken by the platform. */
const renamed: Readonly<Record<string, string>> = {
  Notification: "WebhookNotification",
  Unknown: "UnknownWebhookEvent",
  Range: "DateRange",
  Value: "SearchValue"
}

const fileOf = (symbol: ts.Symbol): string => symbol.declarations?.[0]?.getSourceFile().fileName ?? ""
const isOurs = (symbol: ts.Symbol): boolean => /\/packages\/(?:core|resources)\/src\//.test(fileOf(symbol))
const isEffects = (symbol: ts.Symbol): boolean => /\/node_modules\/(?:effect|@effect)\//.test(fileOf(symbol))
const isStandard = (symbol: ts.Symbol): boolean => /\/typescript\/lib\/lib\.[^/]+$/.test(fileOf(symbol))
const isIdentifier = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name)
const indented = (text: string): string => text.replace(/^(?=.)/gm, "  ")

const hiddenTags = new Set(["since", "internal"])

export class TypePrinter {
  readonly named = new Map<string, Named>()
  readonly #queue: Array<Named> = []
  readonly #checker: ts.TypeChecker

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker
  }

  /** The doc comment of a declaration, with a line break after it. */
  comment(symbol: ts.Symbol): string {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(this.#checker))
    const tags = symbol
      .getJsDocTags(this.#checker)
      .filter(({ name }) => !hiddenTags.has(name))
      .map(({ name, text: parts }) => {
        const value = ts.displayPartsToString(parts)
        // the language service parts an address at its colon
        return `@${name} ${name === "see" ? value.replace(/^(https?)\s*:?\s*\/\//, "$1://") : value}`.trim()
      })
    const lines = [...(text === "" ? [] : text.split("\n")), ...(text !== "" && tags.length > 0 ? [""] : []), ...tags]
    if (lines.length === 0) return ""
    if (lines.length === 1) return `/** ${lines[0]} */\n`
    return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`
  }

  /** Prints a type as seen from a place where it is used. */
  print(type: ts.Type, position: Position): string {
    return this.#alias(type, position) ?? this.#structure(type, position)
  }

  /** Declares a named type, even if nothing refers to it by its name. */
  declare(symbol: ts.Symbol, position: Position): void {
    this.#reference(symbol, this.#checker.getDeclaredTypeOfSymbol(symbol), true, position)
  }

  /** Prints the declarations of all types that were referred to, including those that they refer to. */
  declarations(): ReadonlyArray<string> {
    const printed: Array<readonly [name: string, text: string]> = []
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const { isAlias, name, position, symbol, type } = next
      const comment = this.comment(symbol)
      const isObject = !isAlias && !type.isUnion()
      const text = isObject
        ? `export interface ${name} ${this.#object(type, position)}`
        : `export type ${name} = ${this.#structure(type, position)}`
      printed.push([name, `${comment}${text}\n`])
    }
    return printed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text)
  }

  #reference(symbol: ts.Symbol, type: ts.Type, isAlias: boolean, position: Position): string {
    const name = renamed[symbol.name] ?? symbol.name
    const known = this.named.get(name)
    if (known === undefined) {
      const entry = { name, symbol, type, isAlias, position }
      this.named.set(name, entry)
      this.#queue.push(entry)
    } else if (known.symbol !== symbol) {
      throw new Error(`${name} is declared in ${fileOf(known.symbol)} and in ${fileOf(symbol)}. Rename one of them.`)
    }
    return name
  }

  #alias(type: ts.Type, position: Position): string | undefined {
    const symbol = type.aliasSymbol
    if (symbol === undefined) return undefined
    const typeArguments = type.aliasTypeArguments ?? []
    if (symbol.name === "Option" && isEffects(symbol)) {
      return `${this.print(typeArguments[0] as ts.Type, position)} | undefined`
    }
    if (symbol.name === "DurationInput" && isEffects(symbol)) return "Duration"
    if (symbol.name === "DateTime" && isEffects(symbol)) return "Date"
    if (!isOurs(symbol)) return undefined
    const declared = own[symbol.name]
    if (declared !== undefined) return declared
    return typeArguments.length > 0 ? undefined : this.#reference(symbol, type, true, position)
  }

  #structure(type: ts.Type, position: Position): string {
    const checker = this.#checker
    if (type.flags & ts.TypeFlags.Boolean) return "boolean"
    if (type.flags & ts.TypeFlags.Instantiable) {
      // of a generic function, the widest types
      const constraint = checker.getBaseConstraintOfType(type)
      if (constraint !== undefined && constraint !== type) return this.print(constraint, position)
    }
    if (type.isUnion()) return this.#union(type, position)
    if (type.isIntersection()) return type.types.map((part) => this.#part(part, position)).join(" & ")
    if ((type.flags & ts.TypeFlags.Object) === 0) return checker.typeToString(type)
    if (checker.isArrayType(type) || checker.isTupleType(type)) return this.#list(type as ts.TypeReference, position)
    const [call] = type.getCallSignatures()
    if (call !== undefined) return this.#function(call, position)
    const { symbol } = type
    const typeArguments = checker.getTypeArguments(type as ts.TypeReference)
    if (isStandard(symbol)) return this.#standard(symbol, typeArguments, position)
    if (isEffects(symbol)) return this.#effects(symbol, type, position)
    if (isOurs(symbol) && /^(?:__type|__object)$/.test(symbol.name) === false) {
      const declared = own[symbol.name]
      if (declared !== undefined) return declared
      if (symbol.name === "Page") return `Page<${this.print(typeArguments[0] as ts.Type, position)}>`
      if (typeArguments.length === 0) return this.#reference(symbol, type, false, position)
    }
    return this.#object(type, position)
  }

  #standard(symbol: ts.Symbol, typeArguments: ReadonlyArray<ts.Type>, position: Position): string {
    if (symbol.name === "Uint8Array") return position === "input" ? "FileContent" : "Uint8Array"
    const [first] = typeArguments
    return first === undefined ? symbol.name : `${symbol.name}<${this.print(first, position)}>`
  }

  #effects(symbol: ts.Symbol, type: ts.Type, position: Position): string {
    switch (symbol.name) {
      case "Utc":
        return "Date"
      case "Redacted":
        return "string"
      case "Duration":
        return "number"
      case "None":
        return "undefined"
      case "Some":
        return this.print(this.#checker.getTypeArguments(type as ts.TypeReference)[0] as ts.Type, position)
      default:
        return this.#object(type, position)
    }
  }

  #part(type: ts.Type, position: Position): string {
    const text = this.print(type, position)
    return type.isUnion() && type.aliasSymbol === undefined && text.includes("|") ? `(${text})` : text
  }

  #union(type: ts.UnionType, position: Position): string {
    // the union as it was written, before the compiler distributed an intersection over it
    const { origin } = type as ts.UnionType & { readonly origin?: ts.Type }
    if (origin?.isIntersection()) return origin.types.map((part) => this.#part(part, position)).join(" & ")
    const members = origin?.isUnion() ? origin.types : type.types
    const texts = members.map((member) => {
      const text = this.print(member, position)
      return (member.isIntersection() && text.includes(" & ")) || text.includes("=>") ? `(${text})` : text
    })
    const distinct = [...new Set(texts)].filter((text) => !/^(?:false|undefined|\(string & \{\}\))$/.test(text))
    return [
      ...distinct.map((text) => (text === "true" && texts.includes("false") ? "boolean" : text)),
      // the values that Help Scout may add come last
      ...(texts.includes("(string & {})") ? ["(string & {})"] : []),
      ...(texts.includes("false") && !texts.includes("true") ? ["false"] : []),
      ...(texts.includes("undefined") ? ["undefined"] : [])
    ].join(" | ")
  }

  #list(type: ts.TypeReference, position: Position): string {
    const items = this.#checker.getTypeArguments(type)
    if (!this.#checker.isTupleType(type)) return `ReadonlyArray<${this.print(items[0] as ts.Type, position)}>`
    const { elementFlags } = type.target as ts.TupleType
    const texts = items.map((item, at) => {
      const text = this.print(item, position)
      return (elementFlags[at] ?? 0) & ts.ElementFlags.Rest ? `...Array<${text}>` : text
    })
    return `readonly [${texts.join(", ")}]`
  }

  #function(signature: ts.Signature, position: Position): string {
    const flipped = position === "input" ? "output" : "input"
    const parameters = signature.parameters.map((parameter) => this.parameter(parameter, flipped))
    return `(${parameters.join(", ")}) => ${this.print(signature.getReturnType(), position)}`
  }

  /** Prints a parameter of a function. */
  parameter(symbol: ts.Symbol, position: Position): string {
    const declaration = symbol.valueDeclaration as ts.ParameterDeclaration | undefined
    const rest = declaration?.dotDotDotToken === undefined ? "" : "..."
    const optional = declaration !== undefined && this.#checker.isOptionalParameter(declaration)
    const type = this.#checker.getTypeOfSymbol(symbol)
    const text = this.print(type, position)
    return `${rest}${symbol.name}${optional ? "?" : ""}: ${optional ? withoutUndefined(text) : text}`
  }

  #object(type: ts.Type, position: Position): string {
    const checker = this.#checker
    const properties = inOrder(checker.getPropertiesOfType(type)).map((property) => {
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0
      const text = this.print(checker.getTypeOfSymbol(property), position)
      const key = isIdentifier(property.name) ? property.name : JSON.stringify(property.name)
      return `${this.comment(property)}readonly ${key}${optional ? "?" : ""}: ${optional ? withoutUndefined(text) : text}`
    })
    const indexes = checker
      .getIndexInfosOfType(type)
      .map((info) => `readonly [key: ${checker.typeToString(info.keyType)}]: ${this.print(info.type, position)}`)
    const members = [...properties, ...indexes]
    if (members.length === 0) return "{}"
    const short = `{ ${members.join("; ")} }`
    return short.length <= 80 && !short.includes("\n") ? short : `{\n${indented(members.join("\n"))}\n}`
  }
}

const withoutUndefined = (text: string): string => {
  const shorter = text.replace(/ \| undefined$/, "")
  return /^\([^()]*\)$/.test(shorter) ? shorter.slice(1, -1) : shorter
}

/** Mapped types have their own order: the order of the sources reads better. */
const inOrder = (properties: ReadonlyArray<ts.Symbol>): ReadonlyArray<ts.Symbol> => {
  const position = (symbol: ts.Symbol) => symbol.declarations?.[0]?.pos ?? 0
  const files = [...new Set(properties.map(fileOf))]
  return [...properties].sort(
    (a, b) => files.indexOf(fileOf(a)) - files.indexOf(fileOf(b)) || position(a) - position(b)
  )
}
