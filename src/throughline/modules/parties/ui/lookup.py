"""Type-ahead for customers, their addresses and account owners, and for suppliers."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.governance.public import people_by_login, people_called
from throughline.kernel.digits import is_id
from throughline.modules.parties.permissions import READ, READ_SUPPLIERS
from throughline.modules.parties.queries import addresses, customers, find_customers, ship_tos
from throughline.modules.parties.queries.suppliers import supplier_names, supplier_page
from throughline.platform.operations import Ctx
from throughline.platform.ui import Lookup, Option


def _find_customers(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    found = find_customers(ctx, words)
    return [
        Option(
            one.party_id, one.name, one.code, [one.group or "", f"blocked: {one.block}" if one.block != "none" else ""]
        )
        for one in found
    ]


def _customers(ctx: Ctx, values: Sequence[Any]) -> Mapping[Any, Option]:
    return {number: Option(number, facts.name, facts.code) for number, facts in customers(ctx, values).items()}


def _find_addresses(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    party = beside.get("party_id", "")
    if not is_id(party):
        return []
    wanted = words.lower()
    return [
        Option(one.id, f"{one.city}, {one.name}", one.code)
        for one in ship_tos(ctx, int(party))
        if wanted in f"{one.code} {one.name} {one.city}".lower()
    ]


def _known_addresses(ctx: Ctx, values: Sequence[Any]) -> Mapping[Any, Option]:
    return {number: Option(number, f"{one.city}, {one.name}", one.code) for number, one in addresses(values).items()}


CUSTOMERS = Lookup("customers", _find_customers, _customers, READ)
SHIP_TOS = Lookup("ship-tos", _find_addresses, _known_addresses, READ)


def _find_suppliers(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    return [Option(one.id, one.name, one.code, [one.country]) for one in supplier_page(ctx, search=words, limit=20)]


def _suppliers(ctx: Ctx, values: Sequence[Any]) -> Mapping[Any, Option]:
    return {number: Option(number, name, code) for number, (code, name) in supplier_names(ctx, values).items()}


def _find_owners(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    return [Option(one.login, one.login, one.name) for one in people_called(ctx, words)]


def _owners(ctx: Ctx, values: Sequence[Any]) -> Mapping[Any, Option]:
    found = people_by_login(ctx, [str(login) for login in values])
    return {login: Option(login, one.login, one.name) for login in values if (one := found.get(str(login).lower()))}


#: People of the company by their sign-in name, which is what a customer names its account owner by.
ACCOUNT_OWNERS = Lookup("account-owners", _find_owners, _owners, READ, parse=str)
SUPPLIERS = Lookup("suppliers", _find_suppliers, _suppliers, READ_SUPPLIERS)
