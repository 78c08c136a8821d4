// @effect-diagnostics floatingEffect:off -- nothing here is run: the compiler is the test
import type { HelpScoutError } from "@effect-helpscout/core/HelpScoutError"
import type * as Page from "@effect-helpscout/core/Page"
import type { Conversation } from "@effect-helpscout/resources/Conversations/Conversation"
import type { Customer } from "@effect-helpscout/resources/Customers/Customer"
import type { CustomerId, OrganizationId } from "@effect-helpscout/resources/Ids"
import type {
  Organization,
  OrganizationCreate,
  OrganizationInclude,
  OrganizationPartialUpdate,
  OrganizationUpdate,
  Service
} from "@effect-helpscout/resources/Organizations"
import type {
  OrganizationPropertyDefinition,
  OrganizationPropertyDefinitionCreate,
  OrganizationPropertyDefinitionUpdate,
  OrganizationPropertyValueUpdate
} from "@effect-helpscout/resources/Organizations/Properties"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

declare const organizations: Service
declare const organizationId: OrganizationId
declare const customerId: CustomerId

type Answer<A> = Effect.Effect<A, HelpScoutError>

// ---------------------------------------------------------------------------------------------------------------
// what each method is
// ---------------------------------------------------------------------------------------------------------------

type ById = { readonly organizationId: OrganizationId }
type Paged = { readonly organizationId: OrganizationId; readonly page?: number }
type BySlug = { readonly slug: string }
type ByBoth = { readonly organizationId: OrganizationId; readonly slug: string }

expectTypeOf(organizations.get).toEqualTypeOf<(args: ById & OrganizationInclude) => Answer<Organization>>()
expectTypeOf(organizations.list).returns.toEqualTypeOf<Answer<Page.Page<Organization>>>()
expectTypeOf(organizations.listAll).returns.toEqualTypeOf<Stream.Stream<Organization, HelpScoutError>>()
expectTypeOf(organizations.listPages).returns.toEqualTypeOf<Stream.Stream<Page.Page<Organization>, HelpScoutError>>()
expectTypeOf(organizations.create).toEqualTypeOf<(payload: OrganizationCreate) => Answer<OrganizationId>>()
expectTypeOf(organizations.update).toEqualTypeOf<(args: ById, payload: OrganizationUpdate) => Answer<void>>()
expectTypeOf(organizations.updatePartial).toEqualTypeOf<
  (args: ById, payload: OrganizationPartialUpdate) => Answer<void>
>()
expectTypeOf(organizations.delete).toEqualTypeOf<(args: ById) => Answer<void>>()
expectTypeOf(organizations.customers).toEqualTypeOf<(args: Paged) => Answer<Page.Page<Customer>>>()
expectTypeOf(organizations.customersAll).returns.toEqualTypeOf<Stream.Stream<Customer, HelpScoutError>>()
expectTypeOf(organizations.conversations).toEqualTypeOf<(args: Paged) => Answer<Page.Page<Conversation>>>()
expectTypeOf(organizations.conversationsAll).returns.toEqualTypeOf<Stream.Stream<Conversation, HelpScoutError>>()

const { properties, propertyDefinitions } = organizations
expectTypeOf(properties.update).toEqualTypeOf<
  (args: ByBoth, payload: OrganizationPropertyValueUpdate) => Answer<void>
>()
expectTypeOf(properties.delete).toEqualTypeOf<(args: ByBoth) => Answer<void>>()
expectTypeOf(propertyDefinitions.list).toEqualTypeOf<() => Answer<Page.Page<OrganizationPropertyDefinition>>>()
expectTypeOf(propertyDefinitions.get).toEqualTypeOf<(args: BySlug) => Answer<OrganizationPropertyDefinition>>()
expectTypeOf(propertyDefinitions.create).toEqualTypeOf<
  (payload: OrganizationPropertyDefinitionCreate) => Answer<void>
>()
expectTypeOf(propertyDefinitions.update).toEqualTypeOf<
  (args: BySlug, payload: OrganizationPropertyDefinitionUpdate) => Answer<void>
>()
expectTypeOf(propertyDefinitions.delete).toEqualTypeOf<(args: BySlug) => Answer<void>>()

// ---------------------------------------------------------------------------------------------------------------
// what is wrong
// ---------------------------------------------------------------------------------------------------------------

// @ts-expect-error a customer is no organization
organizations.get({ organizationId: customerId })
// @ts-expect-error one `sort`, as `name,asc`
organizations.list({ sort: "name asc" })
// @ts-expect-error one `sort`, not two parameters
organizations.list({ sortField: "name" })
// @ts-expect-error there is no filter by name
organizations.list({ name: "Acme" })
// @ts-expect-error an organization has a name
organizations.create({ domains: ["example.com"] })
// @ts-expect-error a logo is not known to be taken on creation
organizations.create({ name: "Acme", logoUrl: "https://example.com/logo.png" })
// @ts-expect-error it is the whole organization that is replaced
organizations.update({ organizationId }, { name: "Acme" })
// @ts-expect-error phones are texts
organizations.updatePartial({ organizationId }, { phones: [{ value: "1" }] })
// @ts-expect-error an organization keeps a name
organizations.updatePartial({ organizationId }, { name: null })
// @ts-expect-error a logo can't be erased
organizations.updatePartial({ organizationId }, { logoUrl: null })
// @ts-expect-error a value is a text
properties.update({ organizationId, slug: "seats" }, { value: 100 })
// @ts-expect-error a value is a value of some property
properties.delete({ organizationId })
// @ts-expect-error an option has no id here
propertyDefinitions.update({ slug: "tier" }, { name: "Tier", options: [{ id: "x", label: "Gold" }] })
// @ts-expect-error the type stays what it is
propertyDefinitions.update({ slug: "tier" }, { name: "Tier", type: "text" })
