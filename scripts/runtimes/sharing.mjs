/**
 * Requests of one Worker that share a client. Each case serves its own simulator, starts the Worker of shared.mjs, and
 * expects every request to get its response, also while other requests end in the middle of their work.
 */
import { once } from "node:events"
import { request } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"

/** A request with a connection of its own, which `disconnect` closes. */
const get = (url) => {
  const sent = request(url, { agent: false }).end()
  const response = once(sent, "response").then(async ([incoming]) => {
    let text = ""
    for await (const chunk of incoming.setEncoding("utf8")) text += chunk
    return text.split("\n", 1)[0]
  })
  const timeout = sleep(20_000, "no response within 20 s", { ref: false })
  return {
    text: Promise.race([response, timeout]).catch((error) => `failed: ${error.code}`),
    disconnect: () => sent.destroy()
  }
}

const tokenLatency = (millis) => ({ latency: ({ path }) => (path.endsWith("/token") ? millis : 20) })
const fewUnits = { limit: 4, window: "3 seconds" }

/** `run(ask, simulator)` returns the responses, which are all to be "read", and the number of tokens that may be issued. */
const cases = {
  "20 requests take turns in the limiter": {
    options: { latency: 50 },
    run: async (ask) => ({ texts: await ask.all(20), tokens: 1 })
  },
  "5 requests of a cold start share one token": {
    options: tokenLatency(300),
    run: async (ask) => ({ texts: await ask.all(5), tokens: 1 })
  },
  "8 requests with a revoked token share one renewal": {
    options: { latency: 100 },
    run: async (ask, simulator) => {
      await ask.all(1)
      simulator.revokeAccessTokens()
      return { texts: await ask.all(8), tokens: 2 }
    }
  },
  "14 requests wait for the budget": {
    options: { rateLimit: fewUnits },
    limiter: fewUnits,
    run: async (ask) => ({ texts: await ask.all(14), tokens: 1 })
  },
  "subscribers get tokens that another request obtained": {
    options: tokenLatency(300),
    run: async (ask) => {
      const subscribers = Promise.all([ask("token").text, ask("token").text])
      await sleep(200)
      const texts = await ask.all(2)
      for (const text of await subscribers) texts.push(text === "Some" ? "read" : text)
      return { texts, tokens: 1 }
    }
  }
}

/** The ways in which a request ends in the middle of its work. */
const endings = {
  "is interrupted": { begin: (ask) => ask("interrupted") },
  "returns a response": { begin: (ask) => ask("gone") },
  "is disconnected": { begin: (ask) => ask("read"), end: (asked) => asked.disconnect() }
}
for (const [name, { begin, end }] of Object.entries(endings)) {
  const withOthers = async (ask, left, others) => {
    const asked = Array.from({ length: left }, () => begin(ask))
    await sleep(150)
    const texts = ask.all(others)
    await sleep(100)
    for (const each of asked) end?.(each)
    return texts
  }
  cases[`the others go on when a request that holds a permit ${name}`] = {
    options: { latency: ({ path, index }) => (path.endsWith("/token") ? 20 : index < 3 ? 8_000 : 20) },
    limiter: { maxConcurrent: 2 },
    run: async (ask) => ({ texts: await withOthers(ask, 2, 5), tokens: 1 })
  }
  cases[`the others go on when the request that obtains the token ${name}`] = {
    options: { latency: ({ path, index }) => (path.endsWith("/token") && index === 0 ? 2_000 : 20) },
    run: async (ask) => ({ texts: await withOthers(ask, 1, 5), tokens: 2 })
  }
  cases[`the others go on when the first waiter ${name}`] = {
    options: { rateLimit: fewUnits },
    limiter: fewUnits,
    run: async (ask) => {
      await ask.all(4)
      return { texts: await withOthers(ask, 2, 4), tokens: 1 }
    }
  }
}

export const names = Object.keys(cases)

/** Runs one case. Returns what is wrong, or undefined. */
export const check = async (name, { Miniflare, script, serve }) => {
  const { limiter = { maxConcurrent: 2 }, options, run } = cases[name]
  const simulator = await serve({ data: { conversations: 30 }, ...options })
  const worker = new Miniflare({
    modules: true,
    script,
    compatibilityDate: "2026-01-01",
    bindings: { ...simulator.environment, limiter },
    host: "127.0.0.1",
    port: 0
  })
  try {
    const base = await worker.ready
    const ask = (path) => get(new URL(path, base))
    ask.all = (count) => Promise.all(Array.from({ length: count }, () => ask("read").text))
    const { texts, tokens } = await run(ask, simulator)
    const wrong = texts.filter((text) => text !== "read")
    if (wrong.length > 0) return `${wrong.length} of ${texts.length} requests failed: ${wrong[0]}`
    const { issued } = simulator.stats().tokens
    return issued > tokens ? `${issued} tokens were issued. Expected at most ${tokens}.` : undefined
  } finally {
    await worker.dispose()
    await simulator.close()
  }
}
