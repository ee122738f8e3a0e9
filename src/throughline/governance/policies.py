"""Policies kept as data: their kinds, loading the rules, and changing one.

A module declares the questions it asks with `declare`; an operation loads the kinds it needs in one statement and
asks for each document or line. The answer names the rule that gave it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from psycopg.types.json import Jsonb

from throughline.governance.duties import Duty
from throughline.governance.models import PolicyRule
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.kernel.plain import plain, revive
from throughline.kernel.policy import DIMENSIONS, Decision, Kind, Rule, decide
from throughline.platform.database import writes
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Ctx, operation

P = TypeVar("P")
KINDS: dict[str, Kind[Any]] = {}


def declare(kind: Kind[P]) -> Kind[P]:
    """Make a kind of policy known: it can then be listed, explained, set and asked."""
    assert kind.name not in KINDS, f"two kinds of policy are named {kind.name}"
    KINDS[kind.name] = kind
    return kind


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
        """SELECT id, kind, name, scope, parameters, valid_from, valid_to FROM governance_policy_rule
           WHERE company_id = %s AND is_active AND kind = ANY(%s)""",
        [ctx.company_id, [kind.name for kind in kinds]],
    )
    rules: dict[str, list[Rule[Any]]] = {kind.name: [] for kind in kinds}
    for number, kind, name, scope, parameters, valid_from, valid_to in found:
        answer = revive(KINDS[kind].parameters, parameters)
        rules[kind].append(Rule(number, name, scope, answer, valid_from, valid_to))
    return Policies(rules, ctx.today)


@operation("governance.set_policy", permission="governance.policy.change", duty=Duty.MASTER_DATA)
def set_policy(
    ctx: Ctx,
    *,
    kind: str,
    name: str,
    scope: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Any],
    valid_from: date | None = None,
    valid_to: date | None = None,
    replaces: int | None = None,
    reason: str = "",
) -> int:
    """Make a rule of a kind of policy, or put one in the place of another, which ends with it."""
    known = KINDS.get(kind)
    if known is None:
        raise InvalidInput("policy_kind_unknown", f"There is no kind of policy {kind}.", field="kind")
    _check_scope(scope or {})
    answer = _parsed(known, parameters)
    if replaces is not None:
        ended = execute(
            "UPDATE governance_policy_rule SET is_active = false WHERE company_id = %s AND id = %s AND kind = %s",
            [ctx.company_id, replaces, kind],
        )
        if not ended:
            raise NotFound("policy_unknown", f"There is no {kind} policy {replaces}.", policy=replaces)
    record = (kind, name, Jsonb(dict(scope or {})), Jsonb(plain(answer)), valid_from, valid_to, True, reason)
    columns = ("kind", "name", "scope", "parameters", "valid_from", "valid_to", "is_active", "reason")
    (number,) = writes.insert(PolicyRule, columns, [record], {"company_id": ctx.company_id})
    ctx.running().touched("governance.policy", number)
    return number


def _check_scope(scope: Mapping[str, Any]) -> None:
    for dimension in scope:
        if dimension not in DIMENSIONS:
            raise InvalidInput(
                "policy_scope_unknown",
                f"{dimension} is no dimension of a scope; use {', '.join(DIMENSIONS)}.",
                field="scope",
            )


def _parsed(kind: Kind[P], parameters: Mapping[str, Any]) -> P:
    names = {f.name for f in fields(kind.parameters)}  # type: ignore[arg-type]
    for name in parameters:
        if name not in names:
            raise InvalidInput(
                "policy_parameter_unknown",
                f"{kind.name} has no parameter {name}; it has {', '.join(sorted(names))}.",
                field=name,
            )
    try:
        return revive(kind.parameters, plain(parameters))
    except (TypeError, ValueError, ArithmeticError) as error:
        raise InvalidInput(
            "policy_parameter_invalid", f"{kind.name} cannot take these parameters: {error}.", field="parameters"
        ) from error
