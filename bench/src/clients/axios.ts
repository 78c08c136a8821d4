/** The current axios, with kept-alive connections. */
import * as Http from "node:http"
import Axios from "axios"
import { type Client, fromPromise, paths } from "./Client.js"

export const make = (baseUrl: string): Client => {
  const axios = Axios.create({
    baseURL: baseUrl,
    httpAgent: new Http.Agent({ keepAlive: true }),
    headers: { authorization: "Bearer canned" }
  })
  return fromPromise((kind) => axios.get(paths[kind]))
}
