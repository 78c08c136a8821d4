/** Prints the heap per account, in kB, of 1,000 accounts: created, after a call of each, and after their release. */
import { Accounts, HelpScout } from "../dist/.build/Main.js"

const json = (body) => new Response(JSON.stringify(body), { headers: { "content-type": "application/json" } })

/** Responds like Help Scout to the two requests of this program. */
const fetch = async (url) =>
  String(url).endsWith("/oauth2/token")
    ? json({ token_type: "bearer", access_token: "t", expires_in: 7200 })
    : json({ id: 1, firstName: "A", lastName: "B", email: "a@example.com", createdAt: "2024-05-06T07:08:09Z" })

const heap = async () => {
  for (let collected = 0; collected < 4; collected++) {
    globalThis.gc()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return process.memoryUsage().heapUsed
}

const count = 1000
const names = Array.from({ length: count }, (_, index) => `account-${index}`)
const open = (account) => new HelpScout({ clientId: "id", clientSecret: "secret", account, fetch })
const accounts = () => new Accounts({ open })

const warm = accounts()
for (const name of names.slice(0, 50)) await warm.use(name, (helpScout) => helpScout.users.me())
await warm.close()

const before = await heap()
const perAccount = async () => Math.round(((await heap()) - before) / count / 102.4) / 10

const all = accounts()
for (const name of names) await all.use(name, () => undefined)
const created = await perAccount()
for (const name of names) await all.use(name, (helpScout) => helpScout.users.me())
const used = await perAccount()
await all.close()
const released = await perAccount()
console.log(JSON.stringify({ created, used, released }))
