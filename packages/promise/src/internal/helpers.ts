/**
 * The methods that combine requests: the number of their parameters, without the options of the request, and their result.
 * Written by `npm run codegen` from the types of packages/resources.
 */
export const helpers: Readonly<Record<string, { readonly parameters: number; readonly result: "Effect" | "Stream" }>> =
  {
    "conversations.getComplete": { parameters: 1, result: "Effect" },
    "conversations.listAllComplete": { parameters: 1, result: "Stream" },
    "conversations.reply": { parameters: 2, result: "Effect" },
    "conversations.tags.add": { parameters: 2, result: "Effect" },
    "conversations.tags.remove": { parameters: 2, result: "Effect" },
    "customers.findOrCreate": { parameters: 2, result: "Effect" },
    "customers.updatePartial": { parameters: 2, result: "Effect" },
    "mailboxes.customFields.resolve": { parameters: 2, result: "Effect" },
    "organizations.updatePartial": { parameters: 2, result: "Effect" },
    "workflows.runManualBatches": { parameters: 2, result: "Stream" }
  }
