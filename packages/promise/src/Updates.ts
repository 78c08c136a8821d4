/**
 * Changes as functions: `helpScout.conversations.update({ conversationId }, ConversationUpdate.status("closed"))`.
 */
import { toLazyBuilder } from "./internal/builder.js"
import { updates } from "./internal/updates.js"
import type {
  ConversationUpdateBuilder,
  CustomerPropertyUpdateBuilder,
  CustomerUpdateBuilder,
  ThreadUpdateBuilder,
  WorkflowUpdateBuilder
} from "./Resources.js"

/** Makes each kind of `ConversationUpdate`. */
export const ConversationUpdate: ConversationUpdateBuilder = toLazyBuilder(() => updates.conversation)

/** Makes each kind of `ThreadUpdate`. */
export const ThreadUpdate: ThreadUpdateBuilder = toLazyBuilder(() => updates.thread)

/** Makes each kind of `CustomerUpdate`. */
export const CustomerUpdate: CustomerUpdateBuilder = toLazyBuilder(() => updates.customer)

/** Makes each kind of `CustomerPropertyUpdate`. */
export const CustomerPropertyUpdate: CustomerPropertyUpdateBuilder = toLazyBuilder(() => updates.customerProperty)

/** Makes each kind of `WorkflowUpdate`. */
export const WorkflowUpdate: WorkflowUpdateBuilder = toLazyBuilder(() => updates.workflow)
