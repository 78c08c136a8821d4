/** The columns of tables, by the group and the name of an operation, or by the group alone. */
export const columns: Readonly<Record<string, ReadonlyArray<string>>> = {
  chats: ["id", "state", "subject", "customer.name", "assignee.email", "createdAt"],
  "chats.events": ["id", "type", "action", "author.type", "body", "createdAt"],
  conversations: ["id", "number", "status", "subject", "primaryCustomer.email", "assignee.email", "userUpdatedAt"],
  "conversations.threads": ["id", "type", "state", "createdBy.email", "createdAt", "body"],
  customerProperties: ["slug", "name", "type", "options"],
  customers: ["id", "firstName", "lastName", "_embedded.emails.value", "organization", "updatedAt"],
  "customers.addresses": ["city", "state", "postalCode", "country", "lines"],
  "customers.chatHandles": ["id", "type", "value"],
  "customers.emails": ["id", "type", "value"],
  "customers.phones": ["id", "type", "value"],
  "customers.socialProfiles": ["id", "type", "value"],
  "customers.websites": ["id", "value"],
  mailboxes: ["id", "name", "email", "slug", "updatedAt"],
  "mailboxes.customFields": ["id", "name", "type", "required", "options.label"],
  "mailboxes.folders": ["id", "name", "type", "activeCount", "totalCount", "updatedAt"],
  "mailboxes.savedReplies": ["id", "name", "preview"],
  organizations: ["id", "name", "website", "domains", "customerCount", "conversationCount"],
  "organizations.conversations": ["id", "number", "status", "subject", "primaryCustomer.email", "userUpdatedAt"],
  "organizations.customers": ["id", "firstName", "lastName", "_embedded.emails.value", "updatedAt"],
  "organizations.propertyDefinitions": ["slug", "name", "type", "options.label"],
  ratings: ["id", "rating", "comments", "customer.email", "user.email", "createdAt"],
  tags: ["id", "name", "slug", "color", "ticketCount", "updatedAt"],
  teams: ["id", "name", "mention", "updatedAt"],
  "teams.teamMembers": ["id", "firstName", "lastName", "email", "role"],
  users: ["id", "firstName", "lastName", "email", "role", "timezone"],
  "users.status": ["userId", "status.email.status", "status.chat.status", "customStatus.text"],
  "users.systemUsers": ["id", "name", "type"],
  webhooks: ["id", "state", "url", "events"],
  workflows: ["id", "name", "type", "status", "mailboxId", "order"]
}

/** The columns of an operation's result, or none if they are chosen from the data. */
export const columnsOf = (path: ReadonlyArray<string>): ReadonlyArray<string> | undefined =>
  columns[path.join(".")] ?? columns[path.slice(0, -1).join(".")]
