/**
 * Loads the bundle of the command with V8's code cache: the functions of an earlier run need not be compiled again. A file
 * of the cache belongs to one build and one version of Node.js, and is in `$XDG_CACHE_HOME/effect-helpscout` (by default
 * `~/.cache/effect-helpscout`). Whatever goes wrong with it, the bundle is loaded as usual. `NODE_DISABLE_COMPILE_CACHE=1`
 * turns it off, like the cache of Node.js itself.
 */
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { homedir } from "node:os"
import { dirname, isAbsolute, join } from "node:path"
import * as Process from "node:process"
import * as Vm from "node:vm"

/** What a bundle exports, and how to keep what V8 compiled. */
export interface Loaded {
  readonly exports: unknown
  /** Writes the cache, unless there is one already. */
  readonly save: () => void
}

const directory = (): string => {
  const configured = Process.env.XDG_CACHE_HOME ?? ""
  return join(isAbsolute(configured) ? configured : join(homedir(), ".cache"), "effect-helpscout")
}

const isEnabled = (): boolean =>
  Process.env.NODE_DISABLE_COMPILE_CACHE !== "1" &&
  Process.versions.bun === undefined &&
  Process.versions.deno === undefined

/** Cached code is run, so only this user may have written it. */
const readCache = (path: string): Buffer | undefined => {
  try {
    const { mode, uid } = lstatSync(path)
    const isOurs = (mode & 0o022) === 0 && (Process.getuid === undefined || uid === Process.getuid())
    return isOurs ? readFileSync(path) : undefined
  } catch {
    return undefined
  }
}

const writeCache = (path: string, data: Buffer): void => {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const temporary = `${path}.${Process.pid}`
    writeFileSync(temporary, data, { mode: 0o600, flag: "wx" })
    renameSync(temporary, path)
    // those of other builds and versions
    for (const name of readdirSync(dirname(path))) {
      const other = join(dirname(path), name)
      if (name.endsWith(".code") && other !== path) rmSync(other, { force: true })
    }
  } catch {
    // a cache that cannot be written costs time, nothing else
  }
}

/** Loads a CommonJS file whose content has the given hash. */
export const load = (file: string, hash: string): Loaded => {
  const require = createRequire(file)
  if (!isEnabled()) return { exports: require(file), save: () => {} }
  const path = join(directory(), `${hash}-${Process.version}-${Process.arch}.code`)
  const cachedData = readCache(path)
  // the bundle is ASCII
  const source = readFileSync(file, "latin1")
  const script = new Vm.Script(`(function(exports,require,module,__filename,__dirname){${source}\n})`, {
    filename: file,
    importModuleDynamically: Vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    ...(cachedData === undefined ? {} : { cachedData })
  })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, require, module, file, dirname(file))
  const isCached = cachedData !== undefined && script.cachedDataRejected !== true
  return { exports: module.exports, save: isCached ? () => {} : () => writeCache(path, script.createCachedData()) }
}
