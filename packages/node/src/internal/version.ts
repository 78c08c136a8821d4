/** This package's version, for the User-Agent. A constant, so that bundles have it too; a test compares it. */
export const version = "0.0.0"
