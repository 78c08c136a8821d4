/** A Redis server for one test, on a free port of this machine, without persistence. */
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { connect, type Socket } from "node:net"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { freePort } from "./freePort.js"

export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Kills the server. Its content is lost. */
  readonly stop: Effect.Effect<void>
  /** Starts the server again, empty, on the same port. */
  readonly start: Effect.Effect<void>
  /** Suspends the server: it accepts connections and does not respond. */
  readonly pause: Effect.Effect<void>
  readonly resume: Effect.Effect<void>
}

const responds = async (port: number): Promise<boolean> => {
  const socket: Socket = connect(port, "127.0.0.1")
  try {
    await once(socket, "connect")
    socket.write("PING\r\n")
    const [reply] = await once(socket, "data")
    return String(reply).startsWith("+PONG")
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

const launch = async (port: number): Promise<ChildProcess> => {
  const child = spawn(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    { stdio: "ignore" }
  )
  let failure: string | undefined
  child.on("error", (error) => {
    failure = error.message
  })
  child.on("exit", (code) => {
    failure = `exit code ${code}`
  })
  for (let attempts = 0; attempts < 500; attempts++) {
    if (failure !== undefined) break
    if (await responds(port)) return child
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  child.kill("SIGKILL")
  throw new Error(
    `redis-server does not start (${failure ?? "no response"}). Install it: apt-get install -y redis-server`
  )
}

const kill = async (child: ChildProcess | undefined) => {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  child.kill("SIGKILL")
  await once(child, "exit")
}

/** Runs a server until the scope closes. */
export const redisServer: Effect.Effect<RedisServer, never, Scope.Scope> = Effect.gen(function* () {
  const port = yield* Effect.promise(freePort)
  let child: ChildProcess | undefined
  const start = Effect.promise(async () => {
    child = await launch(port)
  })
  const stop = Effect.promise(() => kill(child))
  yield* Effect.acquireRelease(start, () => stop)
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    start,
    stop,
    pause: Effect.sync(() => child?.kill("SIGSTOP")),
    resume: Effect.sync(() => child?.kill("SIGCONT"))
  }
})
