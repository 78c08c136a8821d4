/** What makes the inputs of updates. The bundle evaluates each when it is first used: see build.mjs. */
import { ConversationUpdate } from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import { ThreadUpdate } from "@effect-helpscout/resources/Conversations/Threads/ThreadUpdate"
import { CustomerUpdate } from "@effect-helpscout/resources/Customers/CustomerUpdate"
import { CustomerPropertyUpdate } from "@effect-helpscout/resources/Customers/Properties"
import { WorkflowUpdate } from "@effect-helpscout/resources/Workflows"

export const updates = {
  conversation: ConversationUpdate,
  thread: ThreadUpdate,
  customer: CustomerUpdate,
  customerProperty: CustomerPropertyUpdate,
  workflow: WorkflowUpdate
}
