"""The approvals inbox: what waits for this person's decision, and where stands what this person asked."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from throughline.governance.holds import decide_holds
from throughline.governance.notices import OWN
from throughline.governance.requests import (
    RequestFacts,
    ask_for_decisions,
    requests_of,
    requests_on,
    withdraw_requests,
)
from throughline.governance.rules import rules
from throughline.governance.ui.policies import APPROVE as APPROVE_POLICIES
from throughline.governance.ui.words import for_whom, hold_status, title_of_hold
from throughline.governance.watch import HoldFacts, count_holds, hold_by_id, holds_for, names_of
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.platform import refs
from throughline.platform.operations import Ctx, Outcome, Outcomes
from throughline.platform.rest.reads import read
from throughline.platform.ui import (
    Action,
    Done,
    Field,
    Nav,
    OperationForm,
    QueueGroup,
    QueueRow,
    QueueScreen,
    Status,
    Tab,
    Work,
    disc,
    formats,
    half,
    octagon,
    record_url,
    ring,
    triangle,
)
from throughline.platform.ui.sentences import Told, said, tell
from throughline.platform.ui.slots import approval_groups
from throughline.platform.ui.spoken import spoken

READ = "governance.hold.read"
DECIDE = "governance.hold.decide"
SHOWN = 40
#: Reasons that decide most cases with one tap; words of one's own stand beside.
GRANTED = ("Checked, may go on", "Known customer, pays reliably", "Payment is on its way", "Agreed with the customer")
REFUSED = ("Too much at risk", "Payment first", "Price or terms have to change", "Ask again with more facts")
_TOLD = ("limit", "exposure", "overdue", "order", "net", "margin", "floor", "would_pass", "policy")


def may_decide(ctx: Ctx, hold: HoldFacts) -> bool:
    """Say whether this reader may decide on a hold: the right, the duty, and not the own document."""
    return bool(hold.duty) and ctx.may(DECIDE) and hold.duty in ctx.duties and hold.placed_by != ctx.actor_id


def stake_of(facts: Mapping[str, Any]) -> Decimal | None:
    """Give the money at stake, where the facts of a hold or an exception hold it."""
    for name in ("order", "net", "amount", "amount_net", "gross", "value"):
        try:
            found = Decimal(str(facts[name])) if facts.get(name) not in (None, "") else None
        except (InvalidOperation, ValueError):
            found = None
        if found is not None and found.is_finite():
            return found
    return None


def facts_in_words(facts: Mapping[str, Any]) -> str:
    """Give the facts that help deciding, the limit first: "limit 5,000.00 · exposure 6,120.00"."""
    told = []
    for name in _TOLD:
        value = facts.get(name)
        if value in (None, "") or isinstance(value, dict | list):
            continue
        told.append(f"{said(name.replace('_', ' '))} {_in_words(name, value, facts)}")
    told[:1] = [one[:1].upper() + one[1:] for one in told[:1]]
    return Told(" · ".join(told[:5]))


#: Facts that are told in per cent; a limit is one where it limits a discount.
_SHARES = frozenset({"margin", "floor"})


def _in_words(name: str, value: Any, facts: Mapping[str, Any]) -> str:
    if name in _SHARES or (name == "limit" and "discount" in facts):
        try:
            return formats.percent(Decimal(str(value)) / 100)
        except InvalidOperation:
            return str(said(value))
    return formats.money(value) if _is_money(value) else str(said(value))


def _is_money(value: Any) -> bool:
    text = str(value)
    return "." in text and text.replace(".", "", 1).lstrip("-").isdigit()


def decisions_for(ctx: Ctx, hold: HoldFacts, asked: Sequence[RequestFacts] = ()) -> list[Action]:
    """Offer what this reader can do about a hold: decide, or ask those who may, or take the question back."""
    if may_decide(ctx, hold):
        return [
            Action("Approve", form="holds/approve", query={"hold": hold.id}, primary=True),
            Action("Refuse", form="holds/refuse", query={"hold": hold.id}),
        ]
    if not hold.duty or not ctx.may(OWN):
        return []
    if any(one.asked_by == ctx.actor_id for one in asked):
        return [Action("Withdraw", form="holds/withdraw", query={"hold": hold.id})]
    return [Action(f"Ask {hold.duty}", form="holds/ask", query={"hold": hold.id})]


def asked_in_words(asked: Sequence[RequestFacts]) -> str:
    """Say who asked and when: "Asked by Hannah Reuter, 10:44"."""
    return "; ".join(f"Asked by {one.asker}, {formats.occurred(one.asked_at)}" for one in asked[:2])


def _waiting(ctx: Ctx) -> list[HoldFacts]:
    if not ctx.may(DECIDE):
        return []
    return [one for one in holds_for(ctx, ctx.duties, SHOWN) if one.placed_by != ctx.actor_id]


def waiting(ctx: Ctx) -> int:
    """Count what waits for this reader's decision, bounded."""
    return count_holds(ctx, ctx.duties) if ctx.may(DECIDE) else 0


def load(ctx: Ctx, tab: str) -> Work:
    """Gather what waits for me, or what I asked."""
    tabs = [Tab("mine", "Waits for me"), Tab("asked", "I asked")]
    if tab == "asked":
        return Work([_asked(ctx)], tabs=tabs, calm="You asked nobody for a decision.")
    holds = _waiting(ctx)
    asked = requests_on(ctx, [one.id for one in holds])
    shown = refs.resolve(one.ref for one in holds)
    holds.sort(key=lambda one: (one.id not in asked, one.placed_at))
    names = names_of(one.placed_by for one in holds)
    parties = refs.parties(one.ref for one in holds)
    groups = [
        QueueGroup(
            "Holds",
            [_row(ctx, one, shown[one.ref], asked.get(one.id, []), names, parties.get(one.ref, "")) for one in holds],
            "asked for first",
        ),
        _policies(ctx),
        *(group for answer in approval_groups.answers() for group in answer(ctx)),
    ]
    return Work(groups, tabs=tabs, calm="Nothing waits for your decision.", money_label="At stake")


def _row(
    ctx: Ctx,
    hold: HoldFacts,
    document: refs.Shown,
    asked: Sequence[RequestFacts],
    names: Mapping[int, str],
    party: str,
) -> QueueRow:
    told = [facts_in_words(hold.facts), asked_in_words(asked) or f"placed by {names.get(hold.placed_by, '')}"]
    note = next((f"“{one.note}”" for one in asked if one.note), "")
    detail = " · ".join(part for part in [*told, note] if part)
    return QueueRow(
        hold_status(hold), for_whom(title_of_hold(hold), party), detail, document.label, document.url,
        stake_of(hold.facts), hold.placed_at, None, decisions_for(ctx, hold, asked),
    )  # fmt: skip


def _policies(ctx: Ctx) -> QueueGroup:
    found = rules(ctx, states=["proposed"], limit=SHOWN) if ctx.may(APPROVE_POLICIES) else []
    rows = [
        QueueRow(
            triangle("Proposed"), f"{one.called}: {one.reason}", f"asked by {one.maker}", one.kind,
            record_url("policies", one.id), None, one.made_at, None,
            [Action("Decide", form="policies/decide", query={"rule": one.id}, primary=True)],
        )
        for one in found if one.made_by != ctx.actor_id
    ]  # fmt: skip
    return QueueGroup("Policies", rows, "a change waits for a second person")


def state_of(request: RequestFacts) -> Status:
    """Say where a request stands."""
    if request.withdrawn_at is not None:
        return ring("Withdrawn")
    if request.released_at is None:
        return half("Asked")
    if request.release_kind == "approval":
        return disc("Approved")
    return octagon("Refused") if request.release_kind == "refused" else ring("No longer needed")


def _asked(ctx: Ctx) -> QueueGroup:
    found = requests_of(ctx, SHOWN)
    shown = refs.resolve(one.ref for one in found)
    rows = []
    for one in found:
        status = state_of(one)
        told = str(said(status.label))
        if one.decider and one.release_kind != "self":
            told = tell("{state} by {person}", state=told, person=one.decider)
        reason = f": {one.release_reason}" if one.release_reason and one.release_kind != "self" else ""
        actions = [Action("Withdraw", form="holds/withdraw", query={"hold": one.hold_id})] if one.is_open else []
        document = shown[one.ref]
        since = one.asked_at if one.is_open else None
        rows.append(
            QueueRow(
                status, spoken(one.message).rstrip("."),
                tell("{told}{reason} · for {duty}", told=told, reason=said(reason), duty=said(one.duty)),
                document.label, document.url, None, since, None, actions,
            )
        )  # fmt: skip
    return QueueGroup("What I asked", rows)


APPROVALS = QueueScreen(
    slug="approvals",
    title="Approvals",
    permission=READ,
    nav=Nav("", "Approvals", "gavel", 1, count=waiting, phone="Approve"),
    load=load,
)


def _hold(ctx: Ctx, values: Mapping[str, Any]) -> HoldFacts:
    found = hold_by_id(ctx, values.get("hold") or 0)
    if found is None:
        raise NotFound("hold_unknown", "The hold is not there or was decided already.")
    return found


def _title(words: str) -> Any:
    def title(ctx: Ctx, values: Mapping[str, Any]) -> str:
        hold = _hold(ctx, values)
        return tell(words, document=refs.resolve([hold.ref])[hold.ref].label)

    return title


def _text(ctx: Ctx, values: Mapping[str, Any]) -> str:
    hold = _hold(ctx, values)
    told = facts_in_words(hold.facts)
    asked = asked_in_words(requests_on(ctx, [hold.id]).get(hold.id, []))
    return " ".join([spoken(hold.message), *(f"{part}." for part in (told, asked) if part)])


def _reason(usual: str, note: str) -> str:
    return ". ".join(part.strip().rstrip(".") for part in (usual, note) if part and part.strip())


def _approve(ctx: Ctx, *, hold: int, usual: str, note: str = "") -> Outcome:
    return decide_holds(ctx, holds=[hold], release=True, reason=_reason(usual, note)).only()


def _refuse(ctx: Ctx, *, hold: int, usual: str, note: str = "") -> Outcome:
    return decide_holds(ctx, holds=[hold], release=False, reason=_reason(usual, note)).only()


def _decision(
    slug: str, verb: str, title: Any, deed: Any, reasons: Sequence[str], told: str, *, danger: bool
) -> OperationForm:
    return OperationForm(
        slug=slug,
        title=title,
        text=_text,
        operation=deed,
        calls="governance.decide_holds",
        permission=DECIDE,
        submit_label=verb,
        danger=danger,
        fields=[
            Field("hold", kind="hidden", parse=int, required=True),
            Field("usual", "Reason", "select", required=True, choices=[(one, one) for one in reasons]),
            Field("note", "In your own words", help="Stays with the document."),
        ],
        initial=lambda ctx, query: {"usual": reasons[0]},
        on_done=lambda ctx, result, values: Done("", told),
    )


APPROVE = _decision(
    "holds/approve",
    "Approve",
    _title("Approve {document}?"),
    _approve,
    GRANTED,
    "Approved; the document is tried again.",
    danger=False,
)
REFUSE = _decision(
    "holds/refuse", "Refuse", _title("Refuse {document}?"), _refuse, REFUSED,
    "Refused; whoever asked is told.", danger=True,
)  # fmt: skip


def _ask(ctx: Ctx, *, hold: int, note: str = "") -> Outcomes:
    found = ask_for_decisions(ctx, holds=[hold], note=note)
    refused = next((one for one in found if one.status == "refused"), None)
    if refused:
        raise InvalidInput(refused.code, refused.message)
    return found


def _withdraw(ctx: Ctx, *, hold: int) -> int:
    return withdraw_requests(ctx, holds=[hold])


ASK = OperationForm(
    slug="holds/ask",
    title=lambda ctx, values: tell("Ask {duty} to decide?", duty=said(_hold(ctx, values).duty)),
    text=_text,
    operation=_ask,
    calls="governance.ask_for_decisions",
    permission=OWN,
    submit_label="Send request",
    fields=[
        Field("hold", kind="hidden", parse=int, required=True),
        Field("note", "Note", "textarea", help="What helps deciding: who was spoken to, when money comes."),
    ],
    on_done=lambda ctx, result, values: Done("", "Asked; you are told when it is decided."),
)

WITHDRAW = OperationForm(
    slug="holds/withdraw",
    title="Withdraw the request?",
    text="The hold stays; nobody is asked to decide on it any more.",
    operation=_withdraw,
    calls="governance.withdraw_requests",
    permission=OWN,
    submit_label="Withdraw",
    fields=[Field("hold", kind="hidden", parse=int, required=True)],
    on_done=lambda ctx, result, values: Done("", "Request withdrawn."),
)


@read("governance.requests", permission=READ)
def requests(ctx: Ctx) -> list[RequestFacts]:
    """List the decisions that one asked for, the newest first, with where each stands."""
    return requests_of(ctx)
