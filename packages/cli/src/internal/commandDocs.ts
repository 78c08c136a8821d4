/**
 * The help of the commands that are derived from the catalogue. Written by `npm run codegen` from the doc comments of
 * packages/resources. Edit those instead.
 */

export interface FieldDoc {
  readonly text: string
  readonly default?: string
}

export interface CommandDoc {
  /** Paragraphs are separated by an empty line. */
  readonly text: string
  /** The method combines requests, and is not in the catalogue. */
  readonly isCombined?: true
  /** The fields of the inputs that have a comment. */
  readonly fields?: Readonly<Record<string, FieldDoc>>
}

/** The resources, in one sentence each. */
export const groupDocs: Readonly<Record<string, string>> = {
  chats: "Live chats with visitors (Beacon).",
  conversations: "Conversations between customers and users.",
  customerProperties: "The definitions of customer properties.",
  customers: "Customers: the people who write to an account.",
  mailboxes: "Inboxes, which the API calls mailboxes, with their custom fields, folders, routing and saved replies.",
  organizations: "Organizations: the companies that customers belong to.",
  ratings: "Ratings: how satisfied customers are with a reply.",
  reports: "Reports about the company, its users and its customers.",
  tags: "The tags of the account.",
  teams: "Teams: groups of users to which conversations can be assigned.",
  users: "Users, with their statuses and reassignment settings, and system users, such as AI agents.",
  webhooks: "Webhooks: subscriptions to events.",
  workflows:
    "Workflows: automatic ones, which Help Scout runs, and manual ones, which this API can run on conversations."
}

/** The methods by group and name: `conversations.threads.createReply`. */
export const commandDocs: Readonly<Record<string, CommandDoc>> = {
  "chats.get": { text: "Gets a chat, open or ended, with its events embedded." },
  "chats.accept": {
    text: "Assigns an unassigned chat to the user behind the token. Optional: the first message does so too. Accepting your own chat changes nothing.\n\n403: the user cannot use chat, has no name in their profile, or has no access to the inbox. 404: the chat has ended."
  },
  "chats.assign": {
    text: "Assigns a chat to a user, even if another user holds it. The visitor does not see it.\n\nGotcha: Help Scout does not check whether the user is available.",
    fields: { assignedTo: { text: "A user with access to the chat's inbox." } }
  },
  "chats.unassign": { text: "Returns a chat to the queue. It stays open, and the visitor does not see it." },
  "chats.end": {
    text: "Ends a chat and turns it into a conversation with the given status. From then on, writes get 404 and `get` still works.\n\nIf the visitor's last message has no reply (notes do not count), Beacon informs the visitor that the chat was added to the email queue.",
    fields: { status: { text: "The status of the conversation that the chat becomes." } }
  },
  "chats.events.list": {
    text: "Lists one page of the events of a chat. `chats.get` returns the events of a short chat in the same request.",
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      pageSize: { text: "No other list of the API has a page size. Its maximum is not documented.", default: "25" }
    }
  },
  "chats.messages.create": {
    text: "Sends a message to the visitor, who sees it at once, and returns the chat. An unassigned chat is accepted first.\n\n400: another user holds the chat. 403: the user cannot use chat, has no name in their profile, or has no access to the inbox. 404: the chat has ended. If software writes the message, the message should say so.\n\n`messageId` is a UUID of your choice, and random by default. It makes the call idempotent: it is retried after failures that would make other writes ambiguous, and the message is added once. Choose an id if your program repeats calls itself: an id that is already in use fails with ValidationFailed (422)."
  },
  "chats.notes.create": {
    text: "Adds a note, which the visitor does not see, and returns the chat. Any user may add one, even if another user holds the chat. A note does not count as a reply when the chat ends.\n\n`noteId` is a UUID of your choice, and random by default. It makes the call idempotent: it is retried after failures that would make other writes ambiguous, and the note is added once. Choose an id if your program repeats calls itself: an id that is already in use fails with ValidationFailed (422)."
  },
  "chats.tags.update": {
    text: "Replaces all tags of a chat. An empty list removes them. In the returned chat, a name is in `slug`.",
    fields: { tags: { text: "Names, which Help Scout writes in lower case. An unknown tag is created." } }
  },
  "conversations.list": {
    text: 'Lists one page of conversations, newest first: 25 at a time.\n\nGotchas: returns active conversations only, unless `status` says otherwise (`"all"` for all). Lists lag behind writes. A conversation that moves to another page while pages are read can be missed or returned twice, whatever the order: `listAll` with `order: "stable"` misses none.',
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      number: { text: "The number that users see in Help Scout." },
      status: { text: "`open` means `active` and `pending` together.", default: '"active"' },
      query: { text: 'Built with `SearchQuery`, or a raw query string: `(subject:"refund")`.' },
      mailbox: { text: "One inbox or several." },
      tag: { text: "By name. Of several, one is enough. For a name with a comma, use `query`." },
      modifiedSince: { text: "Changed since then, not created since then: for that, use `query`." },
      sortField: { text: "", default: '"createdAt"' },
      sortOrder: { text: "", default: '"desc"' },
      customFieldsByIds: {
        text: "Only with `mailbox`. For a dropdown, `value` is the id of the option. A single line matches by its words, any other field exactly. Multi-line fields cannot be searched."
      }
    }
  },
  "conversations.listV3": {
    text: "Lists one page of conversations with v3 of the API. Experimental: observed in traffic, and not documented by Help Scout."
  },
  "conversations.get": {
    text: 'Gets one conversation. After a merge, returns the conversation with its new id.\n\nGotcha: `embed: "threads"` includes the newest threads only. `getComplete` returns all of them.'
  },
  "conversations.getV3": {
    text: "Gets one conversation. System users, such as AI agents, keep the type `system_user`."
  },
  "conversations.create": {
    text: "Creates a conversation with its first threads and returns its id.\n\nGotchas: a `reply` among the threads is sent to the customer, unless it is a draft or `imported`. `AmbiguousWrite` means that the conversation may have been created: check before you send it again.",
    fields: {
      tags: { text: "Names. An unknown tag is created." },
      createdAt: { text: "For imported history: it is only certain to take effect with `imported: true`." },
      user: { text: "The user who creates it.", default: "the user behind the token" },
      threads: { text: "From 1 to 100." },
      closedAt: { text: "Only with `imported: true`." },
      imported: { text: "Imports history: no email and no notification is sent." },
      autoReply: {
        text: "Sends the inbox's auto reply, if one of the threads is from the customer.",
        default: "false"
      },
      assignTo: {
        text: "The user or team to assign it to. `null` leaves it unassigned, absent follows the inbox's settings."
      },
      fields: { text: "Values of custom fields." }
    }
  },
  "conversations.update": {
    text: 'Changes one thing about a conversation: `ConversationUpdate.status("closed")`, `ConversationUpdate.unassign`, ... Tags and custom fields have their own methods: `tags.update`, `customFields.update`.'
  },
  "conversations.delete": {
    text: "Moves a conversation to the Deleted folder. An administrator can restore it in Help Scout."
  },
  "conversations.updateSnooze": {
    text: "Snoozes a conversation. Replaces an earlier snooze.",
    fields: {
      snoozedUntil: { text: "In the future, and not after 2100." },
      unsnoozeOnCustomerReply: { text: "Whether a reply from the customer ends the snooze early." }
    }
  },
  "conversations.deleteSnooze": {
    text: "Ends the snooze: the conversation returns to its original folder, and becomes active if necessary."
  },
  "conversations.attachments.upload": {
    text: "Uploads a file to a thread, and returns its id if Help Scout sends one.\n\nGotchas: files are scanned after the upload, and a file with a virus is accepted but cannot be read. Help Scout documents no size limit for this version of the API. The previous version accepted 10 MB, base64 included.",
    fields: { data: { text: "The content. It is sent as base64, which is a third larger, and is held in memory." } }
  },
  "conversations.attachments.getData": {
    text: "Gets the content of a file at once. For large files, use `file`, which streams it."
  },
  "conversations.attachments.file": { text: "Streams the content of a file." },
  "conversations.attachments.delete": { text: "Deletes a file. Only possible while the conversation is a draft." },
  "conversations.customFields.update": {
    text: "Replaces the values of all custom fields of a conversation. An empty list removes all of them. Called `fields` here and `customFields` in a conversation.",
    fields: { fields: { text: "All values. A field that is left out loses its value." } }
  },
  "conversations.tags.update": {
    text: "Replaces all tags of a conversation. An empty list removes all of them. `add` and `remove` keep the others.",
    fields: { tags: { text: "Names. An unknown tag is created." } }
  },
  "conversations.threads.list": {
    text: 'Lists one page of threads, newest first, with their attachments. Chats are complete here, unlike in a conversation\'s `embed: "threads"`.',
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "conversations.threads.listV3": {
    text: "Lists one page of threads, newest first; system users, such as AI agents, keep the type `system_user`.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "conversations.threads.createChat": {
    text: "Adds a chat and returns the id of the new thread. Reopens the conversation unless `imported`.",
    fields: {
      createdAt: { text: "Only with `imported: true`." },
      text: { text: "HTML. Called `body` in responses." },
      imported: { text: "Imports history: no email and no notification is sent." }
    }
  },
  "conversations.threads.createCustomer": {
    text: "Adds a message from the customer and returns the id of the new thread. Reopens the conversation unless `imported`.",
    fields: {
      createdAt: { text: "Only with `imported: true`." },
      text: { text: "HTML. Called `body` in responses." },
      imported: { text: "Imports history: no email and no notification is sent." }
    }
  },
  "conversations.threads.createNote": {
    text: "Adds a note that only users see, and returns the id of the new thread.",
    fields: {
      createdAt: { text: "Only with `imported: true`." },
      text: { text: "HTML. Called `body` in responses." },
      imported: { text: "Imports history: no email and no notification is sent." }
    }
  },
  "conversations.threads.createPhone": {
    text: "Adds a phone call and returns the id of the new thread. Reopens the conversation unless `imported`.",
    fields: {
      createdAt: { text: "Only with `imported: true`." },
      text: { text: "HTML. Called `body` in responses." },
      imported: { text: "Imports history: no email and no notification is sent." }
    }
  },
  "conversations.threads.createReply": {
    text: "Sends a reply to the customer and returns the id of the new thread. With `draft: true` it is saved, not sent.\n\nGotchas: reopens the conversation unless `status` says otherwise. `AmbiguousWrite` means that the reply may have been sent: check before you send it again.",
    fields: {
      createdAt: { text: "Only with `imported: true`." },
      customer: { text: "The recipient. Required, although the conversation has a customer." },
      status: { text: "", default: '"active": a reply without a status reopens the conversation' },
      draft: { text: "Saves the reply without sending it.", default: "false" },
      text: { text: "HTML. Called `body` in responses." },
      imported: { text: "Imports history: no email and no notification is sent." },
      assignTo: { text: "Takes effect when the reply is sent. For a draft, that is later." }
    }
  },
  "conversations.threads.update": {
    text: 'Changes the text of a thread, or hides it: `ThreadUpdate.text("...")`, `ThreadUpdate.hide`.\n\nGotchas: requires an administrator, and an account that allows editing threads. Drafts, notes and line items cannot be hidden. Threads cannot be deleted.'
  },
  "conversations.threads.getOriginalSource": {
    text: "Gets the email that a thread was created from. No endpoint gets a single thread."
  },
  "conversations.threads.get": {
    text: "The same as `getOriginalSource`, under the name that the npm client `helpscout-mailbox-api` gives it. It does not get a thread."
  },
  "conversations.threads.getOriginalSourceRfc822": {
    text: "Gets the email that a thread was created from, as RFC 822 text (`message/rfc822`)."
  },
  "conversations.threads.updateSchedule": {
    text: "Schedules a draft to be sent later. Replaces an earlier schedule.",
    fields: {
      scheduledFor: { text: "In the future, and not after 2100." },
      unscheduleOnCustomerReply: {
        text: "Whether a reply from the customer in the meantime turns the thread back into a plain draft."
      },
      sendAsCreator: { text: "Sends in the name of the draft's author.", default: "false" }
    }
  },
  "conversations.threads.publishSchedule": { text: "Sends a scheduled thread now." },
  "conversations.threads.deleteSchedule": { text: "Removes the schedule: the thread becomes a plain draft." },
  "customerProperties.list": { text: "Lists all definitions at once." },
  "customerProperties.create": {
    text: "Defines a property. Returns no id, because a definition is identified by its slug. An account can have up to 50.",
    fields: {
      slug: { text: "The property's permanent identifier." },
      name: { text: "The name that Help Scout displays." }
    }
  },
  "customerProperties.delete": {
    text: "Deletes a definition. Help Scout keeps it for a while under another slug, so its own slug can be reused at once."
  },
  "customers.list": {
    text: "Lists one page of customers, newest first: 50 at a time.\n\nGotcha: only `listV3` can filter by email.",
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      query: { text: "Built with `SearchQuery`, or a raw query string. Search lags behind writes." },
      sortField: { text: "", default: '"createdAt"' },
      sortOrder: { text: "", default: '"desc"' }
    }
  },
  "customers.listV3": {
    text: "Lists one page of customers, newest first, by cursor. Customers that are created or deleted in the meantime do not move others between pages.\n\nGotcha: has no totals and no other order.",
    fields: { query: { text: "Built with `SearchQuery`, or a raw query string. Search lags behind writes." } }
  },
  "customers.get": { text: "Gets one customer, with addresses, phones, properties and other entries in `_embedded`." },
  "customers.create": {
    text: "Creates a customer and returns its id. Fails with `Conflict` if a customer with one of the emails already exists, which `findOrCreate` returns.",
    fields: {
      background: { text: "The notes on a customer's profile." },
      age: { text: "A text, such as `30-35`." },
      socialProfiles: {
        text: "`forsquare` is Help Scout's spelling on one page of the reference. Another page has the correct one."
      }
    }
  },
  "customers.overwrite": {
    text: "Replaces the whole profile: a field that is left out is erased. Emails, phones and other entries stay unchanged. `update` and `updatePartial` change single fields.",
    fields: { background: { text: "The notes on a customer's profile." }, age: { text: "A text, such as `30-35`." } }
  },
  "customers.update": {
    text: 'Changes parts of a customer, either all or none: `[CustomerUpdate.set("jobTitle", "CEO"), CustomerUpdate.emails.remove(12)]`.',
    fields: {
      concat: { text: "Combines two or more arrays." },
      join: { text: "Adds all the elements of an array separated by the specified separator string." },
      slice: { text: "Returns a section of an array." },
      indexOf: { text: "Returns the index of the first occurrence of a value in an array." },
      lastIndexOf: { text: "Returns the index of the last occurrence of a specified value in an array." },
      every: { text: "Determines whether all the members of an array satisfy the specified test." },
      some: { text: "Determines whether the specified callback function returns true for any element of an array." },
      forEach: { text: "Performs the specified action for each element in an array." },
      map: {
        text: "Calls a defined callback function on each element of an array, and returns an array that contains the results."
      },
      filter: { text: "Returns the elements of an array that meet the condition specified in a callback function." },
      reduce: {
        text: "Calls the specified callback function for all the elements in an array. The return value of the callback function is the accumulated result, and is provided as an argument in the next call to the callback function."
      },
      reduceRight: {
        text: "Calls the specified callback function for all the elements in an array, in descending order. The return value of the callback function is the accumulated result, and is provided as an argument in the next call to the callback function."
      },
      find: {
        text: "Returns the value of the first element in the array where predicate is true, and undefined otherwise."
      },
      findIndex: {
        text: "Returns the index of the first element in the array where predicate is true, and -1 otherwise."
      },
      entries: { text: "Returns an iterable of key, value pairs for every entry in the array" },
      keys: { text: "Returns an iterable of keys in the array" },
      values: { text: "Returns an iterable of values in the array" },
      includes: {
        text: "Determines whether an array includes a certain element, returning true or false as appropriate."
      },
      flatMap: {
        text: "Calls a defined callback function on each element of an array. Then, flattens the result into a new array. This is identical to a map followed by flat with depth 1."
      },
      flat: {
        text: "Returns a new array with all sub-array elements concatenated into it recursively up to the specified depth."
      },
      at: { text: "Returns the item located at the specified index." },
      findLast: {
        text: "Returns the value of the last element in the array where predicate is true, and undefined otherwise."
      },
      findLastIndex: {
        text: "Returns the index of the last element in the array where predicate is true, and -1 otherwise."
      },
      toReversed: { text: "Copies the array and returns the copied array with all of its elements reversed." },
      toSorted: { text: "Copies and sorts the array." },
      toSpliced: {
        text: "Copies an array and removes elements while, if necessary, inserting new elements in their place, returning the remaining elements. Copies an array and removes elements while returning the remaining elements."
      },
      with: {
        text: "Copies an array, then overwrites the value at the provided index with the given value. If the index is negative, then it replaces from the end of the array"
      },
      "__@iterator@155": { text: "Iterator of values in the array." },
      "__@unscopables@1048": {
        text: "Is an object whose properties have the value 'true' when they will be absent when used in a 'with' statement."
      }
    }
  },
  "customers.delete": {
    text: "Deletes a customer with all conversations and ratings (GDPR erasure). Irreversible.\n\nGotcha: fails with `Forbidden` for a customer with more than 100 conversations, which `deleteAsync` accepts, and if the user behind the token cannot see all of them."
  },
  "customers.deleteAsync": {
    text: "Deletes a customer with any number of conversations, in the background (GDPR erasure). Irreversible.\n\nGotcha: returns before anything is deleted. The webhook `customer.deleted` reports the end."
  },
  "customers.addresses.get": { text: "Gets the address of a customer; `NotFound` where there is none." },
  "customers.addresses.create": { text: "Adds the address of a customer. Returns no id, because an address has none." },
  "customers.addresses.update": { text: "Replaces the address of a customer as a whole." },
  "customers.addresses.delete": { text: "Deletes the address of a customer." },
  "customers.chatHandles.list": {
    text: "Lists the chat handles of a customer, all at once. `_embedded` of the customer contains them as well."
  },
  "customers.chatHandles.create": { text: "Adds a chat handle and returns its id." },
  "customers.chatHandles.update": { text: "Replaces a chat handle: both its `type` and its `value`." },
  "customers.chatHandles.delete": { text: "Deletes a chat handle." },
  "customers.emails.list": {
    text: "Lists the email addresses of a customer, all at once. `_embedded` of the customer contains them as well."
  },
  "customers.emails.create": { text: "Adds an email address and returns its id." },
  "customers.emails.update": { text: "Replaces an email address: both its `type` and its `value`." },
  "customers.emails.delete": { text: "Deletes an email address." },
  "customers.phones.list": {
    text: "Lists the phone numbers of a customer, all at once. `_embedded` of the customer contains them as well."
  },
  "customers.phones.create": { text: "Adds a phone number and returns its id." },
  "customers.phones.update": { text: "Replaces a phone number: both its `type` and its `value`." },
  "customers.phones.delete": { text: "Deletes a phone number." },
  "customers.properties.update": {
    text: "Changes the values of some properties and keeps the others. `_embedded.properties` of the customer contains the values.",
    fields: {
      concat: { text: "Combines two or more arrays." },
      join: { text: "Adds all the elements of an array separated by the specified separator string." },
      slice: { text: "Returns a section of an array." },
      indexOf: { text: "Returns the index of the first occurrence of a value in an array." },
      lastIndexOf: { text: "Returns the index of the last occurrence of a specified value in an array." },
      every: { text: "Determines whether all the members of an array satisfy the specified test." },
      some: { text: "Determines whether the specified callback function returns true for any element of an array." },
      forEach: { text: "Performs the specified action for each element in an array." },
      map: {
        text: "Calls a defined callback function on each element of an array, and returns an array that contains the results."
      },
      filter: { text: "Returns the elements of an array that meet the condition specified in a callback function." },
      reduce: {
        text: "Calls the specified callback function for all the elements in an array. The return value of the callback function is the accumulated result, and is provided as an argument in the next call to the callback function."
      },
      reduceRight: {
        text: "Calls the specified callback function for all the elements in an array, in descending order. The return value of the callback function is the accumulated result, and is provided as an argument in the next call to the callback function."
      },
      find: {
        text: "Returns the value of the first element in the array where predicate is true, and undefined otherwise."
      },
      findIndex: {
        text: "Returns the index of the first element in the array where predicate is true, and -1 otherwise."
      },
      entries: { text: "Returns an iterable of key, value pairs for every entry in the array" },
      keys: { text: "Returns an iterable of keys in the array" },
      values: { text: "Returns an iterable of values in the array" },
      includes: {
        text: "Determines whether an array includes a certain element, returning true or false as appropriate."
      },
      flatMap: {
        text: "Calls a defined callback function on each element of an array. Then, flattens the result into a new array. This is identical to a map followed by flat with depth 1."
      },
      flat: {
        text: "Returns a new array with all sub-array elements concatenated into it recursively up to the specified depth."
      },
      at: { text: "Returns the item located at the specified index." },
      findLast: {
        text: "Returns the value of the last element in the array where predicate is true, and undefined otherwise."
      },
      findLastIndex: {
        text: "Returns the index of the last element in the array where predicate is true, and -1 otherwise."
      },
      toReversed: { text: "Copies the array and returns the copied array with all of its elements reversed." },
      toSorted: { text: "Copies and sorts the array." },
      toSpliced: {
        text: "Copies an array and removes elements while, if necessary, inserting new elements in their place, returning the remaining elements. Copies an array and removes elements while returning the remaining elements."
      },
      with: {
        text: "Copies an array, then overwrites the value at the provided index with the given value. If the index is negative, then it replaces from the end of the array"
      },
      "__@iterator@155": { text: "Iterator of values in the array." },
      "__@unscopables@1048": {
        text: "Is an object whose properties have the value 'true' when they will be absent when used in a 'with' statement."
      }
    }
  },
  "customers.socialProfiles.list": {
    text: "Lists the social profiles of a customer, all at once. `_embedded` of the customer contains them as well."
  },
  "customers.socialProfiles.create": { text: "Adds a social profile and returns its id." },
  "customers.socialProfiles.update": { text: "Replaces a social profile: both its `type` and its `value`." },
  "customers.socialProfiles.delete": { text: "Deletes a social profile." },
  "customers.websites.list": {
    text: "Lists the websites of a customer, all at once. `_embedded` of the customer contains them as well."
  },
  "customers.websites.create": { text: "Adds a website and returns its id." },
  "customers.websites.update": { text: "Replaces a website: its `value`." },
  "customers.websites.delete": { text: "Deletes a website." },
  "mailboxes.list": {
    text: "Lists one page of the inboxes that the token's user can see.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "mailboxes.get": { text: "Gets one inbox." },
  "mailboxes.customFields.list": {
    text: "Lists one page of the custom fields of an inbox. Fields cannot be created or changed through the API.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "mailboxes.folders.list": {
    text: "Lists one page of the folders of an inbox. Folders cannot be created or changed through the API.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "mailboxes.routing.get": { text: "Gets the routing of an inbox, with the current rotation of users." },
  "mailboxes.routing.update": {
    text: "Replaces the routing of an inbox. All four fields are required.",
    fields: {
      assignmentLimit: { text: "From 1 to 100." },
      userIds: { text: "At least one user while routing is enabled." }
    }
  },
  "mailboxes.savedReplies.list": {
    text: "Lists all saved replies of an inbox at once. Gotcha: the texts are shortened; `get` returns the full texts.",
    fields: { includeChatReplies: { text: "Includes replies that have a chat text only.", default: "false" } }
  },
  "mailboxes.savedReplies.get": { text: "Gets one saved reply with its full texts." },
  "mailboxes.savedReplies.create": {
    text: "Creates a saved reply. Returns its id if the response contains it; Help Scout documents a response without one.",
    fields: {
      text: { text: "The text for emails, as HTML." },
      chatText: { text: "The text for chats, as plain text." }
    }
  },
  "mailboxes.savedReplies.update": {
    text: "Replaces a saved reply. Gotcha: omitting a text removes it, so send both texts.",
    fields: {
      text: { text: "The text for emails, as HTML." },
      chatText: { text: "The text for chats, as plain text." }
    }
  },
  "mailboxes.savedReplies.delete": { text: "Deletes a saved reply." },
  "organizations.list": {
    text: 'Lists one page of organizations, 50 at a time, by default the one with the latest interaction first.\n\nGotcha: there is no filter. To find an organization by name, stream them with `sort: "name,asc"`.',
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      sort: {
        text: "Descending unless it ends with `,asc`, so `name` sorts from Z to A.",
        default: '"lastInteractionAt,desc"'
      }
    }
  },
  "organizations.get": {
    text: "Gets one organization, optionally with its counts and properties.",
    fields: {
      includeCounts: { text: "Adds `customerCount` and `conversationCount`.", default: "false" },
      includeProperties: { text: "Adds `properties`.", default: "false" }
    }
  },
  "organizations.create": {
    text: "Creates an organization and returns its id. Fails with `Conflict` if it already exists.",
    fields: {
      domain: {
        text: "A single domain, as in Help Scout's example. Prefer `domains`, which responses contain and which is known to work."
      }
    }
  },
  "organizations.update": {
    text: "Replaces an organization. Properties are kept.\n\nGotcha: omitting a field erases it, except for `logoUrl`. `updatePartial` keeps omitted fields.",
    fields: { logoUrl: { text: "Kept if it is omitted." } }
  },
  "organizations.delete": { text: "Deletes an organization. Its customers remain, without an organization." },
  "organizations.customers": {
    text: "Lists one page of the customers of an organization, 50 at a time.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "organizations.conversations": {
    text: "Lists one page of the conversations with the customers of an organization. There is no filter.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "organizations.properties.update": {
    text: "Sets an organization's value for a property, replacing any earlier value.",
    fields: {
      value: {
        text: "Always a string: digits for a number, `YYYY-MM-DD` for a date, the exact label of an option for a dropdown."
      }
    }
  },
  "organizations.properties.delete": {
    text: "Removes an organization's value for a property. The definition remains."
  },
  "organizations.propertyDefinitions.list": { text: "Lists all definitions at once." },
  "organizations.propertyDefinitions.get": { text: "Gets one definition." },
  "organizations.propertyDefinitions.create": {
    text: "Defines a property. Returns no id, because a definition is identified by its slug. An account can have up to 50.",
    fields: {
      slug: { text: "The property's permanent identifier." },
      name: { text: "The name that Help Scout displays." }
    }
  },
  "organizations.propertyDefinitions.update": {
    text: "Renames a definition, and replaces its options if they are given. Type and slug are permanent.\n\nGotcha: Help Scout deletes the values of organizations whose option is omitted.",
    fields: {
      options: { text: "For a dropdown, all of its options. Help Scout deletes values whose option is omitted." }
    }
  },
  "organizations.propertyDefinitions.delete": {
    text: "Deletes a definition. Help Scout keeps it for a while, invisibly."
  },
  "ratings.get": {
    text: "Gets one rating. Help Scout has no list of ratings; `reports.happiness.getRatingsReport` is the closest."
  },
  "reports.getChatReport": {
    text: "Gets the figures about chats. Only Beacon chats count.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.getEmailReport": {
    text: "Gets the figures about email conversations.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.getPhoneReport": {
    text: "Gets the figures about phone conversations, in total and by user.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.company.getOverallReport": {
    text: "Gets the figures of the company, in total and by user.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.company.getCustomersHelpedReport": {
    text: "Gets the number of customers helped per day, week or month.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.company.getDrilldownReport": {
    text: "Lists one page of the conversations behind the company's figures. They are also those behind the productivity report, which does not have its own drilldown.",
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      tags: { text: "Tag 1 represents conversations without a tag." },
      range: { text: "The figure whose conversations are listed." },
      rangeId: { text: "Only the conversations of one bucket: the `id` of a `DistributionRange`." }
    }
  },
  "reports.conversation.getOverallReport": {
    text: "Gets the number of conversations, with the most frequent tags, customers, saved replies and workflows.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.conversation.getVolumesByChannelReport": {
    text: "Gets the number of conversations per channel, by day, week or month.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.conversation.getBusiestTimeOfDayReport": {
    text: "Gets the number of conversations in each hour of the week. An hour without conversations may be omitted.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.conversation.getDrilldownReport": {
    text: "Lists one page of the conversations behind the overall report.",
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      tags: { text: "Tag 1 represents conversations without a tag." }
    }
  },
  "reports.conversation.getDrilldownByFieldReport": {
    text: "Lists one page of the conversations with one tag, saved reply, workflow or customer.",
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      tags: { text: "Tag 1 represents conversations without a tag." }
    }
  },
  "reports.conversation.getNewConversationsReport": {
    text: "Gets the number of new conversations per day, week or month.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.conversation.getNewConversationsDrilldownReport": {
    text: "Lists one page of the new conversations.",
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      tags: { text: "Tag 1 represents conversations without a tag." }
    }
  },
  "reports.conversation.getReceivedMessagesReport": {
    text: "Gets the number of messages that customers sent per day, week or month.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.docs.getOverallReport": { text: "Gets the searches, articles and results of visitors of the Docs sites." },
  "reports.happiness.getOverallReport": {
    text: "Gets customers' ratings of the company's replies.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.happiness.getRatingsReport": {
    text: "Lists one page of ratings. Help Scout has no other list of ratings.",
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      tags: { text: "Tag 1 represents conversations without a tag." }
    }
  },
  "reports.productivity.getOverallReport": {
    text: "Gets the speed of the company's replies and resolutions. `company.getDrilldownReport` lists the conversations behind it.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.productivity.getFirstResponseTimeReport": {
    text: "Gets the time until the first reply, per day, week or month.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.productivity.getRepliesSentReport": {
    text: "Gets the number of replies sent per day, week or month.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.productivity.getResolutionTimeReport": {
    text: "Gets the time until the resolution of conversations, per day, week or month.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.productivity.getResolvedReport": {
    text: "Gets the number of resolved conversations per day, week or month.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.productivity.getResponseTimeReport": {
    text: "Gets the time until a reply, per day, week or month.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.user.getOverallReport": {
    text: "Gets the figures of a user, or of all members of a team together.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.user.getChatReport": {
    text: "Gets the figures about the chats of a user, or of all members of a team together. Only Beacon chats count."
  },
  "reports.user.getConversationHistoryReport": {
    text: "Lists one page of the conversations that a user worked on.\n\nGotcha: a conversation may occur more than once. According to the reference of version 1, once per reply.",
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      tags: { text: "Tag 1 represents conversations without a tag." }
    }
  },
  "reports.user.getCustomersHelpedReport": {
    text: "Gets the number of customers that a user helped per day, week or month.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.user.getDrilldownReport": {
    text: "Lists one page of the conversations behind a user's figures.",
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      tags: { text: "Tag 1 represents conversations without a tag." }
    }
  },
  "reports.user.getHappinessReport": {
    text: "Gets customers' ratings of a user's replies.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.user.getHappinessDrilldownReport": {
    text: "Lists one page of the ratings of a user's replies.",
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      tags: { text: "Tag 1 represents conversations without a tag." }
    }
  },
  "reports.user.getRepliesReport": {
    text: "Gets the number of replies that a user sent per day, week or month.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "reports.user.getResolutionsReport": {
    text: "Gets the number of conversations that a user helped to resolve per day, week or month.",
    fields: { tags: { text: "Tag 1 represents conversations without a tag." } }
  },
  "tags.list": {
    text: "Lists one page of the tags of all inboxes, in alphabetical order.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "tags.get": { text: "Gets one tag." },
  "teams.list": {
    text: "Lists one page of teams. Help Scout has no endpoint that gets a single team.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "teams.teamMembers.list": {
    text: "Lists one page of the members of a team.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "teams.teamMembers.update": {
    text: "Adds users to a team and removes users from it. Although it is a PUT, members in neither list stay members."
  },
  "users.list": {
    text: "Lists one page of users, of every role, including users who have not accepted their invitation yet.",
    fields: {
      page: { text: "The number of the page, counted from 1.", default: "1" },
      email: { text: "An exact email address." },
      mailbox: { text: "Only users who can see this inbox." }
    }
  },
  "users.get": { text: "Gets one user." },
  "users.me": { text: "Gets the token's user. A good way to check a token." },
  "users.create": {
    text: "Creates a user and returns its id. Requires an administrator or account owner.\n\nGotcha: Help Scout emails the new user unless `sendInvite` is false.",
    fields: {
      mailboxes: { text: "The inboxes that the new user can see. The token's user needs access to each." },
      timezone: { text: "An IANA time zone, such as `Europe/Vienna`." },
      role: { text: "The API cannot create an owner." },
      sendInvite: { text: "Sends an invitation email.", default: "true" }
    }
  },
  "users.delete": { text: "Deletes a user. Help Scout does not document what happens to the user's conversations." },
  "users.conversationReassignment.get": {
    text: "Gets a user's setting for the reassignment of conversations while the user is away."
  },
  "users.conversationReassignment.update": {
    text: "Replaces a user's setting for the reassignment of conversations while the user is away.",
    fields: { awayDuration: { text: "Required even if reassignment is disabled." } }
  },
  "users.status.list": {
    text: "Lists one page of the statuses of all users.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "users.status.get": { text: "Gets the status of a user." },
  "users.status.set": {
    text: "Sets a user's status for email and routing, not for chats. Users can set their own status; administrators and account owners can set any user's."
  },
  "users.systemUsers.list": {
    text: "Lists one page of the account's system users.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "users.systemUsers.get": { text: "Gets one system user." },
  "webhooks.list": {
    text: "Lists one page of webhooks.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "webhooks.get": { text: "Gets one webhook. Its `state` shows whether Help Scout has disabled it." },
  "webhooks.create": {
    text: "Creates a webhook, enabled, and returns its id.",
    fields: {
      url: { text: "Prefer https: deliveries are signed, not encrypted." },
      events: { text: "At least one event." },
      notification: { text: "Delivers the URL of the changed resource instead of the resource.", default: "false" },
      payloadVersion: { text: "", default: '"V2"' },
      mailboxIds: {
        text: "Only conversations of these inboxes. `customer.created` is delivered for the whole account regardless.",
        default: "all"
      },
      secret: { text: "A secret of your choice, up to 40 characters, that signs every delivery." }
    }
  },
  "webhooks.update": {
    text: "Replaces a webhook and enables it.\n\nGotcha: the secret is required again, and omitted fields are reset: without `mailboxIds` the webhook receives the events of all inboxes.",
    fields: {
      url: { text: "Prefer https: deliveries are signed, not encrypted." },
      events: { text: "At least one event." },
      notification: { text: "Delivers the URL of the changed resource instead of the resource.", default: "false" },
      payloadVersion: { text: "", default: '"V2"' },
      mailboxIds: {
        text: "Only conversations of these inboxes. `customer.created` is delivered for the whole account regardless.",
        default: "all"
      },
      secret: { text: "A secret of your choice, up to 40 characters, that signs every delivery." }
    }
  },
  "webhooks.delete": { text: "Deletes a webhook." },
  "workflows.list": {
    text: "Lists one page of workflows. Help Scout has no endpoint that gets a single workflow.",
    fields: { page: { text: "The number of the page, counted from 1.", default: "1" } }
  },
  "workflows.runManual": {
    text: "Runs a manual workflow on up to 50 conversations. Help Scout rejects automatic workflows, and conversations that do not exist or are in another inbox.",
    fields: {
      conversationIds: {
        text: "From 1 to 50 conversations, all in the workflow's inbox. `runManualBatches` accepts more."
      }
    }
  },
  "workflows.update": {
    text: "Activates or deactivates a workflow, with `WorkflowUpdate.activate` or `WorkflowUpdate.deactivate`. The API cannot change anything else."
  },
  "conversations.tags.add": {
    text: "Adds tags, keeps the others, and returns the names of all tags.\n\nSends two requests, a read and a write. One if the conversation already has these tags, regardless of case. After a merge, one more request follows the new id. Gotcha: tags that another fiber or another client sets between the two are lost (last write wins).",
    isCombined: true,
    fields: { tags: { text: "Names. An unknown tag is created." } }
  },
  "conversations.tags.remove": {
    text: "Removes tags, keeps the others, and returns the names of the remaining tags.\n\nSends two requests, a read and a write. One if the conversation has none of these tags, regardless of case. After a merge, one more request follows the new id. Gotcha: tags that another fiber or another client sets between the two are lost (last write wins).",
    isCombined: true,
    fields: { tags: { text: "Names. An unknown tag is created." } }
  },
  "conversations.getComplete": {
    text: "Gets a conversation with all of its threads, and lists their attachments.\n\nSends one request for the conversation and one for each page of threads (25 per page). After a merge, one more request follows the new id.\n\nGotchas: the requests do not see the same moment. A thread that is added in the meantime may be missing. If one is removed in the meantime, such as a discarded draft, another may be missing between two pages. No thread is returned twice. `conversation.threads` may differ from the number of threads.",
    isCombined: true
  },
  "conversations.listAllComplete": {
    text: 'Streams every conversation that matches, each with all of its threads and their attachments.\n\nCosts one request for each 25 conversations. Conversations whose embedded threads are not complete, which are chats and those with more than 25 threads, cost one more request for each 25 threads. These requests run `concurrency` conversations at a time (4 by default), in order.\n\nGotchas: returns active conversations only, unless `status` says otherwise (`"all"` for all). A conversation that is deleted or merged before its threads are listed is left out. Both gotchas of `getComplete` apply.',
    isCombined: true,
    fields: {
      number: { text: "The number that users see in Help Scout." },
      status: { text: "`open` means `active` and `pending` together.", default: '"active"' },
      query: { text: 'Built with `SearchQuery`, or a raw query string: `(subject:"refund")`.' },
      mailbox: { text: "One inbox or several." },
      tag: { text: "By name. Of several, one is enough. For a name with a comma, use `query`." },
      modifiedSince: { text: "Changed since then, not created since then: for that, use `query`." },
      sortField: { text: "", default: '"createdAt"' },
      sortOrder: { text: "", default: '"desc"' },
      customFieldsByIds: {
        text: "Only with `mailbox`. For a dropdown, `value` is the id of the option. A single line matches by its words, any other field exactly. Multi-line fields cannot be searched."
      }
    }
  },
  "conversations.reply": {
    text: "Sends a reply to the conversation's own customer and returns the id of the new thread. With `draft: true` it is saved, not sent.\n\nSends two requests, a read and a write. After a merge, one more request follows the new id. The gotchas of `threads.createReply` apply, which replies to another customer. Fails with `InputInvalid` if the conversation has no customer.",
    isCombined: true,
    fields: {
      createdAt: { text: "Only with `imported: true`." },
      status: { text: "", default: '"active": a reply without a status reopens the conversation' },
      draft: { text: "Saves the reply without sending it.", default: "false" },
      text: { text: "HTML. Called `body` in responses." },
      imported: { text: "Imports history: no email and no notification is sent." },
      assignTo: { text: "Takes effect when the reply is sent. For a draft, that is later." }
    }
  },
  "customers.findOrCreate": {
    text: "Finds the customer with an email, regardless of case, or creates one. The profile is used for a new customer only.\n\nSends one request if the customer exists, and two to create it. If another client creates the customer between the two, a third request finds it. If the list lags behind, it is read again after one, two and four seconds; then the call fails with `Conflict`, as it does if another email of the profile is in use. After `AmbiguousWrite` it is safe to repeat the call. The email gets the type `other`, unless the profile's `emails` contain it.",
    isCombined: true,
    fields: {
      background: { text: "The notes on a customer's profile." },
      age: { text: "A text, such as `30-35`." },
      socialProfiles: {
        text: "`forsquare` is Help Scout's spelling on one page of the reference. Another page has the correct one."
      }
    }
  },
  "customers.updatePartial": {
    text: "Changes a part of the profile and keeps the rest. `null` erases a field. Unlike `update`, it can change the organization.\n\nSends two requests, a read and an overwrite. Gotchas: changes that another client makes between the two are lost (last write wins). Fails with `InputInvalid`, and overwrites nothing, if Help Scout would reject a field that is kept, such as a text that is too long: pass a valid value for that field as well. A customer has one organization, by id or by name: setting one removes the other.",
    isCombined: true,
    fields: { background: { text: "The notes on a customer's profile." }, age: { text: "A text, such as `30-35`." } }
  },
  "mailboxes.customFields.resolve": {
    text: "Resolves field names and option labels to the ids that `conversations.customFields.update` and `conversations.create` take. An exact match wins; otherwise case is ignored.\n\nCosts one request per page of definitions, so one for up to 50 fields; nothing is cached between calls. Fails with `InputInvalid`, which names the fields, if a field or option does not exist or a value does not fit its type.\n\nGotcha: `conversations.customFields.update` replaces all values, so include the values to keep.",
    isCombined: true
  },
  "organizations.updatePartial": {
    text: "Changes the given fields of an organization and keeps the rest; `null` erases a field.\n\nSends two requests: it reads the organization, then replaces it. Gotcha: the last writer wins, so a change by another client between the two requests is overwritten.",
    isCombined: true,
    fields: { logoUrl: { text: "Cannot be erased, because Help Scout keeps it if it is omitted." } }
  },
  "workflows.runManualBatches": {
    text: "Runs a manual workflow on any number of conversations, in sequential batches of 50. Emits the ids of each batch after it has run.\n\nCosts one write per batch. Duplicate ids run once. If any id is invalid, nothing is sent. The stream fails at the first batch that fails: the batches emitted before it have run, so omit them when you start again. After `AmbiguousWrite`, the failed batch may have run as well.",
    isCombined: true
  }
}
