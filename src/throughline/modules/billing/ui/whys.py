"""Why something is billed when it is: the sentence, and the policy that decided."""

from throughline.kernel.errors import NotFound
from throughline.modules.billing.permissions import READ_EVENTS
from throughline.modules.billing.queries.to_bill import event_facts
from throughline.modules.billing.ui.words import FREQUENCIES, GROUPINGS, TRIGGERS
from throughline.platform.operations import Ctx
from throughline.platform.ui import Candidate, Why, WhyAnswer
from throughline.platform.ui.bulk_view import plural
from throughline.platform.ui.formats import day, money
from throughline.platform.ui.sentences import said, tell
from throughline.platform.ui.why import Foot


def explain(ctx: Ctx, event_id: int) -> WhyAnswer:
    """Say which fact earned an amount, and by which policy it is billed from which day."""
    found = event_facts(ctx, event_id)
    if found is None:
        raise NotFound("event_unknown", "There is no such billable event.", event=event_id)
    trigger = TRIGGERS.get(found.trigger, found.trigger)
    often = FREQUENCIES.get(found.frequency, "at once")
    per = GROUPINGS.get(found.grouping, found.grouping)
    policy_words = ", ".join(str(said(one)) for one in (trigger, often, per))
    sentences: list[str] = [
        tell(
            "{amount} for {item} was taken back on {day} by {document}."
            if found.amount < 0
            else "{amount} for {item} was earned on {day} by {document}.",
            amount=money(abs(found.amount)),
            item=found.item_code,
            day=day(found.on_date),
            document=found.label,
        ),
        tell("This customer is billed so: {policy}. That is from {day}.", policy=policy_words, day=day(found.bill_on)),
    ]
    if found.reason:
        sentences.append(found.reason)
    policy = str(found.policy.get("policy", "billing.policy"))
    asked = int(found.policy.get("candidates", 0))
    foot = Foot(f"decided when the order was confirmed; {asked} {plural('rule', asked)} fitted", policy)
    winner = Candidate(True, day(found.bill_on), policy_words, "the most specific rule that fits")
    return WhyAnswer("Why is it billed from this day?", sentences, [winner], foot, day(found.bill_on))


BILLING_DATE = Why("billing-date", explain, READ_EVENTS)
