/** What a process holds, and whether it grows: `node --expose-gc`. */
import process from "node:process"

const collect = (globalThis as { readonly gc?: () => void }).gc

/** In bytes, without what is only not collected yet. */
export const inUse = (): number => {
  // buffers are let go with the second
  collect?.()
  collect?.()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** What a process may hold more at the end than when it was warm. */
const flatBytes = 4 * 1024 * 1024

/** The first reading is that of a process that still warms up; of two, the lower is without what is in flight. */
export const isFlat = (readings: ReadonlyArray<number>): boolean =>
  readings.length < 5 || Math.min(...readings.slice(-2)) - Math.min(...readings.slice(1, 3)) <= flatBytes

const mega = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`

export const shown = (readings: ReadonlyArray<number>): string => readings.map(mega).join(", ")
