/** What the doc comments express in functions of the library, for people at a command line. */
export const texts: Readonly<Record<string, string>> = {
  "conversations.update":
    "Changes one thing about a conversation: the subject, the status, the assignee, the inbox, or the customer. Tags and custom fields have their own commands: `conversations tags`, `conversations custom-fields`.",
  "conversations.threads.update":
    "Changes the text of a thread, or hides it.\n\nGotchas: requires an administrator, and an account that allows editing threads. Drafts, notes and line items cannot be hidden. Threads cannot be deleted.",
  "workflows.update": "Activates or deactivates a workflow. The API cannot change anything else."
}
