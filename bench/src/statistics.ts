export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2
}

/** Returns the median of the ratios of each round, so that a busy moment of the machine affects both sides. */
export const ratio = (values: ReadonlyArray<number>, over: ReadonlyArray<number>): number =>
  median(values.map((value, round) => value / (over[round] ?? Number.NaN)))
