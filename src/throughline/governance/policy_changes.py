"""Changing policies: a rule is made, changed by a new version, or ended; never edited, never deleted.

Where the policy `governance.policy_approval` asks for it, a change waits until another person has approved it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from psycopg.types.json import Jsonb

from throughline.governance.duties import Duty
from throughline.governance.models import PolicyRule
from throughline.governance.policies import APPROVAL, KINDS, SCOPES, Policies, load
from throughline.governance.signin.policies import SIGN_IN, demand_proof
from throughline.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound, RuleViolation
from throughline.kernel.plain import plain, revive
from throughline.kernel.policy import DIMENSIONS, Kind, Shape
from throughline.platform.database import writes
from throughline.platform.database.statements import execute, select
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation

LONGEST = 120


@dataclass(frozen=True, slots=True)
class _Standing:
    id: int
    kind: str
    name: str
    scope: dict[str, Any]
    parameters: dict[str, Any]
    valid_from: date | None
    valid_to: date | None
    state: str
    change: str
    version: int
    replaces_id: int | None
    made_by: int | None

    def starts_later(self, today: date) -> bool:
        """Say whether it is still to come."""
        return self.valid_from is not None and self.valid_from > today


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
    """Make a rule of a kind of policy, or the next version of one, which ends the day before it begins.

    Where policy asks for a second person it is only proposed; the id given names the rule either way.
    """
    known = kind_named(kind)
    _prove_where_asked(ctx, [kind])
    check_rule(known, name, scope or {}, valid_from, valid_to)
    answer = parsed(known, parameters)
    before = _standing(ctx, [replaces], kind)[replaces] if replaces is not None else None
    waits = _needs_approval(load(ctx, APPROVAL), kind)
    record = (
        kind,
        name.strip(),
        Jsonb(dict(scope or {})),
        Jsonb(plain(answer)),
        valid_from,
        valid_to,
        reason.strip(),
        before.version + 1 if before else 1,
        replaces,
        "change" if before else "add",
    )
    (number,) = _insert(ctx, [record], waits=waits)
    if before and not waits:
        _give_way(ctx, before, valid_from)
    ctx.running().touched("governance.policy", number, *([replaces] if replaces else []))
    return number


def _prove_where_asked(ctx: Ctx, kinds: Sequence[str]) -> None:
    """How people sign in is changed only by who has just proved to be the one who signed in."""
    if SIGN_IN.name in kinds:
        demand_proof(ctx)


@operation("governance.end_policies", permission="governance.policy.change", duty=Duty.MASTER_DATA)
def end_policies(ctx: Ctx, *, rules: Sequence[int], last_day: date | None = None, reason: str) -> Outcomes:
    """End rules after a last day, or at once; they stay to explain what they decided.

    Where policy asks for a second person the end is only proposed.
    """
    _reasoned(reason)
    if last_day is not None and last_day < ctx.today:
        raise InvalidInput(
            "date_past",
            f"{last_day} has passed, and what was decided since stays decided; end it today or later.",
            field="last_day",
        )
    found = _standing(ctx, rules)
    _prove_where_asked(ctx, [rule.kind for rule in found.values()])
    approval = load(ctx, APPROVAL)
    outcomes, asked = [], []
    for number in rules:
        rule = found[number]
        if _needs_approval(approval, rule.kind):
            asked.append(rule)
            outcomes.append(Outcome(number, rule.name, "done", "asked", f"The end of {rule.name} waits for approval."))
        else:
            _end(ctx, rule, last_day, reason)
            outcomes.append(Outcome(number, rule.name, "done", "ended", f"{rule.name} ended.", {}, number))
    _insert(ctx, [_end_record(rule, last_day, reason) for rule in asked], waits=True)
    ctx.running().touched("governance.policy", *rules)
    return Outcomes(outcomes)


@operation("governance.decide_policies", permission="governance.policy.approve")
def decide_policies(ctx: Ctx, *, rules: Sequence[int], approve: bool = True, reason: str = "") -> Outcomes:
    """Approve or refuse proposed changes of policy; nobody decides on the own proposal, and a refusal says why."""
    if not approve:
        _reasoned(reason)
    found = _rules(ctx, rules)
    _prove_where_asked(ctx, [rule.kind for rule in found.values()])
    outcomes = []
    for number in dict.fromkeys(rules):
        try:
            outcomes.append(_decide(ctx, found.get(number), number, approve, reason))
        except DomainError as error:
            outcomes.append(Outcome.refusal(number, found[number].name if number in found else str(number), error))
    ctx.running().touched("governance.policy", *found)
    return Outcomes(outcomes)


@operation("governance.withdraw_policies", permission="governance.policy.change", duty=Duty.MASTER_DATA)
def withdraw_policies(ctx: Ctx, *, rules: Sequence[int]) -> int:
    """Take back proposed changes of one's own; give how many."""
    found = _rules(ctx, rules)
    for number in rules:
        rule = found.get(number)
        if rule is None or rule.state != "proposed" or rule.made_by != ctx.actor_id:
            raise RuleViolation("not_withdrawable", "Only an own proposal that waits can be withdrawn.", policy=number)
    _note(ctx, list(rules), "withdrawn", "")
    ctx.running().touched("governance.policy", *rules)
    return len(rules)


def kind_named(kind: str) -> Kind[Any]:
    """Give a kind of policy by its name."""
    known = KINDS.get(kind)
    if known is None:
        raise InvalidInput("policy_kind_unknown", f"There is no kind of policy {kind}.", field="kind")
    return known


def check_rule(
    kind: Kind[Any], name: str, scope: Mapping[str, Any], valid_from: date | None, valid_to: date | None
) -> None:
    """Refuse a rule without a name, with dates that cannot be, or with a scope that would never apply."""
    if not name.strip() or len(name) > LONGEST:
        raise InvalidInput("name_invalid", f"A rule needs a name of at most {LONGEST} characters.", field="name")
    if valid_from and valid_to and valid_to < valid_from:
        raise InvalidInput(
            "dates_reversed",
            f"{name} would end on {valid_to}, before it begins on {valid_from}; change valid to.",
            field="valid_to",
        )
    for dimension, value in scope.items():
        if dimension not in DIMENSIONS:
            raise InvalidInput(
                "policy_scope_unknown",
                f"{dimension} is no dimension of a scope; use {', '.join(kind.facts)}.",
                field="scope",
            )
        if dimension not in kind.facts:
            known = ", ".join(one.replace("_", " ") for one in kind.facts) or "nothing: it holds everywhere"
            raise InvalidInput(
                "policy_scope_never_applies",
                f"Who asks {kind.name} does not know the {dimension.replace('_', ' ')}; its scope may name {known}.",
                field=f"scope_{dimension}",
            )
        described = SCOPES.get(dimension)
        if described and described.number and not isinstance(value, int):
            raise InvalidInput(
                "policy_scope_invalid", f"{dimension} is named by its number, not {value}.", field=f"scope_{dimension}"
            )


def parsed(kind: Kind[Any], parameters: Mapping[str, Any]) -> Any:
    """Read the parameters of a rule by their types and limits."""
    names = {one.name for one in fields(kind.parameters)}
    for name in parameters:
        if name not in names:
            raise InvalidInput(
                "policy_parameter_unknown",
                f"{kind.name} has no parameter {name}; it has {', '.join(sorted(names))}.",
                field=name,
            )
    try:
        answer = revive(kind.parameters, plain(parameters))
    except (TypeError, ValueError, ArithmeticError) as error:
        raise InvalidInput(
            "policy_parameter_invalid", f"{kind.name} cannot take these parameters: {error}.", field="parameters"
        ) from error
    for shape in kind.shapes():
        _check_value(shape, getattr(answer, shape.name))
    return answer


_TYPES: dict[str, tuple[type, str]] = {
    "number": (int, "a whole number"),
    "decimal": (Decimal, "a number"),
    "flag": (bool, "yes or no"),
    "text": (str, "a text"),
    "list": (tuple, "a list of texts"),
    "choice": (str, "one of the choices"),
}


def _check_value(shape: Shape, value: Any) -> None:
    if value is None and shape.may_be_empty:
        return
    wanted, words = _TYPES[shape.type]
    finite = not isinstance(value, Decimal) or value.is_finite()
    if not isinstance(value, wanted) or not finite or (wanted is int and isinstance(value, bool)):
        raise InvalidInput("policy_parameter_invalid", f"{shape.label} {value} must be {words}.", field=shape.name)
    if shape.about.choices and value not in shape.about.choices:
        known = ", ".join(shape.about.choices)
        raise InvalidInput(
            "policy_parameter_invalid", f"{shape.label} {value} is unknown; use {known}.", field=shape.name
        )
    least, most = shape.about.least, shape.about.most
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        if least is not None and value < least:
            raise InvalidInput("policy_parameter_invalid", f"{shape.label} {value} is below {least}.", field=shape.name)
        if most is not None and value > most:
            raise InvalidInput("policy_parameter_invalid", f"{shape.label} {value} is above {most}.", field=shape.name)


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why; the reason stays with the rule.", field="reason")


def _needs_approval(policies: Policies, kind: str) -> bool:
    return policies.ask(APPROVAL, policy_kind=kind).answer.asked


def _insert(ctx: Ctx, records: Sequence[Sequence[Any]], *, waits: bool) -> list[int]:
    constants = {
        "company_id": ctx.company_id,
        "state": "proposed" if waits else "active",
        "is_active": not waits,
        "made_at": ctx.now,
        "made_by": ctx.actor_id,
        "decision_reason": "",
        "end_reason": "",
    }
    columns = ("kind", "name", "scope", "parameters", "valid_from", "valid_to", "reason", "version", "replaces_id")
    return writes.insert(PolicyRule, (*columns, "change"), records, constants)


def _end_record(rule: _Standing, last_day: date | None, reason: str) -> tuple[Any, ...]:
    scope, parameters = Jsonb(rule.scope), Jsonb(rule.parameters)
    return (
        rule.kind, rule.name, scope, parameters, rule.valid_from, last_day, reason.strip(), rule.version,
        rule.id, "end",
    )  # fmt: skip


def _rules(ctx: Ctx, ids: Sequence[int]) -> dict[int, _Standing]:
    """Take the rules for a change, in one order for everybody."""
    found = select(
        _Standing,
        """SELECT id, kind, name, scope, parameters, valid_from, valid_to, state, change, version, replaces_id, made_by
           FROM governance_policy_rule WHERE company_id = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE""",
        [ctx.company_id, list(ids)],
    )
    return {rule.id: rule for rule in found}


def _standing(ctx: Ctx, ids: Sequence[int], kind: str | None = None) -> dict[int, _Standing]:
    found = _rules(ctx, ids)
    for number in ids:
        rule = found.get(number)
        if rule is None or (kind is not None and rule.kind != kind):
            raise NotFound("policy_unknown", f"There is no {kind or ''} policy {number}.".replace("  ", " "))
        if rule.state != "active":
            raise RuleViolation(
                "policy_not_in_force",
                f"{rule.name} is {rule.state}; change the version that is in force.",
                policy=number,
            )
    return found


def _give_way(ctx: Ctx, before: _Standing, valid_from: date | None) -> None:
    """End the version before: at once, or the day before the new one begins."""
    if valid_from is not None and valid_from > ctx.today and not before.starts_later(ctx.today):
        last = valid_from - timedelta(days=1)
        _end(ctx, before, min(last, before.valid_to or last), "a new version follows")
    else:
        _end(ctx, before, None, "a new version follows")


def _end(ctx: Ctx, rule: _Standing, last_day: date | None, reason: str) -> None:
    execute(
        """UPDATE governance_policy_rule SET is_active = %s, state = %s, valid_to = coalesce(%s, valid_to),
               ended_at = %s, ended_by = %s, end_reason = %s WHERE company_id = %s AND id = %s""",
        [
            last_day is not None,
            "active" if last_day is not None else "ended",
            last_day,
            ctx.now,
            ctx.actor_id,
            reason.strip(),
            ctx.company_id,
            rule.id,
        ],
    )


def _decide(ctx: Ctx, rule: _Standing | None, number: int, approve: bool, reason: str) -> Outcome:
    if rule is None or rule.state != "proposed":
        raise RuleViolation("not_proposed", f"Policy {number} does not wait for a decision.", policy=number)
    if rule.made_by == ctx.actor_id:
        raise NotAllowed("own_proposal", "Nobody approves the own proposal; ask somebody else who may.")
    if not approve:
        _note(ctx, [number], "refused", reason)
        return Outcome(number, rule.name, "done", "refused", f"{rule.name} refused.", {}, number)
    if rule.replaces_id is not None:
        before = _standing(ctx, [rule.replaces_id])[rule.replaces_id]
        if rule.change == "end":
            _end(ctx, before, rule.valid_to, rule.change)
        else:
            _give_way(ctx, before, rule.valid_from)
    _note(ctx, [number], "approved" if rule.change == "end" else "active", reason)
    return Outcome(number, rule.name, "done", "approved", f"{rule.name} approved.", {}, number)


def _note(ctx: Ctx, ids: Sequence[int], state: str, reason: str) -> None:
    execute(
        """UPDATE governance_policy_rule SET state = %s, is_active = %s, decided_at = %s, decided_by = %s,
               decision_reason = %s WHERE company_id = %s AND id = ANY(%s)""",
        [state, state == "active", ctx.now, ctx.actor_id, reason.strip(), ctx.company_id, list(ids)],
    )
