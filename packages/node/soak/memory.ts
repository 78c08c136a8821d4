/** Measures the memory of a process. */
import process from "node:process"
import { setTimeout as sleep } from "node:timers/promises"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

// as with `node --expose-gc`
setFlagsFromString("--expose-gc")
const collect: (() => void) | undefined = runInNewContext("globalThis.gc")

/** Returns the bytes in use after a garbage collection. */
export const inUse = (): number => {
  // buffers are released by the second collection
  collect?.()
  collect?.()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const settledBytes = 64 * 1024

/**
 * Returns the bytes in use when they have stopped falling. From Node.js 24 on, buffers are released in the background
 * after a collection, so that a single reading contains memory of the past.
 */
export const settled = async (): Promise<number> => {
  let lowest = inUse()
  for (let stable = 0; stable < 3; ) {
    await sleep(10)
    const reading = inUse()
    stable = reading < lowest - settledBytes ? 0 : stable + 1
    lowest = Math.min(lowest, reading)
  }
  return lowest
}

/** The growth of a warm process that is still considered flat. */
const flatBytes = 4 * 1024 * 1024

/**
 * Returns whether the readings stay flat. The first reading is ignored, because the process is still warming up. Of two
 * neighbors, the lower one counts, because the other may include work in flight.
 */
export const isFlat = (readings: ReadonlyArray<number>): boolean =>
  readings.length < 5 || Math.min(...readings.slice(-2)) - Math.min(...readings.slice(1, 3)) <= flatBytes

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`

export const shown = (readings: ReadonlyArray<number>): string => readings.map(megabytes).join(", ")
