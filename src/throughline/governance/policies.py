"""Policies kept as data: their kinds, loading the rules, asking them.

A module declares the questions it asks with `declare`; an operation loads the kinds it needs in one statement and
asks for each document or line. The answer names the rule that gave it, version included: a change of a rule is a new
row, so what an old decision names never changes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from throughline.kernel.plain import revive
from throughline.kernel.policy import Decision, Kind, Parameter, Rule, decide
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx

P = TypeVar("P")
KINDS: dict[str, Kind[Any]] = {}


def declare(kind: Kind[P]) -> Kind[P]:
    """Make a kind of policy known: it can then be listed, explained, set and asked."""
    assert kind.name not in KINDS, f"two kinds of policy are named {kind.name}"
    KINDS[kind.name] = kind
    return kind


@dataclass(frozen=True, slots=True)
class PolicyApproval:
    """Whether a change of policy waits for the approval of another person."""

    asked: bool = False


APPROVAL = declare(
    Kind(
        "governance.policy_approval",
        "Whether a change of policy needs a second person",
        PolicyApproval,
        PolicyApproval(),
        about={"asked": Parameter("A change waits until somebody else approves it")},
        asked_by=("Every change of a policy, of the kind that is changed",),
        facts=("policy_kind",),
    )
)


@dataclass(frozen=True, slots=True)
class Policies:
    """The rules of some kinds, loaded once for a set of documents."""

    rules: Mapping[str, list[Rule[Any]]]
    on: date

    def ask(self, kind: Kind[P], **facts: Any) -> Decision[P]:
        """Decide for these facts (item=, customer=, family=, customer_group=, site= ...)."""
        return decide(kind, self.rules[kind.name], facts, self.on)


def load(ctx: Ctx, *kinds: Kind[Any]) -> Policies:
    """Load the rules of some kinds in one statement."""
    found = rows(
        """SELECT id, kind, name, scope, parameters, valid_from, valid_to, version FROM governance_policy_rule
           WHERE company_id = %s AND is_active AND kind = ANY(%s)""",
        [ctx.company_id, [kind.name for kind in kinds]],
    )
    rules: dict[str, list[Rule[Any]]] = {kind.name: [] for kind in kinds}
    for number, kind, name, scope, parameters, valid_from, valid_to, version in found:
        answer = revive(KINDS[kind].parameters, parameters)
        rules[kind].append(Rule(number, versioned(name, version), scope, answer, valid_from, valid_to))
    return Policies(rules, ctx.today)


def versioned(name: str, version: int) -> str:
    """Name a rule as decisions do: with its version once it has been changed."""
    return f"{name}, version {version}" if version > 1 else name


@dataclass(frozen=True, slots=True)
class Dimension:
    """How the values of a dimension of scopes are chosen and named.

    A type-ahead list by its slug, or choices (value -> name); `number` says that the value is an id.
    """

    label: str
    lookup: str = ""
    choices: Callable[[Ctx], Sequence[tuple[str, str]]] | None = None
    number: bool = False


#: The dimensions that a form can offer, by name; whoever owns the values registers how they are chosen.
SCOPES: dict[str, Dimension] = {}


def declare_scope(name: str, dimension: Dimension) -> None:
    """Make known how the values of a dimension are chosen."""
    SCOPES[name] = dimension


@dataclass(frozen=True, slots=True)
class Case:
    """A question as a document would ask it: what it is called, the facts it tells, where it stands."""

    label: str
    facts: Mapping[str, Any]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Samples:
    """Real documents on which a rule of some kinds can be tried.

    `of_document` gives the cases of one, found by a type-ahead list; `of_open` those of all that are open, bounded;
    `of_values` makes a case up for a customer or an item.
    """

    kinds: frozenset[str]
    noun: str
    lookup: str
    of_document: Callable[[Ctx, int], Sequence[Case]]
    of_open: Callable[[Ctx], Sequence[Case]]
    of_values: Callable[[Ctx, Mapping[str, int]], Case] | None = None


SAMPLES: list[Samples] = []


def declare_samples(samples: Samples) -> None:
    """Make known on which documents a rule can be tried."""
    SAMPLES.append(samples)


def samples_of(kind: str) -> Samples | None:
    """Give the documents on which a rule of a kind can be tried, or None where there are none."""
    return next((one for one in SAMPLES if kind in one.kinds), None)
