"""What codes and figures mean on the floor: how much of an item a scan counts, what was typed as a quantity."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from throughline.kernel.errors import InvalidInput
from throughline.modules.catalog.public import ItemMatch, packagings
from throughline.modules.warehouse.domain.reading import Read
from throughline.platform.ui.parsing import Unreadable, decimal_typed


def pieces_of(match: ItemMatch, found: Read) -> Decimal:
    """Give how many stock units a scan stands for: the packaging's factor, times the count where it says one."""
    known = packagings({match.item_id}).get((match.item_id, match.unit))
    factor = known.factor if known else Decimal(1)
    return factor * found.count if found.count else factor


def kept(text: str) -> Decimal:
    """Read a figure that the page kept of itself, which is written as in code."""
    return _sound(text, Decimal)


def figure(text: str) -> Decimal:
    """Read the figure between minus and plus, as people of the reader's language type it: 12,5 is no 125."""
    return _sound(text, decimal_typed)


def _sound(text: str, reader: Callable[[str], Decimal]) -> Decimal:
    try:
        found = reader(text or "0")
    except (InvalidOperation, Unreadable):
        raise InvalidInput("quantity_unreadable", f"{text[:20]} is not a number.", field="quantity") from None
    if not found.is_finite() or found < 0 or found > 10**9:
        raise InvalidInput("quantity_unreadable", f"{text[:20]} is no quantity.", field="quantity")
    return found
