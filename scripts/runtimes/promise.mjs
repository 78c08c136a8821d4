/** The quick start with promises, from the bundle that is published. */
import { HelpScout } from "@effect-helpscout/promise"

/** Lists ten conversations of the account, and reports an error for one that does not exist. */
export const quickStart = async (environment) => {
  const helpScout = new HelpScout({
    baseUrl: environment.HELPSCOUT_BASE_URL,
    clientId: environment.HELPSCOUT_CLIENT_ID,
    clientSecret: environment.HELPSCOUT_CLIENT_SECRET
  })
  const conversations = await helpScout.conversations.listAll({ status: "all" }).toArray({ limit: 10 })
  const error = await helpScout.conversations.get({ conversationId: 1 }).catch((error) => error)
  await helpScout.close()
  return `${conversations.length} conversations, HelpScout${error.code}`
}
