"""Deliveries that failed: put before a person, and tried again when the cause is gone."""

from collections.abc import Sequence

from throughline.governance.duties import Duty
from throughline.governance.exceptions import NewException, clear_exceptions, raise_exceptions
from throughline.kernel.errors import NotFound
from throughline.platform.events import Failure, retry
from throughline.platform.operations import Ctx, operation

KIND, SUBJECT, QUEUE = "delivery_failed", "platform.event", "system"
RETRY = "governance.retry_deliveries"


@operation("governance.note_failure", permission="governance.delivery.note", internal=True)
def note_failure(ctx: Ctx, *, failure: Failure) -> None:
    """Open an exception for a reaction that was refused, or that broke too often."""
    what = failure.handler or failure.event
    raise_exceptions(
        ctx,
        [
            NewException(
                KIND,
                QUEUE,
                SUBJECT,
                failure.event_id,
                f"{what}: {failure.message}",
                facts={"event": failure.event, "handler": failure.handler, "code": failure.code},
                proposals=[{"operation": RETRY, "label": "Try again", "query": {"event": failure.event_id}}],
            )
        ],
    )


def put_before_a_person(ctx: Ctx, failure: Failure) -> None:
    """Be the failure sink of the platform."""
    note_failure(ctx, failure=failure)


@operation(RETRY, permission="governance.delivery.retry", duty=Duty.ADMINISTRATION)
def retry_deliveries(ctx: Ctx, *, events: Sequence[int]) -> int:
    """Deliver events again whose delivery failed, once the cause is gone; give how many. A new failure is told anew."""
    if retry(ctx, events) != len(set(events)):
        raise NotFound("event_unknown", "Some of the events are not there.", events=sorted(set(events)))
    clear_exceptions(ctx, KIND, SUBJECT, list(events), "tried again")
    return len(set(events))
