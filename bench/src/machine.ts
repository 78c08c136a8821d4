import * as Os from "node:os"

/** Describes the machine without its name: processor, cores, memory, Node.js and the date. */
export const describe = (): string => {
  const cores = Os.cpus()
  const memory = Math.round(Os.totalmem() / 2 ** 30)
  const model = cores[0]?.model.trim() ?? "unknown processor"
  return `${model}, ${cores.length} cores, ${memory} GiB; Node ${process.versions.node}; ${new Date().toISOString().slice(0, 10)}`
}
