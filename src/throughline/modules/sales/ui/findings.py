"""What stands against an order: its holds as findings, each with what would solve it."""

from throughline.governance.public import HoldFacts
from throughline.modules.sales.ui.progress import Progress
from throughline.modules.sales.ui.words import cause, who_decides
from throughline.platform.operations import Ctx
from throughline.platform.ui import Action, Finding
from throughline.platform.ui.formats import occurred
from throughline.platform.ui.spoken import spoken


def findings_of(ctx: Ctx, progress: Progress) -> list[Finding]:
    """Give the standing holds as findings: statement, facts with limit and policy, the value that would pass first."""
    found = [_finding(ctx, progress, hold, place) for place, hold in enumerate(progress.holds)]
    return found + [_asked(ctx, hold) for hold in progress.asked]


def _asked(ctx: Ctx, hold: HoldFacts) -> Finding:
    """Give what keeps an amendment waiting: the order goes on as it is, and changes with the approval."""
    actions, asked = _deciding(ctx, hold)
    policy = f" Policy {hold.facts['policy']}." if hold.facts.get("policy") else ""
    line = hold.facts.get("line")
    where = f", line {line}" if line else ""
    facts = f"{spoken(hold.message)}{policy} {who_decides(hold)}. Another change of the order takes its place."
    return Finding("warn", f"Amendment waits: {cause(hold).lower()}{where}", facts, actions, asked)


def _deciding(ctx: Ctx, hold: HoldFacts) -> tuple[list[Action], str]:
    """Give what this reader may decide, or with whom it lies."""
    mine = ctx.may("governance.hold.decide") and hold.duty in ctx.duties and hold.placed_by != ctx.actor_id
    if hold.duty and mine:
        return [Action("Decide", form="holds/release", query={"hold": hold.id})], ""
    return [], f"With {hold.duty} since {occurred(hold.placed_at)}" if hold.duty else ""


def _finding(ctx: Ctx, progress: Progress, hold: HoldFacts, place: int) -> Finding:
    actions = []
    order = progress.order
    passing, line = hold.facts.get("would_pass"), hold.facts.get("line")
    given = {"order": order.id, "version": order.version}
    if order.state == "quoted" and ctx.may("sales.order.quote"):
        if passing and line:
            query = {**given, "line": line, "price": passing}
            actions.append(Action(f"Set {passing}", form="quotes/change", query=query, dialog=False))
        else:
            actions.append(Action("Change quote", form="quotes/change", query=given, dialog=False))
    more, asked = _deciding(ctx, hold)
    actions += more
    policy = f" Policy {hold.facts['policy']}." if hold.facts.get("policy") else ""
    where = f", line {line}" if line else ""
    facts = f"{spoken(hold.message)}{policy} {who_decides(hold)}."
    return Finding("block", f"{cause(hold)}{where}", facts, actions, asked, "findings" if place == 0 else "")
