export const names = ["undici", "undiciInFiber", "platform", "ours", "oursByPromise", "axios", "peer"] as const
export type Name = (typeof names)[number]
