/** A Redis server on a free port of this machine, without persistence. */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { connect, createServer } from "node:net"
import { setTimeout } from "node:timers/promises"

export interface RedisServer {
  readonly url: string
  readonly stop: () => Promise<void>
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  if (address === null || typeof address === "string") throw new Error("The server has no port")
  return address.port
}

const listens = async (port: number): Promise<boolean> => {
  const socket = connect(port, "127.0.0.1")
  try {
    await once(socket, "connect")
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

export const start = async (): Promise<RedisServer> => {
  const port = await freePort()
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
  const server = spawn("redis-server", options, { stdio: "ignore" })
  await once(server, "spawn")
  for (let attempts = 0; !(await listens(port)); attempts++) {
    if (attempts === 200) throw new Error("redis-server does not start: it does not listen after 4 seconds")
    await setTimeout(20)
  }
  // stops the server if this process exits early
  process.on("exit", () => server.kill())
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill()
      await once(server, "exit")
    }
  }
}
