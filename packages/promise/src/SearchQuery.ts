/** A condition of Help Scout's search language. */
export type SearchQuery = { readonly _tag: "Match" | "And" | "Or" | "Not" }
