"""Letting credit holds go when money came in or a limit was raised."""

from collections.abc import Sequence

from throughline.governance.public import Duty, load, standing_with_codes
from throughline.modules.settlement.acts.recheck import CREDIT_CODES, Owing, recheck_credit
from throughline.modules.settlement.policies import CREDIT_CHECK
from throughline.platform.operations import Ctx, operation


@operation("settlement.recheck_credit_holds", permission="settlement.credit.recheck", duty=Duty.CREDIT)
def recheck_credit_holds(ctx: Ctx, *, parties: Sequence[int]) -> int:
    """Look again at what credit holds of these parties; give how many threads it lets go."""
    wanted, freed = set(parties), 0
    standing = [one for one in standing_with_codes(ctx, "thread", CREDIT_CODES) if one.facts.get("party_id") in wanted]
    policies = load(ctx, CREDIT_CHECK)
    for stage in sorted({one.stage for one in standing}):
        threads = {one.subject_id: one.facts["party_id"] for one in standing if one.stage == stage}
        owing = [Owing(number, party) for number, party in threads.items()]
        stopped = recheck_credit(ctx, stage, owing, policies, held=threads)
        freed += len(threads) - len(stopped)
    return freed
