"""How an operation runs: settings, transaction, retry, idempotency, events and the audit record."""

import hashlib
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence, Sized
from dataclasses import dataclass, is_dataclass, replace
from datetime import datetime
from typing import Any, get_type_hints

from django.db import transaction
from psycopg import errors as database_errors
from psycopg.types.json import Jsonb

from throughline.kernel.errors import RuleViolation
from throughline.kernel.plain import plain, revive
from throughline.platform.database.statements import defer, discard, execute, flush, plan_afresh, rows
from throughline.platform.operations.context import Ctx, Overtaken, Unit
from throughline.platform.operations.noted import note
from throughline.platform.operations.outcomes import Outcomes
from throughline.platform.operations.refusals import REFUSED, is_duplicate, refusal_of
from throughline.platform.operations.spec import OperationSpec

ATTEMPTS = 4
RETRIED = (database_errors.DeadlockDetected, database_errors.SerializationFailure, Overtaken)

DutyGate = Callable[[Ctx, str], None]


def _no_gate(ctx: Ctx, duty: str) -> None:
    """Let everything pass until the governance tier has registered its gate."""


_gate: list[DutyGate] = [_no_gate]


def set_duty_gate(gate: DutyGate) -> None:
    """Register what decides whether a person may act under a duty."""
    _gate[0] = gate


@dataclass(frozen=True, slots=True)
class _Repeated(Exception):
    """Another request with the same key was answered already."""

    result: Any


class _DryRun(Exception):
    """Carries the result of a dry run out of the transaction that it rolls back."""

    def __init__(self, result: Any) -> None:
        self.result = result


def run(
    spec: OperationSpec,
    body: Callable[..., Any],
    ctx: Ctx,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    *,
    keep: bool = True,
) -> Any:
    """Run an operation once, whole or not at all; repeat it where somebody else came between, and only there.

    That is on deadlock, serialization failure and `Overtaken`, and once on a duplicate: what somebody entered in this
    moment is seen by the checks of the second attempt, which say what is in the way better than the database can.
    """
    assert ctx.unit is None, f"{spec.name} was called inside another operation; call its act"
    ctx.demand(spec.permission)
    if spec.duty:
        _gate[0](ctx, spec.duty)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _attempt(spec, body, ctx, args, kwargs, keep)
        except _Repeated as repeated:
            return repeated.result
        except _DryRun as done:
            return done.result
        except RETRIED:
            if attempt == ATTEMPTS:
                raise
            time.sleep(random.uniform(0.005, 0.03) * attempt)
        except REFUSED as error:
            if attempt == 1 and is_duplicate(error):
                continue
            refused = refusal_of(error, kwargs, name=spec.name)
            if refused is None:
                raise
            raise refused from error
        finally:
            discard()
    raise AssertionError("unreachable")


def _attempt(
    spec: OperationSpec,
    body: Callable[..., Any],
    ctx: Ctx,
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    keep: bool,
) -> Any:
    with transaction.atomic(durable=True):
        operation_id = _open(ctx, _is_large(kwargs))
        unit = Unit(operation_id, fiscal=keep)
        inside = replace(ctx, unit=unit, clock=_frozen(ctx.now), reason=ctx.reason or _reason_in(kwargs))
        if ctx.idempotency_key and keep:
            _claim(spec, inside, args, kwargs)
        result = body(inside, *args, **kwargs)
        if not keep:
            execute("SET CONSTRAINTS ALL IMMEDIATE")
            raise _DryRun(result)
        _close(spec, inside, result)
        note(spec.name, operation_id)
        flush()
        return result


def _reason_in(kwargs: Mapping[str, Any]) -> str:
    """Give the reason that an operation was told: the audit record keeps it like one that its door gave."""
    told = kwargs.get("reason")
    return told.strip() if isinstance(told, str) else ""


def _frozen(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


#: Sets above this size are planned afresh: their plan depends on their size, and planning costs them little.
LARGE_SET = 16


def _is_large(kwargs: Mapping[str, Any]) -> bool:
    return any(isinstance(value, Sized) and len(value) > LARGE_SET for value in kwargs.values())


def _open(ctx: Ctx, large: bool) -> int:
    """Name company, actor and operation for row security, row history and the ledgers.

    A small set runs on kept plans, a large one is planned for its size; both by index, whatever the statistics say.
    """
    if large:
        plan_afresh()
    ((operation_id, *_),) = rows(
        """SELECT id, set_config('throughline.company', %s, true), set_config('throughline.actor', %s, true),
                  set_config('throughline.operation', id::text, true), set_config('lock_timeout', '5s', true),
                  set_config('plan_cache_mode', %s, true), set_config('enable_seqscan', 'off', true)
           FROM nextval('platform_operation_id') AS id""",
        [
            str(ctx.company_id),
            str(ctx.actor_id),
            "auto" if large else "force_generic_plan",
        ],
    )
    return int(operation_id)


def _close(spec: OperationSpec, ctx: Ctx, result: Any) -> None:
    """Write the audit record and the events; they go out and commit with what they tell of."""
    unit = ctx.running()
    subjects = {kind: sorted(set(ids))[:500] for kind, ids in unit.subjects.items()}
    record = [unit.operation_id, ctx.company_id, spec.name, ctx.actor_id, spec.duty, ctx.door]
    record += [ctx.cause, ctx.reason, ctx.now, Jsonb(subjects)]
    defer(
        "platform_operation",
        """INSERT INTO platform_operation
           (id, company_id, name, actor_id, duty, door, cause, reason, at, subjects)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        record,
    )
    if unit.events:
        defer(
            "platform_event",
            """INSERT INTO platform_event (company_id, name, payload, operation_id, at, dispatched)
               SELECT %s, e.name, e.payload, %s, %s, false FROM unnest(%s::text[], %s::jsonb[]) AS e(name, payload)""",
            [
                ctx.company_id,
                unit.operation_id,
                ctx.now,
                [event.NAME for event in unit.events],
                [Jsonb(plain(event)) for event in unit.events],
            ],
        )
    if ctx.idempotency_key:
        execute(
            "UPDATE platform_idempotency_key SET result = %s WHERE company_id = %s AND key = %s",
            [Jsonb(_stored(spec, result)), ctx.company_id, ctx.idempotency_key],
        )


def _claim(spec: OperationSpec, ctx: Ctx, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Take the key, waiting for whoever holds it; give the kept answer if the request was answered already."""
    asked = json.dumps([spec.name, ctx.actor_id, plain(args), plain(dict(kwargs))], sort_keys=True)
    digest = hashlib.sha256(asked.encode()).hexdigest()
    taken = rows(
        """INSERT INTO platform_idempotency_key (company_id, key, digest, operation_id)
           VALUES (%s, %s, %s, %s) ON CONFLICT (company_id, key) DO NOTHING RETURNING id""",
        [ctx.company_id, ctx.idempotency_key, digest, ctx.operation_id],
    )
    if taken:
        return
    ((known, result),) = rows(
        "SELECT digest, result FROM platform_idempotency_key WHERE company_id = %s AND key = %s",
        [ctx.company_id, ctx.idempotency_key],
    )
    if known != digest:
        raise RuleViolation(
            "idempotency_key_reused",
            "This idempotency key was used for another request; use a new key for a new request.",
            key=ctx.idempotency_key,
        )
    raise _Repeated(_revive(spec, result))


def _stored(spec: OperationSpec, result: Any) -> Any:
    if isinstance(result, Outcomes):
        return result.as_json()
    kept = plain(result)
    return {name: "" if name in spec.secrets else value for name, value in kept.items()} if spec.secrets else kept


def _revive(spec: OperationSpec, stored: Any) -> Any:
    """Turn a kept answer back into the type that the operation returns."""
    returned = get_type_hints(spec.call).get("return")
    if returned is Outcomes:
        return Outcomes.from_json(stored)
    if is_dataclass(returned) and isinstance(returned, type) and stored is not None:
        return revive(returned, stored)
    return stored
