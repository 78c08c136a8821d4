export const names = ["undici", "undiciInFiber", "platform", "ours", "axios", "peer"] as const
export type Name = (typeof names)[number]
