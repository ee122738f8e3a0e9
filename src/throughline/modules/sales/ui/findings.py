"""What stands against an order: its holds as findings, each with what would solve it."""

from collections.abc import Sequence

from throughline.governance.public import HoldFacts, RequestFacts, requests_on
from throughline.modules.sales.ui.progress import Progress
from throughline.modules.sales.ui.words import cause, may_decide, who_decides
from throughline.platform.operations import Ctx
from throughline.platform.ui import Action, Finding
from throughline.platform.ui.formats import occurred, price
from throughline.platform.ui.sentences import Told, said, tell
from throughline.platform.ui.spoken import spoken


def findings_of(ctx: Ctx, progress: Progress) -> list[Finding]:
    """Give the standing holds as findings: statement, facts with limit and policy, the value that would pass first."""
    asked = requests_on(ctx, [hold.id for hold in (*progress.holds, *progress.asked)])
    found = [_finding(ctx, progress, hold, place, asked.get(hold.id, [])) for place, hold in enumerate(progress.holds)]
    return found + [_asked(ctx, hold, asked.get(hold.id, [])) for hold in progress.asked]


def _asked(ctx: Ctx, hold: HoldFacts, requests: Sequence[RequestFacts]) -> Finding:
    """Give what keeps an amendment waiting: the order goes on as it is, and changes with the approval."""
    actions, asked = _deciding(ctx, hold, requests)
    policy = f" Policy {hold.facts['policy']}." if hold.facts.get("policy") else ""
    line = hold.facts.get("line")
    where = f", line {line}" if line else ""
    facts = f"{spoken(hold.message)}{policy} {who_decides(hold)}. Another change of the order takes its place."
    return Finding("warn", f"Amendment waits: {cause(hold).lower()}{where}", facts, actions, asked)


def _deciding(ctx: Ctx, hold: HoldFacts, requests: Sequence[RequestFacts]) -> tuple[list[Action], str]:
    """Give what this reader may decide, or with whom it lies, who asked, and how to ask."""
    told = "; ".join(f"Asked by {one.asker}, {occurred(one.asked_at)}" for one in requests[:3])
    mine = ctx.may("governance.hold.decide") and hold.duty in ctx.duties and may_decide(ctx, hold)
    if hold.duty and mine:
        return [Action("Decide", form="holds/release", query={"hold": hold.id})], told
    if not hold.duty:
        return [], ""
    own = any(one.asked_by == ctx.actor_id for one in requests)
    label, form = ("Withdraw", "holds/withdraw") if own else (tell("Ask {duty}", duty=said(hold.duty)), "holds/ask")
    actions = [Action(label, form=form, query={"hold": hold.id})] if ctx.may("governance.inbox.own") else []
    return actions, told or tell("With {duty} since {since}", duty=said(hold.duty), since=occurred(hold.placed_at))


def _finding(ctx: Ctx, progress: Progress, hold: HoldFacts, place: int, requests: Sequence[RequestFacts]) -> Finding:
    actions = list[Action]()
    order = progress.order
    passing, line = hold.facts.get("would_pass"), hold.facts.get("line")
    given = {"order": order.id, "version": order.version}
    if order.state == "quoted" and ctx.may("sales.order.quote"):
        if passing and line:
            query = {**given, "line": line, "price": passing}
            actions.append(
                Action(tell("Set {price}", price=price(passing)), form="quotes/change", query=query, dialog=False)
            )
        else:
            actions.append(Action("Change quote", form="quotes/change", query=given, dialog=False))
    more, asked = _deciding(ctx, hold, requests)
    actions += more
    policy = tell("Policy {policy}.", policy=said(hold.facts["policy"])) if hold.facts.get("policy") else ""
    where = tell(", line {number}", number=line) if line else ""
    void = said("An approval is void once lines, quantities or prices change.") if hold.duty else ""
    facts = Told(" ".join(filter(None, [spoken(hold.message), policy, f"{who_decides(hold)}.", str(void)])))
    return Finding(
        "block", Told(f"{said(cause(hold))}{where}"), facts, actions, asked, "findings" if place == 0 else ""
    )
