"""Reading the rules of policies: what is in force, what was on a day, what is proposed, and how it came to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from throughline.governance.policies import KINDS, versioned
from throughline.kernel.plain import revive
from throughline.kernel.policy import Rule
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx

BOUND = 1_000


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """A version of a policy rule as it is kept: its answer and scope, who made, decided and ended it."""

    id: int
    kind: str
    name: str
    scope: dict[str, Any]
    parameters: dict[str, Any]
    valid_from: date | None
    valid_to: date | None
    is_active: bool
    reason: str
    state: str
    change: str
    version: int
    replaces_id: int | None
    made_at: datetime | None
    made_by: int | None
    maker: str
    decided_at: datetime | None
    decider: str
    decision_reason: str
    ended_at: datetime | None
    ender: str
    end_reason: str

    @property
    def called(self) -> str:
        """Give the name with its version, as decisions name it."""
        return versioned(self.name, self.version)

    def rule(self) -> Rule[Any]:
        """Give the rule as it decides."""
        answer = revive(KINDS[self.kind].parameters, self.parameters)
        return Rule(self.id, self.called, self.scope, answer, self.valid_from, self.valid_to)


_NAME = "coalesce(nullif({0}.name, ''), {0}.username, '')"
_RULE = f"""SELECT r.id, r.kind, r.name, r.scope, r.parameters, r.valid_from, r.valid_to, r.is_active, r.reason,
        r.state, r.change, r.version, r.replaces_id, r.made_at, r.made_by, {_NAME.format("m")},
        r.decided_at, {_NAME.format("d")}, r.decision_reason, r.ended_at, {_NAME.format("e")}, r.end_reason
    FROM governance_policy_rule r LEFT JOIN platform_user m ON m.id = r.made_by
    LEFT JOIN platform_user d ON d.id = r.decided_by LEFT JOIN platform_user e ON e.id = r.ended_by
    WHERE r.company_id = %s AND {{}} ORDER BY r.id{{}} LIMIT %s"""


def rules(
    ctx: Ctx,
    *,
    kinds: Sequence[str] | None = None,
    states: Sequence[str] | None = ("active",),
    after: int | None = None,
    search: str = "",
    newest: bool = False,
    limit: int = 50,
) -> list[RuleFacts]:
    """List rules of kinds in states (in force unless others are named), a page at a time by key."""
    conditions, values = ["true"], list[Any]()
    for condition, value in (
        ("r.state = ANY(%s)", list(states) if states is not None else None),
        ("r.kind = ANY(%s)", list(kinds) if kinds else None),
        ("r.id > %s", after),
        ("starts_with(lower(r.name), lower(%s))", search or None),
    ):
        if value is not None:
            conditions.append(condition)
            values.append(value)
    sql = _RULE.format(" AND ".join(conditions), " DESC" if newest else "")
    return select(RuleFacts, sql, [ctx.company_id, *values, limit])


def rule_by_id(ctx: Ctx, number: int) -> RuleFacts | None:
    """Give a version of a rule, in force or not."""
    found = select(RuleFacts, _RULE.format("r.id = %s", ""), [ctx.company_id, number, 1])
    return found[0] if found else None


def versions_of(ctx: Ctx, number: int) -> list[RuleFacts]:
    """List all that belongs to the same rule, oldest first: versions before and after, proposals, ends."""
    chain = """r.id IN (WITH RECURSIVE
        back AS (SELECT id, replaces_id FROM governance_policy_rule WHERE id = %s
                 UNION SELECT p.id, p.replaces_id FROM governance_policy_rule p JOIN back ON p.id = back.replaces_id),
        family AS (SELECT min(id) AS id FROM back
                   UNION SELECT n.id FROM governance_policy_rule n JOIN family ON n.replaces_id = family.id)
        SELECT id FROM family)"""
    return select(RuleFacts, _RULE.format(chain, ""), [ctx.company_id, number, BOUND])


def in_force_on(ctx: Ctx, day: date, kind: str | None = None) -> list[RuleFacts]:
    """List the rules that answered on a day (or will, as things stand): known by then, not ended, valid on it."""
    condition = """(%s::text IS NULL OR r.kind = %s) AND r.change <> 'end' AND r.state IN ('active', 'ended')
        AND coalesce((coalesce(r.decided_at, r.made_at) AT TIME ZONE %s)::date <= %s, true)
        AND (r.state = 'active' OR (r.ended_at AT TIME ZONE %s)::date > %s)
        AND coalesce(r.valid_from <= %s, true) AND coalesce(r.valid_to >= %s, true)"""
    values = [kind, kind, ctx.timezone, day, ctx.timezone, day, day, day]
    return select(RuleFacts, _RULE.format(condition, ""), [ctx.company_id, *values, BOUND])


def kinds_in_use(ctx: Ctx) -> int:
    """Count the kinds of policy of which the company has a rule of its own."""
    ((count,),) = rows(
        "SELECT count(DISTINCT kind) FROM governance_policy_rule WHERE company_id = %s AND is_active", [ctx.company_id]
    )
    return int(count)


def count_rules(ctx: Ctx) -> dict[str, int]:
    """Count the rules in force by kind."""
    return dict(
        rows(
            """SELECT kind, count(*) FROM governance_policy_rule WHERE company_id = %s AND is_active GROUP BY kind""",
            [ctx.company_id],
        )
    )
