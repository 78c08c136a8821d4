/**
 * A page of 25 conversations with every optional field of the API's v2 responses set: tags, custom fields, a snooze, the
 * next event, people, and all links. The simulator's conversations are sparser, and decoding costs by the field.
 */
const base = "https://api.helpscout.net/v2"

const person = (type: "customer" | "user", id: number, first: string) => ({
  id,
  type,
  first,
  last: `Lindqvist ${id % 10}`,
  email: `${first.toLowerCase()}.lindqvist${id}@example.com`,
  photoUrl: `https://photos.example.com/${type}s/${id}.jpg`
})

const twoDigits = (number: number) => String(number).padStart(2, "0")
const time = (n: number, hour: number) => `2024-12-${twoDigits((n % 28) + 1)}T${twoDigits(hour)}:${twoDigits(n)}:07Z`

const previews = [
  "I ordered two weeks ago and nothing has arrived yet. Could you look up where my parcel is, please? Thank you for your help",
  "L’équipe est très réactive, merci ! Je voudrais pourtant changer l’adresse de livraison avant que le colis ne parte",
  "Your invoice shows two seats, but we have only one. Please correct it, and send us a new one by the end of the month"
]

const conversation = (n: number) => {
  const id = 2_000_100 + n
  const customer = 500_030 + n
  const link = (path: string) => ({ href: `${base}/${path}` })
  return {
    id,
    number: 1_100 + n,
    threads: 2 + (n % 5),
    type: "email",
    folderId: 920_009,
    status: "closed",
    state: "published",
    subject: `Where is my order ${n}?`,
    preview: previews[n % previews.length],
    mailboxId: 81_002,
    assignee: person("user", 4_001, "Mei"),
    createdBy: person("customer", customer, "Rosa"),
    createdAt: time(n, 8),
    closedBy: 4_006,
    closedByUser: person("user", 4_006, "Tomas"),
    closedAt: time(n, 17),
    userUpdatedAt: time(n, 15),
    customerWaitingSince: { time: time(n, 12), friendly: "20 hours ago", latestReplyFrom: "customer" },
    source: { type: "email", via: "customer" },
    tags: [
      { id: 9_004, color: "#a5b2bd", tag: "refund" },
      { id: 9_011, color: "#f5b400", tag: "urgent" }
    ],
    cc: [`copy${n}@example.com`],
    bcc: [`archive${n}@example.com`],
    primaryCustomer: person("customer", customer, "Rosa"),
    customFields: [
      { id: 6_106, name: "Größe", value: "größer", text: "größer" },
      { id: 6_107, name: "Plan", value: "8519", text: "Plus" }
    ],
    snooze: { snoozedBy: 4_001, snoozedUntil: time(n, 19), unsnoozeOnCustomerReply: true },
    nextEvent: { time: time(n, 20), eventType: "snooze", userId: 4_001, cancelOnCustomerReply: true },
    _embedded: { threads: [] },
    _links: {
      self: link(`conversations/${id}`),
      mailbox: link("mailboxes/81002"),
      primaryCustomer: link(`customers/${customer}`),
      createdByCustomer: link(`customers/${customer}`),
      assignee: link("users/4001"),
      closedBy: link("users/4006"),
      threads: link(`conversations/${id}/threads/`),
      web: { href: `https://secure.helpscout.net/conversation/${id}/${1_100 + n}` }
    }
  }
}

/** The `_embedded` object of the page, as JSON. */
export const embedded = JSON.stringify({ conversations: Array.from({ length: 25 }, (_, n) => conversation(n)) })
