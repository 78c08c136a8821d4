import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { readJson, root } from "./workspace.mjs"

const manifest = readJson(join(root, "package.json"))
const stamp = join(root, "node_modules", ".cache", "setup.sha256")

const olderThan = (wanted) => {
  const [major, minor] = wanted.split(".").map(Number)
  const [ourMajor, ourMinor] = process.versions.node.split(".").map(Number)
  return ourMajor < major || (ourMajor === major && ourMinor < minor)
}

/** The packages that pnpm-workspace.yaml names, by directory or by `directory/*`. */
const packageManifests = () =>
  Array.from(readFileSync(join(root, "pnpm-workspace.yaml"), "utf8").matchAll(/^ {2}- ["']?([^"'\s:]+)["']?$/gm))
    .flatMap(([, pattern]) => {
      if (!pattern.endsWith("/*")) return [pattern]
      const parent = pattern.slice(0, -2)
      return existsSync(join(root, parent)) ? readdirSync(join(root, parent)).map((name) => `${parent}/${name}`) : []
    })
    .map((directory) => `${directory}/package.json`)
    .filter((path) => existsSync(join(root, path)))
    .sort()

/** Changes whenever an install would have something to do. */
const fingerprint = () => {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`)
  for (const path of ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", ...packageManifests()]) {
    hash.update(`\n${path}\n`).update(readFileSync(join(root, path)))
  }
  return hash.digest("hex")
}

const install = () => {
  const pnpm = manifest.packageManager.split("+")[0]
  console.log("Installing dependencies ...")
  const { error, status, stdout, stderr } = spawnSync(
    "npx",
    // `--prod=false`: the tools are development dependencies, which NODE_ENV=production would leave out.
    ["-y", pnpm, "install", "--frozen-lockfile", "--prod=false"],
    {
      cwd: root,
      encoding: "utf8",
      // Without CI, pnpm may stop and ask; npm's log level silences warnings about the user's own npm settings.
      env: { ...process.env, CI: "true", npm_config_loglevel: "error" },
      maxBuffer: 64 * 1024 * 1024,
      shell: process.platform === "win32",
      stdio: ["ignore", "pipe", "pipe"]
    }
  )
  if (status === 0) return true
  const output = `${stdout ?? ""}${stderr ?? ""}${error === undefined ? "" : error.message}`.trim()
  const advice = output.includes("ERR_PNPM_OUTDATED_LOCKFILE")
    ? `pnpm-lock.yaml does not fit the package.json files: run \`npx -y ${pnpm} install\` and commit it.`
    : "Installing needs npm with its `npx`, and the npm registry (try `npm ping`). Then run this again."
  console.error(`${output}\n\nThe dependencies could not be installed. ${advice}`)
  return false
}

/** Makes the checkout ready to build, and answers whether it is. Does nothing when nothing changed since it last did. */
export const setup = () => {
  const wanted = manifest.engines.node.replace(/^\D+/, "")
  if (olderThan(wanted)) {
    console.error(`Node ${wanted} or newer is needed; this is ${process.versions.node}. See https://nodejs.org.`)
    return false
  }
  const current = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === current) return true
  if (!install()) return false
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, current)
  return true
}
