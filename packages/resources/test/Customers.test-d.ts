// @effect-diagnostics floatingEffect:off -- nothing runs here: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import type {
  Service as CustomerProperties,
  CustomerPropertyDefinition,
  CustomerPropertyDefinitionCreate
} from "@effect-helpscout/resources/CustomerProperties"
import type { FoundOrCreated, Service } from "@effect-helpscout/resources/Customers"
import type { CustomerAddress, CustomerAddressInput } from "@effect-helpscout/resources/Customers/Addresses"
import type { Customer } from "@effect-helpscout/resources/Customers/Customer"
import type {
  CustomerCreate,
  CustomerOverwrite,
  CustomerPartialUpdate
} from "@effect-helpscout/resources/Customers/CustomerCreate"
import type { CustomerQueryV3 } from "@effect-helpscout/resources/Customers/CustomerQuery"
import { CustomerUpdate } from "@effect-helpscout/resources/Customers/CustomerUpdate"
import type { CustomerEmail, CustomerEmailInput } from "@effect-helpscout/resources/Customers/Emails"
import { CustomerPropertyUpdate } from "@effect-helpscout/resources/Customers/Properties"
import type { CustomerWebsiteInput } from "@effect-helpscout/resources/Customers/Websites"
import type { CustomerId, EmailId, OrganizationId, PhoneId } from "@effect-helpscout/resources/Ids"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

declare const customers: Service
declare const customerProperties: CustomerProperties
declare const customerId: CustomerId
declare const emailId: EmailId
declare const phoneId: PhoneId
declare const organizationId: OrganizationId

type Result<A> = Effect.Effect<A, HelpScoutError>

// ---------------------------------------------------------------------------------------------------------------
// what each method is
// ---------------------------------------------------------------------------------------------------------------

type ById = { readonly customerId: CustomerId }
type ByEmailId = { readonly customerId: CustomerId; readonly emailId: EmailId }

expectTypeOf(customers.get).toEqualTypeOf<(args: ById) => Result<Customer>>()
expectTypeOf(customers.create).toEqualTypeOf<(payload: CustomerCreate) => Result<CustomerId>>()
expectTypeOf(customers.overwrite).toEqualTypeOf<(args: ById, payload: CustomerOverwrite) => Result<void>>()
expectTypeOf(customers.update).toEqualTypeOf<
  (args: ById, payload: readonly [CustomerUpdate, ...Array<CustomerUpdate>]) => Result<void>
>()
expectTypeOf(customers.delete).toEqualTypeOf<(args: ById) => Result<void>>()
expectTypeOf(customers.deleteAsync).returns.toEqualTypeOf<Result<void>>()
expectTypeOf(customers.deleteAsync).toBeCallableWith({ customerId })
expectTypeOf(customers.list).returns.toEqualTypeOf<Result<Page.Page<Customer>>>()
expectTypeOf(customers.listAll).returns.toEqualTypeOf<Stream.Stream<Customer, HelpScoutError>>()
expectTypeOf(customers.listPages).returns.toEqualTypeOf<Stream.Stream<Page.Page<Customer>, HelpScoutError>>()
expectTypeOf(customers.listAll).parameter(1).toEqualTypeOf<Page.StableStreamOptions | undefined>()
expectTypeOf(customers.listV3All).parameter(1).toEqualTypeOf<Page.StreamOptions | undefined>()
expectTypeOf(customers.listV3)
  .parameter(0)
  .exclude<undefined>()
  .branded.toEqualTypeOf<CustomerQueryV3 & { readonly cursor?: string }>()
expectTypeOf(customers.findOrCreate).toEqualTypeOf<
  (args: { readonly email: string }, profile?: CustomerCreate) => Result<FoundOrCreated>
>()
expectTypeOf(customers.updatePartial).toEqualTypeOf<(args: ById, payload: CustomerPartialUpdate) => Result<void>>()

const { addresses, emails, properties, websites } = customers
expectTypeOf(addresses.get).toEqualTypeOf<(args: ById) => Result<CustomerAddress>>()
expectTypeOf(addresses.create).toEqualTypeOf<(args: ById, payload: CustomerAddressInput) => Result<void>>()
expectTypeOf(addresses.update).toEqualTypeOf<(args: ById, payload: CustomerAddressInput) => Result<void>>()
expectTypeOf(addresses.delete).toEqualTypeOf<(args: ById) => Result<void>>()
expectTypeOf(emails.list).toEqualTypeOf<(args: ById) => Result<Page.Page<CustomerEmail>>>()
expectTypeOf(emails.create).toEqualTypeOf<(args: ById, payload: CustomerEmailInput) => Result<EmailId>>()
expectTypeOf(emails.update).toEqualTypeOf<(args: ByEmailId, payload: CustomerEmailInput) => Result<void>>()
expectTypeOf(emails.delete).toEqualTypeOf<(args: ByEmailId) => Result<void>>()
expectTypeOf<CustomerEmailInput>().branded.toEqualTypeOf<{
  readonly type: "home" | "other" | "work"
  readonly value: string
}>()
expectTypeOf<CustomerWebsiteInput>().branded.toEqualTypeOf<{ readonly value: string }>()
expectTypeOf(properties.update).toEqualTypeOf<
  (args: ById, payload: readonly [CustomerPropertyUpdate, ...Array<CustomerPropertyUpdate>]) => Result<void>
>()

expectTypeOf(customerProperties.list).toEqualTypeOf<() => Result<Page.Page<CustomerPropertyDefinition>>>()
expectTypeOf(customerProperties.create).toEqualTypeOf<(payload: CustomerPropertyDefinitionCreate) => Result<void>>()
expectTypeOf(customerProperties.delete).toEqualTypeOf<(args: { readonly slug: string }) => Result<void>>()

expectTypeOf<CustomerOverwrite>().not.toHaveProperty("emails")
expectTypeOf<CustomerOverwrite>().toHaveProperty("organizationId")

// ---------------------------------------------------------------------------------------------------------------
// what is right
// ---------------------------------------------------------------------------------------------------------------

customers.list()
customers.get({ customerId: 500 })
customers.create({ organizationId, emails: [{ type: "work", value: "ann@example.org" }] })
customers.update({ customerId }, [CustomerUpdate.set("gender", "female"), CustomerUpdate.emails.value(emailId, "x")])
customers.updatePartial({ customerId }, { organizationId, jobTitle: null })
customers.findOrCreate({ email: "ann@example.org" })
properties.update({ customerId }, [CustomerPropertyUpdate.set("seats", 7)])

// ---------------------------------------------------------------------------------------------------------------
// what is wrong
// ---------------------------------------------------------------------------------------------------------------

// @ts-expect-error an organization is not a customer
customers.get({ customerId: organizationId })
// @ts-expect-error a phone number is not an email
emails.delete({ customerId, emailId: phoneId })
// @ts-expect-error v2 cannot filter by email
customers.list({ email: "ann@example.org" })
// @ts-expect-error the cursor list has no order
customers.listV3({ sortField: "createdAt" })
// @ts-expect-error the cursor list has no page numbers
customers.listV3({ page: 2 })
// @ts-expect-error `async` is not an argument
customers.deleteAsync({ customerId, async: false })
// @ts-expect-error not a type of email
customers.create({ emails: [{ type: "office", value: "x" }] })
// @ts-expect-error the name is in camel case
customers.create({ social_profiles: [] })
// @ts-expect-error emails are not overwritten
customers.overwrite({ customerId }, { emails: [] })
// @ts-expect-error at least one change
customers.update({ customerId }, [])
// @ts-expect-error a list of changes, not one
customers.update({ customerId }, CustomerUpdate.set("firstName", "Ann"))
// @ts-expect-error not an operation of `CustomerUpdate`
customers.update({ customerId }, [{ op: "replace", path: "/shoeSize", value: 44 }])
// @ts-expect-error not a field of a customer
CustomerUpdate.set("shoeSize", "44")
// @ts-expect-error not a gender that Help Scout accepts
CustomerUpdate.set("gender", "Female")
// @ts-expect-error it is not known whether Help Scout accepts it here
CustomerUpdate.set("organizationId", 15)
// @ts-expect-error the type of a photo cannot be removed
CustomerUpdate.remove("photoType")
// @ts-expect-error a phone number is not an email
CustomerUpdate.emails.remove(phoneId)
// @ts-expect-error a website has no type
CustomerUpdate.websites.type(1, "work")
// @ts-expect-error lines change with the whole address only
CustomerUpdate.address("lines", "Graben 1")
// @ts-expect-error a website has no type
websites.create({ customerId }, { type: "work", value: "x" })
// @ts-expect-error an address must be complete
addresses.create({ customerId }, { city: "Wien" })
// @ts-expect-error a string or a number
CustomerPropertyUpdate.set("plan", true)
// @ts-expect-error only a dropdown has options
customerProperties.create({ type: "text", slug: "plan", name: "Plan", options: [] })
// @ts-expect-error a dropdown has options
customerProperties.create({ type: "dropdown", slug: "plan", name: "Plan" })
// @ts-expect-error null erases in `updatePartial` only
customers.overwrite({ customerId }, { jobTitle: null })
// @ts-expect-error no endpoint gets one definition
customerProperties.get({ slug: "plan" })
