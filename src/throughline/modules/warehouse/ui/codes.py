"""What codes and figures mean on the floor: how much of an item a scan counts, what was typed as a quantity."""

from decimal import Decimal, InvalidOperation

from throughline.kernel.errors import InvalidInput
from throughline.modules.catalog.public import ItemMatch, packagings
from throughline.modules.warehouse.domain.reading import Read


def pieces_of(match: ItemMatch, found: Read) -> Decimal:
    """Give how many stock units a scan stands for: the packaging's factor, times the count where it says one."""
    known = packagings({match.item_id}).get((match.item_id, match.unit))
    factor = known.factor if known else Decimal(1)
    return factor * found.count if found.count else factor


def figure(text: str) -> Decimal:
    """Read the figure between minus and plus, as people type it."""
    try:
        found = Decimal(text.replace(",", "") or "0")
    except InvalidOperation:
        raise InvalidInput("quantity_unreadable", f"{text[:20]} is not a number.", field="quantity") from None
    if not found.is_finite() or found < 0 or found > 10**9:
        raise InvalidInput("quantity_unreadable", f"{text[:20]} is no quantity.", field="quantity")
    return found
