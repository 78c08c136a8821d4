/**
 * Changes to a customer: the payload of `customers.update` is a list of them.
 *
 * ```ts
 * import { Customers } from "@effect-helpscout/resources/Customers"
 * import { CustomerUpdate } from "@effect-helpscout/resources/Customers/CustomerUpdate"
 * import * as Effect from "effect/Effect"
 *
 * const changes = [CustomerUpdate.set("jobTitle", "CEO"), CustomerUpdate.emails.remove(12)] as const
 * export const program = Effect.flatMap(Customers, (customers) => customers.update({ customerId: 500 }, changes))
 * ```
 *
 * @since 0.1.0
 */
import * as Field from "@effect-helpscout/core/Field"
import * as Patch from "@effect-helpscout/core/Patch"
import * as ParseResult from "effect/ParseResult"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type * as SchemaAST from "effect/SchemaAST"
import type { ChatHandleId, EmailId, PhoneId, SocialProfileId, WebsiteId } from "../Ids.js"
import { CustomerAddressInput } from "./Addresses.js"
import { CustomerChatHandleInput } from "./ChatHandles.js"
import { CustomerProfile } from "./CustomerProfile.js"
import { CustomerEmailInput } from "./Emails.js"
import { CustomerPhoneInput } from "./Phones.js"
import { CustomerSocialProfileInput } from "./SocialProfiles.js"
import { CustomerWebsiteInput } from "./Websites.js"

const profile = CustomerProfile.fields

const fields = [
  Patch.replace("/age", profile.age.from).schema,
  Patch.replace("/background", profile.background.from).schema,
  Patch.replace("/firstName", profile.firstName.from).schema,
  Patch.replace("/gender", profile.gender.from).schema,
  Patch.replace("/jobTitle", profile.jobTitle.from).schema,
  Patch.replace("/lastName", profile.lastName.from).schema,
  Patch.replace("/location", profile.location.from).schema,
  Patch.replace("/organization", profile.organization.from).schema,
  Patch.replace("/photoType", profile.photoType.from).schema,
  Patch.replace("/photoUrl", profile.photoUrl.from).schema
] as const

const noFields = [
  Patch.remove("/age").schema,
  Patch.remove("/background").schema,
  Patch.remove("/firstName").schema,
  Patch.remove("/jobTitle").schema,
  Patch.remove("/lastName").schema,
  Patch.remove("/location").schema,
  Patch.remove("/organization").schema
] as const

const addressFields = [
  Patch.replace("/address/city", CustomerAddressInput.fields.city).schema,
  Patch.replace("/address/country", CustomerAddressInput.fields.country).schema,
  Patch.replace("/address/postalCode", CustomerAddressInput.fields.postalCode).schema,
  Patch.replace("/address/state", CustomerAddressInput.fields.state).schema
] as const

/** The path of an entry, or of one of its fields. */
const entryPath = <const Path extends string, const Part extends string>(path: Path, part: Part) =>
  Schema.TemplateLiteral(path, "/", Schema.Number, part).pipe(
    Schema.filter((text) => /^\/[a-z-]+\/[1-9]\d{0,15}(?:\/[a-z]+)?$/.test(text), {
      description: "the id of an entry: a positive integer"
    })
  )

const entries = <const Path extends string, A, I>(path: Path, input: Schema.Schema<A, I>) =>
  [
    Patch.add(path, input).schema,
    Schema.Struct({ op: Schema.Literal("replace"), path: entryPath(path, "/value"), value: Field.text({ min: 1 }) }),
    Schema.Struct({ op: Schema.Literal("remove"), path: entryPath(path, "") })
  ] as const

const entryType = <const Path extends string, A, I>(path: Path, type: Schema.Schema<A, I>) =>
  Schema.Struct({ op: Schema.Literal("replace"), path: entryPath(path, "/type"), value: type })

const kinds = [
  ...fields,
  ...noFields,
  ...addressFields,
  ...entries("/chats", CustomerChatHandleInput),
  entryType("/chats", CustomerChatHandleInput.fields.type),
  ...entries("/emails", CustomerEmailInput),
  entryType("/emails", CustomerEmailInput.fields.type),
  ...entries("/phones", CustomerPhoneInput),
  entryType("/phones", CustomerPhoneInput.fields.type),
  // with a hyphen here, in camel case in new customers
  ...entries("/social-profiles", CustomerSocialProfileInput),
  entryType("/social-profiles", CustomerSocialProfileInput.fields.type),
  ...entries("/websites", CustomerWebsiteInput)
] as const

/**
 * One change to a customer.
 *
 * @since 0.1.0
 */
export type CustomerUpdate = Schema.Schema.Type<(typeof kinds)[number]>

// the kinds have different schemas: the casts reduce them to what they have in common
const described = kinds.map((kind) => ({
  op: kind.fields.op.literals[0],
  isPath: Schema.is(kind.fields.path as Schema.Schema<string>),
  check: ParseResult.validate(kind as Schema.Schema<CustomerUpdate>)
}))

/** Checks like a union, but reports the errors of the one member with this `op` and path, not of all with this `op`. */
const check = (input: unknown, options: SchemaAST.ParseOptions, ast: SchemaAST.AST) => {
  const kind = described.find(
    ({ isPath, op }) =>
      Predicate.hasProperty(input, "op") &&
      Predicate.hasProperty(input, "path") &&
      input.op === op &&
      isPath(input.path)
  )
  return kind === undefined ? ParseResult.fail(new ParseResult.Type(ast, input)) : kind.check(input, options)
}

const schema: Schema.Schema<CustomerUpdate> = Schema.declare(
  [],
  { decode: () => check, encode: () => check },
  {
    identifier: "CustomerUpdate",
    description: "one of the changes that CustomerUpdate makes, with positive integers for ids",
    jsonSchema: {
      type: "object",
      required: ["op", "path"],
      properties: { op: { enum: ["add", "remove", "replace"] }, path: { type: "string" }, value: {} }
    },
    arbitrary: () => (fc) =>
      fc.oneof(
        fc
          .constantFrom("age" as const, "firstName" as const, "jobTitle" as const)
          .map((field) => CustomerUpdate.remove(field)),
        fc.string({ minLength: 1, maxLength: 40 }).map((name) => CustomerUpdate.set("firstName", name)),
        fc.tuple(fc.nat(), fc.string({ minLength: 1 })).map(([id, value]) => CustomerUpdate.emails.value(id + 1, value))
      )
  }
)

type ProfileField = (typeof fields)[number]["Type"]["path"] extends `/${infer Name}` ? Name : never
type RemovableField = (typeof noFields)[number]["Type"]["path"] extends `/${infer Name}` ? Name : never
type AddressField = (typeof addressFields)[number]["Type"]["path"] extends `/address/${infer Name}` ? Name : never

/** The changes of one kind of entry. The casts: TypeScript types a composed path as `string`. */
const entryChanges = <Id extends number, Input extends { readonly type: string }>(path: string) => ({
  /** Adds an entry. */
  add: (value: Input): CustomerUpdate => ({ op: "add", path, value }) as unknown as CustomerUpdate,
  /** Changes the value of an entry. */
  value: (id: Id, value: string): CustomerUpdate =>
    ({ op: "replace", path: `${path}/${id}/value`, value }) as CustomerUpdate,
  /** Changes the type of an entry. */
  type: (id: Id, value: Input["type"]): CustomerUpdate =>
    ({ op: "replace", path: `${path}/${id}/type`, value }) as CustomerUpdate,
  /** Removes an entry. */
  remove: (id: Id): CustomerUpdate => ({ op: "remove", path: `${path}/${id}` }) as CustomerUpdate
})

/**
 * One change to a customer: `CustomerUpdate.set("jobTitle", "CEO")`, `CustomerUpdate.emails.remove(12)`.
 *
 * Gotcha: cannot change the id of the organization, because it is not known whether Help Scout accepts it here. Use
 * `customers.updatePartial`.
 *
 * @since 0.1.0
 */
export const CustomerUpdate = {
  /** The schema of one change. The payload is a list of changes. */
  schema,
  /** Sets a field of the profile. */
  set: <Name extends ProfileField>(
    field: Name,
    value: Extract<CustomerUpdate, { readonly path: `/${Name}`; readonly value: unknown }>["value"]
    // the signature ties the value to the field, which TypeScript cannot follow
  ): CustomerUpdate => ({ op: "replace", path: `/${field}`, value }) as CustomerUpdate,
  /** Removes a field of the profile. */
  remove: (field: RemovableField): CustomerUpdate => ({ op: "remove", path: `/${field}` }),
  /** Sets one field of the address. To change its lines, replace the address with `customers.addresses.update`. */
  address: (field: AddressField, value: string): CustomerUpdate => ({
    op: "replace",
    path: `/address/${field}`,
    value
  }),
  chatHandles: entryChanges<ChatHandleId, CustomerChatHandleInput>("/chats"),
  emails: entryChanges<EmailId, CustomerEmailInput>("/emails"),
  phones: entryChanges<PhoneId, CustomerPhoneInput>("/phones"),
  socialProfiles: entryChanges<SocialProfileId, CustomerSocialProfileInput>("/social-profiles"),
  websites: {
    /** Adds an entry. */
    add: (value: CustomerWebsiteInput): CustomerUpdate => ({ op: "add", path: "/websites", value }),
    /** Changes the value of an entry. */
    value: (id: WebsiteId, value: string): CustomerUpdate => ({ op: "replace", path: `/websites/${id}/value`, value }),
    /** Removes an entry. */
    remove: (id: WebsiteId): CustomerUpdate => ({ op: "remove", path: `/websites/${id}` })
  }
}
