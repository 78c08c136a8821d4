/** docs/mcp-tools.md is written from the tools. `npx vitest run -u packages/cli/test/mcp/reference.test.ts` updates it. */
import * as JSONSchema from "effect/JSONSchema"
import { expect, it } from "vitest"
import { all } from "../../src/internal/mcp/tools.js"

interface Property {
  readonly description?: string
  readonly allOf?: ReadonlyArray<{ readonly description?: string }>
}

const cell = (text: string) => text.replaceAll("|", "\\|")

const section = (tool: ReturnType<typeof all>[number]): string => {
  const { properties = {}, required = [] } = JSONSchema.make(tool.input) as unknown as {
    readonly properties?: Readonly<Record<string, Property>>
    readonly required?: ReadonlyArray<string>
  }
  const rows = Object.entries(properties).map(
    ([name, { allOf, description = allOf?.[0]?.description ?? "" }]) =>
      `| \`${name}\` | ${required.includes(name) ? "yes" : ""} | ${cell(description)} |`
  )
  const table = rows.length === 0 ? ["No input."] : ["| input | required | |", "| --- | --- | --- |", ...rows]
  return [`## ${tool.name}`, "", tool.description, "", `Impact: ${tool.impact}.`, "", ...table].join("\n")
}

const text = (): string => {
  const tools = all({ allow: ["write", "send", "destroy"] })
  return `<!-- Written from packages/cli/src/internal/mcp/tools.ts by packages/cli/test/mcp/reference.test.ts. -->

# Tools of \`helpscout mcp\`

The tools as they are with every impact allowed. Without \`--allow write\`, those that write are not offered. Every tool also accepts
\`cursor\`, from a result that has more, and returns \`items\`, \`next_cursor\` and \`notice\` as structured content.

${tools.map(section).join("\n\n")}
`
}

it("describes every tool in docs/mcp-tools.md", async () => {
  await expect(text()).toMatchFileSnapshot("../../../../docs/mcp-tools.md")
})
