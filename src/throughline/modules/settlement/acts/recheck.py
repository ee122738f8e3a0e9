"""Looking at credit again, after confirmation and before goods are released or leave."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from throughline.governance.public import (
    Finding,
    HeldSubject,
    Policies,
    approved_on_threads,
    hold,
    standing_holds,
)
from throughline.modules.parties.public import customers
from throughline.modules.settlement.domain.credit import OVER_LIMIT, OVERDUE, later_findings
from throughline.modules.settlement.policies import CREDIT_CHECK, CreditCheck
from throughline.modules.settlement.queries.credit import credit_facts, overdue_of
from throughline.platform.operations import Ctx, act

#: The causes that are judged here; holds for others are left alone.
CREDIT_CODES = frozenset({OVER_LIMIT, OVERDUE})


@dataclass(frozen=True, slots=True)
class Owing:
    """The thread of a commitment and who is to pay for it, with what policies may ask of it."""

    thread_id: int
    party_id: int
    service_class: str | None = None


#: Code and message of what stops a thread.
Stop = tuple[str, str]


@act
def stopped_threads(
    ctx: Ctx, stages: Sequence[str], threads: Collection[int], owing: Sequence[Owing], policies: Policies
) -> dict[int, Stop]:
    """Give what stops threads from the last of these stages: holds at any of them, and credit as it is now."""
    standing = [one for one in standing_holds(ctx, "thread", sorted(threads)) if one.stage in stages]
    on_credit = [one for one in standing if one.code in CREDIT_CODES and one.stage == stages[-1]]
    held = {one.subject_id for one in on_credit}
    unpaid = recheck_credit(ctx, stages[-1], owing, policies, held=held)
    stopped = {thread: (finding.code, finding.message) for thread, finding in unpaid.items()}
    return stopped | {one.subject_id: (one.code, one.message) for one in standing if one not in on_credit}


@act
def recheck_credit(
    ctx: Ctx, stage: str, threads: Sequence[Owing], policies: Policies, *, held: Collection[int]
) -> dict[int, Finding]:
    """Hold the threads whose customer's credit stops a stage by now, and let go those of `held` it no longer stops.

    Gives what stops each held thread. What credit has approved for a thread, at confirmation or here, stops it no
    more. One statement where nothing is wrong and nothing was held.
    """
    answers = _answers(ctx, stage, threads, policies)
    if not answers and not held:
        return {}
    parties = {one.party_id for one, _ in answers}
    credits = credit_facts(ctx, parties)
    late = overdue_of(ctx, parties) if any(answer.overdue_days is not None for _, answer in answers) else {}
    found = {
        one.thread_id: later_findings("", credits[one.party_id], late.get(one.party_id), answer.overdue_days, ctx.today)
        for one, answer in answers
    }
    if not held and not any(found.values()):
        return {}
    names = customers(ctx, parties)
    approved = approved_on_threads(ctx, [number for number, findings in found.items() if findings])
    subjects = [HeldSubject(number, number, "", ()) for number in held if number not in found]
    stopped = {}
    for one, answer in answers:
        name, overdue = names[one.party_id].name, late.get(one.party_id)
        findings = [
            finding
            for finding in later_findings(name, credits[one.party_id], overdue, answer.overdue_days, ctx.today)
            if finding.code not in approved.get(one.thread_id, ())
        ]
        subjects.append(HeldSubject(one.thread_id, one.thread_id, "", findings))
        if findings:
            stopped[one.thread_id] = findings[0]
    hold(ctx, "thread", stage, subjects, codes=CREDIT_CODES)
    return stopped


def _answers(ctx: Ctx, stage: str, threads: Sequence[Owing], policies: Policies) -> list[tuple[Owing, CreditCheck]]:
    """Give the threads whose policy looks at credit before the stage; groups are read only if a rule names one."""
    grouped = any("customer_group" in rule.scope for rule in policies.rules[CREDIT_CHECK.name])
    known = customers(ctx, {one.party_id for one in threads}) if grouped else {}
    answers = []
    for one in {one.thread_id: one for one in threads}.values():
        facts: Mapping[str, object] = {
            "customer": one.party_id,
            "service_class": one.service_class,
            "customer_group": known[one.party_id].group if one.party_id in known else None,
        }
        answer = policies.ask(CREDIT_CHECK, **facts).answer
        if answer.looks_at(stage):
            answers.append((one, answer))
    return answers
