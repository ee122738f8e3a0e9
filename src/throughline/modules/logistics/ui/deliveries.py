"""What becomes of a shipment: proof of delivery, another try, or back into stock."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput
from throughline.kernel.money import ZERO
from throughline.modules.inventory.public import LotOut, lots_out
from throughline.modules.logistics.public import ON_THE_WAY, BackInput, MilestoneInput, ProofInput, RedeliveryInput
from throughline.modules.logistics.queries.lists import LineRow, line_rows
from throughline.modules.logistics.ui.one_shipment import shipment_form
from throughline.modules.logistics.ui.shipments import shipment_label
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Field,
    Item,
    Lookup,
    Measured,
    Option,
    Preview,
    Shown,
    beside_lines,
    standing_lines,
)
from throughline.platform.ui.formats import quantity
from throughline.platform.ui.sentences import tell

PHOTOS = ("photo", "photo2")
STATUSES = [("available", "Restock"), ("quality", "To quality"), ("quarantine", "Quarantine"), ("damaged", "Damaged")]


def _first(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    shipment = int(query.get("shipment") or 0)
    return {
        "shipment": shipment,
        "lines": [{"line": line.id, "refused": Decimal(0)} for line in line_rows(ctx, shipment) if line.out],
    }


def ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show item, shipped and what is accepted beside each refused quantity."""

    def show(found: LineRow, line: Mapping[str, Any]) -> Shown:
        refused = line.get("refused") or Decimal(0)
        cells: dict[str, Any] = {
            "item": Item(found.item_code, found.item_name),
            "shipped": Measured(found.out, found.unit),
            "accepted": Measured(found.out - refused, found.unit),
        }
        return Shown(cells, {"accepted": "warn"} if refused else {})

    return beside_lines(values, {line.id: line for line in line_rows(ctx, values.get("shipment") or 0)}, show)


#: Why goods are refused at the door.
REASONS = ["Damaged", "Wrong item", "Not ordered", "Too many", "Too late", "Papers missing", "Other"]


def _proofs(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    if not (values.get("signer") or "").strip():
        raise InvalidInput("signer_missing", "Name who took the goods.", field="signer")
    refused, reasons = {}, {}
    for number, line in enumerate(values.get("lines") or [], start=1):
        if line.get("line") and line.get("refused"):
            if not line.get("reason"):
                raise InvalidInput("reason_missing", "Say why it was refused.", field="reason", line=number)
            refused[line["line"]], reasons[line["line"]] = line["refused"], line["reason"]
    photos = [values[name].content for name in PHOTOS if values.get(name)]
    signature = values["signature"].content if values.get("signature") else None
    note = values.get("note") or ""
    proof = ProofInput(
        values["shipment"], values["signer"], note, refused=refused, reasons=reasons, signature=signature, photos=photos
    )
    return {"proofs": [proof]}


def _title(words: str) -> Any:
    def title(ctx: Ctx, values: Mapping[str, Any]) -> str:
        return tell(words, shipment=shipment_label(ctx, int(values.get("shipment") or 0)))

    return title


PROVE = shipment_form(
    slug="shipments/prove",
    title=_title("Delivery of {shipment}"),
    text="What is accepted is the customer's and may be billed. What is refused stays out until it is decided.",
    operation="logistics.prove_deliveries",
    submit_label="Record delivery",
    initial=_first,
    arguments=_proofs,
    preview=ahead,
    fields=[
        Field("signer", "Signed by", required=True, width=220),
        Field("note", "Remark", width=260),
        standing_lines(Field("refused", "Refused", "decimal", width=90, minimum=Decimal(0)),
                Field("shipped", "Shipped", "shown"),
                Field("accepted", "Accepted", "shown"),
                Field("reason", "Why refused", "select", choices=[("", ""), *((one, one) for one in REASONS)],
                      width=130),),
        Field("signature", "Signature", "signature"),
        Field("photo", "Photo", "file", accept="image/png,image/jpeg,image/webp"),
        Field("photo2", "Another photo", "file", accept="image/png,image/jpeg,image/webp"),
    ],
)  # fmt: skip


def _milestones(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    return {"milestones": [MilestoneInput(values["shipment"], values["kind"], note=values.get("note") or "")]}


MILESTONE = shipment_form(
    slug="shipments/milestone",
    title=_title("What happened to {shipment}"),
    text="It is noted with this moment. That goods were delivered is recorded with its proof instead.",
    operation="logistics.record_milestones",
    submit_label="Note it",
    arguments=_milestones,
    told="Noted.",
    fields=[
        Field("kind", "What happened", "select", choices=list(ON_THE_WAY.items()), required=True),
        Field("note", "Remark", help="Place or reason"),
    ],
)


def _redeliver(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    again = RedeliveryInput(values["shipment"], values.get("tracking") or "", values.get("carrier") or "")
    return {"redeliveries": [again]}


REDELIVER = shipment_form(
    slug="shipments/redeliver",
    title=_title("Deliver {shipment} again"),
    text="What was refused goes out once more. No second goods issue; what is accepted this time is billed then.",
    operation="logistics.redeliver",
    submit_label="Deliver again",
    arguments=_redeliver,
    told="Under way again.",
    fields=[
        Field("tracking", "Tracking number", required=True),
        Field("carrier", "Carrier", help="Empty keeps the carrier"),
    ],
)


def _first_back(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    shipment = int(query.get("shipment") or 0)
    found = [line for line in line_rows(ctx, shipment) if line.still_out > 0]
    lots = lots_out(ctx, [line.issue_id for line in found if line.issue_id])
    lines = [row for line in found for row in _rows(line, [n for n in lots[line.issue_id or 0] if n.quantity > 0])]
    return {"shipment": shipment, "status": "available", "lines": lines}


def _rows(line: LineRow, lots: Sequence[LotOut]) -> list[dict[str, Any]]:
    """Give a row a lot where several left; how much of which is asked, unless all of them are back."""
    if len(lots) < 2:
        return [{"line": line.id, "lot": "", "back": line.still_out}]
    whole = line.still_out == sum((lot.quantity for lot in lots), ZERO)
    return [{"line": line.id, "lot": lot.code, "back": lot.quantity if whole else ZERO} for lot in lots]


def find_lots(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    """Find the lots that left on a shipment line and are not back, by the beginning of their codes."""
    shipment, line = beside.get("shipment", ""), beside.get("line", "")
    known = line_rows(ctx, int(shipment)) if is_id(shipment) and is_id(line) else []
    return [
        Option(lot.code, lot.code, "", [quantity(lot.quantity, one.unit)])
        for one in known
        if one.id == int(line) and one.issue_id
        for lot in lots_out(ctx, [one.issue_id])[one.issue_id]
        if lot.lot_id is not None and lot.quantity > 0 and lot.code.upper().startswith(words.strip().upper())
    ]


LOTS = Lookup("lots-out", find_lots, lambda ctx, values: {}, "logistics.shipment.bring_back")


def _ahead_back(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Show the item and what is still out of it, or of the lot, beside each quantity that is back."""
    known = {line.id: line for line in line_rows(ctx, values.get("shipment") or 0)}
    lots = lots_out(ctx, [line.issue_id for line in known.values() if line.issue_id])

    def show(found: LineRow, line: Mapping[str, Any]) -> Shown:
        named = str(line.get("lot") or "").strip().upper()
        of_lot = [lot.quantity for lot in lots.get(found.issue_id or 0, []) if named and lot.code.upper() == named]
        out = min([found.still_out, *of_lot])
        return Shown({"item": Item(found.item_code, found.item_name), "out": Measured(out, found.unit)})

    return beside_lines(values, known, show)


def _back(ctx: Ctx, values: dict[str, Any]) -> dict[str, Any]:
    quantities: dict[int, Decimal] = {}
    lots: dict[int, dict[str, Decimal]] = {}
    for line in values.get("lines") or []:
        number, back, lot = line.get("line"), line.get("back") or ZERO, (line.get("lot") or "").strip()
        if not number:
            continue
        quantities[number] = quantities.get(number, ZERO) + back
        if lot and back:
            have = lots.setdefault(number, {})
            have[lot] = have.get(lot, ZERO) + back
    if quantities and not any(quantities.values()):
        raise InvalidInput("nothing_back", "Say how much of a line is back.", field="back", line=1)
    return {"goods": [BackInput(values["shipment"], values.get("bin"), values["status"], quantities, lots)]}


BRING_BACK = shipment_form(
    slug="shipments/bring-back",
    title=_title("Bring back {shipment}"),
    text="What was refused comes back at the cost at which it left.",
    operation="logistics.bring_back",
    submit_label="Bring back",
    initial=_first_back,
    arguments=_back,
    preview=_ahead_back,
    told="Back on hand.",
    fields=[
        Field("status", "Goods are", "select", choices=STATUSES, required=True),
        Field("bin", "Bin", "lookup", lookup="bins", help="The returns place unless named"),
        standing_lines(
            Field("out", "Still out", "shown"),
            Field("lot", "Lot", lookup="lots-out", depends=["shipment", "line"], width=110),
            Field("back", "Back", "decimal", width=90, minimum=Decimal(0)),
        ),
    ],
)
