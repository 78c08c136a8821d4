/** Links of the API, resolved against the base URL, which may be a proxy with a path of its own (law L1). */

/** Where Help Scout's own links lead, whatever address a program reaches the API by. */
const apiOrigin = "https://api.helpscout.net"

/**
 * Returns where a link leads on the base URL's host: its path below that of the base, and its query. Returns `undefined` for
 * links to other hosts, which never receive the token.
 */
export const resolve = (link: URL, baseUrl: string): URL | undefined => {
  const base = new URL(baseUrl)
  const isOnBase = link.origin === base.origin
  if (!isOnBase && link.origin !== apiOrigin) return undefined
  const prefix = base.pathname.replace(/\/$/, "")
  const path = isOnBase && link.pathname.startsWith(`${prefix}/`) ? link.pathname : prefix + link.pathname
  return new URL(path + link.search, base.origin)
}
