"""On which invoice an earned amount stands, and from when it may be billed."""

from datetime import date, timedelta

from throughline.kernel.dates import month_of, week_end


def bill_date(frequency: str, on_date: date) -> date:
    """Give the day from which a fact of a day is billed: at once, at the end of its week, or of its month."""
    if frequency == "weekly":
        return week_end(on_date)
    if frequency == "monthly":
        return month_of(month_of(on_date) + timedelta(days=32)) - timedelta(days=1)
    return on_date


def group_key(
    grouping: str, bill_on: date, *, party_id: int, ship_to_id: int | None, thread_id: int | None, source: str
) -> str:
    """Give the key of the invoice: what shares it stands on one document."""
    if grouping == "customer":
        return f"{bill_on}/customer/{party_id}"
    if grouping == "ship_to":
        return f"{bill_on}/ship_to/{party_id}/{ship_to_id or 0}"
    if grouping == "order":
        return f"{bill_on}/order/{party_id}/{thread_id or 0}"
    return f"{bill_on}/shipment/{party_id}/{source}"
