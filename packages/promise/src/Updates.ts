/**
 * Changes as functions: `helpScout.conversations.update({ conversationId }, ConversationUpdate.status("closed"))`.
 */
import * as Conversation from "@effect-helpscout/resources/Conversations/ConversationUpdate"
import * as Thread from "@effect-helpscout/resources/Conversations/Threads/ThreadUpdate"
import * as Customer from "@effect-helpscout/resources/Customers/CustomerUpdate"
import * as Properties from "@effect-helpscout/resources/Customers/Properties"
import * as Workflow from "@effect-helpscout/resources/Workflows"
import { toBuilder } from "./internal/builder.js"
import type {
  ConversationUpdateBuilder,
  CustomerPropertyUpdateBuilder,
  CustomerUpdateBuilder,
  ThreadUpdateBuilder,
  WorkflowUpdateBuilder
} from "./Resources.js"

/** Makes each kind of `ConversationUpdate`. */
export const ConversationUpdate = toBuilder<ConversationUpdateBuilder>(Conversation.ConversationUpdate)

/** Makes each kind of `ThreadUpdate`. */
export const ThreadUpdate = toBuilder<ThreadUpdateBuilder>(Thread.ThreadUpdate)

/** Makes each kind of `CustomerUpdate`. */
export const CustomerUpdate = toBuilder<CustomerUpdateBuilder>(Customer.CustomerUpdate)

/** Makes each kind of `CustomerPropertyUpdate`. */
export const CustomerPropertyUpdate = toBuilder<CustomerPropertyUpdateBuilder>(Properties.CustomerPropertyUpdate)

/** Makes each kind of `WorkflowUpdate`. */
export const WorkflowUpdate = toBuilder<WorkflowUpdateBuilder>(Workflow.WorkflowUpdate)
