/** Loaded with `node --require`: the clock of the process shows one moment, and timers run. */
const now = Date.parse("2026-11-27T12:00:00Z")
const RealDate = Date
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now] : args))
  }
  static now() {
    return now
  }
}
