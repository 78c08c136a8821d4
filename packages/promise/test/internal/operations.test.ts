import { assert, it } from "@effect/vitest"
import * as Catalogue from "@effect-helpscout/resources/Catalogue"
import { operations } from "../../src/internal/operations.js"

it("the operations of the client are those of the catalogue", () => {
  assert.sameMembers([...operations()], [...Catalogue.operations])
})
