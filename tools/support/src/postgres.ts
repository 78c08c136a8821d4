/** A PostgreSQL server for one test, on a free port of this machine, in a folder of its own, as a user other than root. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import process from "node:process"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { freePort } from "./freePort.js"

export interface PostgresServer {
  readonly port: number
  /** Returns the address of a database. Creates it if it does not exist. */
  readonly database: (name: string) => Effect.Effect<string>
  /** Kills the server. Its data is kept. */
  readonly stop: Effect.Effect<void>
  /** Starts the server again on the same port. */
  readonly start: Effect.Effect<void>
}

const install =
  "Install PostgreSQL: apt-get install -y postgresql (Debian), dnf install postgresql-server (Fedora), brew install postgresql (macOS)"

/** The folder of the programs: on the PATH, or where Debian keeps them. */
const binFolder = (): string => {
  if (spawnSync("postgres", ["--version"]).status === 0 && spawnSync("initdb", ["--version"]).status === 0) return ""
  const versions = "/usr/lib/postgresql"
  const latest = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .find((version) => existsSync(join(versions, version, "bin/postgres")))
    : undefined
  if (latest === undefined) throw new Error(`postgres is not installed. ${install}`)
  return join(versions, latest, "bin")
}

/** PostgreSQL refuses to run as root: the user that Debian's package creates, otherwise `daemon`. */
const unprivileged = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (flag: string, user: string) => Number(spawnSync("id", [flag, user], { encoding: "utf8" }).stdout.trim())
  const user = spawnSync("id", ["-u", "postgres"]).status === 0 ? "postgres" : "daemon"
  return { uid: idOf("-u", user), gid: idOf("-g", user) }
}

const kill = async (child: ChildProcess | undefined) => {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  child.kill("SIGQUIT")
  await once(child, "exit")
}

/** Runs a server until the scope closes. */
export const postgresServer: Effect.Effect<PostgresServer, never, Scope.Scope> = Effect.gen(function* () {
  const folder = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "helpscout-pg-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
  )
  const bin = binFolder()
  const user = unprivileged()
  const port = yield* Effect.promise(freePort)
  const options = { cwd: folder, ...user, env: { ...process.env, LC_ALL: "C", PGUSER: "sync", PGCONNECT_TIMEOUT: "5" } }
  const execute = (command: string, args: ReadonlyArray<string>) => {
    const { error, status, stderr, stdout } = spawnSync(join(bin, command), args, { ...options, encoding: "utf8" })
    return { ok: status === 0, output: `${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}` }
  }
  const must = (command: string, args: ReadonlyArray<string>) => {
    const { ok, output } = execute(command, args)
    if (!ok) throw new Error(`${command} failed. ${install}\n${output}`)
  }
  yield* Effect.sync(() => {
    if (user !== undefined) chownSync(folder, user.uid, user.gid)
    chmodSync(folder, 0o700)
    must("initdb", ["--pgdata", "data", "--username", "sync", "--auth", "trust", "--no-sync", "--encoding", "UTF8"])
  })
  const server = ["-h", "127.0.0.1", "-p", String(port), "-U", "sync"]

  let child: ChildProcess | undefined
  const start = Effect.promise(async () => {
    const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`, "fsync=off"]
    const args = ["-D", "data", "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])]
    child = spawn(join(bin, "postgres"), args, { ...options, stdio: "ignore" })
    for (let attempts = 0; attempts < 1_000; attempts++) {
      if (execute("psql", [...server, "-d", "postgres", "-c", "SELECT 1"]).ok) return
      if (child.exitCode !== null) break
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error(`postgres does not start. ${install}`)
  })
  const stop = Effect.promise(() => kill(child))
  yield* Effect.acquireRelease(start, () => stop)
  return {
    port,
    start,
    stop,
    database: (name) =>
      Effect.sync(() => {
        const exists = execute("psql", [...server, "-d", name, "-c", "SELECT 1"]).ok
        if (!exists) must("psql", [...server, "-d", "postgres", "-c", `CREATE DATABASE "${name}"`])
        return `postgres://sync@127.0.0.1:${port}/${name}`
      })
  }
})
