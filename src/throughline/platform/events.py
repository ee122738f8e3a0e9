"""Announcing what happened, and reacting to it later.

Modules announce frozen dataclasses of plain values; the row is the outbox, written in the transaction of the fact.
Only `flows` subscribe. A handler is called once per event, in a transaction of its own; it recomputes rather than
increments, so neither order nor repetition matters.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import structlog
from django.db import transaction

from throughline.kernel.plain import revive
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Clock, Ctx, system_clock

LARGEST = 500
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


_subscriptions: dict[str, list[Subscription]] = {}
_author: list[Callable[[int, int], Ctx]] = []


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


def subscriptions() -> dict[str, list[Subscription]]:
    """Give all subscriptions by event name, for the drawn diagram and the tests."""
    return _subscriptions


def drain(company_id: int, *, clock: Clock = system_clock, limit: int = 10_000) -> int:
    """Deliver what waits for a company, in order, including what the handlers announce; give the deliveries made."""
    made = 0
    while made < limit:
        waiting = _waiting(company_id, 200)
        if not waiting:
            break
        for event in waiting:
            made += _deliver(event, clock)
    return made


def work(stop: threading.Event, *, pause: float = 0.25, clock: Clock = system_clock) -> None:
    """Deliver events of every company until told to stop; what fails is retried and noted, and stops no other."""
    while not stop.is_set():
        made = 0
        for (company_id,) in rows("SELECT id FROM governance_company"):
            try:
                made += drain(company_id, clock=clock)
            except Exception:
                log.exception("delivery failed", company=company_id)
        if not made:
            stop.wait(pause)


@dataclass(frozen=True, slots=True)
class _Waiting:
    id: int
    company_id: int
    name: str
    payload: dict[str, Any]
    actor_id: int


def _waiting(company_id: int, size: int) -> list[_Waiting]:
    with transaction.atomic():
        _see(company_id)
        found = rows(
            """SELECT e.id, e.company_id, e.name, e.payload, o.actor_id
               FROM platform_event e JOIN platform_operation o ON o.id = e.operation_id
               WHERE NOT e.dispatched ORDER BY e.id LIMIT %s""",
            [size],
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
        subscription.handle(ctx, revive(subscription.event, event.payload))
    with transaction.atomic():
        _see(event.company_id, event.id)
        execute("UPDATE platform_event SET dispatched = true WHERE id = %s", [event.id])
    return max(1, len(handlers))


def _behalf(event: _Waiting, subscription: Subscription, clock: Clock) -> Ctx:
    ctx = _author[0](event.company_id, event.actor_id)
    cause = f"event:{event.id}"
    return Ctx(
        company_id=ctx.company_id,
        actor_id=ctx.actor_id,
        permissions=ctx.permissions,
        duties=ctx.duties,
        timezone=ctx.timezone,
        clock=clock,
        door="flow",
        cause=cause,
        idempotency_key=f"{cause}:{subscription.name}",
    )


def chunks(ids: Sequence[int], size: int = LARGEST) -> list[tuple[int, ...]]:
    """Split subjects so that no event carries more than it may."""
    return [tuple(ids[start : start + size]) for start in range(0, len(ids), size)]
