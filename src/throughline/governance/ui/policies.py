"""Policies: every kind of question with its meaning, and the rules that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from throughline.governance.policies import KINDS
from throughline.governance.watch import RuleFacts, rule_by_id, rules
from throughline.kernel.errors import NotFound
from throughline.kernel.plain import plain
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Column,
    Empty,
    Fact,
    Filter,
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
    Status,
    View,
    disc,
    record_url,
    ring,
)

READ = "governance.policy.read"


@dataclass(frozen=True, slots=True)
class Row:
    """A rule, or the default of a kind that has none, as the list shows it."""

    id: int
    meaning: str
    kind: str
    name: str
    scope: str
    answer: str
    valid: str
    now: Status


def scope_words(scope: dict[str, Any]) -> str:
    """Say where a rule applies."""
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in scope.items()) or "everywhere"


def answer_words(parameters: dict[str, Any]) -> str:
    """Say what a rule answers."""
    told = [f"{name.replace('_', ' ')} {value}" for name, value in parameters.items() if value is not None]
    return ", ".join(told) or "nothing asked"


def _row(rule: RuleFacts) -> Row:
    kind = KINDS.get(rule.kind)
    until = f"until {rule.valid_to}" if rule.valid_to else ""
    since = f"from {rule.valid_from}" if rule.valid_from else ""
    return Row(
        rule.id,
        kind.meaning if kind else rule.kind,
        rule.kind,
        rule.name,
        scope_words(rule.scope),
        answer_words(rule.parameters),
        f"{since} {until}".strip() or "always",
        disc("In force") if rule.is_active else ring("Ended"),
    )


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    kinds = asked.filters.get("kind")
    ended = asked.one("ended") == "1"
    after = int(asked.cursor) if asked.cursor and asked.cursor.isdigit() else None
    found = rules(ctx, kinds=kinds, active=not ended, after=after, search=asked.search, limit=asked.size + 1)
    shown = found[: asked.size]
    return ListPage([_row(rule) for rule in shown], str(shown[-1].id) if len(found) > asked.size else None)


def _kinds(ctx: Ctx) -> list[tuple[str, str]]:
    return sorted((name, kind.meaning) for name, kind in KINDS.items())


LIST = ListScreen(
    slug="policies",
    title="Policies",
    permission=READ,
    nav=Nav("Set up", "Policies", "gavel", 10),
    query=_page,
    columns=[
        Column("name", "Policy", "text", priority=1, width=230, url=lambda row: record_url("policies", row.id)),
        Column("meaning", "Question", priority=2, width=300),
        Column("scope", "Where"),
        Column("answer", "Answer", priority=2),
        Column("valid", "When", dim=True, priority=4),
        Column("now", "Now", "status", priority=2),
        Column("kind", "Kind", priority=5),
    ],
    filters=[Filter("kind", "Question", choices=_kinds), Filter("ended", "Ended", "flag")],
    views=[View("active", "In force"), View("ended", "Ended", {"ended": ["1"]})],
    row_url=lambda row: record_url("policies", row.id),
    row_label="name",
    empty=Empty("No policies here", "Where no rule stands the default of its kind answers."),
)


def load(ctx: Ctx, id: int) -> RuleFacts:
    """Read a rule."""
    found = rule_by_id(ctx, id)
    if found is None:
        raise NotFound("policy_unknown", f"There is no policy {id}.", policy=id)
    return found


def _sections(ctx: Ctx, rule: RuleFacts) -> Sequence[Section]:
    kind = KINDS.get(rule.kind)
    asked = [Pair(name.replace("_", " ").capitalize(), str(value)) for name, value in rule.parameters.items()]
    where = [Pair(name.replace("_", " ").capitalize(), str(value)) for name, value in rule.scope.items()]
    others = [_row(one) for one in rules(ctx, kinds=[rule.kind], active=True, limit=50) if one.id != rule.id]
    default = plain(kind.default) if kind else {}
    columns = [
        Column("name", "Policy", priority=1, url=lambda row: record_url("policies", row.id)),
        Column("scope", "Where", priority=2),
        Column("answer", "Answer", priority=2),
        Column("valid", "When"),
    ]
    return [
        Pairs("Answer", asked),
        Pairs("Applies to", where or [Pair("Everything", "no narrower scope is named")]),
        Pairs("Without any rule", [Pair("Default", answer_words(default))])
        if kind and fields(kind.parameters)
        else Pairs("Without any rule", []),
        Grid(
            "Other rules for the same question",
            others,
            columns,
            empty="This rule stands alone; where it does not apply the default answers.",
        ),
    ]


RECORD = RecordScreen(
    slug="policies",
    parent="policies",
    permission=READ,
    load=load,
    title="name",
    subtitle=lambda rule: [KINDS[rule.kind].meaning if rule.kind in KINDS else rule.kind, Part(rule.kind, code=True)],
    status=lambda rule: disc("In force") if rule.is_active else ring("Ended"),
    facts=lambda ctx, rule: [
        Fact("Answer", answer_words(rule.parameters)),
        Fact("Where", scope_words(rule.scope)),
        Fact("From", rule.valid_from, "date"),
        Fact("Until", rule.valid_to, "date"),
        Fact("Reason", rule.reason or None),
    ],
    sections=_sections,
)
