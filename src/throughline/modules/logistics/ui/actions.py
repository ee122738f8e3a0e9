"""What can be done with a shipment now, by this reader; the usual next step first."""

from collections.abc import Sequence

from throughline.modules.logistics.lifecycle import SHIPMENT, S
from throughline.modules.logistics.queries.lists import LineRow, ShipmentRow
from throughline.modules.logistics.queries.losses import LossFacts
from throughline.modules.logistics.ui.papers import notes
from throughline.platform.operations import Ctx
from throughline.platform.ui import Action, OperationForm, form_url, screens


def actions_of(
    ctx: Ctx, head: ShipmentRow, lines: Sequence[LineRow], losses: Sequence[LossFacts], *, packed: bool
) -> list[Action]:
    """Offer the moves that lifecycle and permissions allow, then what follows from its lines, then its papers."""
    about = {"shipment": head.id}
    delivered = any(line.accepted for line in lines)
    offered = _moves(ctx, head)
    if any(loss.state == "claimed" for loss in losses) and ctx.may("logistics.claim.settle"):
        offered.append(Action("Settle the claim", form="shipments/settle-claims", query=about, primary=True))
    if delivered and screens.find(OperationForm, "returns/new") and ctx.may("returns.receive"):
        offered.append(Action("Take goods back", url=form_url("returns/new", shipment=head.id)))
    offered.append(Action("Delivery note", url=notes.NOTE.address(head.id), icon="printer"))
    if packed:
        offered.append(Action("Labels", url=notes.LABELS.address(head.id), icon="printer"))
    return offered


def _moves(ctx: Ctx, head: ShipmentRow) -> list[Action]:
    """Offer what moves it; what was refused can be sent, brought back or lost as long as it is still out there."""
    about = {"shipment": head.id}
    moves = {move.name for move in SHIPMENT.offered(S(head.state), ctx.may)}
    if head.state != S.DISPATCHED and not head.still_out:
        moves -= {"redeliver", "bring_back", "lose"}
    offered = []
    if "deliver" in moves:
        offered.append(
            Action("Record delivery", form="shipments/prove", query=about, primary=True, key="E", dialog=False)
        )
    if "track" in moves:
        offered.append(Action("Note a milestone", form="shipments/milestone", query=about))
    if "redeliver" in moves:
        offered.append(Action("Deliver again", form="shipments/redeliver", query=about, primary=True))
    if "bring_back" in moves:
        first = "redeliver" not in moves
        offered.append(Action("Bring back", form="shipments/bring-back", query=about, primary=first))
    if "lose" in moves:
        offered.append(Action("Record as lost", form="shipments/lose", query=about, danger=True))
    return offered
