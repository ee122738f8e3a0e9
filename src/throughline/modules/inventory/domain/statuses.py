"""The statuses of stock: whether goods may be promised, shipped and counted."""

from throughline.kernel.errors import InvalidInput

STATUSES = ("available", "quality", "quarantine", "damaged", "blocked")


def check_status(status: str) -> None:
    """Refuse a status that stock cannot have."""
    if status not in STATUSES:
        raise InvalidInput(
            "status_unknown", f"“{status[:40]}” is no status of stock; use {', '.join(STATUSES)}.", field="status"
        )
