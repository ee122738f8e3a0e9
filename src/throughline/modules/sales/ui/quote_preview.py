"""The quote as it would be: prices, margins and promises per line, credit, and what confirming would find."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from throughline.governance.public import load, sites
from throughline.kernel.errors import DomainError
from throughline.kernel.money import ZERO
from throughline.modules.billing.public import Rates, rates_on
from throughline.modules.catalog.public import SubstituteFacts, substitutes_of
from throughline.modules.inventory.public import (
    ALLOCATING,
    KEEPING,
    PROMISING,
    NewDemand,
    Piece,
    average_costs,
    dated,
    preview,
)
from throughline.modules.parties.public import CustomerFacts, customers
from throughline.modules.sales.acts.carriers import Carried, read_carriers
from throughline.modules.sales.acts.pricing import Asked, LineInput, PricedLine, price
from throughline.modules.sales.policies import DISCOUNT_LIMIT, MARGIN_FLOOR, TRANSPORT
from throughline.modules.sales.ui.entry import line_of, stands_for
from throughline.modules.sales.ui.promise_options import Asked as Supply
from throughline.modules.sales.ui.promise_options import Instead, choices_of, days_of
from throughline.modules.sales.ui.quote_draft import Draft
from throughline.modules.sales.ui.quote_findings import found_in, shown_of
from throughline.modules.settlement.public import Credit, credit_facts
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Meter,
    Meters,
    Preview,
    Section,
    Shown,
    disc,
    formats,
    triangle,
)
from throughline.platform.ui.sentences import tell
from throughline.platform.ui.values import Tone

#: How many other sites are asked at most.
OTHER_SITES = 6


def ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Answer while the quote is typed; nothing is claimed."""
    given = values.get("lines") or []
    party = values.get("party_id")
    customer = customers(ctx, [party]).get(party) if party else None
    if customer is None:
        return Preview([Shown() for _ in given])
    draft = Draft(
        ctx,
        values,
        customer,
        load(ctx, MARGIN_FLOOR, DISCOUNT_LIMIT, PROMISING, KEEPING, ALLOCATING, TRANSPORT),
        _carried(ctx, values, customer),
    )
    _price(draft, given)
    draft.costs = average_costs(ctx, {line.item.id for line in draft.priced.values()})
    _promise(draft)
    credit = credit_facts(ctx, [customer.party_id])[customer.party_id]
    found = found_in(draft, credit)
    shown = [_shown(draft, place) for place in range(len(given))]
    margin = _margin(draft)
    foot: dict[str, Any] = {
        "item_id": tell("{priced} of {count} lines priced", priced=len(draft.priced), count=len(given)),
        "net": formats.money(draft.net),
        "margin": formats.percent(margin, least=1) if margin is not None else "",
    }
    return Preview(shown, foot, [shown_of(draft, one) for one in found], _panels(draft, credit, margin))


def _price(draft: Draft, given: Sequence[Mapping[str, Any]]) -> None:
    """Price what is complete, together; where one line cannot be, price them apart and say what is wrong with it."""
    complete = {place: line_of(one) for place, one in enumerate(given) if one.get("item_id") and one.get("quantity")}
    rates = rates_on(draft.ctx, draft.ctx.today)
    try:
        draft.priced = dict(zip(complete, _priced(draft, list(complete.values()), rates), strict=True))
    except DomainError:
        for place, line in complete.items():
            try:
                (draft.priced[place],) = _priced(draft, [line], rates)
            except DomainError as error:
                told = error.message.removeprefix("Line 1: ")
                draft.errors[place] = (told, str(error.facts.get("field") or ""))


def _priced(draft: Draft, lines: Sequence[LineInput], rates: Rates) -> list[PricedLine]:
    if not lines:
        return []
    asked = Asked(draft.customer, draft.customer.currency, draft.values.get("requested_on") or draft.ctx.today, lines)
    return price(draft.ctx, [asked], rates)[0]


def _promise(draft: Draft) -> None:
    """Say what each line would be promised, from the site of the quote and from the others."""
    site, known = draft.values.get("site_id"), sites(draft.ctx)
    if not site or int(site) not in known:
        return
    places = [place for place, line in draft.priced.items() if line.item.kind == "stocked"]
    others = [number for number in known if number != int(site)][:OTHER_SITES]
    needs = [(number, place) for number in (int(site), *others) for place in places]
    if not needs:
        return
    wanted = draft.values.get("requested_on") or draft.ctx.today
    demands = [
        NewDemand(
            "sales.quote",
            place,
            number,
            draft.priced[place].item.id,
            draft.priced[place].quantity_stock,
            draft.priced[place].requested_on,
            party_id=draft.customer.party_id,
            service_class=draft.service_class,
            ship_complete=draft.complete,
            cut_off=draft.carried.service.cut_off if draft.carried.service else None,
        )
        for number, place in needs
    ]
    promised: dict[int, dict[int, Sequence[Piece]]] = {}
    for (number, place), pieces in zip(needs, preview(draft.ctx, demands, draft.policies), strict=True):
        promised.setdefault(number, {})[place] = pieces
    codes = {place: draft.priced[place].item.code for place in places}
    names = {number: place.name for number, place in known.items()}
    draft.asked = Supply(int(site), wanted, draft.complete, promised, codes, names, draft.arrives)
    draft.days = days_of(draft.asked, int(site))
    draft.asked = replace(draft.asked, instead=_instead(draft, int(site)))


def _instead(draft: Draft, site: int) -> list[Instead]:
    """Say which substitutes of late lines would be there sooner; two statements more, where something is late."""
    late = [
        place
        for place, day in draft.days.items()
        if (day is None or day > draft.priced[place].requested_on) and draft.priced[place].ordered is None
    ]
    found = substitutes_of({draft.priced[place].item.id for place in late}) if late else {}
    offered = [(place, one) for place in late for one in found.get(draft.priced[place].item.id, [])]
    demands = [
        NewDemand(
            "sales.quote",
            place,
            site,
            one.substitute_id,
            draft.priced[place].quantity_stock,
            draft.priced[place].requested_on,
            party_id=draft.customer.party_id,
            service_class=draft.service_class,
            ship_complete=draft.complete,
            cut_off=draft.carried.service.cut_off if draft.carried.service else None,
        )
        for place, one in offered
    ]
    sooner = []
    for (place, one), pieces in zip(
        offered, preview(draft.ctx, demands, draft.policies) if demands else [], strict=True
    ):
        last, before = dated(pieces)[-1][0], draft.days[place]
        if last is None:
            continue
        day = max(draft.priced[place].requested_on, draft.arrives(site, last))
        if before is None or day < before:
            sooner.append(_option(draft, place, one, day))
    return sooner


def _option(draft: Draft, place: int, one: SubstituteFacts, day: date) -> Instead:
    line = draft.priced[place]
    price = f"at the price of {line.item.code}" if one.keeps_price else "at its own price"
    word = "takes substitutes" if draft.customer.accepts_substitutes else "takes no substitutes unasked"
    name = f"lines-{draft.values['lines'][place]['_index']}"
    sets = {
        f"{name}-item_id": str(one.substitute_id),
        f"{name}-item_id__text": one.code,
        f"{name}-stands_for": stands_for(line.item.id, one.substitute_id),
    }
    return Instead(place, one.code, day, f"{one.name}, {price}; {draft.customer.name} {word}", sets)


def _shown(draft: Draft, place: int) -> Shown:
    line = draft.priced.get(place)
    if line is None:
        told, where = draft.errors.get(place, ("", ""))
        return Shown(error=told, error_in=where)
    margin = draft.margin(line)
    cells: dict[str, Any] = {
        "price": formats.price(line.unit_price),
        "net": formats.money(line.net),
        "margin": formats.percent(margin, least=1) if margin is not None else formats.MISSING,
    }
    tones: dict[str, Tone] = {}
    facts = {**draft.facts(draft.site), "item": line.item.id, "family": line.item.family_id}
    floor = draft.policies.ask(MARGIN_FLOOR, **facts).answer.percent
    if margin is not None and floor is not None and margin * 100 < floor:
        tones["margin"] = "stop"
    if place in draft.days:
        wanted, when = line.requested_on, draft.days[place]
        text = formats.day(when) if when else "no date"
        cells["promise"] = triangle(text) if when is None or when > wanted else disc(text)
    return Shown(cells, tones)


def _carried(ctx: Ctx, values: Mapping[str, Any], customer: CustomerFacts) -> Carried:
    """Give the carrier service that the quote would go by."""
    code, site = values.get("carrier_service") or "", values.get("site_id")
    place: int | None = values.get("ship_to_id")
    carriers = read_carriers(ctx, [code], [place or customer.ship_to_id])
    if code:
        return carriers.named(code)
    return carriers.chosen(
        customer,
        ship_to_id=place,
        service_class=values.get("service_class") or "",
        channel="desk",
        site_id=int(site) if site else 0,
    )


def _margin(draft: Draft) -> Decimal | None:
    """Give the margin of all lines with a known cost."""
    known = [line for line in draft.priced.values() if line.item.id in draft.costs and line.net]
    net = sum((line.net for line in known), ZERO)
    cost = sum((draft.costs[line.item.id] * line.quantity_stock for line in known), ZERO)
    return (net - cost) / net if net else None


def _panels(draft: Draft, credit: Credit, margin: Decimal | None) -> list[Section]:
    panels: list[Section] = []
    options = choices_of(draft.asked) if draft.asked else None
    if options:
        panels.append(options)
    meters = []
    if margin is not None:
        share = float(max(ZERO, min(Decimal("0.4"), margin)) / Decimal("0.4"))
        floor = draft.policies.ask(MARGIN_FLOOR, **draft.facts(draft.site)).answer.percent
        net = formats.money(draft.net)
        words: str = (
            tell("{net} net, floor {floor}", net=net, floor=formats.percent(floor / 100))
            if floor is not None
            else tell("{net} net", net=net)
        )
        tick = float(floor / 40) if floor is not None else None
        meters.append(Meter("Margin", formats.percent(margin, least=1), share, words, limit=tick))
    if credit.credit_limit is not None and credit.credit_limit > 0:
        whole = max(credit.credit_limit, credit.exposure + draft.gross) * Decimal("1.1")
        exposure, limit = formats.money(credit.exposure + draft.gross), formats.money(credit.credit_limit)
        figure = tell("{part} of {total}", part=exposure, total=limit)
        words = f"{formats.money(credit.exposure)} used, this quote {formats.money(draft.gross)} gross"
        used, added = float(credit.exposure / whole), float(draft.gross / whole)
        meters.append(Meter("Credit", figure, used, words, added, float(credit.credit_limit / whole)))
    if meters:
        panels.append(Meters(meters))
    return panels
