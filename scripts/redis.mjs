import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

const found = () => {
  const { error, status } = spawnSync("redis-server", ["--version"], { stdio: "ignore" })
  return error === undefined && status === 0
}

const aptGet = (...args) =>
  spawnSync("apt-get", ["-qq", ...args], {
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 300_000
  })

const install = () => {
  console.log("Installing redis-server from Debian's packages, for the tests that need a real one ...")
  let output = ""
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "redis-server"]]) {
    const { error, status, stderr, stdout } = aptGet(...args)
    output += `${stdout ?? ""}${stderr ?? ""}${error === undefined ? "" : `${error.message}\n`}`
    if (status !== 0) return { installed: false, output }
  }
  return { installed: found(), output }
}

const advice = `The tests need \`redis-server\` (6 or newer) on the PATH. They start it themselves, on a port of their own. Install it:
  Debian, Ubuntu   sudo apt-get update && sudo apt-get install -y redis-server
  Fedora           sudo dnf install -y redis
  macOS            brew install redis
Then run this again.`

/** Makes sure that there is a `redis-server`, and answers whether there is. */
export const ensureRedis = () => {
  if (found()) return true
  const mayInstall = existsSync("/etc/debian_version") && process.getuid?.() === 0
  const { installed, output } = mayInstall ? install() : { installed: false, output: "" }
  if (installed) return true
  console.error(`${output}${output === "" ? "" : "\n"}${advice}`)
  return false
}
