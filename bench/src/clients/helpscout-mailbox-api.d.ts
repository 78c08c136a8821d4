/** Types for the parts of the peer that are used here. It has no types of its own. */
declare module "helpscout-mailbox-api" {
  interface Response {
    readonly data: {
      readonly _links: { readonly next?: { readonly href: string } }
      readonly _embedded: { readonly conversations: ReadonlyArray<unknown> }
    }
  }

  export default class HelpScout {
    constructor(options: {
      readonly clientId: string
      readonly clientSecret: string
      readonly authenticationFlow: "OAuth2" | "clientCredentials"
    })
    setCredentials(tokens: { readonly access_token: string }): void
    updateBottleneckOptions(options: Readonly<Record<string, number | null>>): void
    updateRequestOptions(options: { readonly baseURL: string }): void
    nextPage(links: Response["data"]["_links"]): Promise<Response>
    readonly users: { readonly get: (userId: number) => Promise<Response> }
    readonly conversations: {
      readonly list: (params: { readonly status: "all" }) => Promise<Response>
      readonly threads: {
        readonly createNote: (conversationId: number, note: { readonly text: string }) => Promise<Response>
      }
    }
  }
}
