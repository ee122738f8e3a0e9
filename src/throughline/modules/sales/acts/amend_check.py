"""Looking at drafts of amendments: what they touch is judged as at confirmation, credit by what it rises."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from throughline.governance.public import Finding, Severity
from throughline.kernel.errors import RuleViolation
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.inventory.public import DemandFacts, NewDemand, preview
from throughline.modules.parties.public import addresses
from throughline.modules.sales.acts.amending import Draft
from throughline.modules.sales.acts.committing import Roads, demand_of, must_be_covered
from throughline.modules.sales.acts.judge import Bench, Case, cases, judge_credit
from throughline.modules.settlement.public import lock_credit
from throughline.modules.warehouse.public import packable
from throughline.platform.operations import Ctx


def refuse_addresses(
    ctx: Ctx, drafts: Mapping[int, Draft], demands: Mapping[int, DemandFacts]
) -> dict[int, RuleViolation]:
    """Refuse addresses that are not the customer's, and those of goods that are packed for another; two statements."""
    moved = {n: d for n, d in drafts.items() if d.before.ship_to_id != d.after.ship_to_id}
    if not moved:
        return {}
    known = addresses({draft.after.ship_to_id for draft in moved.values() if draft.after.ship_to_id})
    lines = {demands[one.before.id].id: n for n, d in moved.items() for one in d.lines if one.before.id in demands}
    packed = {lines[number] for number, found in packable(ctx, list(lines)).items() if found.packed > ZERO}
    refused = {}
    for number, draft in moved.items():
        place = known.get(draft.after.ship_to_id or 0)
        if place is None or place.party_id != draft.after.party_id:
            message = f"Address {draft.after.ship_to_id} is none of {draft.customer.name}."
            refused[number] = RuleViolation("address_unknown", message, field="ship_to_id")
        elif number in packed:
            message = "Goods are packed for the address as it is; once they have left, the rest can go elsewhere."
            refused[number] = RuleViolation("packed_already", message, field="ship_to_id")
    return refused


def judge_drafts(ctx: Ctx, drafts: Mapping[int, Draft], bench: Bench) -> list[Case]:
    """Judge what amendments touch: lines by themselves, then supply, then credit under lock."""
    judged = cases(
        ctx,
        {number: draft.after for number, draft in drafts.items()},
        {number: draft.all_lines for number, draft in drafts.items()},
        bench,
        asked=True,
    )
    for case in judged:
        draft = drafts[case.order.id]
        case.findings[:] = [finding for finding in case.findings if draft.concerns(finding)]
    _judge_supply(ctx, judged, drafts, bench)
    rises = {number: draft.rise for number, draft in drafts.items()}
    credits = lock_credit(ctx, {case.order.party_id for case in judged if not case.blocks})
    judge_credit(judged, credits, rises)
    return judged


def _judge_supply(ctx: Ctx, judged: Sequence[Case], drafts: Mapping[int, Draft], bench: Bench) -> None:
    """Find what neither stock nor a known supply covers, where policy wants it covered."""
    strict = [case for case in judged if not case.blocks and must_be_covered(case, bench)]
    if not strict:
        return
    roads = Roads(ctx, strict, bench)
    needs = [(case, need) for case in strict for need in risen(case, drafts[case.order.id], bench, roads)]
    if not needs:
        return
    pieces = preview(ctx, [need for _, need in needs], bench.policies)
    for (case, need), parts in zip(needs, pieces, strict=True):
        missing = sum((part.quantity for part in parts if part.source == "none"), ZERO)
        if missing and not any(finding.code == "no_supply" for finding in case.findings):
            line = next(line for line in case.lines if line.id == need.ref_id)
            message = f"Stock and known supplies do not cover {trimmed(missing)} more of {line.item_code}."
            case.findings.append(Finding("no_supply", Severity.BLOCK, message, {}, "order entry"))


def risen(case: Case, draft: Draft, bench: Bench, roads: Roads) -> list[NewDemand]:
    """Give what an amendment needs more of, as needs of their own."""
    needs = [demand_of(case, one.line, bench, roads) for one in draft.added if one.line.is_stocked]
    for one in draft.lines:
        if one.plan.rise and one.before.is_stocked:
            need = demand_of(case, one.after, bench, roads)
            needs.append(replace(need, quantity=one.plan.rise))
    return needs
