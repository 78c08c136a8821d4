import { defineConfig } from "vitest/config"

// `import` would apply to what CommonJS modules require, too, and breaks pg; Vite adds it where it belongs
const conditions = ["source", "module", "node"]

/** Tests that start processes, servers or Redis. They mostly wait, so their files run side by side. */
const processes = [
  "packages/sync/test/**/*.test.ts",
  "packages/node/test/**/*.test.ts",
  "packages/cli/test/**/*.test.ts",
  "packages/promise/test/Node.test.ts",
  "packages/promise/test/processes/**/*.test.ts",
  "examples/test/**/*.test.ts",
  "scripts/test/**/*.test.mjs"
]

/** Tests that measure the memory or the time of a process. Their files run one at a time, and nothing runs beside them. */
const exclusive = ["packages/resources/test/laws/Lists.test.ts"]

const outputs = ["**/node_modules/**", "**/dist/**"]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: 60_000,
    // files of a worker share modules; in a project, Vitest would ignore this option
    isolate: false,
    setupFiles: ["scripts/vitestSetup.mjs"],
    maxWorkers: 2,
    minWorkers: 1,
    projects: [
      {
        extends: true,
        test: {
          name: "units",
          include: ["packages/*/test/**/*.test.ts", "tools/*/test/**/*.test.ts"],
          exclude: [...processes, ...exclusive, ...outputs]
        }
      },
      {
        extends: true,
        test: {
          name: "processes",
          include: processes,
          exclude: [...exclusive, ...outputs],
          // they publish TypeScript under the condition `source`, which Node.js cannot load from there
          server: { deps: { inline: [/@modelcontextprotocol/, /eventsource/] } }
        }
      },
      {
        extends: true,
        test: { name: "exclusive", include: exclusive }
      }
    ]
  }
})
