"""What confirming a quote would find while it is typed, and the price or discount that would pass."""

from throughline.governance.public import Finding as Found
from throughline.modules.sales.domain.checks import CheckedLine, CheckedOrder, credit_finding, document_findings
from throughline.modules.sales.policies import DISCOUNT_LIMIT, MARGIN_FLOOR
from throughline.modules.sales.ui.quote_draft import Draft
from throughline.modules.sales.ui.words import CAUSES
from throughline.modules.settlement.public import Credit
from throughline.platform.ui import Choice, Finding, formats
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.spoken import spoken


def found_in(draft: Draft, credit: Credit) -> list[Found]:
    """Run the checks of confirming over the draft: the same code, nothing written."""
    values, customer = draft.values, draft.customer
    lines = []
    of_order = draft.facts(draft.site)
    for place, line in draft.priced.items():
        facts = {**of_order, "item": line.item.id, "family": line.item.family_id}
        floor, limit = draft.policies.ask(MARGIN_FLOOR, **facts), draft.policies.ask(DISCOUNT_LIMIT, **facts)
        lines.append(
            CheckedLine(
                line_no=(place + 1) * 10,
                item_code=line.item.code,
                item_state=line.item.state,
                is_stocked=line.item.kind == "stocked",
                quantity=line.quantity,
                unit_factor=line.unit_factor,
                unit_price=line.unit_price,
                base_price=line.base_price,
                discount_percent=line.discount_percent,
                unit_cost=draft.costs.get(line.item.id),
                net=line.net,
                margin_floor=floor.answer.percent,
                margin_policy=floor.rule_name,
                discount_limit=limit.answer.percent,
                discount_policy=limit.rule_name,
                requested_on=line.requested_on,
            )
        )
    order = CheckedOrder(
        number="The quote",
        party_name=customer.name,
        party_block=customer.block,
        requires_po=customer.requires_customer_po,
        customer_po=values.get("customer_po") or "",
        minimum_net=customer.minimum_order_net,
        net=draft.net,
        gross=draft.gross,
        lines=lines,
        today=draft.ctx.today,
    )
    found = document_findings(order) if lines else []
    return found + credit_finding(draft.gross, credit.exposure, credit.credit_limit, customer.name)


def shown_of(draft: Draft, found: Found) -> Finding:
    """Show what confirming will find, and what would pass; a quote may be saved with it, so nothing here blocks."""
    line = found.facts.get("line")
    where = tell(", line {number}", number=line // 10) if isinstance(line, int) else ""
    cause = CAUSES.get(found.code, found.code.replace("_", " ").capitalize())
    policy = f"Policy {found.facts['policy']}." if found.facts.get("policy") else ""
    who = (
        tell("{duty} may release it.", duty=said(found.duty.capitalize())) if found.duty else "The quote has to change."
    )
    word = "would be held" if found.blocks else "to look at"
    return Finding(
        "warn",
        tell("{cause}{where}: {what}", cause=said(cause), where=where, what=said(word)),
        " ".join(filter(None, [spoken(found.message), said(policy), said(who) if found.blocks else ""])),
        choices=_passing(draft, found),
    )


def _passing(draft: Draft, found: Found) -> list[Choice]:
    """Offer the price, or the discount, with which a line would pass."""
    number = found.facts.get("line")
    if found.code not in ("margin_below_floor", "discount_over_limit") or not isinstance(number, int):
        return []
    line, name = draft.priced[number // 10 - 1], f"lines-{draft.values['lines'][number // 10 - 1]['_index']}"
    if found.code == "discount_over_limit" and line.discount_percent:
        limit = formats.entered(found.facts["limit"])
        label = tell("Set {percent} discount", percent=formats.percent(found.facts["limit"] / 100))
        return [Choice(label, "", {f"{name}-discount_percent": limit})]
    passing = found.facts.get("would_pass")
    if passing is None:
        return []
    sets = {f"{name}-unit_price": formats.entered(passing), f"{name}-discount_percent": ""}
    return [Choice(tell("Set {price}", price=formats.price(passing)), "", sets)]
