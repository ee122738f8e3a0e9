"""Sending goods to another site, and taking in what arrived: the two forms of transfers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from throughline.governance.public import site_choices
from throughline.kernel.digits import is_id
from throughline.modules.inventory.public import Lying, lying
from throughline.modules.transfers.permissions import READ
from throughline.modules.transfers.public import ArrivedLine, SendLine
from throughline.modules.transfers.queries.lists import LineRow, line_rows, numbers, transfer_facts
from throughline.modules.transfers.queries.lists import write_offs as write_off_rows
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Done,
    Field,
    Item,
    Lookup,
    Measured,
    OperationForm,
    Option,
    Preview,
    Shown,
    beside_lines,
    record_url,
    standing_lines,
    triangle,
    typed_lines,
)
from throughline.platform.ui.formats import quantity
from throughline.platform.ui.sentences import said, tell


def _find(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    site = beside.get("site") or ""
    if not is_id(site):
        return []
    return [_option(one) for one in lying(ctx, int(site), words=words, limit=20)]


def _option(one: Lying) -> Option:
    where = {"item": one.item_code, "place": one.place, "lot": one.lot}
    label = tell("{item} at {place}, lot {lot}", **where) if one.lot else tell("{item} at {place}", **where)
    kept = [said(one.status.capitalize())] if one.status != "available" else []
    return Option(one.balance_id, label, one.item_name, [quantity(one.free, one.unit), *kept])


def _goods(ctx: Ctx, balance_ids: Sequence[int]) -> dict[int, Lying]:
    return {one.balance_id: one for one in lying(ctx, balance_ids=balance_ids, limit=len(balance_ids))}


def _known(ctx: Ctx, values: Sequence[int]) -> dict[int, Option]:
    return {number: _option(one) for number, one in _goods(ctx, values).items()}


GOODS = Lookup("goods", _find, _known, READ)


def _ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show beside each line which item it is, and how much of it lies there."""
    lines = values.get("lines") or []

    def show(found: Lying, line: Mapping[str, Any]) -> Shown:
        over = line.get("quantity") is not None and line["quantity"] > found.free
        cells = {"item": Item(found.item_code, found.item_name), "free": Measured(found.free, found.unit)}
        return Shown(cells, {"free": "stop"} if over else {})

    known = _goods(ctx, [line["goods"] for line in lines if line.get("goods")])
    return beside_lines(values, known, show, key="goods")


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    known = [number for number, _ in site_choices(ctx)]
    return {"site": query.get("site") or next(iter(known), ""), "to": known[1] if len(known) > 1 else ""}


SEND = OperationForm(
    slug="transfers/send",
    parent="transfers",
    title="Send goods to another site",
    text="They are in transit at their cost until they arrive. Only what is promised to nobody can be sent.",
    operation="transfers.send_transfer",
    submit_label="Send goods",
    initial=_first,
    preview=_ahead,
    arguments=lambda ctx, values: {
        "from_site_id": int(values["site"]),
        "to_site_id": int(values["to"]),
        "lines": [SendLine(line["goods"], line["quantity"]) for line in values["lines"]],
    },
    on_done=lambda ctx, result, values: Done(record_url("transfers", result), "On its way."),
    fields=[
        Field("site", "From", "select", choices=site_choices, required=True, width=180),
        Field("to", "To", "select", choices=site_choices, required=True, width=180),
        typed_lines(
            Field("goods", "Goods", "lookup", lookup="goods", depends=["site"], required=True, width=260),
            Field("quantity", "Quantity", "decimal", required=True, width=90, minimum=Decimal(0)),
            Field("item", "Item", "shown", width=-1),
            Field("free", "There", "shown"),
            required=True,
        ),
    ],
)


def _expected(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    transfer = int(query.get("transfer") or 0)
    lines = [
        {"line": one.id, "quantity": one.under_way, "missing": Decimal(0)}
        for one in line_rows(ctx, transfer)
        if one.under_way
    ]
    to_site = next((one.to_site_id for one in transfer_facts(ctx, ids=[transfer])), "")
    return {"transfer": transfer, "site": str(to_site), "lines": lines}


def _arrival(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show what was sent beside what arrived, and what would still be on its way."""

    def show(found: LineRow, line: Mapping[str, Any]) -> Shown:
        rest = found.under_way - (line.get("quantity") or Decimal(0)) - (line.get("missing") or Decimal(0))
        cells: dict[str, Any] = {
            "item": Item(found.item_code, found.item_name),
            "sent": Measured(found.under_way, found.unit),
            "rest": Measured(rest, found.unit),
        }
        return Shown(cells, {"rest": "stop"} if rest < 0 else {"rest": "warn"} if rest else {})

    return beside_lines(values, {one.id: one for one in line_rows(ctx, values.get("transfer") or 0)}, show)


def _lines(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    lines = [
        ArrivedLine(
            line["line"], line.get("quantity") or Decimal(0), line.get("missing") or Decimal(0), line.get("bin")
        )
        for line in values["lines"]
        if line.get("line") and (line.get("quantity") or line.get("missing"))
    ]
    return {"transfer_id": values["transfer"], "lines": lines}


def _taken_in(ctx: Ctx, result: int, values: Mapping[str, Any]) -> Done:
    """Say that it is done, or that what is missing waits for another person."""
    address = record_url("transfers", values["transfer"])
    if write_off_rows(ctx, transfer_id=values["transfer"], state="waiting"):
        return Done(address, "What is missing waits for another person to write it off.", triangle("Waits"))
    return Done(address, "Taken in.")


RECEIVE = OperationForm(
    slug="transfers/receive",
    parent="transfers",
    title=lambda ctx, values: f"Take in {numbers([values.get('transfer') or 0]).get(values.get('transfer') or 0, '')}",
    text="What arrived is on hand at the cost at which it left. What is not there stays on its way until it turns up "
    "or is written off.",
    operation="transfers.receive_transfer",
    submit_label="Take in",
    initial=_expected,
    preview=_arrival,
    arguments=_lines,
    on_done=_taken_in,
    fields=[
        Field("transfer", kind="hidden", parse=int, required=True),
        Field("site", kind="hidden"),
        standing_lines(
            Field("sent", "On its way", "shown"),
            Field("quantity", "Arrived", "decimal", width=90, minimum=Decimal(0)),
            Field("bin", "To bin", "lookup", lookup="bins", depends=["site"], width=90),
            Field("missing", "Write off", "decimal", width=90, minimum=Decimal(0)),
            Field("rest", "Still missing", "shown"),
            required=True,
        ),
    ],
)
