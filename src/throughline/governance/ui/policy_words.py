"""How rules of policies are said in words: where they apply, what they answer, since when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from throughline.governance.policies import KINDS, SCOPES
from throughline.governance.rules import RuleFacts
from throughline.kernel.plain import plain
from throughline.kernel.policy import DIMENSIONS, Kind, Parameter, Shape
from throughline.platform.operations import Ctx
from throughline.platform.ui import Status, Told, disc, half, lookups, record_url, ring, triangle
from throughline.platform.ui.formats import day, entered
from throughline.platform.ui.sentences import said, tell

Names = Mapping[tuple[str, Any], str]


def names_of_scopes(ctx: Ctx, scopes: Iterable[Mapping[str, Any]]) -> Names:
    """Name the values of scopes, one question a dimension."""
    wanted: dict[str, set[Any]] = {}
    for scope in scopes:
        for dimension, value in scope.items():
            wanted.setdefault(dimension, set()).add(value)
    named: dict[tuple[str, Any], str] = {}
    for dimension, values in wanted.items():
        described = SCOPES.get(dimension)
        lookup = lookups.get(described.lookup) if described and described.lookup else None
        if lookup:
            for value, option in lookup.known(ctx, sorted(values)).items():
                named[dimension, value] = option.code
        elif described and described.choices:
            known = dict(described.choices(ctx))
            named |= {(dimension, value): known.get(str(value), str(value)) for value in values}
    return named


def scope_words(scope: Mapping[str, Any], names: Names) -> str:
    """Say where a rule applies, the most specific first."""
    ordered = [dimension for dimension in DIMENSIONS if dimension in scope]
    told = [f"{said(one.replace('_', ' '))} {said(names.get((one, scope[one]), scope[one]))}" for one in ordered]
    return Told(", ".join(told)) if told else tell("everywhere")


def value_words(shape: Shape, value: Any) -> str:
    """Say one parameter: its choice in words, a number with its unit."""
    if value is None:
        return str(said("none"))
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or str(said("none"))
    if isinstance(value, bool):
        return str(said("yes" if value else "no"))
    if shape.about.choices:
        return str(said(shape.about.choices.get(str(value), str(value))))
    number = entered(Decimal(str(value))) if shape.type in ("number", "decimal") else str(value)
    return f"{number} {_unit(shape.about.unit, value)}".strip()


def _unit(unit: str, value: Any) -> str:
    """Give the unit of a parameter in the reader's language; of one there is one day."""
    one = str(value) == "1" and unit.endswith("s")
    return str(said(unit.removesuffix("s") if one else unit))


def limit_words(about: Parameter) -> str:
    """Say from what to what a parameter may go."""
    least = tell("from {least}", least=entered(about.least)) if about.least is not None else ""
    most = tell("to {most}", most=entered(about.most)) if about.most is not None else ""
    return f"{least} {most}".strip()


def answer_words(kind: Kind[Any] | None, parameters: Mapping[str, Any]) -> str:
    """Say what a rule answers; of several parameters those that are left empty say nothing."""
    if kind is None:
        return ", ".join(f"{name} {value}" for name, value in parameters.items())
    shapes = kind.shapes()
    given = {**plain(kind.default), **parameters}
    if len(shapes) == 1:
        return value_words(shapes[0], given[shapes[0].name])
    parts = [_part_words(shape, value) for shape in shapes if (value := given[shape.name]) != ""]
    return Told(", ".join(parts))


def _part_words(shape: Shape, value: Any) -> str:
    """Say one of several parameters; a choice speaks for itself."""
    words = str(said(value_words(shape, value)))
    return words if shape.about.choices else f"{said(shape.label.lower())} {words}"


def when_words(rule: RuleFacts) -> str:
    """Say from when to when a rule is valid."""
    since = tell("from {day}", day=day(rule.valid_from, weekday=False)) if rule.valid_from else ""
    until = tell("until {day}", day=day(rule.valid_to, weekday=False)) if rule.valid_to else ""
    return f"{since} {until}".strip() or tell("always")


def rule_status(ctx: Ctx, rule: RuleFacts) -> Status:
    """Say where a rule stands today."""
    if rule.state == "proposed":
        return triangle("Proposed")
    if rule.state in ("refused", "withdrawn"):
        return ring(rule.state.capitalize())
    if rule.state == "approved":
        return ring("Carried out")
    if rule.state == "ended" or (rule.valid_to and rule.valid_to < ctx.today):
        return ring("Ended")
    if rule.valid_from and rule.valid_from > ctx.today:
        return half("Still to come")
    return disc("In force")


@dataclass(frozen=True, slots=True)
class Row:
    """A rule as lists show it."""

    id: int
    meaning: str
    kind: str
    name: str
    scope: str
    answer: str
    valid: str
    changed: Any
    who: str
    now: Status
    url: str


def shown(ctx: Ctx, found: Sequence[RuleFacts]) -> list[Row]:
    """Say rules as lists show them."""
    names = names_of_scopes(ctx, [rule.scope for rule in found])
    return [_row(ctx, rule, names) for rule in found]


def _row(ctx: Ctx, rule: RuleFacts, names: Names) -> Row:
    kind = KINDS.get(rule.kind)
    return Row(
        rule.id,
        kind.meaning if kind else rule.kind,
        rule.kind,
        rule.called,
        scope_words(rule.scope, names),
        "ends" if rule.change == "end" else answer_words(kind, rule.parameters),
        when_words(rule),
        rule.made_at,
        rule.maker,
        rule_status(ctx, rule),
        record_url("policies", rule.id),
    )
