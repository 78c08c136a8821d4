/** Replaced in the bundle by the version in package.json. */
declare const HELPSCOUT_VERSION: string

/** The version of the command. */
export const version: string = HELPSCOUT_VERSION
