"""Customers as they are kept, in the shape in which they are entered: for doors that change only a part of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from throughline.modules.parties.queries.addresses import COLUMNS, AddressFacts
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class StoredCustomer:
    """A party by its code, with what is kept of it as a customer of the company; no terms means it is none yet."""

    key: str
    party_id: int
    code: str
    name: str
    kind: str
    vat_number: str
    country: str
    language: str
    payment_terms: str | None
    currency: str | None
    group: str | None
    requires_customer_po: bool | None
    minimum_order_net: Decimal | None
    ship_complete: bool | None
    accepts_substitutes: bool | None
    tax_category: str | None
    service_class: str | None
    owner: str | None
    block: str | None
    version: int | None


def stored_customers(ctx: Ctx, codes: Iterable[str]) -> dict[str, StoredCustomer]:
    """Give the parties that codes name, by code in capitals, with what they are to the company; one statement."""
    found = select(
        StoredCustomer,
        """SELECT upper(p.code), p.id, p.code, p.name, p.kind, p.vat_number, p.country, p.language, t.code, c.currency,
                  c."group", c.requires_customer_po, c.minimum_order_net, c.ship_complete, c.accepts_substitutes,
                  c.tax_category, c.service_class, o.username, c.block, c.version
           FROM unnest(%s::text[]) AS u(code) JOIN parties_party p ON upper(p.code) COLLATE "C" = u.code COLLATE "C"
           LEFT JOIN parties_customer c ON c.party_id = p.id AND c.company_id = %s
           LEFT JOIN parties_payment_terms t ON t.id = c.payment_terms_id
           LEFT JOIN platform_user o ON o.id = c.owner_id""",
        [sorted({code.upper() for code in codes}), ctx.company_id],
    )
    return {one.key: one for one in found}


def ship_tos_named(places: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Give addresses to which goods go, by party and code, whatever its case."""
    wanted = sorted({(party, code.upper()) for party, code in places})
    found = rows(
        """SELECT a.party_id, k.code, a.id FROM unnest(%s::bigint[], %s::text[]) AS k(party_id, code)
           JOIN parties_address a ON a.party_id = k.party_id AND upper(a.code) = k.code AND a.kind = 'ship_to'""",
        [[party for party, _ in wanted], [code for _, code in wanted]],
    )
    return {(party, code): number for party, code, number in found}


def addresses_named(party_ids: Iterable[int], code: str) -> Mapping[int, AddressFacts]:
    """Give the addresses of parties that have a code, by party."""
    found = select(
        AddressFacts,
        f"SELECT {COLUMNS} FROM parties_address WHERE party_id = ANY(%s) AND upper(code) = upper(%s)",
        [list(set(party_ids)), code],
    )
    return {address.party_id: address for address in found}


@dataclass(frozen=True, slots=True)
class TermsFacts:
    """Payment terms: due after days, a discount in percent when paid within fewer."""

    id: int
    code: str
    name: str
    days: int
    discount_days: int
    discount_percent: Decimal
    version: int


def payment_terms() -> list[TermsFacts]:
    """List the payment terms by code."""
    return [
        TermsFacts(*row)
        for row in rows(
            """SELECT id, code, name, days, discount_days, discount_percent, version FROM parties_payment_terms
               ORDER BY code LIMIT 1000"""
        )
    ]
