import { assert, describe, it } from "@effect/vitest"
import { resolve } from "../../../src/internal/request/apiUrl.js"

const proxy = "https://example.com/help-scout"
const api = "https://api.helpscout.net"

/** Base URL, link, and where it leads: nowhere if the host is another one. */
const table: ReadonlyArray<readonly [base: string, link: string, target: string | undefined]> = [
  [api, `${api}/v2/conversations?page=2`, `${api}/v2/conversations?page=2`],
  [api, `${api}/v2/conversations?page=2#top`, `${api}/v2/conversations?page=2`],
  [api, "http://api.helpscout.net/v2/conversations?page=2", undefined],
  [api, "https://example.com/v2/conversations", undefined],
  [api, "https://api.helpscout.net.example.com/v2/conversations", undefined],
  [api, "https://api.helpscout.net:8443/v2/conversations", undefined],
  [proxy, `${api}/v2/conversations?page=2`, `${proxy}/v2/conversations?page=2`],
  [proxy, `${proxy}/v2/conversations?page=2`, `${proxy}/v2/conversations?page=2`],
  // the proxy forwards its own host name without its path
  [proxy, "https://example.com/v2/conversations?page=2", `${proxy}/v2/conversations?page=2`],
  [proxy, "https://example.com/help-scouting/v2/x", `${proxy}/help-scouting/v2/x`],
  [proxy, "http://example.com/help-scout/v2/x", undefined],
  [proxy, "https://evil.example/help-scout/v2/x", undefined],
  ["http://127.0.0.1:8080", `${api}/v2/x?q=a%20b`, "http://127.0.0.1:8080/v2/x?q=a%20b"]
]

describe("law L1: links are followed on the host of the base URL only", () => {
  for (const [base, link, target] of table) {
    it(`${link} from ${base}`, () => assert.strictEqual(resolve(new URL(link), base)?.href, target))
  }
})
