/**
 * `node scripts/setup.mjs [redis] [postgres] [zsh] [fish] [chromium]`: installs the dependencies, and the programs named that are missing.
 * It runs before anything is installed, so it imports only what comes with Node.js.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath, pathToFileURL } from "node:url"

export const root = fileURLToPath(new URL("..", import.meta.url))

export const readJson = (path) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), "utf8"))

const execute = (command, args, env) => {
  const { error, status, stderr, stdout } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"]
  })
  return { ok: status === 0, output: `${stdout ?? ""}${stderr ?? ""}${error?.message ?? ""}`.trim() }
}

const isOlder = (wanted) => {
  const [major, minor] = wanted.split(".").map(Number)
  const [ourMajor, ourMinor] = process.versions.node.split(".").map(Number)
  return ourMajor < major || (ourMajor === major && ourMinor < minor)
}

/** Fails unless the dependencies are installed. */
const installDependencies = () => {
  const { engines, packageManager } = readJson("package.json")
  const wanted = engines.node.replace(/^\D+/, "")
  if (isOlder(wanted)) {
    throw new Error(
      `setup: Node.js ${process.versions.node} is too old. Install Node.js ${wanted} or newer: https://nodejs.org.`
    )
  }
  if (!existsSync(new URL("../node_modules", import.meta.url))) console.log("setup: installing dependencies ...")
  // `--prod=false`: NODE_ENV=production would skip the tools. `CI`: pnpm must not stop and ask.
  const args = ["-y", packageManager, "install", "--frozen-lockfile", "--prefer-offline", "--prod=false"]
  const { ok, output } = execute("npx", args, { CI: "true", npm_config_loglevel: "error" })
  if (ok) return
  throw new Error(
    output.includes("ERR_PNPM_OUTDATED_LOCKFILE")
      ? `setup: pnpm-lock.yaml does not match the package.json files. Run \`npx -y ${packageManager} install\` and commit it.`
      : `${output}\n\nsetup: the dependencies could not be installed. Check that npm reaches its registry (\`npm ping\`), then run this again.`
  )
}

/** Debian keeps the programs of each version of PostgreSQL in a folder that is not on the PATH. */
const postgresCommands = () => {
  const folder = "/usr/lib/postgresql"
  const versions = existsSync(folder) ? readdirSync(folder) : []
  return ["postgres", ...versions.map((version) => `${folder}/${version}/bin/postgres`)]
}

/** Debian's package would create a database cluster, and start a server on port 5432. */
const withoutPostgresServer = (install) => {
  const folder = "/etc/postgresql-common/createcluster.d"
  const file = `${folder}/effect-helpscout.conf`
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, "create_main_cluster = false\n")
  try {
    return install()
  } finally {
    rmSync(file)
  }
}

/** Programs that no npm package ships, by the name that the command line takes. */
const programs = {
  redis: {
    commands: () => ["redis-server"],
    apt: "redis-server",
    dnf: "redis",
    brew: "redis",
    use: "tests that need Redis"
  },
  postgres: {
    commands: postgresCommands,
    around: withoutPostgresServer,
    apt: "postgresql",
    dnf: "postgresql-server",
    brew: "postgresql",
    use: "tests that need PostgreSQL"
  },
  zsh: { commands: () => ["zsh"], apt: "zsh", dnf: "zsh", brew: "zsh", use: "tests of completions in zsh" },
  fish: { commands: () => ["fish"], apt: "fish", dnf: "fish", brew: "fish", use: "tests of completions in fish" },
  chromium: {
    commands: () => ["chromium", "chromium-browser", "google-chrome"],
    apt: "chromium",
    dnf: "chromium",
    brew: "--cask chromium",
    use: "the quick start in a browser"
  }
}

const version = (command) => execute(command, ["--version"]).ok

/** The command of a program, or undefined. */
export const find = (name) => programs[name].commands().find(version)

let isUpdated = false

const aptInstall = (name) => {
  const { apt, around = (install) => install(), use } = programs[name]
  console.log(
    `setup: installing ${apt} from Debian's packages (apt-get), for ${use}. To prevent this, set HELPSCOUT_TEST_NO_INSTALL=1.`
  )
  const env = { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" }
  const steps = [...(isUpdated ? [] : [["update"]]), ["install", "-y", "--no-install-recommends", apt]]
  return around(() => {
    for (const step of steps) {
      const { ok, output } = execute("apt-get", ["-qq", ...step], env)
      if (!ok) return output
    }
    isUpdated = true
    return ""
  })
}

/** Fails unless the program is on the PATH. Root on Debian has it installed; HELPSCOUT_TEST_NO_INSTALL=1 prevents that. */
export const ensure = (name) => {
  if (find(name) !== undefined) return
  const prevented = Boolean(process.env.HELPSCOUT_TEST_NO_INSTALL)
  const mayInstall = !prevented && existsSync("/etc/debian_version") && process.getuid?.() === 0
  const output = mayInstall ? aptInstall(name) : ""
  if (find(name) !== undefined) return
  const { apt, brew, commands, dnf, use } = programs[name]
  throw new Error(`${output === "" ? "" : `${output}\n\n`}setup: ${commands()[0]} is not installed${
    prevented ? ", and HELPSCOUT_TEST_NO_INSTALL prevents installing it" : ""
  }. It is needed for ${use}. Install it, then run this again:
  Debian, Ubuntu   sudo apt-get update && sudo apt-get install -y ${apt}
  Fedora           sudo dnf install -y ${dnf}
  macOS            brew install ${brew}`)
}

/** Prepares the checkout. Prints what failed and returns false if it could not. */
export const setup = (...names) => {
  try {
    installDependencies()
    for (const name of names) ensure(name)
    return true
  } catch (error) {
    console.error(error.message)
    return false
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  process.exitCode = setup(...process.argv.slice(2)) ? 0 : 1
}
