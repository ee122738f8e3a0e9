"""Suppliers as their list, their lookup and their form ask for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from throughline.modules.parties.queries.lists import FOUND_BY_START, LAST
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """A supplier of the company as the list shows it."""

    id: int
    code: str
    name: str
    country: str
    vat_number: str
    terms: str
    currency: str
    version: int


def supplier_page(ctx: Ctx, *, search: str = "", after: str = "", limit: int = 50) -> list[SupplierRow]:
    """List suppliers by code, a page at a time by key; those whose code or name begins with what is searched."""
    conditions, values = ["true"], list[Any]()
    if after:
        conditions.append('p.code COLLATE "C" > %s')
        values.append(after)
    if search:
        conditions.append(FOUND_BY_START)
        values += [search, search, LAST] * 2
    return select(
        SupplierRow,
        f"""SELECT p.id, p.code, p.name, p.country, p.vat_number, t.name, s.currency, s.version
            FROM parties_supplier s JOIN parties_party p ON p.id = s.party_id
            JOIN parties_payment_terms t ON t.id = s.payment_terms_id
            WHERE s.company_id = %s AND {" AND ".join(conditions)} ORDER BY p.code COLLATE "C" LIMIT %s""",
        [ctx.company_id, *values, limit],
    )


@dataclass(frozen=True, slots=True)
class StoredSupplier:
    """A supplier as it was entered; `version` goes with its terms."""

    code: str
    name: str
    kind: str
    vat_number: str
    country: str
    language: str
    payment_terms: str
    currency: str
    version: int


def stored_supplier(ctx: Ctx, code: str) -> StoredSupplier | None:
    """Give the supplier of the company that a code names, in any case."""
    found = select(
        StoredSupplier,
        """SELECT p.code, p.name, p.kind, p.vat_number, p.country, p.language, t.code, s.currency, s.version
           FROM parties_party p JOIN parties_supplier s ON s.party_id = p.id AND s.company_id = %s
           JOIN parties_payment_terms t ON t.id = s.payment_terms_id
           WHERE upper(p.code) COLLATE "C" = upper(%s)""",
        [ctx.company_id, code],
    )
    return found[0] if found else None


def supplier_names(ctx: Ctx, party_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Give code and name of suppliers of the company, by party; who is none is left out."""
    found = rows(
        """SELECT p.id, p.code, p.name FROM parties_supplier s JOIN parties_party p ON p.id = s.party_id
           WHERE s.company_id = %s AND s.party_id = ANY(%s)""",
        [ctx.company_id, list(set(party_ids))],
    )
    return {number: (code, name) for number, code, name in found}


def party_codes(party_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Give code and name of parties, whatever they are to the company."""
    found = rows("SELECT id, code, name FROM parties_party WHERE id = ANY(%s)", [list(set(party_ids))])
    return {number: (code, name) for number, code, name in found}
