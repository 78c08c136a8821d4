/**
 * Hooks into the file operations of the token store. Test files of one worker share modules, so each of them mocks
 * `node:fs/promises` in the same way.
 */
type FileSystem = typeof import("node:fs/promises")

interface Hooks {
  /** Runs once before the next lock file gets its name. */
  beforeLock: (() => Promise<unknown>) | undefined
  /** Runs once before the next saved tokens get their name. */
  beforeSave: (() => Promise<unknown>) | undefined
  /** While the disk is full, a new file stays empty. */
  diskIsFull: boolean
  /** The synced paths in order. */
  readonly synced: Array<string>
}

export const hooks: Hooks = { beforeLock: undefined, beforeSave: undefined, diskIsFull: false, synced: [] }

export const hooked = (actual: FileSystem): FileSystem => ({
  ...actual,
  link: async (from, to) => {
    const name = /lock-\d+$/.test(String(to))
      ? "beforeLock"
      : /tokens-\d+\.json$/.test(String(to))
        ? "beforeSave"
        : undefined
    if (name !== undefined) {
      const hook = hooks[name]
      hooks[name] = undefined
      await hook?.()
    }
    await actual.link(from, to)
  },
  writeFile: async (path, text, options) => {
    await actual.writeFile(path, hooks.diskIsFull ? "" : text, options)
    if (hooks.diskIsFull) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", syscall: "write" })
  },
  open: async (path, ...rest) => {
    const file = await actual.open(path, ...rest)
    const sync = file.sync.bind(file)
    file.sync = async () => {
      await sync()
      hooks.synced.push(String(path))
    }
    return file
  }
})
