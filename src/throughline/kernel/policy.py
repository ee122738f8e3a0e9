"""Policies: rules kept as data. Code asks a typed question; the most specific row answers and says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

P = TypeVar("P")

#: Dimensions of a scope, from the most to the least specific. A row that names an earlier one beats any row that
#: does not, whatever later ones that row names.
DIMENSIONS = (
    "item",
    "customer",
    "family",
    "customer_group",
    "country",
    "carrier",
    "service_class",
    "channel",
    "site",
    "queue",
    "policy_kind",
    "company",
)

#: What an order line supplies to a question, and what an order as a whole does.
LINE_FACTS = ("item", "customer", "family", "customer_group", "service_class", "channel", "site")
ORDER_FACTS = ("customer", "customer_group", "service_class", "channel", "site")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What one part of an answer means: in words, in which unit, and what it may be (value -> its meaning)."""

    meaning: str
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    least: Decimal | int | None = None
    most: Decimal | int | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A parameter as forms and lists need it: its type, whether it may be left empty, its meaning and its default."""

    name: str
    type: Literal["number", "decimal", "flag", "choice", "text", "list"]
    may_be_empty: bool
    about: Parameter
    default: Any

    @property
    def label(self) -> str:
        """Give the name as words."""
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Kind(Generic[P]):
    """A question that policies answer: its name, the shape of the answer and the answer when no row matches.

    `about` says what each parameter means, `asked_by` which decisions ask, `facts` what they tell when they ask: a
    rule whose scope names anything else would never apply.
    """

    name: str
    meaning: str
    parameters: type[P]
    default: P
    about: Mapping[str, Parameter] = field(default_factory=dict)
    asked_by: tuple[str, ...] = ()
    facts: tuple[str, ...] = LINE_FACTS

    def shapes(self) -> list[Shape]:
        """List the parameters with their types, meanings and defaults."""
        hints = get_type_hints(self.parameters)
        return [
            _shape(one.name, hints[one.name], self.about.get(one.name, Parameter("")), getattr(self.default, one.name))
            for one in fields(self.parameters)  # type: ignore[arg-type]
        ]


def _shape(name: str, hint: Any, about: Parameter, default: Any) -> Shape:
    union = get_origin(hint) in (Union, UnionType)
    arms = [arm for arm in get_args(hint) if arm is not type(None)] if union else [hint]
    types: dict[Any, Literal["number", "decimal", "flag", "text"]] = {int: "number", Decimal: "decimal", bool: "flag"}
    if get_origin(arms[0]) is tuple:
        return Shape(name, "list", union, about, default)
    return Shape(name, "choice" if about.choices else types.get(arms[0], "text"), union, about, default)


@dataclass(frozen=True, slots=True)
class Rule(Generic[P]):
    """A row: where it applies (dimension -> wanted value), when, and what it answers."""

    id: int
    name: str
    scope: Mapping[str, Any]
    answer: P
    valid_from: date | None = None
    valid_to: date | None = None

    def matches(self, facts: Mapping[str, Any], on: date) -> bool:
        """Say whether the row applies to these facts on this day."""
        return not self.against(facts, on)

    def against(self, facts: Mapping[str, Any], on: date) -> str:
        """Say why the row does not apply to these facts on this day; nothing where it does."""
        if self.valid_from and on < self.valid_from:
            return f"begins on {self.valid_from}"
        if self.valid_to and on > self.valid_to:
            return f"ended on {self.valid_to}"
        missed = [dimension for dimension, wanted in self.scope.items() if facts.get(dimension) != wanted]
        return f"is for another {missed[0].replace('_', ' ')}" if missed else ""

    def specificity(self) -> tuple[bool, ...]:
        """Give the order among matching rows: true where a more specific dimension is named."""
        return tuple(dimension in self.scope for dimension in DIMENSIONS)


@dataclass(frozen=True, slots=True)
class Decision(Generic[P]):
    """An answer with its reason: the rule that gave it, or None where the default did."""

    answer: P
    rule_id: int | None
    rule_name: str
    candidates: int

    def why(self) -> dict[str, Any]:
        """Give what a document keeps of the decision."""
        return {"policy": self.rule_name, "policy_id": self.rule_id, "candidates": self.candidates}


def decide(kind: Kind[P], rules: Sequence[Rule[P]], facts: Mapping[str, Any], on: date) -> Decision[P]:
    """Let the most specific matching rule answer; the newest of equals; the default where none matches."""
    matching = [rule for rule in rules if rule.matches(facts, on)] if rules else []
    if not matching:
        return Decision(kind.default, None, f"{kind.name} default", 0)
    winner = max(matching, key=_precedence)
    return Decision(winner.answer, winner.id, winner.name, len(matching))


def _precedence(rule: Rule[Any]) -> tuple[Any, ...]:
    return (rule.specificity(), rule.valid_from or date.min, rule.id)


def narrowest(rule: Rule[Any]) -> str:
    """Name the most specific dimension of a rule's scope."""
    named = next((dimension for dimension in DIMENSIONS if dimension in rule.scope), "")
    return named.replace("_", " ")


def explain(rules: Sequence[Rule[P]], facts: Mapping[str, Any], on: date) -> list[tuple[Rule[P], str]]:
    """List the rules, the winner first, each with why it won or did not; the rest in the order of precedence."""
    matching = sorted((rule for rule in rules if rule.matches(facts, on)), key=_precedence, reverse=True)
    told = []
    for rule in matching:
        if rule is matching[0]:
            told.append((rule, f"wins: names the {narrowest(rule)}" if rule.scope else "wins: applies everywhere"))
        elif rule.specificity() == matching[0].specificity():
            told.append((rule, "equal in scope, but older"))
        else:
            told.append((rule, f"names only the {narrowest(rule)}" if rule.scope else "is less specific"))
    return told + [(rule, rule.against(facts, on)) for rule in rules if not rule.matches(facts, on)]
