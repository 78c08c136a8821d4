/** What a user would try first, with either module system. */
exports.main = async ({ HelpScout, InputInvalid, NotFound, TokenStoreFailed }, { fileTokenStore }, environment) => {
  const unusable = await fileTokenStore({ directory: "/dev/null/tokens" })
    .load("account")
    .catch((error) => error)
  if (!(unusable instanceof TokenStoreFailed)) throw unusable
  const helpScout = new HelpScout({
    tokenStore: fileTokenStore({ directory: `tokens-${process.pid}` }),
    clientId: environment.HELPSCOUT_CLIENT_ID,
    clientSecret: environment.HELPSCOUT_CLIENT_SECRET,
    baseUrl: environment.HELPSCOUT_BASE_URL
  })
  const saved = []
  helpScout.on("tokens", async (tokens) => saved.push(tokens.accessToken))

  let conversations = 0
  for await (const conversation of helpScout.conversations.listAll({ status: "all" })) {
    if (conversation.createdAt instanceof Date) conversations++
  }
  const { items } = await helpScout.mailboxes.list()
  const id = await helpScout.conversations.create({
    subject: "Hello",
    type: "email",
    mailboxId: items[0].id,
    status: "active",
    customer: { email: "ann@example.com" },
    threads: [{ type: "customer", customer: { email: "ann@example.com" }, text: "Hello" }]
  })
  const missing = await helpScout.conversations.get({ conversationId: 1 }).catch((error) => error)
  const misspelled = await helpScout.conversations.list({ statsu: "all" }).catch((error) => error)
  await helpScout.close()
  const closed = await helpScout.users.me().catch((error) => error)
  return [
    `${conversations} conversations`,
    Number.isInteger(id) ? "created" : id,
    missing instanceof NotFound ? missing.code : missing,
    misspelled instanceof InputInvalid ? misspelled.code : misspelled,
    saved.length === 1 ? "tokens" : saved.length,
    closed.code
  ].join(", ")
}
