"""Amending an order: every line with what can still change, and the effect shown before it is done."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.kernel.digits import is_id
from throughline.kernel.errors import DomainError, NotFound
from throughline.kernel.money import ZERO
from throughline.modules.sales.public import (
    AmendmentInput,
    LineAmendment,
    amend_orders,
    withdraw_amendments,
)
from throughline.modules.sales.queries.orders import OrderLineFacts, lines_of, orders
from throughline.modules.sales.ui.carriers import or_none
from throughline.modules.sales.ui.entry import (
    DISCOUNT,
    ITEM,
    PRICE,
    QUANTITY,
    QUANTITY_STANDING,
    TERMS_STANDING,
    UNIT,
    WANTED,
    line_of,
)
from throughline.modules.sales.ui.happened import change_said
from throughline.modules.sales.ui.progress import LineProgress, Progress, gather
from throughline.modules.sales.ui.words import CAUSES
from throughline.platform.operations import OPERATIONS, Ctx, Outcome, Versioned, reading
from throughline.platform.ui import (
    Done,
    Field,
    Finding,
    Item,
    OperationForm,
    Pair,
    Pairs,
    Preview,
    Section,
    Shown,
    Status,
    disc,
    octagon,
    record_url,
    standing_lines,
    triangle,
)
from throughline.platform.ui.formats import MISSING, day, money, quantity
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.spoken import spoken


def _progress(ctx: Ctx, number: int) -> Progress:
    found = orders(ctx, [number])
    if number not in found:
        raise NotFound("order_unknown", f"There is no order {number}.", order=number)
    return gather(ctx, [found[number]])[number]


def _initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    number = int(query["order"]) if is_id(query.get("order", "")) else 0
    progress = _progress(ctx, number)
    order = progress.order
    return {
        "order": number,
        "version": order.version,
        "party_id": order.party_id,
        "site_id": order.site_id,
        "requested_on": order.requested_on,
        "customer_po": order.customer_po,
        "ship_to_id": order.ship_to_id,
        "carrier_service": order.carrier_service or "",
        "lines": [
            {
                "line": one.line.id,
                "quantity": _in_unit(one.line, one.wanted),
                "unit_price": _entered(one.line),
                "discount_percent": one.line.discount_percent or None,
                "requested_on": one.line.requested_on if one.line.requested_on != order.requested_on else None,
            }
            for one in progress.lines
            if one.wanted > ZERO
        ],
    }


def _in_unit(line: OrderLineFacts, stock: Decimal) -> Decimal:
    return (stock / line.unit_factor).quantize(Decimal("0.000001")).normalize() + ZERO


def _entered(line: OrderLineFacts) -> Decimal | None:
    price = line.entered_price
    if price is None:
        return None
    exact = price.quantize(Decimal("0.000001"))
    return exact.quantize(Decimal("0.01")) if exact == exact.quantize(Decimal("0.01")) else exact.normalize()


def input_of(ctx: Ctx, values: Mapping[str, Any], reason: str) -> AmendmentInput:
    """Turn the parsed form into what the operation takes: only what differs from the order as it is."""
    number = values.get("order") or 0
    order = orders(ctx, [number]).get(number)
    known = {line.id: line for line in lines_of(ctx, [number])}
    if order is None:
        raise NotFound("order_unknown", f"There is no order {number}.", order=number)
    requested = values.get("requested_on") or order.requested_on
    stands = [(known[given["line"]], given) for given in values.get("lines") or [] if given.get("line") in known]
    changed = (_change(line, given, order.requested_on, requested) for line, given in stands)
    changes = [change for change in changed if change is not None]
    added = [line_of(one) for one in values.get("added") or [] if one.get("item_id") and one.get("quantity")]
    po, place = values.get("customer_po") or "", values.get("ship_to_id")
    carrier = values.get("carrier_service") or ""
    return AmendmentInput(
        Versioned(number, values.get("version")),
        reason,
        changes,
        added,
        requested if requested != order.requested_on else None,
        po if po != order.customer_po else None,
        place if place != order.ship_to_id else None,
        carrier if carrier != (order.carrier_service or "") else None,
    )


def _change(line: OrderLineFacts, given: Mapping[str, Any], before: date, after: date) -> LineAmendment | None:
    """Give what differs on a line; its day is its own where one stands, else the order's, before and after."""
    wanted = given.get("quantity")
    if wanted == _in_unit(line, line.quantity_stock - line.cancelled):
        wanted = None
    price, discount = given.get("unit_price"), given.get("discount_percent") or ZERO
    own = price if price is not None and price != _entered(line) else None
    less = discount if discount != line.discount_percent else None
    day = given.get("requested_on")
    stays = day == line.requested_on and before == after
    follows = day is None and line.requested_on == before
    moved = None if stays or follows else day or after
    if wanted is None and own is None and less is None and moved is None:
        return None
    return LineAmendment(line.id, wanted, own, less, moved)


def _ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Do it and take it back: what each line comes to, what is freed, and what would have to be approved."""
    given = values.get("lines") or []
    with reading(ctx):
        progress = _progress(ctx, values.get("order") or 0)
        asked = input_of(ctx, values, values.get("reason") or "preview")
    outcome, error = None, None
    try:
        (outcome,) = OPERATIONS["sales.amend_orders"].dry_run(ctx, amendments=[asked])
        if outcome.status == "refused":
            error = outcome.message
    except DomainError as refused:
        error = refused.message
    known = {one.line.id: one for one in progress.lines}
    told = {one["line_id"]: one for one in (outcome.facts.get("lines") or [])} if outcome else {}
    shown = [_shown(known.get(one.get("line")), one, told) for one in given]
    if error or outcome is None:
        return Preview(shown, {}, [Finding("block", spoken(error or ""), anchor="findings")])
    foot = {"item": "Net", "net": money(outcome.facts["net_after"])} if outcome.facts.get("changes") else {}
    return Preview(shown, foot, _findings(outcome), _sections(progress, outcome))


def _shown(one: LineProgress | None, given: Mapping[str, Any], told: Mapping[int, Mapping[str, Any]]) -> Shown:
    if one is None:
        return Shown(error="This line is not of the order.")
    line, effect = one.line, told.get(one.line.id)
    cells: dict[str, Any] = {
        "item": Item(line.item_code, line.description),
        "stands": _stands(one),
        "unit": line.unit,
        "promise": day(line.promised) if line.promised else MISSING,
        "net": money(one.net(one.wanted)),
    }
    if effect:
        cells["promise"] = _promise(effect["promised_before"], effect["promised"])
        cells["net"] = money(effect["net_wanted"])
    return Shown(cells)


def _stands(one: LineProgress) -> str:
    """Say how far a line is: what can only be raised, and what a reduction would have to put back."""
    unit = one.line.unit
    steps = ((one.gone, "left"), (one.picked - one.gone, "picked"), (one.allocated - one.picked, "allocated"))
    said = [f"{quantity(_in_unit(one.line, amount), unit)} {word}" for amount, word in steps if amount > ZERO]
    return ", ".join(said) if said else "promised" if one.line.is_stocked else "service"


def _promise(before: Any, after: Any) -> Status | str:
    if before == after:
        return day(after) if after else MISSING
    if after is None:
        return triangle("no date for all of it")
    return triangle(day(after)) if before and after > before else disc(day(after))


def _findings(outcome: Outcome) -> list[Finding]:
    """Say what would have to be approved; the amendment may be sent with it and waits."""
    found = []
    for one in outcome.facts.get("findings") or []:
        who = one["duty"] or "order entry"
        cause = CAUSES.get(one["code"], one["code"].replace("_", " ").capitalize())
        line = one["facts"].get("line")
        where = f", line {line}" if line else ""
        policy = f" Policy {one['facts']['policy']}." if one["facts"].get("policy") else ""
        rest = f"The order stays as it is until {who} approves; then it is amended by itself."
        if not one["duty"]:
            rest = "Nobody can approve it; the amendment has to change."
        found.append(
            Finding(
                "warn",
                tell("{cause}{where}: {what}", cause=said(cause), where=said(where), what=said("would wait")),
                f"{spoken(one['message'])}{policy} {rest}",
            )
        )
    return found


def _sections(progress: Progress, outcome: Outcome) -> list[Section]:
    facts, currency = outcome.facts, progress.order.currency
    if not facts.get("changes"):
        return [Pairs("Effect", [Pair("Nothing changes yet", "")])]
    net = [
        Pair("Net now", money(facts["net_before"], currency)),
        Pair("Net then", money(facts["net_after"], currency)),
        Pair("Difference", money(facts["net_after"] - facts["net_before"], currency)),
    ]
    lines = facts.get("lines") or []
    freed, back = (sum((one[name] for one in lines), ZERO) for name in ("freed", "to_put_back"))
    days = [one["promised"] for one in lines]
    if lines and outcome.status == "done":
        last = MISSING if None in days else day(max(days))
        net.append(Pair("Changed lines promised by", last if last != MISSING else "no date for all of it"))
    if freed:
        net.append(Pair("Free at once", f"{quantity(freed)} pieces"))
    if back:
        net.append(Pair("To put back", f"{quantity(back)} pieces, free when they are in their bins"))
    said = [
        Pair(change["what"], change_said({**change, "what": ""}, {}).removeprefix(": ")) for change in _named(facts)
    ]
    return [Pairs("Effect", net), Pairs("What changes", said)]


def _named(facts: Mapping[str, Any]) -> Sequence[Mapping[str, str]]:
    """Give the changes; an address is told by the field itself, its number says nothing."""
    return [
        c if c["what"] != "Ship to" else {"what": "Ship to", "before": "", "after": "as chosen"}
        for c in facts["changes"]
    ]


def _amend(ctx: Ctx, *, amendment: AmendmentInput) -> Outcome:
    return amend_orders(ctx, amendments=[amendment]).only()


def _amended(ctx: Ctx, outcome: Outcome, values: Mapping[str, Any]) -> Done:
    address = record_url("orders", values["order"])
    if outcome.status == "held":
        return Done(
            address,
            tell("{label} waits for approval: {message}", label=outcome.label, message=spoken(outcome.message)),
            octagon("Held"),
        )
    return Done(address, outcome.message)


def _title(ctx: Ctx, values: Mapping[str, Any]) -> str:
    found = orders(ctx, [values.get("order") or 0])
    return f"Amend {next(iter(found.values())).number}" if found else "Amend order"


AMEND = OperationForm(
    slug="orders/amend",
    title=_title,
    text="What has left stays. Less is free at once; more is checked and promised as at confirmation.",
    operation=_amend,
    calls="sales.amend_orders",
    permission="sales.order.amend",
    submit_label="Amend order",
    parent="orders",
    initial=_initial,
    preview=_ahead,
    rehearses=True,
    arguments=lambda ctx, values: {"amendment": input_of(ctx, values, values["reason"])},
    fields=[
        Field("order", kind="hidden", parse=int, required=True),
        Field("version", kind="hidden", parse=int),
        Field("party_id", kind="hidden", parse=int),
        Field("site_id", kind="hidden", parse=int),
        Field("reason", "Reason", required=True, width=236),
        Field("requested_on", "Requested", "date", required=True, width=150),
        Field("customer_po", "Customer PO", width=130),
        Field("ship_to_id", "Ship to", "lookup", lookup="ship-tos", depends=["party_id"], width=200),
        Field("carrier_service", "Carrier", "select", choices=or_none, width=180),
        standing_lines(
            Field("stands", "Stands", "shown", width=-1),
            QUANTITY_STANDING,
            Field("unit", "Unit", "shown", width=-1),
            *TERMS_STANDING,
            Field("net", "Net", "shown"),
            Field("promise", "Promise", "shown", width=-1),
        ),
        Field(
            "added",
            "Lines to add",
            "lines",
            columns=[ITEM, QUANTITY, UNIT, PRICE, DISCOUNT, WANTED],
        ),
    ],
    on_done=_amended,
)


def _withdraw(ctx: Ctx, *, order: int) -> int:
    return withdraw_amendments(ctx, orders=[order])


WITHDRAW = OperationForm(
    slug="orders/withdraw",
    title="Withdraw the amendment?",
    text="The order stays as it is, and nobody has to decide any more.",
    operation=_withdraw,
    calls="sales.withdraw_amendments",
    permission="sales.order.amend",
    submit_label="Withdraw amendment",
    parent="orders",
    fields=[Field("order", kind="hidden", parse=int, required=True)],
    on_done=lambda ctx, count, values: Done(record_url("orders", values["order"]), "Amendment withdrawn."),
)
