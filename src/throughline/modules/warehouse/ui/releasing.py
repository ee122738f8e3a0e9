"""The bulk deeds of the release workbench: releasing all that is open of chosen orders, and what it would come to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from throughline.kernel.errors import InvalidInput
from throughline.modules.warehouse.public import release_demands
from throughline.modules.warehouse.queries.lists import demand_heads
from throughline.modules.warehouse.queries.waiting import beside
from throughline.modules.warehouse.ui.sites import documents
from throughline.platform.operations import OPERATIONS, Ctx, Outcome, Outcomes, Versioned, reading
from throughline.platform.ui import Field
from throughline.platform.ui.formats import local, now
from throughline.platform.ui.sentences import tell, tell_count

#: Lines that one step releases at most.
CHUNK = 1_000
RELEASE = "warehouse.release_demands"
WAVE = [
    Field("wave", "Wave", help="A name for these picks together, such as DHL 16:00; may stay empty"),
    Field("cut_off", "Cut-off", help="A time, such as 16:30"),
]


def foresee(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    """Say what a release would do, by doing it and rolling it back."""
    how = _how(values)
    return _released(ctx, chosen, lambda step, demands: OPERATIONS[RELEASE].dry_run(step, demands=demands, **how))


def release(ctx: Ctx, chosen: Sequence[Versioned], values: Mapping[str, Any]) -> Outcomes:
    """Release all that is open of the chosen orders, in steps of a thousand lines."""
    how = _how(values)
    return _released(ctx, chosen, lambda step, demands: release_demands(step, demands=demands, **how))


def _how(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the method that a person chose, if any; else policy decides."""
    method, parts = values.get("method") or "", values.get("parts") == "complete"
    how: dict[str, Any] = {"method": method, "complete_only": parts} if method or parts else {}
    if values.get("wave"):
        how["wave"] = values["wave"]
    if values.get("cut_off"):
        how["cut_off"] = _cut_off(values["cut_off"])
    return how


def _cut_off(text: str) -> datetime:
    """Read a time of today, such as 16:30, in the reader's clock; one that has passed is tomorrow's."""
    try:
        at = time.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput("time_unreadable", f"{text} is no time; write 16:30.", field="cut_off") from None
    here = local(now())
    found = here.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return found if found >= here else found + timedelta(days=1)


def _released(ctx: Ctx, chosen: Sequence[Versioned], deed: Any) -> Outcomes:
    with reading(ctx):
        wanted = beside(ctx, [one.id for one in chosen])
        heads = _heads(ctx, [one.id for one in chosen])
    by_demand: dict[int, Outcome] = {}
    demands = sorted({demand for group in wanted.values() for demand in group})
    for start in range(0, len(demands), CHUNK):
        key = f"{ctx.idempotency_key}/{start}" if ctx.idempotency_key and start else ctx.idempotency_key
        step = replace(ctx, idempotency_key=key)
        by_demand |= {outcome.subject: outcome for outcome in deed(step, demands[start : start + CHUNK])}
    return Outcomes(
        _folded(one.id, heads.get(one.id, ("", "")), [by_demand[number] for number in wanted.get(one.id, [])])
        for one in chosen
    )


def _heads(ctx: Ctx, demand_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Give number and customer of the orders that demands belong to."""
    found = demand_heads(ctx, demand_ids)
    names = documents({(head.root_kind, head.root_id) for head in found})
    given = {}
    for head in found:
        shown = names.get((head.root_kind, head.root_id))
        given[head.demand_id] = (shown.label if shown else f"{head.ref_kind} {head.ref_id}", head.party or "")
    return given


def _folded(row: int, head: tuple[str, str], parts: Sequence[Outcome]) -> Outcome:
    """Make one outcome of an order out of those of its lines."""
    label, party = head
    facts = {"party": party}
    done = [part for part in parts if part.status == "done"]
    held = [part for part in parts if part.status == "held"]
    total = len(parts)
    if held:
        return Outcome(row, label, "held", held[0].code, held[0].message, facts)
    if not parts:
        return Outcome(row, label, "skipped", "nothing_open", "Everything is released already.", facts)
    if not done:
        return Outcome(row, label, "skipped", parts[0].code, parts[0].message, facts)
    short = sum(part.code == "partial" for part in done) + total - len(done)
    if short:
        message = tell("{part} of {total} lines to pick, {short} short.", part=len(done), total=total, short=short)
        return Outcome(row, label, "done", "partial", message, facts, row)
    return Outcome(
        row,
        label,
        "done",
        "allocated",
        tell_count(total, "{count} line to pick.", "{count} lines to pick."),
        facts,
        row,
    )
