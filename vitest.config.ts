import { defineConfig } from "vitest/config"

const conditions = ["source", "module", "node", "import", "default"]

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "examples/test/**/*.test.ts",
      "tools/*/test/**/*.test.ts",
      "scripts/test/**/*.test.mjs"
    ],
    testTimeout: 20_000
  }
})
