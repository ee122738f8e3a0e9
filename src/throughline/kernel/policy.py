"""Policies: rules kept as data. Code asks a typed question; the most specific row answers and says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

P = TypeVar("P")

#: Dimensions of a scope, from the most to the least specific. A row that names an earlier one beats any row that
#: does not, whatever later ones that row names.
DIMENSIONS = (
    "item",
    "customer",
    "family",
    "customer_group",
    "service_class",
    "channel",
    "site",
    "company",
)


@dataclass(frozen=True, slots=True)
class Kind(Generic[P]):
    """A question that policies answer: its name, the shape of the answer and the answer when no row matches."""

    name: str
    meaning: str
    parameters: type[P]
    default: P


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
        if self.valid_from and on < self.valid_from:
            return False
        if self.valid_to and on > self.valid_to:
            return False
        return all(facts.get(dimension) == wanted for dimension, wanted in self.scope.items())

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
    matching = [rule for rule in rules if rule.matches(facts, on)]
    if not matching:
        return Decision(kind.default, None, f"{kind.name} default", 0)
    winner = max(matching, key=lambda rule: (rule.specificity(), rule.valid_from or date.min, rule.id))
    return Decision(winner.answer, winner.id, winner.name, len(matching))
