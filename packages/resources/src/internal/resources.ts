/** The list of resources, by the name that `HelpScout` gives them. The client, the catalogue and the documents derive from it. */
import { Chats } from "../Chats.js"
import { Conversations } from "../Conversations.js"
import { CustomerProperties } from "../CustomerProperties.js"
import { Customers } from "../Customers.js"
import { Mailboxes } from "../Mailboxes.js"
import { Organizations } from "../Organizations.js"
import { Ratings } from "../Ratings.js"
import { Reports } from "../Reports.js"
import { Tags } from "../Tags.js"
import { Teams } from "../Teams.js"
import { Users } from "../Users.js"
import { Webhooks } from "../Webhooks.js"
import { Workflows } from "../Workflows.js"

export const resources = {
  chats: Chats,
  conversations: Conversations,
  customerProperties: CustomerProperties,
  customers: Customers,
  mailboxes: Mailboxes,
  organizations: Organizations,
  ratings: Ratings,
  reports: Reports,
  tags: Tags,
  teams: Teams,
  users: Users,
  webhooks: Webhooks,
  workflows: Workflows
}
