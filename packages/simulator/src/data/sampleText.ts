/** The names and texts of generated people. */
import type { Seed } from "../Seed.js"

type Words = readonly [string, ...ReadonlyArray<string>]

const firstNames: Words = [
  "Ada",
  "Björn",
  "Chloé",
  "Dmitri",
  "Elif",
  "Fatima",
  "Grace",
  "Hiroshi",
  "Inés",
  "João",
  "Kateřina",
  "Liam",
  "Mei",
  "Nkechi",
  "Øyvind",
  "Priya",
  "Quentin",
  "Rosa",
  "Søren",
  "Tomás",
  "Uma",
  "Valentina",
  "Wen",
  "Ximena",
  "Yusuf",
  "Zoë"
]

const lastNames: Words = [
  "Álvarez",
  "Becker",
  "Chen",
  "D'Angelo",
  "Eriksen",
  "Fischer",
  "García",
  "Haddad",
  "Ito",
  "Jones",
  "Kowalski",
  "Łukasik",
  "Müller",
  "Nakamura",
  "O'Brien",
  "Petrov",
  "Quist",
  "Rossi",
  "Singh",
  "Tanaka",
  "Ünal",
  "van der Berg",
  "Wright",
  "Xu",
  "Yılmaz",
  "Žižek"
]

const domains: Words = ["example.com", "example.org", "mail.example.net", "shop.example", "studio.example"]

const subjects: Words = [
  "Where is my order?",
  "Invoice for March",
  "Can't log in",
  "Refund for order #4711",
  "Re: Your order has shipped",
  "Feature request: dark mode 🌙",
  '"Forgot password" mail never arrives',
  "Ärger mit der Rechnung",
  "請求書について",
  "Upgrade & downgrade of my plan",
  "API returns 500 <urgent>",
  "Fwd: Delivery failure",
  "Question about pricing",
  "Change of address"
]

const sentences: Words = [
  "Thanks for getting back to me so quickly!",
  "I ordered two weeks ago and nothing has arrived yet.",
  "Could you please look into this &amp; let me know?",
  "We have issued the refund; it can take five days to show up.",
  "Das hat leider nicht funktioniert – können Sie helfen?",
  "The page shows &lt;error 500&gt; when I click <b>Save</b>.",
  "お返事ありがとうございます。",
  "I've attached a screenshot. 📎",
  "It works on my phone, but not on my laptop.",
  "Let me check with the team and come back to you.",
  "Is there a discount for &quot;non-profits&quot;?",
  "Please close this ticket, I found the solution in the docs.",
  "L’équipe est très réactive, merci&nbsp;!",
  "The tracking number is 1Z&nbsp;999&nbsp;AA1&nbsp;0123."
]

/** A person's name. */
export interface Name {
  readonly first: string
  readonly last: string
}

/** A name in one of several languages. */
export const name = (seed: Seed): Name => ({ first: seed.pick(firstNames), last: seed.pick(lastNames) })

/** An email address from a name and a unique number. */
export const email = (seed: Seed, { first, last }: Name, number: number): string => {
  const ascii = (text: string) =>
    text
      .normalize("NFD")
      .replace(/[^a-z]/gi, "")
      .toLowerCase()
  const plus = seed.chance(0.1) ? "+support" : ""
  return `${ascii(first)}.${ascii(last)}${number}${plus}@${seed.pick(domains)}`
}

/** The subject of a conversation. */
export const subject = (seed: Seed): string => seed.pick(subjects)

/** An HTML body of a few sentences. */
export const body = (seed: Seed): string => {
  const count = seed.int(1, 6)
  let html = ""
  for (let i = 0; i < count; i++)
    html += i === 0 ? seed.pick(sentences) : `${seed.chance(0.3) ? "<br /><br />" : " "}${seed.pick(sentences)}`
  return `<p>${html}</p>`
}

/** The beginning of a body, without tags. */
export const preview = (html: string): string =>
  html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 120)

/** The names of the generated tags. */
export const tags: Words = ["billing", "bug", "feature request", "refund", "shipping", "vip", "Größe XL", "urgent"]
