/** The names of all operations, as permissions know them. */
import * as Endpoint from "@effect-helpscout/core/Endpoint"
import { resources } from "@effect-helpscout/resources/Resources"

const namesIn = (group: string, endpoints: Endpoint.Endpoints): ReadonlyArray<string> =>
  Object.entries(endpoints).flatMap(([name, value]) =>
    Endpoint.isEndpoint(value) ? [`${group}.${name}`] : namesIn(`${group}.${name}`, value)
  )

/** `Catalogue.operations`, which would evaluate every resource at the start. Only a client with rules needs them. */
export const operations = (): ReadonlyArray<string> => [
  ...Object.entries(resources).flatMap(([name, { endpoints }]) => namesIn(name, endpoints)),
  "HelpScoutClient.request"
]
