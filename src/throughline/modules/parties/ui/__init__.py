"""Screens of parties: customers in a list and on a record, and the lookup behind customer fields."""

from collections.abc import Iterable, Mapping, Sequence

from throughline.governance.public import Dimension, declare_scope
from throughline.modules.parties.permissions import READ
from throughline.modules.parties.queries import find_customers, party_names
from throughline.modules.parties.queries.carriers import carrier_services, countries_known
from throughline.modules.parties.queries.lists import customer_values
from throughline.modules.parties.ui import address_forms, carriers, customer_forms, customers, lookup, suppliers, terms
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.ui import Hit, lookups, record_url, screens, search


def find(ctx: Ctx, words: str) -> Sequence[Hit]:
    """Find customers for the palette."""
    if not ctx.may(READ):
        return []
    return [
        Hit(found.name, record_url("customers", found.party_id), found.code, found.group, "building", group="Customers")
        for found in find_customers(ctx, words, 6)
    ]


def _customers(ids: Iterable[int]) -> Mapping[int, refs.Shown]:
    return {n: refs.Shown("Customer", name, record_url("customers", n)) for n, name in party_names(ids).items()}


def _groups(ctx: Ctx) -> list[tuple[str, str]]:
    return [(one, one) for one in customer_values(ctx, "group")]


def _countries(ctx: Ctx) -> list[tuple[str, str]]:
    return [(one, one) for one in countries_known()]


def _carriers(ctx: Ctx) -> list[tuple[str, str]]:
    return [(one, one) for one in sorted({service.carrier for service in carrier_services(ctx).values()})]


def register() -> None:
    """Make the screens of parties known."""
    screens.register(customers.LIST, customers.RECORD, customers.BLOCK, terms.LIST, terms.SAVE)
    screens.register(customer_forms.SAVE, address_forms.SAVE, suppliers.LIST, suppliers.SAVE)
    screens.register(carriers.LIST, carriers.SAVE)
    lookups.register(lookup.CUSTOMERS, lookup.SHIP_TOS, lookup.SUPPLIERS, lookup.ACCOUNT_OWNERS)
    declare_scope("customer", Dimension("customer", lookup="customers", number=True))
    declare_scope("customer_group", Dimension("customer group", choices=_groups))
    declare_scope("service_class", Dimension("service class", choices=customer_forms.service_classes))
    declare_scope("carrier", Dimension("carrier", choices=_carriers))
    declare_scope("country", Dimension("ship-to country", choices=_countries))
    search.register(find, "party")
    refs.register("parties.customer", _customers)
    refs.register("parties.party", _customers)
    refs.register("parties.supplier", suppliers.shown)
    refs.register("parties.address", address_forms.shown)
    refs.register("parties.payment_terms", terms.shown)
    refs.register("parties.carrier_service", carriers.shown)
