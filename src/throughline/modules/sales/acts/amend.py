"""Carrying out amendments: draft, judge, write what passes, let the rest wait for its approval."""

from collections.abc import Mapping, Sequence

from throughline.governance.public import HeldSubject, hold
from throughline.kernel.errors import DomainError, StaleVersion
from throughline.kernel.money import ZERO
from throughline.kernel.quantity import trimmed
from throughline.modules.billing.public import LockedBillable, Rates, lock_lines, rates_on
from throughline.modules.catalog.public import items
from throughline.modules.inventory.public import DemandFacts, demands_of
from throughline.modules.parties.public import CustomerFacts, customers
from throughline.modules.sales import locks
from throughline.modules.sales.acts.amend_check import judge_drafts, refuse_addresses
from throughline.modules.sales.acts.amend_write import Effect, Passed, write_amendments
from throughline.modules.sales.acts.amending import Draft, add_priced, draft_of, part_of
from throughline.modules.sales.acts.amendments import KIND, STAGE, end_waiting, keep
from throughline.modules.sales.acts.asking import AmendmentInput
from throughline.modules.sales.acts.carriers import Carried, Carriers, read_carriers
from throughline.modules.sales.acts.committing import LINE
from throughline.modules.sales.acts.judge import Case, read_bench
from throughline.modules.sales.acts.pricing import Asked, PricedLine, price
from throughline.modules.sales.events import OrdersAmended
from throughline.modules.sales.lifecycle import ORDER, S
from throughline.platform.events import announce, chunks
from throughline.platform.numbering import draw
from throughline.platform.operations import Ctx, Outcome, Outcomes


def amend(ctx: Ctx, amendments: Sequence[AmendmentInput], people: Mapping[int, int] | None = None) -> Outcomes:
    """Carry out amendments of different orders; `people` names by order who asked where that is not who acts now."""
    found = locks.orders(ctx, (one.order.id for one in amendments))
    outcomes = {one.order.id: refusal for one in amendments if (refusal := _refused(one, found.get(one.order.id)))}
    asked = {one.order.id: one for one in amendments if one.order.id not in outcomes}
    lines = locks.lines_of(ctx, list(asked))
    refs = [line.id for order in lines.values() for line in order]
    billables = lock_lines(ctx, LINE, refs)
    demands = demands_of(ctx, LINE, refs)
    drafts = _drafts(ctx, asked, found, lines, demands, billables, outcomes)
    for number, draft in list(drafts.items()):
        if not draft.is_changed:
            message = f"{draft.before.number} is like that already."
            outcomes[number] = Outcome(number, draft.before.number, "skipped", "nothing_changed", message)
            del drafts[number]
    if drafts:
        outcomes |= _carry_out(ctx, drafts, demands, billables, people or {})
    return Outcomes(outcomes[one.order.id] for one in amendments)


def _refused(one: AmendmentInput, order: locks.LockedOrder | None) -> Outcome | None:
    if order is None:
        message = f"There is no order {one.order.id}."
        return Outcome(one.order.id, f"order {one.order.id}", "refused", "order_unknown", message)
    try:
        ORDER.target("amend", S(order.state), label=order.number)
        if one.order.version is not None and one.order.version != order.version:
            raise StaleVersion("stale_version", f"{order.number} was changed by somebody else; look at it again.")
    except DomainError as error:
        return Outcome.refusal(order.id, order.number, error)
    return None


def _drafts(
    ctx: Ctx,
    asked: Mapping[int, AmendmentInput],
    found: Mapping[int, locks.LockedOrder],
    lines: Mapping[int, Sequence[locks.LockedLine]],
    demands: Mapping[int, DemandFacts],
    billables: Mapping[int, LockedBillable],
    outcomes: dict[int, Outcome],
) -> dict[int, Draft]:
    """Draft each amendment; what cannot be done at all becomes its outcome."""
    parties = customers(ctx, {found[number].party_id for number in asked})
    rates = rates_on(ctx, ctx.today)
    known = items({line.item_id for order in lines.values() for line in order})
    codes = [one.carrier_service for one in asked.values() if one.carrier_service is not None]
    carriers = read_carriers(ctx, codes, []) if codes else None
    drafts = {}
    for number, one in asked.items():
        order = found[number]
        try:
            carrier = _carried(one, carriers)
            drafts[number] = draft_of(
                one, order, lines[number], demands, billables, parties[order.party_id], known, rates, carrier
            )
        except DomainError as error:
            outcomes[number] = Outcome.refusal(number, order.number, error)
    for number, refusal in refuse_addresses(ctx, drafts, demands).items():
        outcomes[number] = Outcome.refusal(number, drafts.pop(number).before.number, refusal)
    for number, failure in _price(ctx, drafts, rates).items():
        outcomes[number] = Outcome.refusal(number, drafts.pop(number).before.number, failure)
    return drafts


def _carried(one: AmendmentInput, carriers: Carriers | None) -> Carried | None:
    """Give the carrier service that an amendment names; an empty name takes the order's away."""
    if one.carrier_service is None or carriers is None:
        return None
    if not one.carrier_service:
        return Carried(None, {"chosen_by": carriers.actor_id})
    return carriers.named(one.carrier_service)


def _price(ctx: Ctx, drafts: Mapping[int, Draft], rates: Rates) -> dict[int, DomainError]:
    """Price what comes to the orders together; where something is wrong, one by one."""
    pricing = {number: _asked(draft.customer, draft) for number, draft in drafts.items() if draft.wanted}
    failed: dict[int, DomainError] = {}
    priced: dict[int, list[PricedLine]] = {}
    try:
        priced = dict(zip(pricing, price(ctx, list(pricing.values()), rates) if pricing else [], strict=True))
    except DomainError:
        for number, one in pricing.items():
            try:
                (priced[number],) = price(ctx, [one], rates)
            except DomainError as error:
                failed[number] = error
    count = sum(len(found) for found in priced.values())
    ids = iter(draw("sales_order_line_id_seq", count) if count else [])
    for number, draft in drafts.items():
        if number in failed:
            continue
        try:
            new = priced.get(number, [])
            add_priced(draft, new, [next(ids) for _ in new])
        except DomainError as error:
            failed[number] = error
    return failed


def _asked(customer: CustomerFacts, draft: Draft) -> Asked:
    return Asked(customer, draft.before.currency, draft.after.requested_on, draft.wanted)


def _carry_out(
    ctx: Ctx,
    drafts: Mapping[int, Draft],
    demands: Mapping[int, DemandFacts],
    billables: Mapping[int, LockedBillable],
    people: Mapping[int, int],
) -> dict[int, Outcome]:
    """Judge the drafts, write what passes, and let the rest wait for its approval."""
    bench = read_bench(ctx, {number: draft.all_lines for number, draft in drafts.items()})
    judged = judge_drafts(ctx, drafts, bench)
    passed = [Passed(drafts[case.order.id], case) for case in judged if not case.blocks]
    effect = write_amendments(ctx, passed, demands, billables, bench) if passed else Effect()
    _write_holds(ctx, judged, drafts, people)
    done = [one.draft.before.id for one in passed]
    for chunk in chunks(done):
        announce(ctx, OrdersAmended(chunk))
    ctx.running().touched(KIND, *drafts)
    return {case.order.id: _outcome(case, drafts[case.order.id], effect) for case in judged}


def _write_holds(ctx: Ctx, judged: Sequence[Case], drafts: Mapping[int, Draft], people: Mapping[int, int]) -> None:
    """Keep what was done and what waits; what waited before is over, and so are its holds."""
    blocked = [case for case in judged if case.blocks]
    passed = [case for case in judged if not case.blocks]
    ended = set(end_waiting(ctx, [case.order.id for case in judged], "replaced"))
    gone = [case for case in judged if case.order.id in ended]
    if gone:
        hold(ctx, KIND, STAGE, [HeldSubject(case.order.id, case.order.thread_id, case.digest, []) for case in gone])
    if blocked:
        hold(
            ctx,
            KIND,
            STAGE,
            [HeldSubject(case.order.id, case.order.thread_id, case.digest, case.blocks) for case in blocked],
        )
    keep(ctx, [drafts[case.order.id] for case in passed], "done", people)
    keep(ctx, [drafts[case.order.id] for case in blocked], "waiting", people)


def _lines(case: Case, draft: Draft, effect: Effect) -> list[dict[str, object]]:
    """Tell what each changed line comes to; the day of what waits is not known."""
    new = {one.line.id for one in draft.added}
    days = effect.days
    if case.blocks:
        changed = [one.after for one in draft.lines if one.is_changed]
        days = {line.id: (line.promised, line.promised) for line in [*changed, *(one.line for one in draft.added)]}
    return [
        {
            "line_id": line.id,
            "line_no": line.line_no,
            "promised_before": days[line.id][0],
            "promised": days[line.id][1],
            "freed": effect.freed.get(line.id, ZERO),
            "to_put_back": effect.to_put_back.get(line.id, ZERO),
            "net_wanted": part_of(line, line.net),
            "is_new": line.id in new,
        }
        for line in draft.all_lines
        if line.id in days
    ]


def _outcome(case: Case, draft: Draft, effect: Effect) -> Outcome:
    order = draft.before
    facts: dict[str, object] = {
        "net_before": draft.net_before,
        "net_after": draft.net_after,
        "changes": draft.changes(),
        "lines": _lines(case, draft, effect),
    }
    if case.blocks:
        first = case.blocks[0]
        facts["findings"] = [
            {"code": f.code, "message": f.message, "duty": f.duty, "facts": dict(f.facts)} for f in case.blocks
        ]
        return Outcome(order.id, order.number, "held", first.code, first.message, facts, order.id)
    mine = [one.before.id for one in draft.lines]
    freed = sum((effect.freed.get(number, ZERO) for number in mine), ZERO)
    back = sum((effect.to_put_back.get(number, ZERO) for number in mine), ZERO)
    said = [f"{order.number} amended."]
    if freed:
        said.append(f"{trimmed(freed)} are free.")
    if back:
        said.append(f"{trimmed(back)} go back to their bins.")
    return Outcome(order.id, order.number, "done", "amended", " ".join(said), facts, order.id)
