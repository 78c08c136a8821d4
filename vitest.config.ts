import { defineConfig } from "vitest/config"

const conditions = ["source", "module", "node", "import", "default"]

/** What starts processes, servers and clocks of its own wants the machine for itself: `npm test` runs file after file. */
const processes = [
  "packages/node/test/**/*.test.ts",
  "examples/test/**/*.test.ts",
  "scripts/test/**/*.test.mjs",
  "packages/resources/test/laws/Lists.test.ts"
]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 20_000,
    maxWorkers: 2,
    minWorkers: 1,
    projects: [
      {
        extends: true,
        test: {
          name: "units",
          isolate: false,
          setupFiles: ["scripts/vitestSetup.mjs"],
          include: ["packages/*/test/**/*.test.ts", "tools/*/test/**/*.test.ts"],
          exclude: [...processes, "**/node_modules/**", "**/dist/**"]
        }
      },
      {
        extends: true,
        test: { name: "processes", include: processes }
      }
    ]
  }
})
