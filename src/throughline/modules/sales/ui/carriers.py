"""The carrier service of an order on forms, and why it is that one."""

from throughline.governance.public import names_of
from throughline.kernel.errors import NotFound
from throughline.modules.parties.public import carrier_services
from throughline.modules.sales.queries.orders import orders
from throughline.platform.operations import Ctx
from throughline.platform.ui import Candidate, WhyAnswer
from throughline.platform.ui.formats import MISSING
from throughline.platform.ui.sentences import said, tell


def services_in_use(ctx: Ctx) -> list[tuple[str, str]]:
    """List the services that take new orders, by carrier."""
    return [(one.code, f"{one.carrier}, {one.name}") for one in carrier_services(ctx).values() if one.is_active]


def as_policy_says(ctx: Ctx) -> list[tuple[str, str]]:
    """The same for a new order, which policy chooses for unless somebody names one."""
    return [("", "As policy says"), *services_in_use(ctx)]


def or_none(ctx: Ctx) -> list[tuple[str, str]]:
    """The same for an order that stands, which may go without."""
    return [("", "None"), *services_in_use(ctx)]


def explain_carrier(ctx: Ctx, id: int) -> WhyAnswer:
    """Say who or what chose the carrier service of an order."""
    order = orders(ctx, [id]).get(id)
    if order is None:
        raise NotFound("order_unknown", f"There is no order {id}.", order=id)
    value, why = order.carrier or MISSING, order.carrier_why
    if order.carrier_by_hand:
        who = names_of([int(why["chosen_by"])]).get(int(why["chosen_by"]), "somebody")
        return WhyAnswer("Why is the carrier", [f"{who} chose it for this order."], value=value)
    if not why:
        return WhyAnswer("Why is the carrier", ["The order was made before carriers were chosen."], value=value)
    named = why.get("service")
    policy = said(why["policy"])
    told = (
        tell("{policy} gives {service}.", policy=policy, service=named)
        if named
        else tell("{policy} names no carrier service.", policy=policy)
    )
    missing = [f"No service in use is called {named}."] if named and not order.carrier else []
    candidates = [Candidate(bool(order.carrier), named, why["policy"], "the most specific rule")] if named else []
    return WhyAnswer("Why is the carrier", [told, *missing], candidates, value=value)
