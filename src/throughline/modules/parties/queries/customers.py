"""Customers with everything that an order needs to know of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

#: Sorts after every text that begins with what stands before it.
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class CustomerFacts:
    """A customer of the company: who it is, what it buys on, its default addresses, and who minds it.

    `owner` is the sign-in name of the account owner; empty where there is none.
    """

    party_id: int
    code: str
    name: str
    group: str
    country: str
    vat_number: str
    language: str
    currency: str
    block: str
    requires_customer_po: bool
    minimum_order_net: Decimal
    ship_complete: bool
    accepts_substitutes: bool
    tax_category: str
    service_class: str
    terms_code: str
    terms_name: str
    terms_days: int
    discount_days: int
    discount_percent: Decimal
    ship_to_id: int | None
    bill_to_id: int | None
    version: int
    owner: str
    owner_name: str


@dataclass(frozen=True, slots=True)
class CustomerFound:
    """A customer as a lookup shows it."""

    party_id: int
    code: str
    name: str
    group: str
    block: str


def customers(ctx: Ctx, party_ids: Iterable[int]) -> dict[int, CustomerFacts]:
    """Give the facts of customers of the company by party id, in one statement; who is none is left out."""
    found = select(
        CustomerFacts,
        """SELECT p.id, p.code, p.name, c."group", p.country, p.vat_number, p.language, c.currency, c.block,
                  c.requires_customer_po, c.minimum_order_net, c.ship_complete, c.accepts_substitutes,
                  c.tax_category, c.service_class, t.code, t.name, t.days, t.discount_days, t.discount_percent,
                  s.id, b.id, c.version, coalesce(u.username, ''), coalesce(nullif(u.name, ''), u.username, '')
           FROM parties_customer c
           JOIN parties_party p ON p.id = c.party_id
           JOIN parties_payment_terms t ON t.id = c.payment_terms_id
           LEFT JOIN parties_address s ON s.party_id = p.id AND s.kind = 'ship_to' AND s.is_default
           LEFT JOIN parties_address b ON b.party_id = p.id AND b.kind = 'bill_to' AND b.is_default
           LEFT JOIN platform_user u ON u.id = c.owner_id
           WHERE c.company_id = %s AND c.party_id = ANY(%s)""",
        [ctx.company_id, list(set(party_ids))],
    )
    return {facts.party_id: facts for facts in found}


def account_owners(ctx: Ctx, party_ids: Sequence[int]) -> dict[int, int]:
    """Give who minds customers, by party; who has nobody is left out."""
    return dict(
        rows(
            """SELECT party_id, owner_id FROM parties_customer
               WHERE company_id = %s AND party_id = ANY(%s) AND owner_id IS NOT NULL""",
            [ctx.company_id, list(party_ids)],
        )
    )


def party_names(ids: Iterable[int]) -> dict[int, str]:
    """Give the names of parties by id."""
    return dict(rows("SELECT id, name FROM parties_party WHERE id = ANY(%s)", [list(set(ids))]))


def party_ids(codes: Iterable[str]) -> dict[str, int]:
    """Give the ids of parties by the codes asked for, in any case; unknown ones are left out."""
    return dict(
        rows(
            """SELECT u.code, p.id FROM unnest(%s::text[]) AS u(code)
               JOIN parties_party p ON upper(p.code) COLLATE "C" = upper(u.code) COLLATE "C" """,
            [list(set(codes))],
        )
    )


def parties_named(text: str, most: int = 1_001) -> list[int] | None:
    """Give the parties whose name begins with a text, in any case; None where there are too many to name."""
    found = rows(
        """SELECT id FROM parties_party WHERE lower(name) COLLATE "C" >= lower(%s)
           AND lower(name) COLLATE "C" < lower(%s) || %s ORDER BY lower(name) COLLATE "C" LIMIT %s""",
        [text, text, LAST, most],
    )
    return None if len(found) >= most else [number for (number,) in found]


def find_customers(ctx: Ctx, text: str, limit: int = 20) -> list[CustomerFound]:
    """Give customers whose code or name begins with a text, in any case, by code."""
    start = text.strip()
    return select(
        CustomerFound,
        """SELECT p.id, p.code, p.name, c."group", c.block
           FROM parties_party p JOIN parties_customer c ON c.party_id = p.id AND c.company_id = %(company)s
           WHERE %(start)s = '' OR p.id IN (
               SELECT id FROM parties_party WHERE upper(code) COLLATE "C" >= upper(%(start)s)
                  AND upper(code) COLLATE "C" < upper(%(start)s) || %(last)s
               UNION ALL
               SELECT id FROM parties_party WHERE lower(name) COLLATE "C" >= lower(%(start)s)
                  AND lower(name) COLLATE "C" < lower(%(start)s) || %(last)s)
           ORDER BY upper(p.code) COLLATE "C" LIMIT %(limit)s""",
        {"company": ctx.company_id, "start": start, "last": LAST, "limit": limit},
    )
