/** Functions that make inputs, for plain arguments. */
import { fromPlain } from "./plain.js"

const plainMember = (member: unknown): unknown => {
  if (typeof member === "function")
    return (...args: ReadonlyArray<unknown>) => member(...(fromPlain(args) as typeof args))
  const isNamespace = typeof member === "object" && member !== null && Object.values(member).every(isFunction)
  return isNamespace ? toBuilder(member) : member
}

const isFunction = (value: unknown): boolean => typeof value === "function"

/** Maps the functions of a module, or of an object. `A` is generated from their types. */
export const toBuilder = <A extends object>(functions: object): A => {
  // a module exports itself under its own name
  const members = Object.entries(functions).filter(
    ([name, member]) => member !== functions && name !== "schema" && name !== "TypeId"
  )
  return Object.fromEntries(members.map(([name, member]) => [name, plainMember(member)])) as A
}

/** The same for functions that are loaded when the first of them is used. */
export const toLazyBuilder = <A extends object>(load: () => object): A => {
  let builder: A | undefined
  const loaded = (): A => {
    builder ??= toBuilder<A>(load())
    return builder
  }
  return new Proxy<A>({} as A, {
    get: (_, name) => Reflect.get(loaded(), name),
    has: (_, name) => Reflect.has(loaded(), name),
    ownKeys: () => Reflect.ownKeys(loaded()),
    getOwnPropertyDescriptor: (_, name) => Reflect.getOwnPropertyDescriptor(loaded(), name)
  })
}
