"""What happens by the clock on the floor: a wave whose hour has come is released for who planned it."""

import threading
from dataclasses import replace

import structlog

from throughline.governance.public import on_behalf
from throughline.modules.warehouse.public import due_waves, release_waves
from throughline.platform.database.statements import rows
from throughline.platform.operations import Clock, reading, system_clock
from throughline.platform.permissions import system_user

#: How often it is looked whether the hour of a wave has come, in seconds.
PAUSE = 20
log = structlog.get_logger()


def keep_releasing(stop: threading.Event, *, clock: Clock = system_clock) -> None:
    """Release waves at their hour until told to stop; one company that cannot be served stops no other."""
    while not stop.is_set():
        for (company_id,) in rows("SELECT id FROM governance_company ORDER BY id"):
            try:
                release_due(company_id, clock=clock)
            except Exception:
                log.exception("waves could not be released", company=company_id)
        stop.wait(PAUSE)


def release_due(company_id: int, *, clock: Clock = system_clock) -> int:
    """Release a company's waves whose hour has come, each for who planned it; give how many.

    Each has a key of its own, so that two workers release none twice.
    """
    looking = replace(on_behalf(company_id, system_user()), clock=clock, door="flow")
    with reading(looking):
        due = due_waves(looking)
    for wave in due:
        ctx = replace(on_behalf(company_id, wave.planned_by), clock=clock, door="flow", cause=f"wave:{wave.id}")
        release_waves(replace(ctx, idempotency_key=f"wave:{wave.id}:due"), waves=[wave.id])
    return len(due)
