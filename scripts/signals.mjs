/**
 * Preloaded by `npm start`. Ctrl-C arrives twice, from the terminal and a moment later through npm. Programs shut down on the
 * first signal and die of the second, so this suspends the default action of a signal that repeats within a second. (`exec` in
 * package.json makes npm's signals reach the program instead of its shell.)
 */
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
