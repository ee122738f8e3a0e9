"""What happens by the clock on the floor: waves go at their hour for who planned them, and what policy says is due."""

import threading
from dataclasses import replace

import structlog

from throughline.governance.public import company_ids, on_behalf
from throughline.modules.warehouse.public import due_waves, release_due, release_waves, sites_due
from throughline.platform.operations import Clock, reading, system_clock
from throughline.platform.permissions import system_user

#: How often it is looked whether the hour of a wave has come, in seconds.
PAUSE = 20
#: How often what policy says is due is tried again at a site, in minutes.
AGAIN = 5
log = structlog.get_logger()


def keep_releasing(stop: threading.Event, *, clock: Clock = system_clock) -> None:
    """Release what is due until told to stop; one company that cannot be served stops no other."""
    while not stop.is_set():
        for company_id in company_ids():
            for deed in (release_planned, release_by_policy):
                try:
                    deed(company_id, clock=clock)
                except Exception:
                    log.exception("nothing could be released", company=company_id, deed=deed.__name__)
        stop.wait(PAUSE)


def release_planned(company_id: int, *, clock: Clock = system_clock) -> int:
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


def release_by_policy(company_id: int, *, clock: Clock = system_clock) -> int:
    """Release what a company's policy says is due by now, site by site; give how many lines went.

    Each site is served once in five minutes, whatever the number of workers: what could not go is not tried at once.
    """
    looking = replace(on_behalf(company_id, system_user()), clock=clock, door="flow", cause="cut-off")
    with reading(looking):
        due = sites_due(looking)
    slot = int(clock().timestamp()) // (AGAIN * 60)
    done = 0
    for site_id in due:
        ctx = replace(looking, idempotency_key=f"due:{site_id}:{slot}")
        done += len(release_due(ctx, site_id=site_id).done)
    return done
