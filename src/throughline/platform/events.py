"""Announcing what happened, and reacting to it later.

Modules announce frozen dataclasses of plain values; the row is the outbox, written in the transaction of the fact.
Only `flows` subscribe. A handler is called once per event, in a transaction of its own; it recomputes rather than
increments, so neither order nor repetition matters.

What a handler refuses is told to the failure sink, which puts it before a person, and the delivery is done. What
breaks is tried again after longer and longer pauses, then given up and told as well; it holds up no other event.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Protocol

import structlog
from django.db import transaction

from throughline.kernel.errors import DomainError
from throughline.kernel.plain import revive
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Clock, Ctx, system_clock

LARGEST = 500

#: How often a delivery that breaks is tried, and the pause before the second try; each further pause is four times
#: as long, so that the last try comes after a good hour.
TRIES, PAUSE = 7, timedelta(seconds=1)
log = structlog.get_logger()


class Event(Protocol):
    """A frozen dataclass of plain values with a versioned name."""

    NAME: ClassVar[str]


Handler = Callable[[Ctx, Any], None]


@dataclass(frozen=True, slots=True)
class Subscription:
    """A handler under the stable name that delivery rows keep."""

    name: str
    event: type[Any]
    handle: Handler


@dataclass(frozen=True, slots=True)
class Failure:
    """A delivery that was refused or given up: which event, which handler, why."""

    event_id: int
    event: str
    handler: str
    code: str
    message: str


#: Puts a failure before a person; called outside any operation, with the context of the author of the cause.
FailureSink = Callable[[Ctx, Failure], None]

_subscriptions: dict[str, list[Subscription]] = {}
_author: list[Callable[[int, int], Ctx]] = []
_sink: list[FailureSink] = []


def announce(ctx: Ctx, event: Event) -> None:
    """Record that something happened; it commits with the operation or vanishes with it."""
    ctx.running().events.append(event)


def on(event: type[Any], name: str) -> Callable[[Handler], Handler]:
    """Subscribe a handler; only flows do."""

    def register(handle: Handler) -> Handler:
        known = _subscriptions.setdefault(event.NAME, [])
        assert name not in {subscription.name for subscription in known}, f"{name} subscribes twice"
        known.append(Subscription(name, event, handle))
        return handle

    return register


def set_author(author: Callable[[int, int], Ctx]) -> None:
    """Register how to act on behalf of the author of a cause: (company, actor) -> Ctx."""
    _author[:] = [author]


def set_failure_sink(sink: FailureSink) -> None:
    """Register what puts failed deliveries before a person."""
    _sink[:] = [sink]


def subscriptions() -> dict[str, list[Subscription]]:
    """Give all subscriptions by event name."""
    return _subscriptions


def drain(company_id: int, *, clock: Clock = system_clock, limit: int = 10_000, patient: bool = False) -> int:
    """Deliver what waits for a company, in order, including what the handlers announce; give the deliveries made.

    A `patient` one puts off what breaks and goes on; otherwise it is raised.
    """
    made = 0
    while made < limit:
        waiting = _waiting(company_id, 200, clock())
        if not waiting:
            break
        for event in waiting:
            try:
                made += _deliver(event, clock)
            except Exception as error:
                if not patient:
                    raise
                _put_off(event, clock(), error)
                made += 1
    return made


def work(stop: threading.Event, *, pause: float = 0.25, clock: Clock = system_clock) -> None:
    """Deliver events of every company until told to stop; what fails is retried and noted, and stops no other."""
    while not stop.is_set():
        made = 0
        for (company_id,) in rows("SELECT id FROM governance_company"):
            try:
                made += drain(company_id, clock=clock, patient=True)
            except Exception:
                log.exception("events could not be read or put off", company=company_id)
        if not made:
            stop.wait(pause)


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: int
    company_id: int
    name: str
    payload: dict[str, Any]
    actor_id: int
    attempts: int


def _waiting(company_id: int, size: int, now: datetime) -> list[_Waiting]:
    with transaction.atomic():
        _see(company_id)
        found = rows(
            """SELECT e.id, e.company_id, e.name, e.payload, o.actor_id, e.attempts
               FROM platform_event e JOIN platform_operation o ON o.id = e.operation_id
               WHERE NOT e.dispatched AND e.attempts < %s AND (e.retry_at IS NULL OR e.retry_at <= %s)
               ORDER BY e.id LIMIT %s""",
            [TRIES, now, size],
        )
    return [_Waiting(*row) for row in found]


def _see(company_id: int, operation: int = 0) -> None:
    execute(
        "SELECT set_config('throughline.company', %s, true), set_config('throughline.operation', %s, true)",
        [str(company_id), str(operation) if operation else ""],
    )


def _deliver(event: _Waiting, clock: Clock) -> int:
    """Call each handler that has not dealt with the event, then mark it as dispatched."""
    handlers = _subscriptions.get(event.name, [])
    for subscription in handlers:
        ctx = _behalf(event, subscription, clock)
        try:
            subscription.handle(ctx, revive(subscription.event, event.payload))
        except DomainError as refused:
            _tell(event, clock, subscription.name, refused.code, refused.message)
    with transaction.atomic():
        _see(event.company_id, event.id)
        execute("UPDATE platform_event SET dispatched = true WHERE id = %s", [event.id])
    return max(1, len(handlers))


def _put_off(event: _Waiting, now: datetime, error: Exception) -> None:
    """Try a delivery that broke again later, or give it up and tell."""
    attempts = event.attempts + 1
    log.error("delivery broke", event_id=event.id, name=event.name, attempts=attempts, exc_info=error)
    with transaction.atomic():
        _see(event.company_id, event.id)
        execute(
            "UPDATE platform_event SET attempts = %s, retry_at = %s WHERE id = %s",
            [attempts, now + PAUSE * 4 ** (attempts - 1), event.id],
        )
    if attempts >= TRIES:
        _tell(event, lambda: now, "", type(error).__name__, f"It was tried {attempts} times and broke: {error}"[:500])


def _tell(event: _Waiting, clock: Clock, handler: str, code: str, message: str) -> None:
    """Put a failure before a person."""
    author = _author[0](event.company_id, event.actor_id)
    key = f"event:{event.id}:{handler}:failure:{event.attempts}"
    ctx = replace(author, clock=clock, cause=f"event:{event.id}", idempotency_key=key)
    for sink in _sink:
        sink(ctx, Failure(event.id, event.name, handler, code, message))


def retry(ctx: Ctx, event_ids: Sequence[int]) -> int:
    """Deliver events once more, from the beginning; inside an operation. Gives how many there were.

    What their handlers did is not done twice: each has done it under a key of its own.
    """
    ctx.running()
    return execute(
        "UPDATE platform_event SET dispatched = false, attempts = 0, retry_at = NULL WHERE id = ANY(%s)",
        [list(event_ids)],
    )


def _behalf(event: _Waiting, subscription: Subscription, clock: Clock) -> Ctx:
    """Give the context of a handler: the author of the cause, and a key by which it does its deed once."""
    cause = f"event:{event.id}"
    author = _author[0](event.company_id, event.actor_id)
    return replace(author, clock=clock, cause=cause, idempotency_key=f"{cause}:{subscription.name}")


def chunks(ids: Sequence[int], size: int = LARGEST) -> list[tuple[int, ...]]:
    """Split subjects so that no event carries more than it may."""
    return [tuple(ids[start : start + size]) for start in range(0, len(ids), size)]
