/** This package's version, for the User-Agent. A constant, so that bundles contain it. A test compares it with package.json. */
export const version = "0.0.0"
