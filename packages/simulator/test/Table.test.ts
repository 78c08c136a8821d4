import { assert, describe, it } from "@effect/vitest"
import * as Table from "@effect-helpscout/simulator/Table"

interface Row extends Table.Row {
  readonly name: string
}

describe("Table", () => {
  it("gives rows fresh ids, also after a row with a larger id", () => {
    const table = Table.make<Row>(7)
    const insert = (name: string) => table.insert((id) => ({ id, name })).id
    assert.strictEqual(insert("a"), 7)
    table.put({ id: 9, name: "b" })
    assert.strictEqual(insert("c"), 10)
    assert.deepStrictEqual(
      table.all().map(({ name }) => name),
      ["a", "b", "c"]
    )
  })

  it("has a new version after each change, and passes the row before and after to subscribers", () => {
    const table = Table.make<Row>(1)
    const changes: Array<Table.Change<Row>> = []
    table.subscribe((change) => changes.push(change))
    const versions = [table.version()]
    const [a, b] = [
      { id: 1, name: "a" },
      { id: 1, name: "b" }
    ]
    for (const change of [() => table.put(a), () => table.update(1, () => b), () => table.delete(1)]) {
      change()
      versions.push(table.version())
    }
    assert.isFalse(table.delete(1))
    assert.isUndefined(table.update(1, () => a))
    assert.strictEqual(new Set(versions).size, 4)
    assert.deepStrictEqual(changes, [
      { before: undefined, after: a },
      { before: a, after: b },
      { before: b, after: undefined }
    ])
  })
})
