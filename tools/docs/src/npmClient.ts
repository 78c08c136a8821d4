/** What the npm client `helpscout-mailbox-api` 1.0.1 offers, in its own names. */
export const npmClientMethods: Readonly<Record<string, ReadonlyArray<string>>> = {
  conversations: [
    "create(data)",
    "delete(conversationId)",
    "get(conversationId, params)",
    "list(params)",
    "update(conversationId, data)"
  ],
  "conversations.attachments": [
    "delete(conversationId, attachmentId)",
    "getData(conversationId, attachmentId)",
    "upload(conversationId, attachmentId, data)"
  ],
  "conversations.customFields": ["update(conversationId, data)"],
  "conversations.tags": ["update(conversationId, data)"],
  "conversations.threads": [
    "createChat(conversationId, data)",
    "createCustomer(conversationId, data)",
    "createNote(conversationId, data)",
    "createPhone(conversationId, data)",
    "createReply(conversationId, data)",
    "get(conversationId, threadId)",
    "list(conversationId, params)",
    "update(conversationId, threadId, data)"
  ],
  customerProperties: ["list(params)"],
  customers: [
    "create(data)",
    "get(customerId, params)",
    "list(params)",
    "overwrite(customerId, data)",
    "update(customerId, data)"
  ],
  "customers.addresses": [
    "create(customerId, data)",
    "delete(customerId)",
    "get(customerId)",
    "update(customerId, data)"
  ],
  "customers.chatHandles": [
    "create(customerId, data)",
    "delete(customerId, chatId)",
    "list(customerId, params)",
    "update(customerId, chatId, data)"
  ],
  "customers.emails": [
    "create(customerId, data)",
    "delete(customerId, emailId)",
    "list(customerId, params)",
    "update(customerId, emailId, data)"
  ],
  "customers.phones": [
    "create(customerId, data)",
    "delete(customerId, phoneId)",
    "list(customerId, params)",
    "update(customerId, phoneId, data)"
  ],
  "customers.properties": ["update(customerId, data)"],
  "customers.socialProfiles": [
    "create(customerId, data)",
    "delete(customerId, socialProfileId)",
    "list(customerId, params)",
    "update(customerId, socialProfileId, data)"
  ],
  "customers.websites": [
    "create(customerId, data)",
    "delete(customerId, websiteId)",
    "list(customerId, params)",
    "update(customerId, websiteId, data)"
  ],
  mailboxes: ["get(mailboxId)", "list(params)"],
  "mailboxes.customFields": ["list(mailboxId, params)"],
  "mailboxes.folders": ["list(mailboxId, params)"],
  ratings: ["get(ratingId)"],
  reports: ["getChatReport(params)", "getEmailReport(params)", "getPhoneReport(params)"],
  "reports.company": ["getOverallReport(params)", "getCustomersHelpedReport(params)", "getDrilldownReport(params)"],
  "reports.conversation": [
    "getOverallReport(params)",
    "getVolumesByChannelReport(params)",
    "getBusiesTimeOfDayReport(params)",
    "getDrilldownReport(params)",
    "getDrilldownByFieldReport(params)",
    "getNewConversationsReport(params)",
    "getNewConversationsDrilldownReport(params)",
    "getReceivedMessagesReport(params)"
  ],
  "reports.docs": ["getOverallReport(params)"],
  "reports.happiness": ["getOverallReport(params)", "getRatingsReport(params)"],
  "reports.productivity": [
    "getOverallReport(params)",
    "getFirstResponseTimeReport(params)",
    "getRepliesSentReport(params)",
    "getResolutionTimeReport(params)",
    "getResolvedReport(params)",
    "getResponseTimeReport(params)"
  ],
  "reports.user": [
    "getOverallReport(params)",
    "getConversationHistoryReport(params)",
    "getCustomersHelpedReport(params)",
    "getDrilldownReport(params)",
    "getHappinessReport(params)",
    "getHappinessDrilldownReport(params)",
    "getRepliesReport(params)",
    "getResolutionsReport(params)"
  ],
  tags: ["list(params)"],
  teams: ["list(params)"],
  "teams.teamMembers": ["list(teamId, params)"],
  users: ["get(userId)", "list(params)", "me()"],
  webhooks: ["create(data)", "delete(webhookId)", "get(webhookId)", "list(params)", "update(webhookId, data)"],
  workflows: ["list(params)", "runManual(workflowId, data)", "update(workflowId, data)"]
}
