"""Rules of policies: in a list, and each on a page with how it came to be and what it can be changed to."""

from collections.abc import Sequence

from throughline.governance.policies import KINDS
from throughline.governance.rules import RuleFacts, rule_by_id, rules, versions_of
from throughline.governance.ui.policy_words import (
    Names,
    answer_words,
    names_of_scopes,
    rule_status,
    scope_words,
    shown,
    when_words,
)
from throughline.kernel.errors import NotFound
from throughline.kernel.plain import plain
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Entry,
    Fact,
    Filter,
    Finding,
    Findings,
    Grid,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    Pair,
    Pairs,
    Part,
    RecordScreen,
    Section,
    Timeline,
    Two,
    View,
    record_url,
)
from throughline.platform.ui.formats import day
from throughline.platform.ui.sentences import Told, said, tell

READ = "governance.policy.read"
CHANGE = "governance.policy.change"
APPROVE = "governance.policy.approve"

STATES = {"active": ["active"], "proposed": ["proposed"], "ended": ["ended"], "refused": ["refused", "withdrawn"]}


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    kinds = asked.filters.get("kind")
    states = STATES.get(asked.one("state") or "active", ["active"])
    found = rules(ctx, kinds=kinds, states=states, after=asked.before, search=asked.search, limit=asked.size + 1)
    return ListPage.cut(found, asked.size, show=lambda page: shown(ctx, page))


def kind_choices(ctx: Ctx) -> list[tuple[str, str]]:
    """Give the questions by name with their meanings."""
    return sorted(((name, kind.meaning) for name, kind in KINDS.items()), key=lambda one: one[1])


def count_proposed(ctx: Ctx) -> int:
    """Count the changes that wait for approval, bounded."""
    return len(rules(ctx, states=["proposed"], limit=1_001))


LIST = ListScreen(
    slug="policies",
    title="Policies",
    permission=READ,
    nav=Nav("Set up", "Policies", "gavel", 10),
    query=_page,
    columns=[
        Column("name", "Policy", "text", priority=1, width=190, url=lambda row: row.url),
        Column("meaning", "Question", priority=2, width=240),
        Column("scope", "Where", priority=2, width=170),
        Column("answer", "Answer", priority=2, width=240),
        Column("valid", "When", dim=True, priority=3),
        Column("who", "By", dim=True, priority=4),
        Column("changed", "Since", "date", dim=True, priority=4),
        Column("now", "Now", "status", priority=2),
        Column("kind", "Kind", priority=5),
    ],
    filters=[
        Filter("kind", "Question", choices=kind_choices),
        Filter("state", "State", choices=[(name, name.capitalize()) for name in STATES]),
    ],
    views=[
        View("active", "In force"),
        View("proposed", "Proposed", {"state": ["proposed"]}, count=count_proposed),
        View("ended", "Ended", {"state": ["ended"]}),
        View("refused", "Refused", {"state": ["refused"]}),
    ],
    actions=[
        Action("Questions", url="/policy-kinds/", dialog=False),
        Action("Compare two days", url="/policies/compare/", dialog=False),
    ],
    row_url=lambda row: row.url,
    row_label="name",
    empty=Empty(
        "No policies here",
        "Where no rule stands the default of its question answers.",
        action=Action("See the questions", url="/policy-kinds/"),
    ),
)


def load(ctx: Ctx, id: int) -> RuleFacts:
    """Read a rule."""
    found = rule_by_id(ctx, id)
    if found is None:
        raise NotFound("policy_unknown", f"There is no policy {id}.", policy=id)
    return found


def actions_on(ctx: Ctx, rule: RuleFacts) -> list[Action]:
    """Offer what may be done with a rule as it stands."""
    if rule.state == "proposed":
        mine = rule.made_by == ctx.actor_id
        if mine:
            return [Action("Withdraw", form="policies/withdraw", query={"rule": rule.id})] if ctx.may(CHANGE) else []
        decide = Action("Decide", form="policies/decide", query={"rule": rule.id}, primary=True)
        return [decide] if ctx.may(APPROVE) else []
    if rule.state != "active" or not ctx.may(CHANGE) or rule.kind not in KINDS:
        return []
    return [
        Action("Change", form="policies/set", query={"replaces": rule.id}, primary=True, dialog=False, key="E"),
        Action("End", form="policies/end", query={"rule": rule.id}),
    ]


def difference(before: RuleFacts | None, after: RuleFacts, names: Names) -> str:
    """Say what a version changed: answer, scope and dates, from what to what."""
    kind = KINDS.get(after.kind)
    if before is None:
        return f"{answer_words(kind, after.parameters)}, {scope_words(after.scope, names)}, {when_words(after)}"
    pairs = [
        (answer_words(kind, before.parameters), answer_words(kind, after.parameters)),
        (scope_words(before.scope, names), scope_words(after.scope, names)),
        (when_words(before), when_words(after)),
        (before.name, after.name),
    ]
    return "; ".join(f"{was} → {now}" for was, now in pairs if was != now) or str(said("nothing but the reason"))


def _deed(rule: RuleFacts) -> str:
    """Name what was done to a rule, or proposed."""
    proposed = rule.state in ("proposed", "refused", "withdrawn") or rule.decided_at is not None
    if rule.change == "change":
        return tell("Version {version} proposed" if proposed else "Version {version}", version=rule.version)
    words = {"add": ("Made", "Made proposed"), "end": ("End", "End proposed")}[rule.change]
    return str(said(words[proposed]))


def entries(family: Sequence[RuleFacts], names: Names) -> list[Entry]:
    """Tell the history of a rule, newest first: who changed what, from what to what, on whose approval."""
    by_id = {rule.id: rule for rule in family}
    told: list[tuple[object, Entry]] = []
    for rule in family:
        words = _deed(rule)
        before = by_id.get(rule.replaces_id or 0)
        what = when_words(rule) if rule.change == "end" else difference(before, rule, names)
        text = Told(f"{words}: {what}" + (f". {said(rule.reason)}" if rule.reason else ""))
        told.append(
            (rule.made_at, Entry(rule.made_at, text, rule.maker, "pencil", url=record_url("policies", rule.id)))
        )
        if rule.decided_at:
            verdict = {"refused": "Refused", "withdrawn": "Withdrawn"}.get(rule.state, "Approved")
            text = tell("{verdict}: version {version}", verdict=said(verdict), version=rule.version)
            text = Told(f"{text}. {rule.decision_reason}") if rule.decision_reason else text
            told.append((rule.decided_at, Entry(rule.decided_at, text, rule.decider, "gavel")))
        if rule.ended_at:
            values = {"version": rule.version, "reason": rule.end_reason}
            text = tell("Version {version} ended: {reason}", **values)
            if rule.state == "active" and rule.valid_to:
                text = tell("Version {version} ended after {day}: {reason}", day=day(rule.valid_to), **values)
            told.append((rule.ended_at, Entry(rule.ended_at, text, rule.ender, "x")))
    dated = [pair for pair in told if pair[0] is not None]
    undated = [entry for at, entry in told if at is None]
    return [entry for _, entry in sorted(dated, key=lambda pair: str(pair[0]), reverse=True)] + undated


RULE_COLUMNS = [
    Column("name", "Policy", priority=1, url=lambda row: row.url),
    Column("scope", "Where", priority=2),
    Column("answer", "Answer", priority=2),
    Column("valid", "When", dim=True),
    Column("now", "Now", "status", priority=2),
]


def _sections(ctx: Ctx, rule: RuleFacts) -> Sequence[Section]:
    kind = KINDS.get(rule.kind)
    family = versions_of(ctx, rule.id)
    others = [one for one in rules(ctx, kinds=[rule.kind], limit=50) if one.id != rule.id]
    names = names_of_scopes(ctx, [one.scope for one in [*family, rule]])
    default = answer_words(kind, plain(kind.default)) if kind else "unknown"
    waiting = [one for one in family if one.state == "proposed" and one.id != rule.id]
    found: list[Section] = []
    if rule.state == "proposed":
        asked = f"{rule.maker or 'Somebody'} asks for it; it answers nothing until somebody else approves."
        found.append(Findings([Finding("warn", "This waits for a second person", asked)], "Approval"))
    for one in waiting:
        door = Action("Open", url=record_url("policies", one.id))
        found.append(Findings([Finding("info", f"A change is proposed: {one.called}", one.reason, [door])], "Approval"))
    return [
        *found,
        Two(
            Timeline("How it came to be", entries(family, names)),
            Pairs(
                "Without this rule",
                [
                    Pair("Default", default),
                    Pair("Question", rule.kind, url=record_url("policy-kinds", rule.kind)),
                    Pair("Number in decisions", str(rule.id)),
                ],
            ),
        ),
        Grid(
            "Other rules for the same question",
            shown(ctx, others),
            RULE_COLUMNS,
            empty="This rule stands alone; where it does not apply the default answers.",
        ),
    ]


def data(ctx: Ctx, rule: RuleFacts) -> RuleFacts:
    """Give the rule to programs as it is kept."""
    return rule


def _facts(ctx: Ctx, rule: RuleFacts) -> list[Fact]:
    names = names_of_scopes(ctx, [rule.scope])
    return [
        Fact("Answer", answer_words(KINDS.get(rule.kind), rule.parameters), large=True),
        Fact("Where", scope_words(rule.scope, names)),
        Fact("From", rule.valid_from, "date"),
        Fact("Until", rule.valid_to, "date"),
        Fact("Reason", rule.reason or None),
    ]


RECORD = RecordScreen(
    subject=Subject("governance.policy", (Kept("governance_policy_rule"),)),
    slug="policies",
    parent="policies",
    permission=READ,
    load=load,
    title="called",
    subtitle=lambda rule: [KINDS[rule.kind].meaning if rule.kind in KINDS else rule.kind, Part(rule.kind, code=True)],
    facts=lambda ctx, rule: [*_facts(ctx, rule), Fact("Now", rule_status(ctx, rule).label)],
    actions=actions_on,
    sections=_sections,
    data=data,
)
