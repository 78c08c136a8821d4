/** `npm run openapi`: writes packages/resources/openapi.json from the records of the endpoints. */
import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { prepare } from "./reference.mjs"
import { bin, root } from "./workspace.mjs"

const path = "packages/resources/openapi.json"

/** As the formatter that checks the repository wants it. */
const format = (text) => {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [bin("@biomejs/biome", "biome"), "format", `--stdin-file-path=${path}`],
    { cwd: root, encoding: "utf8", input: text, maxBuffer: 64 * 1024 * 1024 }
  )
  if (status !== 0) throw new Error(`${path} could not be formatted: ${stderr}`)
  return stdout
}

const prepared = await prepare()
if (prepared === undefined) process.exitCode = 1
else writeFileSync(join(root, path), format(JSON.stringify(prepared.openApiDocument)))
