/** Measures decoding alone: the CPU that it adds to JSON.parse of the same page. */
import { start } from "../processes.js"
import { number, type Section } from "../report.js"
import { median, ratio } from "../statistics.js"
import type { Decoding } from "./decodePage.js"

const rounds = 25
const pages = 150

export const run = async (): Promise<Section> => {
  const child = await start<number, Decoding>("./measures/decodePage.js")
  for (let warmUp = 0; warmUp < 5; warmUp++) await child.request(pages)
  const measured: Array<Decoding> = []
  for (let round = 0; round < rounds; round++) measured.push(await child.request(pages))
  await child.stop()

  const parse = measured.map((round) => round.parse)
  const decode = measured.map((round) => round.parseAndDecode - round.parse)
  const decodeOverParse = ratio(decode, parse)
  return {
    title: "Decoding alone",
    how:
      `Microseconds of CPU for decoding a full page of 25 conversations with the compiled reader, without JSON.parse. ` +
      `Medians of ${rounds} rounds of ${pages} pages.`,
    table: [
      ["", "CPU", "x floor"],
      ["JSON.parse: the floor", median(parse).toFixed(0), "1"],
      ["**effect-helpscout**, decoding", median(decode).toFixed(0), number(decodeOverParse)]
    ],
    figures: { decodeOverParse }
  }
}
