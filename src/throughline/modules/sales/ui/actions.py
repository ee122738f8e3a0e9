"""What can be done with an order now, by this reader; one of them first."""

from throughline.governance.public import requests_on
from throughline.modules.billing.public import may_be_waived
from throughline.modules.sales.lifecycle import ORDER, S
from throughline.modules.sales.ui.confirmation import pdf_url
from throughline.modules.sales.ui.progress import Progress
from throughline.modules.sales.ui.substitutes import offers
from throughline.modules.sales.ui.words import cause, inside, may_decide
from throughline.platform.operations import Ctx
from throughline.platform.ui import Action
from throughline.platform.ui.formats import occurred
from throughline.platform.ui.sentences import tell

#: What a person must be allowed to ask that something earned is never billed.
WAIVE = "billing.event.waive"


def actions_of(ctx: Ctx, progress: Progress) -> list[Action]:
    """Offer the moves that lifecycle, permissions and duties allow; what others decide says who and since when."""
    order = progress.order
    moves = {move.name for move in ORDER.offered(S(order.state), ctx.may)}
    given = {"order": order.id, "version": order.version}
    actions = _holds(ctx, progress)
    if "confirm" in moves:
        label = "Try again" if order.is_held else "Confirm order"
        actions.append(
            Action(label, form="orders/confirm", query=given, primary=not any(a.primary for a in actions), key="C")
        )
    actions += _changes(progress, moves)
    if order.state not in ("lost", "cancelled"):
        word = "Quotation PDF" if order.state == "quoted" else "Confirmation PDF"
        actions.append(Action(word, url=pdf_url(order.id), icon="download"))
    actions += offers(ctx, progress)
    if order.confirmed_at and ctx.may(WAIVE) and may_be_waived(ctx, order.thread_id):
        actions.append(Action("Never bill", form="waivers/new", query={"thread": order.thread_id}, dialog=False))
    if order.state == "confirmed" and ctx.may("governance.hold.place"):
        actions.append(Action("Place a hold", form="holds/place", query={"thread": order.thread_id}))
    if ctx.may("sales.order.quote"):
        actions.append(Action("Copy to a quote", form="quotes/new", query={"copy": order.id}, dialog=False))
    return actions


def _changes(progress: Progress, moves: set[str]) -> list[Action]:
    """Offer to change, lose, amend or cut it."""
    order, actions = progress.order, list[Action]()
    given = {"order": order.id, "version": order.version}
    if "change" in moves:
        actions.append(Action("Change", form="quotes/change", query=given, key="E", dialog=False))
    if "lose" in moves:
        actions.append(Action("Lose quote", form="orders/lose", query=given, danger=True))
    if "amend" in moves:
        actions.append(Action("Amend", form="orders/amend", query=given, key="E", dialog=False))
    if "amend" in moves and progress.asked:
        actions.append(Action("Withdraw amendment", form="orders/withdraw", query={"order": order.id}))
    if "cut" in moves and any(one.wanted > one.gone for one in progress.goods):
        actions.append(
            Action("Cancel lines", form="orders/cancel", query={"order": order.id}, danger=True, dialog=False)
        )
    return actions


def _holds(ctx: Ctx, progress: Progress) -> list[Action]:
    actions = list[Action]()
    asked = requests_on(ctx, [hold.id for hold in progress.holds])
    for hold in progress.holds:
        if not hold.duty:
            continue
        if ctx.may("governance.hold.decide") and hold.duty in ctx.duties and may_decide(ctx, hold):
            word = tell("Release {hold}", hold=inside(cause(hold)))
            actions.append(Action(word, form="holds/release", query={"hold": hold.id}, primary=not actions, key="R"))
        elif ctx.may("governance.inbox.own"):
            mine = any(one.asked_by == ctx.actor_id for one in asked.get(hold.id, []))
            label, form = ("Withdraw request", "holds/withdraw") if mine else (f"Ask {hold.duty}", "holds/ask")
            # one button a duty beside the title; each hold has its own with its finding
            if not any(action.label == label for action in actions):
                actions.append(Action(label, form=form, query={"hold": hold.id}))
        else:
            since = occurred(hold.placed_at)
            told = f"It stands in the work of those with the duty {hold.duty}, since {since}"
            actions.append(Action(f"Ask {hold.duty}", disabled_reason=told))
    return actions
