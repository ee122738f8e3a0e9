"""Customers as their list asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

#: Sorts after every text that begins with what stands before it.
LAST = "\U0010ffff"
#: Keeps the parties `p` whose code or name begins with a text, in any case; takes the text twice and `LAST`, twice.
FOUND_BY_START = """p.id IN (SELECT id FROM parties_party WHERE upper(code) COLLATE "C" >= upper(%s)
        AND upper(code) COLLATE "C" < upper(%s) || %s
    UNION ALL SELECT id FROM parties_party WHERE lower(name) COLLATE "C" >= lower(%s)
        AND lower(name) COLLATE "C" < lower(%s) || %s)"""


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """A customer as the list shows it."""

    id: int
    code: str
    name: str
    group: str
    country: str
    terms: str
    service_class: str
    block: str
    block_reason: str
    owner: str


def customer_page(
    ctx: Ctx,
    *,
    blocked: bool | None = None,
    group: str = "",
    owner: str = "",
    owner_id: int | None = None,
    search: str = "",
    after: str = "",
    limit: int = 50,
) -> list[CustomerRow]:
    """List customers by code, a page at a time by key; account owners by sign-in name (`owner`) or by id."""
    conditions, values = ["true"], list[Any]()
    for condition, given in (
        ("c.block <> 'none'" if blocked else "c.block = 'none'", [] if blocked is not None else None),
        ('c."group" = %s', [group] if group else None),
        ("c.owner_id IN (SELECT id FROM platform_user WHERE username = %s)", [owner] if owner else None),
        ("c.owner_id = %s", [owner_id] if owner_id else None),
        ('upper(p.code) COLLATE "C" > upper(%s)', [after] if after else None),
        (FOUND_BY_START, [search, search, LAST] * 2 if search else None),
    ):
        if given is not None:
            conditions.append(condition)
            values += given
    return select(
        CustomerRow,
        f"""SELECT p.id, p.code, p.name, c."group", p.country, t.name, c.service_class, c.block, c.block_reason,
                   coalesce(nullif(o.name, ''), o.username, '')
            FROM parties_customer c JOIN parties_party p ON p.id = c.party_id
            JOIN parties_payment_terms t ON t.id = c.payment_terms_id
            LEFT JOIN platform_user o ON o.id = c.owner_id
            WHERE c.company_id = %s AND {" AND ".join(conditions)} ORDER BY upper(p.code) COLLATE "C" LIMIT %s""",
        [ctx.company_id, *values, limit],
    )


def customer_values(ctx: Ctx, column: Literal["group", "service_class"]) -> list[str]:
    """List the values that customers of the company have in a column, 200 at most."""
    found = rows(
        f"""SELECT DISTINCT c."{column}" FROM parties_customer c WHERE c.company_id = %s AND c."{column}" <> ''
            ORDER BY 1 LIMIT 200""",
        [ctx.company_id],
    )
    return [value for (value,) in found]


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """A party that sells to the company."""

    party_id: int
    code: str
    name: str
    country: str
    vat_number: str
    payment_terms: str
    currency: str
    version: int


def supplier_page(
    ctx: Ctx, *, party_ids: Sequence[int] | None = None, after: int | None = None, limit: int = 50
) -> list[SupplierRow]:
    """List suppliers of the company by the id of the party, a page at a time."""
    return select(
        SupplierRow,
        """SELECT p.id, p.code, p.name, p.country, p.vat_number, t.code, s.currency, s.version
           FROM parties_supplier s JOIN parties_party p ON p.id = s.party_id
           JOIN parties_payment_terms t ON t.id = s.payment_terms_id
           WHERE s.company_id = %s AND (%s::bigint[] IS NULL OR s.party_id = ANY(%s)) AND s.party_id > %s
           ORDER BY s.party_id LIMIT %s""",
        [ctx.company_id, *[None if party_ids is None else list(party_ids)] * 2, after or 0, limit],
    )
