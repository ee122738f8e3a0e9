"""What billing puts on homes: documents that are due, what is held, and what is earned and not invoiced."""

from collections.abc import Mapping, Sequence
from typing import Any

from throughline.governance.public import currency
from throughline.kernel.errors import NotFound
from throughline.modules.billing.permissions import READ_EVENTS, READ_INVOICES
from throughline.modules.billing.public import run_billing
from throughline.modules.billing.queries.home import due_documents, invoiced_since
from throughline.modules.billing.queries.to_bill import InvoiceToCome, events_beside, unbilled_sums
from throughline.modules.billing.ui.workbench import CHUNK, said
from throughline.platform.operations import Ctx, Outcomes, reading
from throughline.platform.ui import (
    Action,
    Done,
    Field,
    OperationForm,
    QueueGroup,
    QueueRow,
    Tile,
    disc,
    list_url,
    octagon,
    record_url,
    ring,
    triangle,
)
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import age, day, money, number
from throughline.platform.ui.homes import HomePart
from throughline.platform.ui.sentences import tell, tell_count

RUN = "billing.run"
SHOWN = 6


def waiting(ctx: Ctx) -> Sequence[Tile]:
    """Tell the billing clerk what can be billed, what is held, and what was invoiced this month."""
    found, unit = unbilled_sums(ctx, ctx.today), currency(ctx)
    ready, held = found.get("ready"), found.get("held")
    total = sum((one.amount for one in found.values()), 0)
    oldest = f"oldest {age(ready.since)}" if ready else ""
    return [
        Tile("Ready to bill", money(ready.amount if ready else 0), "/billing/", unit, detail=oldest),
        Tile("Held from billing", money(held.amount if held else 0), "/billing/", unit,
             verdict=octagon("waits for a decision") if held else disc("nothing is held")),
        Tile("Earned, not billed", money(total), "/billing/", unit),
        *invoiced(ctx),
    ]  # fmt: skip


def invoiced(ctx: Ctx) -> Sequence[Tile]:
    """Tell what was invoiced this month, for those who may see invoices."""
    if not ctx.may(READ_INVOICES):
        return []
    total = invoiced_since(ctx, ctx.today.replace(day=1))
    return [Tile("Invoiced this month", money(total), list_url("invoices"), currency(ctx), detail="net of credits")]


def earned(ctx: Ctx) -> Sequence[Tile]:
    """Tell whoever oversees what is earned and not billed, and what of it is held."""
    found = unbilled_sums(ctx, ctx.today)
    held = found.get("held")
    total = sum((one.amount for one in found.values()), 0)
    verdict = triangle(f"{money(held.amount)} held") if held else disc("nothing is held")
    return [Tile("Earned, not billed", money(total), "/billing/", currency(ctx), verdict=verdict), *invoiced(ctx)]


def due(ctx: Ctx) -> Sequence[QueueGroup]:
    """Give the documents that can be made now, the largest first."""
    found = due_documents(ctx, ctx.today, SHOWN + 1)
    more = len(found) > SHOWN
    rows = [_row(one) for one in found[:SHOWN]]
    return [QueueGroup("Due to be billed", rows, "", "All of billing" if more else "", "/billing/" if more else "")]


def _what(one: InvoiceToCome) -> str:
    if one.amount < 0:
        return tell_count(
            one.events,
            "{party}: credit note over {count} event",
            "{party}: credit note over {count} events",
            party=one.party,
        )
    return tell_count(
        one.events, "{party}: invoice over {count} event", "{party}: invoice over {count} events", party=one.party
    )


def _row(one: InvoiceToCome) -> QueueRow:
    return QueueRow(
        disc("Credit note") if one.amount < 0 else ring("Ready"),
        _what(one),
        tell("due {day}", day=day(one.bill_on)),
        ", ".join(one.orders[:2]),
        list_url("billing", customer=one.party_id),
        one.amount,
        one.since,
        None,
        [Action("Bill", form="billing/one", query={"event": one.id}, primary=True)],
    )


def _document(ctx: Ctx, event: int) -> list[int]:
    found = events_beside(ctx, [event], ctx.today) if event else []
    if not found:
        raise NotFound("nothing_to_bill", "It is billed already, or nothing of it is due.", event=event)
    return found


def _text(ctx: Ctx, values: Mapping[str, Any]) -> str:
    count = len(_document(ctx, values.get("event") or 0))
    return (
        f"One document over {number(count)} {plural('event', count)}. What is posted is corrected by credit notes only."
    )


def _bill(ctx: Ctx, *, event: int) -> Outcomes:
    with reading(ctx):
        events = _document(ctx, event)
    return Outcomes(run_billing(ctx, events=events[:CHUNK]))


def _billed(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    for outcome in result.done:
        return Done(record_url("invoices", outcome.document), said(outcome).message)
    return Done("/billing/", result[0].message if result else "")


ONE = OperationForm(
    slug="billing/one",
    parent="billing",
    title="Bill this document",
    text=_text,
    operation=_bill,
    calls="billing.run_billing",
    permission=RUN,
    submit_label="Bill and post",
    fields=[Field("event", kind="hidden", parse=int, required=True)],
    on_done=_billed,
)

PARTS = (
    HomePart(READ_EVENTS, (RUN,), rank=10, figures=waiting),
    HomePart(READ_EVENTS, (RUN,), rank=10, work=due),
    HomePart(READ_EVENTS, rank=30, overview=True, figures=earned),
    HomePart(READ_EVENTS, (RUN,), rank=10, starts=lambda ctx: [Action("Run billing", url="/billing/")]),
)
