/**
 * Ctrl-C reaches us twice, from the terminal and a moment later through npm. Programs take the first one as a request to
 * shut down cleanly, and die of the second: this takes the default action away from what follows within a second.
 * (That npm's signals reach us at all is why package.json says `exec`: npm sends them to the shell it started.)
 */
export const shieldFromRepeatedSignals = () => {
  let first
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143]
  ]) {
    process.on(signal, () => {
      const isHandled = process.listenerCount(signal) > 1
      if (first === undefined ? !isHandled : Date.now() - first > 1_000) process.exit(code)
      first ??= Date.now()
    })
  }
}
