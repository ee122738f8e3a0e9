"""Addresses of parties."""

from collections.abc import Iterable
from dataclasses import dataclass

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """An address: whose, what for, and where."""

    id: int
    party_id: int
    code: str
    kind: str
    name: str
    lines: list[str]
    postcode: str
    city: str
    country: str
    is_default: bool
    version: int


COLUMNS = """id, party_id, code, kind, name, ARRAY(SELECT jsonb_array_elements_text(lines)), postcode, city, country,
    is_default, version"""


def addresses(ids: Iterable[int]) -> dict[int, AddressFacts]:
    """Give addresses by id."""
    found = select(AddressFacts, f"SELECT {COLUMNS} FROM parties_address WHERE id = ANY(%s)", [list(set(ids))])
    return {address.id: address for address in found}


def ship_tos(ctx: Ctx, party_id: int) -> list[AddressFacts]:
    """Give the addresses to which goods for a party go, the default first."""
    return select(
        AddressFacts,
        f"""SELECT {COLUMNS} FROM parties_address WHERE party_id = %s AND kind = 'ship_to'
            ORDER BY is_default DESC, code""",
        [party_id],
    )


def addresses_of(party_ids: Iterable[int]) -> list[AddressFacts]:
    """Give every address of parties: where bills go first, the default of each kind before the others."""
    return select(
        AddressFacts,
        f"""SELECT {COLUMNS} FROM parties_address WHERE party_id = ANY(%s)
            ORDER BY party_id, kind, is_default DESC, code LIMIT 1000""",
        [list(set(party_ids))],
    )
