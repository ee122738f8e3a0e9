"""Open orders of the system before: quoted and confirmed as if they had been entered."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from throughline.governance.public import sites
from throughline.modules.catalog.public import stored_items
from throughline.modules.integrations.domain.kinds import ORDERS
from throughline.modules.integrations.domain.reading import Line
from throughline.modules.integrations.operations.loaders.base import (
    Done,
    Loader,
    Options,
    Planned,
    Undoing,
    dry,
    refusals,
    started,
    step,
    told,
    writing,
)
from throughline.modules.integrations.queries.external import external_ids
from throughline.modules.parties.public import carrier_services, customers, party_ids, ship_tos_named
from throughline.modules.sales.public import (
    LineInput,
    QuoteInput,
    cancel_lines,
    confirm_orders,
    lines_of,
    lose_quotes,
    orders,
    quote_orders,
)
from throughline.platform.operations import Ctx, Outcomes, Versioned, reading

ZERO = Decimal(0)
CHANNEL = "import"
#: What the rows of an order have in common.
HEAD = ("party", "site", "ship_to", "service")


class OrderLoader(Loader):
    """Makes one order of the rows with one number; what a check holds stays a quote, with its hold."""

    kind = ORDERS

    def group(self, line: Line) -> str:
        """Keep the rows of an order in one transaction."""
        return str(line.values.get("order", ""))

    def plan(self, ctx: Ctx, lines: Sequence[Line], options: Options) -> list[Planned]:
        """Find customer, site and items; an order that came in before is refused."""
        values = [line.values for line in lines]
        goods = stored_items([one["item"] for one in values if "item" in one])
        parties = party_ids([one["customer"] for one in values if "customer" in one])
        buying = customers(ctx, parties.values())
        known = {one.code.upper(): number for number, one in sites(ctx).items()}
        places = ship_tos_named(
            (parties[one["customer"]], one["ship_to"])
            for one in values
            if one.get("ship_to") and one.get("customer") in parties
        )
        services = {one.code.upper() for one in carrier_services(ctx).values() if one.is_active}
        before = external_ids(ctx, "sales.order", [str(one.get("order", "")) for one in values], options.source)
        planned = []
        for line in lines:
            one = started(self.kind, line)
            if one.verdict != "refused":
                self._fill(one, line.values, options, goods, parties, set(buying), known, before)
                _send(one, places, services)
            planned.append(one)
        _together(planned)
        return planned

    def _fill(
        self,
        one: Planned,
        values: Mapping[str, Any],
        options: Options,
        goods: Mapping[str, Any],
        parties: Mapping[str, int],
        buying: set[int],
        known: Mapping[str, int],
        before: Mapping[str, int],
    ) -> None:
        site = known.get(str(values.get("site") or options.site).upper())
        item, party = goods.get(values["item"].upper()), parties.get(values["customer"])
        one.more = {"order": values["order"], "values": values, "party": party, "site": site}
        if values["order"] in before:
            one.refuse(f"Order {values['order']} came in before.", "order")
        elif party is None or party not in buying:
            one.refuse(f"There is no customer {values['customer']}; import it first.", "customer")
        elif site is None:
            one.refuse(f"There is no site “{values.get('site') or options.site}”; choose one for the file.", "site")
        elif item is None:
            one.refuse(f"There is no item {values['item']}; import it first.", "item")
        elif values["quantity"] <= 0:
            one.refuse(f"Quantity {values['quantity']} must be above zero.", "quantity")
        if one.verdict == "refused" or item is None:
            return
        price = values.get("price")
        one.given = LineInput(item.id, values["quantity"], values.get("unit", ""), price)
        one.new = {"quantity": told(values["quantity"]), "price": told(price)}
        one.amounts = {"quantity": values["quantity"], "amount": round(values["quantity"] * (price or ZERO), 2)}

    def foresee(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Try to quote."""
        groups = grouped(planned)
        if not groups:
            return {}
        outcomes = dry("sales.quote_orders", ctx, quotes=[quote for quote, _ in groups])
        return refusals(_by_line(outcomes, groups))

    def commit(self, ctx: Ctx, planned: Sequence[Planned], options: Options) -> Mapping[int, Done]:
        """Quote the orders, then confirm them."""
        groups = grouped(planned)
        outcomes = quote_orders(step(ctx, "quote"), quotes=[quote for quote, _ in groups])
        done = _by_line(outcomes, groups)
        quoted = [Versioned(number) for number in outcomes.documents()]
        told_of = {one.subject: one for one in confirm_orders(step(ctx, "confirm"), orders=quoted)} if quoted else {}
        return {line: _confirmed(one, told_of) for line, one in done.items()}

    def undo(self, ctx: Ctx, rows: Sequence[Undoing], options: Options) -> Mapping[int, Done]:
        """Cancel orders of which nothing has left, and lose those that are still quotes."""
        ids = {row.line: row.documents["order"] for row in rows}
        with reading(ctx):
            found = orders(ctx, set(ids.values()))
            left = {line.order_id for line in lines_of(ctx, found) if found[line.order_id].net_shipped}
        reason = "the import was undone"
        quoted = [n for n, order in found.items() if order.state == "quoted"]
        going = [n for n, order in found.items() if order.state == "confirmed" and n not in left]
        results: dict[int, Any] = {}
        if quoted:
            lost = lose_quotes(step(ctx, "lose"), orders=[Versioned(n) for n in quoted], reason=reason)
            results |= {one.subject: one for one in lost}
        if going:
            cut = cancel_lines(step(ctx, "cancel"), orders=going, reason=reason)
            results |= {one.subject: one for one in cut}
        return {line: _undone(number, results, left) for line, number in ids.items()}

    def recount(self, ctx: Ctx, documents: Mapping[str, Sequence[int]]) -> dict[str, Decimal]:
        """Sum what the orders say."""
        lines = lines_of(ctx, set(documents.get("order", ())))
        quantity = sum((line.quantity for line in lines), ZERO)
        return {"quantity": quantity, "rows": Decimal(len(lines))}


Grouped = list[tuple[QuoteInput, list[Planned]]]


def _send(one: Planned, places: Mapping[tuple[int, str], int], services: set[str]) -> None:
    """Find where the goods go and who takes them, where the row says so."""
    if one.verdict == "refused":
        return
    values = one.more["values"]
    ship_to, service = values.get("ship_to") or "", values.get("carrier_service") or ""
    one.more["ship_to"] = places.get((one.more["party"], ship_to.upper()))
    one.more["service"] = service.upper()
    if ship_to and one.more["ship_to"] is None:
        told_of = f"Customer {values['customer']} has no address {ship_to} to ship to; import or enter it first."
        one.refuse(told_of, "ship_to")
    elif service and service.upper() not in services:
        one.refuse(f"There is no carrier service {service} in use; enter it first.", "carrier_service")


def _together(planned: Sequence[Planned]) -> None:
    """Refuse all rows of an order where one is refused or names another customer, site, address or carrier."""
    by_order: dict[str, list[Planned]] = {}
    for one in planned:
        if "order" in one.more:
            by_order.setdefault(one.more["order"], []).append(one)
    for number, ones in by_order.items():
        heads = {tuple(one.more.get(name) for name in HEAD) for one in ones if one.verdict != "refused"}
        if len(heads) > 1:
            for one in ones:
                one.refuse(f"The rows of order {number} name several customers, sites, addresses or carriers.", "order")
        bad = next((one for one in ones if one.verdict == "refused"), None)
        if bad:
            for one in ones:
                one.refuse(f"Line {bad.line} of order {number} is refused: {bad.message}", "order")


def grouped(planned: Sequence[Planned]) -> Grouped:
    """Put the rows of an order on one quote."""
    by_order: dict[str, list[Planned]] = {}
    for one in writing(planned):
        by_order.setdefault(one.more["order"], []).append(one)
    groups = []
    for number, ones in by_order.items():
        first = ones[0].more["values"]
        quote = QuoteInput(
            ones[0].more["party"],
            ones[0].more["site"],
            [one.given for one in ones],
            requested_on=first.get("requested_on"),
            customer_po=first.get("customer_po") or number,
            ship_to_id=ones[0].more["ship_to"],
            carrier_service=ones[0].more["service"],
            channel=CHANNEL,
        )
        groups.append((quote, ones))
    return groups


def _by_line(outcomes: Outcomes, groups: Grouped) -> dict[int, Done]:
    done = {}
    for outcome, (_, ones) in zip(outcomes, groups, strict=True):
        for one in ones:
            refused = outcome.status == "refused"
            named = str(outcome.facts.get("field") or "")
            documents = {"order": outcome.document} if outcome.document else {}
            done[one.line] = Done(not refused, outcome.message, named, documents)
    return done


def _confirmed(one: Done, told_of: Mapping[int, Any]) -> Done:
    outcome = told_of.get(one.documents.get("order", 0))
    return Done(one.ok, outcome.message, "", one.documents) if one.ok and outcome else one


def _undone(number: int, results: Mapping[int, Any], left: set[int]) -> Done:
    if number in left:
        return Done(False, "Goods of it have left; they come back as a return.")
    outcome = results.get(number)
    if outcome is None:
        return Done(False, "It is closed already.")
    return Done(outcome.status != "refused", outcome.message)
