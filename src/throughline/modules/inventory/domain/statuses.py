"""The statuses of stock: whether goods may be promised, shipped and counted."""

from typing import Annotated

from throughline.kernel.errors import InvalidInput
from throughline.kernel.vocabulary import OneOf

STATUSES = ("available", "quality", "quarantine", "damaged", "blocked")
StockStatus = Annotated[str, OneOf(STATUSES)]


def check_status(status: str) -> None:
    """Refuse a status that stock cannot have."""
    if status not in STATUSES:
        raise InvalidInput(
            "status_unknown", f"“{status[:40]}” is no status of stock; use {', '.join(STATUSES)}.", field="status"
        )
