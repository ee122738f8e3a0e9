"""Home: what needs this reader now, by duties and queues, then how the company is doing."""

from collections.abc import Sequence
from dataclasses import replace

from throughline.governance.organisation import currency
from throughline.governance.requests import RequestFacts, requests_on
from throughline.governance.rules import RuleFacts, rules
from throughline.governance.ui.approvals import asked_in_words, decisions_for, stake_of
from throughline.governance.ui.exceptions import actions_on
from throughline.governance.ui.first_day import COMPANY as SET_UP
from throughline.governance.ui.policies import APPROVE, CHANGE
from throughline.governance.ui.words import exception_status, for_whom, hold_status, title_of_hold
from throughline.governance.watch import (
    ExceptionFacts,
    HoldFacts,
    count_exceptions,
    count_holds,
    holds_for,
    open_exceptions,
)
from throughline.kernel.refs import DocumentRef
from throughline.platform import refs
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Nav,
    QueueGroup,
    QueueRow,
    QueueScreen,
    Tab,
    Work,
    list_url,
    record_url,
    triangle,
)
from throughline.platform.ui.first_day import works
from throughline.platform.ui.formats import clock, day
from throughline.platform.ui.homes import home_of
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.spoken import spoken

SHOWN = 12
AT_RISK = frozenset({"promise_at_risk", "short_pick", "delivery_refused"})


def queues_of(ctx: Ctx) -> list[str]:
    """Give the queues that this reader minds."""
    return sorted(code.rpartition(".")[2] for code in ctx.permissions if code.startswith("governance.queue."))


def waiting(ctx: Ctx) -> int:
    """Count what needs this reader, bounded."""
    return count_holds(ctx, ctx.duties) + count_exceptions(ctx, queues_of(ctx))


def load(ctx: Ctx, tab: str) -> Work:
    """Gather the work: mine by duty and queue, the whole company's, or what others have taken."""
    holds = _holds(ctx, tab)
    asked = requests_on(ctx, [one.id for one in holds[:SHOWN]])
    found = _exceptions(ctx, tab)
    about = [*(one.ref for one in holds), *(one.ref for one in found)]
    shown, parties = refs.resolve(about), refs.parties(about)
    risk = [one for one in found if one.kind in AT_RISK]
    other = [one for one in found if one.kind not in AT_RISK]
    home = home_of(ctx, with_work=tab in ("", "mine"))
    groups = [
        QueueGroup(
            "Stopped",
            [_hold(ctx, one, shown, asked.get(one.id, []), parties.get(one.ref, "")) for one in holds[:SHOWN]],
            "a customer waits for a decision",
        ),
        _group("Promise at risk", "the date will not hold unless something changes", ctx, risk, shown, parties),
        _untold(_group("To decide", "", ctx, other, shown, parties), home.work),
        _proposals(ctx, tab),
        *home.work,
    ]
    mine = waiting(ctx)
    calm = not any(group.rows for group in groups)
    return Work(
        groups,
        subtitle=f"{day(ctx.now)}, {clock(ctx.now)}",
        tiles=home.figures,
        tabs=[Tab("mine", "Mine", mine), Tab("team", "Team"), Tab("others", "Waiting on others")],
        money_label=tell("{currency} at stake", currency=currency(ctx)),
        calm="Nothing needs you now.",
        starts=home.starts,
        further=_further(ctx) if calm else None,
    )


def _further(ctx: Ctx) -> Action | None:
    """Say why nothing waits in a company that does not work yet, and lead who may see it to what is still missing."""
    if works(ctx):
        return None
    if not ctx.may(SET_UP):
        return Action("The company is still being set up.")
    return Action("The company is still being set up: see what is missing", url="/first-day/")


def _holds(ctx: Ctx, tab: str) -> list[HoldFacts]:
    """Give the holds that I may decide on, everybody's, or those on my own documents that others decide on."""
    if not ctx.may("governance.hold.read"):
        return []
    if tab == "others":
        return holds_for(ctx, placed_by=ctx.actor_id, limit=SHOWN + 1)
    return holds_for(ctx, None if tab == "team" else ctx.duties, SHOWN + 1)


def _exceptions(ctx: Ctx, tab: str) -> list[ExceptionFacts]:
    if not ctx.may("governance.exception.read") or tab == "others":
        return []
    if tab == "team":
        return open_exceptions(ctx, limit=SHOWN * 2)
    return open_exceptions(ctx, queues=queues_of(ctx), limit=SHOWN * 2)


def _group(
    title: str,
    note: str,
    ctx: Ctx,
    found: Sequence[ExceptionFacts],
    shown: dict[DocumentRef, refs.Shown],
    parties: dict[DocumentRef, str],
) -> QueueGroup:
    more = len(found) > SHOWN
    return QueueGroup(
        title,
        [_exception(ctx, one, shown, parties.get(one.ref, "")) for one in found[:SHOWN]],
        note,
        "All exceptions" if more else "",
        list_url("exceptions") if more else "",
    )


def _untold(group: QueueGroup, work: Sequence[QueueGroup]) -> QueueGroup:
    """Leave out exceptions that ask what the work of a module asks of the same document: it stands on a home once."""
    told = {(row.url, action.label) for part in work for row in part.rows for action in row.actions}
    rows = [row for row in group.rows if not any((row.url, action.label) in told for action in row.actions)]
    return replace(group, rows=rows)


def _hold(
    ctx: Ctx, hold: HoldFacts, shown: dict[DocumentRef, refs.Shown], asked: Sequence[RequestFacts], party: str
) -> QueueRow:
    document = shown[hold.ref]
    actions = decisions_for(ctx, hold, asked)
    if document.url and len(actions) < 2:
        actions.append(Action("Open", url=document.url))
    detail = " · ".join(part for part in (said(f"{hold.stage} held"), asked_in_words(asked)) if part)
    return QueueRow(
        hold_status(hold),
        for_whom(title_of_hold(hold), party),
        detail,
        document.label,
        document.url,
        stake_of(hold.facts),
        hold.placed_at,
        None,
        actions,
    )


def _exception(ctx: Ctx, found: ExceptionFacts, shown: dict[DocumentRef, refs.Shown], party: str) -> QueueRow:
    document = shown[found.ref]
    return QueueRow(
        exception_status(found),
        for_whom(spoken(found.title), party),
        said(f"{found.queue} queue"),
        document.label,
        document.url or f"/exceptions/{found.id}/",
        stake_of(found.facts),
        found.opened_at,
        found.due_at,
        actions_on(ctx, found)[:2],
    )


def _proposals(ctx: Ctx, tab: str) -> QueueGroup:
    """Give the changes of policy that wait: for me to decide, or for others to decide on mine."""
    found = rules(ctx, states=["proposed"], limit=SHOWN) if ctx.may(APPROVE) or ctx.may(CHANGE) else []
    own = tab == "others"
    shown = [one for one in found if (one.made_by == ctx.actor_id) == own and (own or ctx.may(APPROVE))]
    return QueueGroup("Policies to approve", [_proposal(one) for one in shown], "a change waits for a second person")


def _proposal(rule: RuleFacts) -> QueueRow:
    address = record_url("policies", rule.id)
    return QueueRow(
        triangle("Proposed"),
        f"{rule.called}: {rule.reason}",
        f"asked by {rule.maker}",
        rule.kind,
        address,
        None,
        rule.made_at,
        None,
        [Action("Decide", form="policies/decide", query={"rule": rule.id}, primary=True), Action("Open", url=address)],
    )


HOME = QueueScreen(
    slug="",
    title="Needs me now",
    load=load,
    nav=Nav("", "Home", "home", 0, count=waiting, alarming=True, phone="Now"),
)
