import { describe, it } from "@effect/vitest"
import { Chats } from "@effect-helpscout/resources/Chats"
import { ChatTagsUpdate, endpoints } from "@effect-helpscout/resources/Chats/Tags"
import { assertCalls } from "@effect-helpscout/test-support/calls"
import { assertRoundTrips } from "@effect-helpscout/test-support/codecs"
import { json } from "@effect-helpscout/test-support/scripted"

const chatId = "12861df7-a213-4ee2-9b08-f02c71bbca87"

describe("ChatTagsUpdate", () => {
  it("round-trips", () => assertRoundTrips(ChatTagsUpdate))
})

describe("requests", () => {
  assertCalls(Chats, Chats.layer, endpoints, {
    update: {
      call: (chats) => chats.tags.update({ chatId }, { tags: [] }),
      sent: `PUT /v2/chats/${chatId}/tags`,
      body: { tags: [] },
      response: json({ id: chatId })
    }
  })
})
