/** The report as Markdown that is readable on a terminal. */
import { type FigureName, type Figures, targets } from "./figures.js"

export interface Section {
  readonly title: string
  /** The subject and the method of the measurement, in a sentence or two. */
  readonly how: string
  /** The first row is the heading. */
  readonly table: ReadonlyArray<ReadonlyArray<string>>
  readonly figures: Partial<Figures>
}

export const number = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) < 10 ? 2 : 1)

export const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(2, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: ReadonlyArray<string>) =>
    `| ${widths.map((width, column) => (column === 0 ? (cells[column] ?? "").padEnd(width) : (cells[column] ?? "").padStart(width))).join(" | ")} |`
  const [heading = [], ...body] = rows
  const rule = `| ${widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`
  return [line(heading), rule, ...body.map(line)].join("\n")
}

export const section = ({ how, table: rows, title }: Section): string => `## ${title}\n\n${how}\n\n${table(rows)}\n`

export const summary = (figures: Partial<Figures>): string =>
  table([
    ["", "measured", "at most", ""],
    // cast: `Object.keys` returns the keys of `targets`
    ...(Object.keys(targets) as Array<FigureName>).flatMap((name) => {
      const measured = figures[name]
      if (measured === undefined) return []
      const { atMost, label } = targets[name]
      return [[`${label} (\`${name}\`)`, number(measured), number(atMost), measured <= atMost ? "" : "missed"]]
    })
  ])
