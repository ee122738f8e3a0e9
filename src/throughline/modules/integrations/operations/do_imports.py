"""Imports done by a worker: each on behalf of who asked, by one worker at a time, to the end or until it is stopped.

Whoever works on an import holds an advisory lock in its session; when it is killed the server lets the lock go, and the
next worker goes on: a check begins anew, what writes goes on with the part where it was.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import structlog
from django.db import close_old_connections

from throughline.kernel.errors import DomainError
from throughline.modules.integrations.operations.ask_import import rest_import
from throughline.modules.integrations.operations.check_import import check_import
from throughline.modules.integrations.operations.commit_import import commit_import
from throughline.modules.integrations.operations.series import cause_of
from throughline.modules.integrations.operations.undo_import import undo_import
from throughline.modules.integrations.queries.imports import import_by_id, imports_wanted
from throughline.platform.database.statements import rows
from throughline.platform.models import User
from throughline.platform.operations import Clock, Ctx, Scope, reading, system_clock
from throughline.platform.permissions import ctx_for, system_user, timezone_of

SERIES = {"check": check_import, "commit": commit_import, "undo": undo_import}
#: Seconds between two looks for work.
PAUSE = 0.5
log = structlog.get_logger()


def keep_importing(stop: threading.Event, *, clock: Clock = system_clock) -> None:
    """Do what is wanted of imports until told to stop."""
    while not stop.is_set():
        try:
            done = import_once(clock=clock)
        except Exception:
            log.exception("imports could not be looked for")
            close_old_connections()
            done = 0
        if not done:
            stop.wait(PAUSE)


def import_once(*, clock: Clock = system_clock) -> int:
    """Do everything that is wanted now; give how many imports that were."""
    return sum(do_wanted(company_id, number, clock=clock) for company_id, number in imports_wanted())


def do_wanted(company_id: int, number: int, *, clock: Clock = system_clock) -> bool:
    """Do what is wanted of an import, unless another does; say whether it was done here."""
    zone = timezone_of(company_id)
    system = Ctx(company_id, system_user(), frozenset({"*"}), timezone=zone, clock=clock, door="job")
    with _alone(number) as alone:
        if not alone:
            return False
        with reading(system):
            found = import_by_id(system, number)
        if not found.wanted:
            return False
        trouble = ""
        try:
            SERIES[found.wanted](_behalf(system, found.wanted_by or 0, found.wanted_scopes, number), number)
        except DomainError as error:
            trouble = error.message
        except Exception:
            log.exception("an import broke", company=company_id, number=number)
            trouble = "Something broke on our side; it has been noted. What is done stays: go on where it was."
        rest_import(system, number=number, trouble=trouble)
        return True


def _behalf(system: Ctx, user_id: int, scopes: list[str] | None, number: int) -> Ctx:
    """Act as who asked, with what that person may do now and the scopes of the token that asked."""
    user = User.objects.get(pk=user_id)
    ctx = ctx_for(user, system.company_id, door="import", clock=system.clock)
    return replace(ctx, cause=cause_of(number), scope=Scope(frozenset(scopes)) if scopes is not None else None)


@contextmanager
def _alone(number: int) -> Iterator[bool]:
    key = [f"integrations.import:{number}"]
    ((taken,),) = rows("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", key)
    try:
        yield bool(taken)
    finally:
        if taken:
            rows("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", key)
