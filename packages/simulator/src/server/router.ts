/** Finds routes by method and path. */
import * as Either from "effect/Either"
import type { Route } from "../Route.js"

interface Node {
  readonly fixed: Map<string, Node>
  param: Node | undefined
  readonly methods: Map<string, { readonly route: Route; readonly names: ReadonlyArray<string> }>
}

const node = (): Node => ({ fixed: new Map(), param: undefined, methods: new Map() })

/** The result of a lookup. */
export type Match =
  | { readonly _tag: "Found"; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly _tag: "WrongMethod" }
  | { readonly _tag: "NoPath" }

/** Finds the route of a method and a path. */
export type Router = (method: string, path: string) => Match

const decodeSegment = Either.liftPredicate(
  (text: string) => !/%(?![0-9a-f]{2})/i.test(text),
  () => undefined
)

/** Makes a router. A fixed segment takes precedence over a param: `/users/me` over `/users/:userId`. */
export const make = (routes: ReadonlyArray<Route>): Router => {
  const root = node()
  for (const route of routes) {
    let at = root
    const names: Array<string> = []
    for (const segment of route.description.path.split("/").slice(1)) {
      if (segment.startsWith(":")) {
        names.push(segment.slice(1))
        at.param ??= node()
        at = at.param
      } else {
        const next = at.fixed.get(segment) ?? node()
        at.fixed.set(segment, next)
        at = next
      }
    }
    at.methods.set(route.description.method, { route, names })
  }

  const find = (at: Node, segments: ReadonlyArray<string>, index: number, taken: Array<string>): Node | undefined => {
    const segment = segments[index]
    if (segment === undefined) return at.methods.size > 0 ? at : undefined
    const fixed = at.fixed.get(segment)
    const found = fixed === undefined ? undefined : find(fixed, segments, index + 1, taken)
    if (found !== undefined || at.param === undefined || segment === "") return found
    taken.push(segment)
    const below = find(at.param, segments, index + 1, taken)
    if (below === undefined) taken.pop()
    return below
  }

  return (method, path) => {
    const taken: Array<string> = []
    const found = find(root, path.split("/").slice(1), 0, taken)
    if (found === undefined) return { _tag: "NoPath" }
    const entry = found.methods.get(method)
    if (entry === undefined) return { _tag: "WrongMethod" }
    const params: Record<string, string> = {}
    for (let i = 0; i < entry.names.length; i++) {
      const text = decodeSegment(taken[i] ?? "")
      if (Either.isLeft(text)) return { _tag: "NoPath" }
      params[entry.names[i] as string] = decodeURIComponent(text.right)
    }
    return { _tag: "Found", route: entry.route, params }
  }
}
