import { assert, describe, it } from "@effect/vitest"
import * as SearchQuery from "@effect-helpscout/resources/SearchQuery"
import * as DateTime from "effect/DateTime"
import * as FastCheck from "effect/FastCheck"
import * as Schema from "effect/Schema"

// ---------------------------------------------------------------------------------------------------------------
// a reader of the syntax, which knows nothing of how it is written
// ---------------------------------------------------------------------------------------------------------------

type Parsed =
  | { readonly _tag: "Atom"; readonly key: string }
  | { readonly _tag: "Group"; readonly word: "AND" | "OR" | "NONE"; readonly operands: ReadonlyArray<Operand> }
interface Operand {
  readonly negated: boolean
  readonly query: Parsed
}

const atomKey = (field: string, value: string): string => JSON.stringify([field, value])

const parse = (input: string): Parsed => {
  let at = 0
  const peek = (text: string) => input.startsWith(text, at)
  const take = (text: string): boolean => {
    if (!peek(text)) return false
    at += text.length
    return true
  }
  const must = (text: string) => {
    if (!take(text)) throw new Error(`expected ${text} at ${at} of ${input}`)
  }
  const escaped = (until: (char: string) => boolean): string => {
    let text = ""
    while (at < input.length && !until(input.charAt(at))) {
      if (input.charAt(at) === "\\") at++
      text += input.charAt(at++)
    }
    return text
  }
  const value = (): string => {
    if (take('"')) {
      const text = escaped((char) => char === '"')
      must('"')
      return `text:${text}`
    }
    if (peek("[")) {
      const end = input.indexOf("]", at)
      const range = input.slice(at, end + 1)
      at = end + 1
      return `range:${range}`
    }
    const bare = /^[^\s()"]+/.exec(input.slice(at))?.[0]
    if (bare === undefined) throw new Error(`expected a value at ${at} of ${input}`)
    at += bare.length
    return `bare:${bare}`
  }
  const operand = (): Operand => {
    const negated = take("NOT ")
    return { negated, query: peek("(") ? group() : match() }
  }
  const match = (): Parsed => {
    const field = escaped((char) => char === ":")
    must(":")
    if (!take("(")) return { _tag: "Atom", key: atomKey(field, value()) }
    const operands: Array<Operand> = []
    do operands.push({ negated: false, query: { _tag: "Atom", key: atomKey(field, value()) } })
    while (take(" OR "))
    must(")")
    return { _tag: "Group", word: "OR", operands }
  }
  const group = (): Parsed => {
    must("(")
    const operands = [operand()]
    let word: "AND" | "OR" | "NONE" = "NONE"
    while (!peek(")")) {
      const next = take(" AND ") ? "AND" : "OR"
      if (next === "OR") must(" OR ")
      if (word !== "NONE" && word !== next) throw new Error("AND and OR in one group")
      word = next
      operands.push(operand())
    }
    must(")")
    return { _tag: "Group", word, operands }
  }
  const parsed = group()
  if (at !== input.length) throw new Error(`text is left at ${at} of ${input}`)
  return parsed
}

const holds = (query: Parsed, is: (key: string) => boolean): boolean => {
  if (query._tag === "Atom") return is(query.key)
  const values = query.operands.map(({ negated, query }) => holds(query, is) !== negated)
  return query.word === "OR" ? values.some(Boolean) : values.every(Boolean)
}

const atoms = (query: Parsed): ReadonlyArray<string> =>
  query._tag === "Atom" ? [query.key] : query.operands.flatMap((operand) => atoms(operand.query))

// ---------------------------------------------------------------------------------------------------------------
// what a query means, from its own structure
// ---------------------------------------------------------------------------------------------------------------

const valueKey = (value: SearchQuery.Value): string => (typeof value === "string" ? `text:${value}` : `bare:${value}`)

const means = (query: SearchQuery.SearchQuery, is: (key: string) => boolean): boolean => {
  switch (query._tag) {
    case "Match":
      return query.values.some((value) => is(atomKey(query.field, valueKey(value))))
    case "Not":
      return !means(query.query, is)
    case "And":
      return query.queries.every((inner) => means(inner, is))
    case "Or":
      return query.queries.some((inner) => means(inner, is))
  }
}

const named = (query: SearchQuery.SearchQuery): ReadonlyArray<string> => {
  switch (query._tag) {
    case "Match":
      return query.values.map((value) => atomKey(query.field, valueKey(value)))
    case "Not":
      return named(query.query)
    default:
      return query.queries.flatMap(named)
  }
}

const text = FastCheck.oneof(
  FastCheck.string({ unit: "binary" }),
  FastCheck.constantFrom(
    '"',
    "\\",
    '\\"',
    '") OR (tag:"x',
    "(",
    ")",
    "AND",
    "-vip",
    "+",
    "*",
    "a\nb",
    "",
    "NOT ",
    "[NOW TO *]",
    "🙂",
    ":"
  )
)

const query: FastCheck.Arbitrary<SearchQuery.SearchQuery> = FastCheck.letrec<{ query: SearchQuery.SearchQuery }>(
  (tie) => {
    const several = FastCheck.array(tie("query"), { minLength: 1, maxLength: 4 }).map(
      (queries) => queries as [SearchQuery.SearchQuery, ...Array<SearchQuery.SearchQuery>]
    )
    return {
      query: FastCheck.oneof(
        { depthSize: "small", withCrossShrink: true },
        FastCheck.tuple(
          FastCheck.oneof(FastCheck.constantFrom("subject", "tag"), FastCheck.string({ minLength: 1 })),
          FastCheck.array(FastCheck.oneof(text, FastCheck.nat(), FastCheck.boolean()), { minLength: 1, maxLength: 3 })
        ).map(([name, [first, ...rest]]) => SearchQuery.field(name, first ?? "", ...rest)),
        several.map((queries) => SearchQuery.and(...queries)),
        several.map((queries) => SearchQuery.or(...queries)),
        tie("query").map(SearchQuery.not)
      )
    }
  }
).query

/** One truth or another for each atom, the same for the same seed. */
const valuation = (seed: number) => (key: string) => {
  let hash = seed
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash ^ key.charCodeAt(i), 16777619) ^ (hash >>> 13)) | 0
  return (hash & 64) === 0
}

describe("SearchQuery", () => {
  it("renders a query with the same meaning, for any text and any nesting", () => {
    FastCheck.assert(
      FastCheck.property(
        query,
        FastCheck.array(FastCheck.integer(), { minLength: 8, maxLength: 8 }),
        (query, seeds) => {
          const parsed = parse(SearchQuery.render(query))
          assert.deepStrictEqual(new Set(atoms(parsed)), new Set(named(query)))
          for (const seed of seeds) assert.strictEqual(holds(parsed, valuation(seed)), means(query, valuation(seed)))
        }
      ),
      { numRuns: 500 }
    )
  })

  it("writes a NOT only at the top or next to a positive condition in an AND", () => {
    const check = (query: Parsed, top: boolean): void => {
      if (query._tag === "Atom") return
      const negated = query.operands.filter((operand) => operand.negated).length
      if (!(top && query.operands.length === 1)) {
        assert.isBelow(negated, query.operands.length)
        if (query.word === "OR") assert.strictEqual(negated, 0)
      }
      for (const operand of query.operands) check(operand.query, false)
    }
    FastCheck.assert(FastCheck.property(query, (query) => check(parse(SearchQuery.render(query)), true)))
  })

  it("renders each field as documented", () => {
    const cases: ReadonlyArray<readonly [SearchQuery.SearchQuery, string]> = [
      [SearchQuery.subject("coffee tea"), '(subject:"coffee tea")'],
      [SearchQuery.body("it's"), `(body:"it's")`],
      [SearchQuery.tag("dogs love carrots", "vip"), '(tag:("dogs love carrots" OR "vip"))'],
      [SearchQuery.mailbox("Orders"), '(mailbox:"Orders")'],
      [SearchQuery.mailboxid(100), "(mailboxid:100)"],
      [SearchQuery.email("a+b@example.org"), '(email:"a+b@example.org")'],
      [SearchQuery.customerIds(1, 2), "(customerIds:(1 OR 2))"],
      [SearchQuery.number(1234), "(number:1234)"],
      [SearchQuery.id(1), "(id:1)"],
      [SearchQuery.assigned("Ann Lee"), '(assigned:"Ann Lee")'],
      [SearchQuery.unassigned, '(assigned:"Unassigned")'],
      [SearchQuery.replyUserIds(23, 45), "(replyUserIds:(23 OR 45))"],
      [SearchQuery.hasAttachments, "(attachments:true)"],
      [SearchQuery.not(SearchQuery.tag("vip")), '(NOT tag:"vip")'],
      [SearchQuery.or(SearchQuery.tag("a"), SearchQuery.not(SearchQuery.tag("b"))), '(NOT (tag:"b" AND NOT tag:"a"))']
    ]
    for (const [query, expected] of cases) assert.strictEqual(SearchQuery.render(query), expected)
  })

  it("renders dates in whole seconds, open ends as *, and relative dates in the largest unit that fits", () => {
    const from = DateTime.unsafeMake("2014-01-01T00:00:00.123Z")
    const zoned = DateTime.unsafeMakeZoned("2014-01-02T00:00:00Z", { timeZone: "Europe/Vienna" })
    const cases: ReadonlyArray<readonly [SearchQuery.SearchQuery, string]> = [
      [SearchQuery.createdAt.between(from, zoned), "(createdAt:[2014-01-01T00:00:00Z TO 2014-01-02T00:00:00Z])"],
      [SearchQuery.createdAt.since(new Date("2014-01-01T00:00:00.123Z")), "(createdAt:[2014-01-01T00:00:00Z TO *])"],
      [SearchQuery.createdAt.between("2014", "2014-12-01"), "(createdAt:[2014 TO 2014-12-01])"],
      [SearchQuery.createdAt.within("2000-11"), "(createdAt:2000-11)"],
      [SearchQuery.createdAt.until(SearchQuery.now), "(createdAt:[* TO NOW])"],
      [SearchQuery.modifiedAt.since(SearchQuery.ago("1 hour")), "(modifiedAt:[NOW-1HOUR TO *])"],
      [SearchQuery.modifiedAt.since(SearchQuery.ago("90 minutes")), "(modifiedAt:[NOW-90MINUTE TO *])"],
      [SearchQuery.modifiedAt.since(SearchQuery.ago("2 weeks")), "(modifiedAt:[NOW-14DAY TO *])"],
      [SearchQuery.modifiedAt.since(SearchQuery.ago("1500 millis")), "(modifiedAt:[NOW-1SECOND TO *])"],
      [SearchQuery.modifiedAt.since(SearchQuery.ago(Number.POSITIVE_INFINITY)), "(modifiedAt:[* TO *])"],
      [SearchQuery.modifiedAt.since(SearchQuery.startOf("YEAR")), "(modifiedAt:[NOW/YEAR TO *])"],
      [
        SearchQuery.modifiedAt.since(SearchQuery.startOf("DAY", SearchQuery.ago("1 day"))),
        "(modifiedAt:[NOW-1DAY/DAY TO *])"
      ]
    ]
    for (const [query, expected] of cases) assert.strictEqual(SearchQuery.render(query), expected)
  })

  it("quotes a string that is not a date", () => {
    const query = SearchQuery.createdAt.since("* TO *] OR tag:[x" as `${number}`)
    assert.strictEqual(SearchQuery.render(query), '(createdAt:["* TO *] OR tag:[x" TO *])')
  })

  it("rejects infinite numbers, dates that do not exist, and years without four digits", () => {
    const encode = Schema.encodeUnknownEither(SearchQuery.SearchQueryOrText)
    const late = DateTime.unsafeMake(253402300800000)
    for (const query of [
      SearchQuery.id(1, Number.NaN),
      SearchQuery.number(Number.POSITIVE_INFINITY),
      SearchQuery.createdAt.until(late),
      SearchQuery.createdAt.until(new Date("yesterday")),
      SearchQuery.modifiedAt.between(DateTime.unsafeMake(-62167219200001), "2014"),
      SearchQuery.createdAt.within("2014-13"),
      SearchQuery.createdAt.since("2014-02-30"),
      SearchQuery.createdAt.since("* TO *] OR tag:[x" as `${number}`),
      SearchQuery.or(SearchQuery.tag("vip"), SearchQuery.and(SearchQuery.not(SearchQuery.id(Number.NaN))))
    ]) {
      assert.propertyVal(encode(query), "_tag", "Left", SearchQuery.render(query))
    }
    for (const query of [
      SearchQuery.createdAt.until(DateTime.unsafeMake(253402300799999)),
      SearchQuery.createdAt.between("2014", "2014-12"),
      SearchQuery.createdAt.within("2024-02-29"),
      SearchQuery.createdAt.since(SearchQuery.ago("1 hour"))
    ]) {
      assert.propertyVal(encode(query), "_tag", "Right", SearchQuery.render(query))
    }
  })

  it("quotes a negative number", () => {
    assert.strictEqual(
      SearchQuery.render(SearchQuery.field("score", -5, 1.5, 1e21)),
      '(score:("-5" OR 1.5 OR "1e+21"))'
    )
  })

  it("encodes built and raw queries as strings, and rejects empty ones", () => {
    const encode = Schema.encodeUnknownEither(SearchQuery.SearchQueryOrText)
    assert.deepInclude(encode(SearchQuery.tag("vip")), { right: '(tag:"vip")' })
    assert.deepInclude(encode("tag:vip"), { right: "tag:vip" })
    assert.propertyVal(encode("  "), "_tag", "Left")
    assert.propertyVal(encode({ _tag: "And" }), "_tag", "Left")
  })
})
