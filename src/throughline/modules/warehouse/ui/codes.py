"""What codes mean on the floor: how much of an item a scan counts."""

from decimal import Decimal

from throughline.modules.catalog.public import ItemMatch, packagings
from throughline.modules.warehouse.domain.reading import Read


def pieces_of(match: ItemMatch, found: Read) -> Decimal:
    """Give how many stock units a scan stands for: the packaging's factor, times the count where it says one."""
    known = packagings({match.item_id}).get((match.item_id, match.unit))
    factor = known.factor if known else Decimal(1)
    return factor * found.count if found.count else factor
