"""What programs ask of billing: what is earned and not billed, what bills a thread, which rates hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughline.modules.billing.permissions import READ_EVENTS, READ_INVOICES
from throughline.modules.billing.queries.due import Unbilled, unbilled
from throughline.modules.billing.queries.rates import rates_on
from throughline.modules.billing.queries.threads import ThreadInvoice, invoices_of_threads
from throughline.platform.operations import Ctx
from throughline.platform.rest import read
from throughline.platform.rest.reads import Limit


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of tax in percent, by category of customer and item."""

    customer_category: str
    item_category: str
    rate: Decimal


@read("billing.unbilled", permission=READ_EVENTS)
def earned(ctx: Ctx, *, thread_ids: Sequence[int] | None = None, limit: Limit = 200) -> list[Unbilled]:
    """List what is earned and not billed, by invoice to come; of threads, or of the whole company."""
    return unbilled(ctx, threads=thread_ids, limit=limit)


@read("billing.invoices_of_threads", permission=READ_INVOICES)
def billed(ctx: Ctx, *, thread_ids: Sequence[int]) -> list[ThreadInvoice]:
    """List the posted documents that bill threads, oldest first."""
    return invoices_of_threads(ctx, thread_ids)


@read("billing.tax_rates", permission=READ_INVOICES)
def rates(ctx: Ctx, *, day: date | None = None) -> list[Rate]:
    """Give the rates of tax that hold on a day, else today."""
    return [Rate(*categories, rate) for categories, rate in rates_on(ctx, day or ctx.today).items()]
