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
  const members = Object.entries(functions).filter(([name]) => name !== "schema" && name !== "TypeId")
  return Object.fromEntries(members.map(([name, member]) => [name, plainMember(member)])) as A
}
