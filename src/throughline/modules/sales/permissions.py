"""What may be permitted in sales, in plain words."""

from throughline.platform.operations import Ctx

READ = "sales.order.read"

LABELS = {
    READ: "See quotes and orders",
    "sales.order.quote": "Enter and change quotes",
    "sales.order.confirm": "Confirm quotes as orders",
    "sales.order.amend": "Amend confirmed orders",
    "sales.order.cancel": "Cancel lines of orders",
    "sales.order.recheck": "Have held quotes looked at again",
    "sales.order.settle": "Bring the progress of orders up to date",
}


def sees_costs(ctx: Ctx) -> bool:
    """Say whether somebody may know what lines cost, and so their margin: who quotes or prices."""
    return ctx.may("sales.order.quote") or ctx.may("pricing.price.read")
