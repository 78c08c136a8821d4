// the bundle is written after this file is compiled
const name: string = "@effect-helpscout/promise"
await import(name)

export {}
