"""Giving up billing: asking that what was earned is never billed, and deciding it."""

from collections.abc import Mapping
from typing import Any

from throughline.governance.public import currency, load
from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO
from throughline.modules.billing.policies import WAIVING
from throughline.modules.billing.queries.waivers import WaiverLine, waivable
from throughline.platform.operations import Ctx, Outcomes
from throughline.platform.ui import (
    Done,
    Field,
    Finding,
    Item,
    Measured,
    OperationForm,
    Preview,
    Shown,
    beside_lines,
    decision_form,
    record_url,
    standing_lines,
)
from throughline.platform.ui.formats import money
from throughline.platform.ui.sentences import tell


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    """Put the events of the order, or of the document to come, on the form; where both are named, one of the order."""
    event, thread = query.get("event", ""), query.get("thread", "")
    found: list[WaiverLine] = []
    if is_id(thread):
        found = waivable(ctx, thread_id=int(thread))
    elif is_id(event):
        found = waivable(ctx, beside=int(event))
    only = int(event) if is_id(event) and is_id(thread) else None
    return {"lines": [{"event": one.event_id, "how": "waive" if only in (None, one.event_id) else "keep"}
                      for one in found]}  # fmt: skip


def _text(ctx: Ctx, values: Mapping[str, Any]) -> str:
    if not values.get("lines"):
        return (
            "Nothing of it is earned and waits to be billed: it is billed, given up already, or waits for a decision."
        )
    return "What was earned is never billed: no document, no debt, the goods are cost. Choose what, and say why."


def _chosen(values: Mapping[str, Any]) -> list[int]:
    return [line["event"] for line in values.get("lines") or [] if line.get("event") and line.get("how") == "waive"]


def _ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show what each event would be billed at, and say whether another person decides."""
    lines = [line["event"] for line in values.get("lines") or [] if line.get("event")]
    known = {one.event_id: one for one in waivable(ctx, ids=lines)} if lines else {}

    def show(found: WaiverLine, line: Mapping[str, Any]) -> Shown:
        cells: dict[str, Any] = {
            "item": Item(found.item_code, found.description),
            "label": found.label,
            "quantity": Measured(found.quantity, found.unit),
            "net": found.amount,
        }
        return Shown(cells)

    preview = beside_lines(values, known, show, key="event")
    chosen = [known[number] for number in _chosen(values) if number in known]
    total = sum((one.amount for one in chosen), ZERO)
    if not total:
        return preview
    asked = load(ctx, WAIVING).ask(WAIVING, customer=chosen[0].party_id)
    limit, code = asked.answer.limit_without_approval, currency(ctx)
    if limit is not None and total > limit:
        text = tell("{amount} {currency} net: another person decides, and until then nobody bills it.",
                    amount=money(total), currency=code)  # fmt: skip
    else:
        text = tell("{amount} {currency} net will never be billed.", amount=money(total), currency=code)
    return Preview(preview.lines, findings=[Finding("warn", text)])


def _asked(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    chosen = _chosen(values)
    if not chosen:
        raise InvalidInput("nothing_waived", "Nothing is chosen to be given up.", field="lines")
    return {"events": chosen, "reason": values["reason"]}


def _after_asking(ctx: Ctx, result: Outcomes, values: Mapping[str, Any]) -> Done:
    first = next(one for one in result if one.document is not None)
    words = "It waits for another person." if first.status == "held" else "It will not be billed."
    return Done(record_url("waivers", first.document), words)


_WAIVER: Mapping[str, Any] = {"record": "waivers", "subject": "waiver", "takes": "waivers"}
FORMS = [
    OperationForm(
        slug="waivers/new",
        parent="waivers",
        title="Give up billing",
        text=_text,
        operation="billing.waive_events",
        submit_label="Give up",
        initial=_first,
        arguments=_asked,
        preview=_ahead,
        on_done=_after_asking,
        fields=[
            Field("reason", "Reason", required=True, width=420),
            standing_lines(
                Field("label", "Earned by", "shown"),
                Field("quantity", "Quantity", "shown"),
                Field("net", "Net", "shown"),
                Field("how", "Then", "select", choices=[("waive", "Never bill"), ("keep", "Bill as ever")], width=130),
                key="event",
                required=True,
            ),
        ],
    ),
    decision_form(
        **_WAIVER,
        verb="approve",
        title="Approve that it is never billed",
        text="Nothing comes of it for the customer; its cost becomes cost of sales.",
        operation="billing.decide_waivers",
        submit_label="Approve",
        approve=True,
    ),
    decision_form(
        **_WAIVER,
        verb="decline",
        title="Decline the waiver",
        text="It is billed as it would have been. Who asked reads why.",
        operation="billing.decide_waivers",
        submit_label="Decline",
        approve=False,
    ),
    decision_form(
        **_WAIVER,
        verb="withdraw",
        title="Withdraw the waiver",
        text="It is billed as it would have been.",
        operation="billing.withdraw_waivers",
        submit_label="Withdraw",
    ),
]
