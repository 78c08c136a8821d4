/** Measures the CPU of the limiter: a permit, over the fiber that asks for it. */
import { start } from "../processes.js"
import { number, type Section } from "../report.js"
import { median, ratio } from "../statistics.js"
import type { Permits } from "./permits.js"

const rounds = 25
const fibers = 2000

export const run = async (): Promise<Section> => {
  const child = await start<number, Permits>("./measures/permits.js")
  for (let warmUp = 0; warmUp < 10; warmUp++) await child.request(fibers)
  const measured: Array<Permits> = []
  for (let round = 0; round < rounds; round++) measured.push(await child.request(fibers))
  await child.stop()

  const empty = measured.map((round) => round.empty)
  const granted = measured.map((round) => round.granted)
  const queued = measured.map((round) => round.queued)
  const permitOverFiber = ratio(granted, empty)
  return {
    title: "A permit of the limiter",
    how:
      `Microseconds of CPU for one fiber that yields once, alone and within a permit: at once, and after waiting in a queue ` +
      `of ${fibers}. Medians of ${rounds} rounds of ${fibers} fibers.`,
    table: [
      ["", "CPU", "x floor"],
      ["a fiber that yields once: the floor", median(empty).toFixed(1), "1"],
      ["the same within a permit", median(granted).toFixed(1), number(permitOverFiber)],
      ["the same, after waiting in the queue", median(queued).toFixed(1), number(ratio(queued, empty))]
    ],
    figures: { permitOverFiber }
  }
}
