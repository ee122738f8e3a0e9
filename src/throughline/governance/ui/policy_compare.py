"""What differs between the policies of two days: rules that came, went or changed."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from throughline.governance.policies import KINDS
from throughline.governance.rules import RuleFacts, in_force_on
from throughline.governance.ui.policies import READ
from throughline.governance.ui.policy_words import Names, answer_words, names_of_scopes, scope_words
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Column,
    Empty,
    Filter,
    ListPage,
    ListRequest,
    ListScreen,
    Status,
    half,
    record_url,
    ring,
)

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Difference:
    """A scope of a question with what answered there on the first day and on the second."""

    id: int
    meaning: str
    scope: str
    was: str
    now: str
    what: Status
    url: str


def _day(asked: ListRequest, name: str, otherwise: date) -> date:
    with suppress(ValueError):
        return date.fromisoformat(asked.one(name) or "")
    return otherwise


def differences(ctx: Ctx, first: date, second: date) -> list[Difference]:
    """Compare the rules in force on two days, by question and scope."""
    before = {_key(rule): rule for rule in in_force_on(ctx, first)}
    after = {_key(rule): rule for rule in in_force_on(ctx, second)}
    names = names_of_scopes(ctx, [rule.scope for rule in [*before.values(), *after.values()]])
    found = [
        _difference(before.get(key), after.get(key), names)
        for key in sorted({*before, *after})
        if not _same(before.get(key), after.get(key))
    ]
    return sorted(found, key=lambda one: (one.meaning, one.scope))


def _key(rule: RuleFacts) -> tuple[str, str]:
    return rule.kind, str(sorted(rule.scope.items()))


def _same(before: RuleFacts | None, after: RuleFacts | None) -> bool:
    return before is not None and after is not None and before.id == after.id


def _difference(before: RuleFacts | None, after: RuleFacts | None, names: Names) -> Difference:
    either = after or before
    assert either is not None, "one of both stands"
    kind = KINDS.get(either.kind)
    what = half("Changed") if before and after else half("Came") if after else ring("Went")
    default = answer_words(kind, {}) if kind else ""
    return Difference(
        either.id,
        kind.meaning if kind else either.kind,
        scope_words(either.scope, names),
        f"{answer_words(kind, before.parameters)} ({before.called})" if before else f"default or wider rule, {default}",
        f"{answer_words(kind, after.parameters)} ({after.called})" if after else f"default or wider rule, {default}",
        what,
        record_url("policies", either.id),
    )


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    first = _day(asked, "first", ctx.today - MONTH)
    second = _day(asked, "second", ctx.today)
    words = asked.search.casefold()
    return ListPage([row for row in differences(ctx, first, second) if words in row.meaning.casefold()])


LIST = ListScreen(
    slug="policies/compare",
    title="Policies of two days",
    permission=READ,
    parent="policies",
    query=_page,
    columns=[
        Column("meaning", "Question", priority=1, width=280, url=lambda row: row.url),
        Column("scope", "Where", priority=2),
        Column("was", "On the first day", priority=2),
        Column("now", "On the second day", priority=2),
        Column("what", "What", "status", priority=2),
    ],
    filters=[
        Filter("first", "First day", "date", operator="is"),
        Filter("second", "Second day", "date", operator="is"),
    ],
    row_url=lambda row: row.url,
    row_label="meaning",
    empty=Empty(
        "Nothing differs",
        "Without days set, thirty days ago is compared with today; set First day and Second day to compare others.",
    ),
)
