"""What may be missing of the payments of parties, by policy."""

from collections.abc import Iterable

from throughline.governance.public import Policies, load
from throughline.modules.parties.public import customers
from throughline.modules.settlement.domain.matching import Leniency
from throughline.modules.settlement.policies import PAYING_SHORT
from throughline.platform.operations import Ctx


def leniencies(ctx: Ctx, party_ids: Iterable[int], policies: Policies | None = None) -> dict[int, Leniency]:
    """Give what may be missing by party; who they are is looked up only where a rule asks for their group."""
    wanted = set(party_ids)
    policies = policies or load(ctx, PAYING_SHORT)
    grouped = any("customer_group" in rule.scope for rule in policies.rules[PAYING_SHORT.name])
    known = customers(ctx, wanted) if grouped else {}
    found = {}
    for party in wanted:
        group = known[party].group if party in known else None
        answer = policies.ask(PAYING_SHORT, customer=party, customer_group=group).answer
        found[party] = Leniency(answer.takes_discount, answer.grace_days, answer.tolerance, answer.reduces_tax)
    return found
