// @effect-diagnostics floatingEffect:off -- nothing here runs: the compiler is the test
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
import type { OrganizationPropertyValueUpdate } from "@effect-helpscout/resources/Organizations/Properties"
import type {
  OrganizationPropertyDefinition,
  OrganizationPropertyDefinitionCreate,
  OrganizationPropertyDefinitionUpdate
} from "@effect-helpscout/resources/Organizations/PropertyDefinitions"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import { expectTypeOf } from "vitest"

declare const organizations: Service
declare const organizationId: OrganizationId
declare const customerId: CustomerId

type Result<A> = Effect.Effect<A, HelpScoutError>

// ---------------------------------------------------------------------------------------------------------------
// methods
// ---------------------------------------------------------------------------------------------------------------

type ById = { readonly organizationId: OrganizationId }
type Paged = { readonly organizationId: OrganizationId; readonly page?: number }
type BySlug = { readonly slug: string }
type ByBoth = { readonly organizationId: OrganizationId; readonly slug: string }

expectTypeOf(organizations.get).toEqualTypeOf<(args: ById & OrganizationInclude) => Result<Organization>>()
expectTypeOf(organizations.list).returns.toEqualTypeOf<Result<Page.Page<Organization>>>()
expectTypeOf(organizations.listAll).returns.toEqualTypeOf<Stream.Stream<Organization, HelpScoutError>>()
expectTypeOf(organizations.listPages).returns.toEqualTypeOf<Stream.Stream<Page.Page<Organization>, HelpScoutError>>()
expectTypeOf(organizations.create).toEqualTypeOf<(payload: OrganizationCreate) => Result<OrganizationId>>()
expectTypeOf(organizations.update).toEqualTypeOf<(args: ById, payload: OrganizationUpdate) => Result<void>>()
expectTypeOf(organizations.updatePartial).toEqualTypeOf<
  (args: ById, payload: OrganizationPartialUpdate) => Result<void>
>()
expectTypeOf(organizations.delete).toEqualTypeOf<(args: ById) => Result<void>>()
expectTypeOf(organizations.customers).toEqualTypeOf<(args: Paged) => Result<Page.Page<Customer>>>()
expectTypeOf(organizations.customersAll).returns.toEqualTypeOf<Stream.Stream<Customer, HelpScoutError>>()
expectTypeOf(organizations.conversations).toEqualTypeOf<(args: Paged) => Result<Page.Page<Conversation>>>()
expectTypeOf(organizations.conversationsAll).returns.toEqualTypeOf<Stream.Stream<Conversation, HelpScoutError>>()

const { properties, propertyDefinitions } = organizations
expectTypeOf(properties.update).toEqualTypeOf<
  (args: ByBoth, payload: OrganizationPropertyValueUpdate) => Result<void>
>()
expectTypeOf(properties.delete).toEqualTypeOf<(args: ByBoth) => Result<void>>()
expectTypeOf(propertyDefinitions.list).toEqualTypeOf<() => Result<Page.Page<OrganizationPropertyDefinition>>>()
expectTypeOf(propertyDefinitions.get).toEqualTypeOf<(args: BySlug) => Result<OrganizationPropertyDefinition>>()
expectTypeOf(propertyDefinitions.create).toEqualTypeOf<
  (payload: OrganizationPropertyDefinitionCreate) => Result<void>
>()
expectTypeOf(propertyDefinitions.update).toEqualTypeOf<
  (args: BySlug, payload: OrganizationPropertyDefinitionUpdate) => Result<void>
>()
expectTypeOf(propertyDefinitions.delete).toEqualTypeOf<(args: BySlug) => Result<void>>()

// ---------------------------------------------------------------------------------------------------------------
// wrong calls
// ---------------------------------------------------------------------------------------------------------------

// @ts-expect-error a customer id is not an organization id
organizations.get({ organizationId: customerId })
// @ts-expect-error the separator is a comma
organizations.list({ sort: "name asc" })
// @ts-expect-error `sort` is one parameter
organizations.list({ sortField: "name" })
// @ts-expect-error there is no filter by name
organizations.list({ name: "Acme" })
// @ts-expect-error a name is required
organizations.create({ domains: ["example.com"] })
// @ts-expect-error a logo cannot be set on creation
organizations.create({ name: "Acme", logoUrl: "https://example.com/logo.png" })
// @ts-expect-error all required fields are needed to replace an organization
organizations.update({ organizationId }, { name: "Acme" })
// @ts-expect-error phones are strings
organizations.updatePartial({ organizationId }, { phones: [{ value: "1" }] })
// @ts-expect-error a name cannot be erased
organizations.updatePartial({ organizationId }, { name: null })
// @ts-expect-error a logo cannot be erased
organizations.updatePartial({ organizationId }, { logoUrl: null })
// @ts-expect-error a value is a string
properties.update({ organizationId, slug: "seats" }, { value: 100 })
// @ts-expect-error the slug is required
properties.delete({ organizationId })
// @ts-expect-error options of organization properties have no ids
propertyDefinitions.update({ slug: "tier" }, { name: "Tier", options: [{ id: "x", label: "Gold" }] })
// @ts-expect-error the type is permanent
propertyDefinitions.update({ slug: "tier" }, { name: "Tier", type: "text" })
