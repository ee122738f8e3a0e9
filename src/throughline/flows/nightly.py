"""What happens every night in every company: promises are proved, late deliveries told, expired goods set apart,
calendars made longer.

Who runs it hears what does not hold, transport hears of what has not arrived.
"""

import json
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from throughline.governance.public import Broken, company_ids, extend_calendars, is_proved, note_proof, proof_key
from throughline.kernel.plain import plain
from throughline.modules.inventory.public import set_expired_apart
from throughline.modules.logistics.public import watch_deliveries
from throughline.platform import verification
from throughline.platform.limits import buckets
from throughline.platform.operations import Clock, Ctx, reading, system_clock
from throughline.platform.permissions import system_user, timezone_of
from throughline.platform.signin import throttle

#: From which hour of its own morning a company is proved.
HOUR = 2
#: How often it is looked whether a company's night has come, in seconds.
PAUSE = 300
log = structlog.get_logger()


def keep_proving(stop: threading.Event, *, clock: Clock = system_clock) -> None:
    """Do each night's work until told to stop; what cannot be done is noted, tried again, and stops nothing else."""
    while not stop.is_set():
        for company_id in company_ids():
            for deed in (look_after, prove_tonight):
                try:
                    deed(company_id, clock=clock)
                except Exception:
                    log.exception("a night's work could not be done", company=company_id, deed=deed.__name__)
        _forget(clock())
        stop.wait(PAUSE)


def _forget(now: datetime) -> None:
    """Let go of what was counted of requests and wrong passwords and counts no more."""
    buckets.forget(now - timedelta(hours=1))
    throttle.forget(now - timedelta(days=2))


def look_after(company_id: int, *, clock: Clock = system_clock) -> bool:
    """Tell of late deliveries, set expired goods apart, make calendars longer, once a night; say whether it came."""
    ctx = _by_night(company_id, clock)
    if _hour(clock(), ctx.timezone) < HOUR:
        return False
    watch_deliveries(replace(ctx, idempotency_key=f"night:{ctx.today}:deliveries"))
    set_expired_apart(replace(ctx, idempotency_key=f"night:{ctx.today}:expired"))
    extend_calendars(replace(ctx, idempotency_key=f"night:{ctx.today}:calendars"))
    return True


def _by_night(company_id: int, clock: Clock) -> Ctx:
    """Give the context in which the system works for a company at night: a reaction to the clock."""
    zone = timezone_of(company_id)
    return Ctx(company_id, system_user(), frozenset({"*"}), timezone=zone, clock=clock, door="flow", cause="night")


def prove_tonight(company_id: int, *, clock: Clock = system_clock) -> int | None:
    """Prove a company's promises if its night has come and nobody has; give how many are broken, or None."""
    zone = timezone_of(company_id)
    ctx = Ctx(company_id, system_user(), frozenset({"*"}), timezone=zone, clock=clock, door="night")
    if _hour(clock(), zone) < HOUR or is_proved(ctx):
        return None
    with reading(ctx):
        report = verification.run(company_id, alias="default")
    broken = [
        Broken(one.name, one.meaning, one.total, json.dumps(plain(one.rows[0]), default=str)) for one in report.broken()
    ]
    return note_proof(replace(ctx, idempotency_key=proof_key(ctx)), broken=broken)


def _hour(moment: datetime, zone: str) -> int:
    return moment.astimezone(ZoneInfo(zone)).hour
