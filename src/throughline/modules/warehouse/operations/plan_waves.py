"""Planning waves: demands that are to go to the floor together, before they do."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Annotated

from psycopg.types.json import Jsonb

from throughline.governance.public import Duty, sites, strange_words
from throughline.kernel.errors import InvalidInput
from throughline.modules.parties.public import SERVICE_CLASSES
from throughline.modules.warehouse.domain.waves import Candidate, Filter, as_kept, choose
from throughline.modules.warehouse.events import WavesPlanned
from throughline.modules.warehouse.models import Wave
from throughline.modules.warehouse.queries.waves import LINES, candidates, candidates_of
from throughline.platform.database import writes
from throughline.platform.database.statements import execute
from throughline.platform.events import announce, chunks
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation, sift


@dataclass(frozen=True, slots=True)
class WaveInput:
    """A wave to plan: its demands by name, or else all that a filter takes, orders whole.

    `release_at` releases it by itself, `cut_off` is when its picks must be done; `carrier` says for whom it is.
    `carriers` (by name), `carrier_services` (by code) and `zones` take only what goes by them and lies there.
    """

    site_id: int
    name: str
    demands: Sequence[int] = ()
    due_by: date | None = None
    service_classes: Sequence[Annotated[str, SERVICE_CLASSES]] = ()
    party_ids: Sequence[int] = ()
    most_lines: int | None = None
    most_weight: Decimal | None = None
    release_at: datetime | None = None
    cut_off: datetime | None = None
    carrier: str = ""
    ship_by: date | None = None
    carriers: Sequence[str] = ()
    carrier_services: Sequence[str] = ()
    zones: Sequence[str] = ()

    def filter(self) -> Filter:
        """Give what the wave takes."""
        most = min(self.most_lines or LINES, LINES)
        return Filter(
            self.site_id,
            self.due_by,
            self.service_classes,
            self.party_ids,
            most,
            self.most_weight,
            self.ship_by,
            self.carriers,
            self.carrier_services,
            self.zones,
        )

    def for_whom(self) -> str:
        """Name the carrier that the wave is for: as told, else the only one that it takes."""
        return (self.carrier or (self.carriers[0] if len(self.carriers) == 1 else "")).strip()[:60]


@operation("warehouse.plan_waves", permission="warehouse.wave.plan", duty=Duty.SHIPPING)
def plan_waves(ctx: Ctx, *, waves: Sequence[WaveInput]) -> Outcomes:
    """Gather open demands in waves, in the order given; an outcome is a wave, or why there is none.

    A demand waits in one wave at a time; a wave that cannot be planned stops no other, and takes nothing. Nothing is
    allocated: what goes is decided at the release, by rank, and a release before that takes the demand out of its
    wave's work, not out of its history.
    """
    if not waves:
        raise InvalidInput("nothing_planned", "Name at least one wave.", field="waves")
    strange = strange_words(ctx, SERVICE_CLASSES, {one for w in waves for one in w.service_classes}, "service_classes")
    judged = sift(enumerate(waves), partial(_judged, sites(ctx), strange), _named)
    if not judged.sound:
        return judged.with_done(())
    sound = list(judged.sound.values())
    chosen = _chosen(sound, _candidates(ctx, sound))
    kept = [(wave, demands) for wave, demands in zip(sound, chosen, strict=True) if demands]
    made = iter(_write(ctx, kept))
    return judged.with_done(
        _outcome(place, wave, demands, next(made) if demands else None)
        for (place, wave), demands in zip(judged.sound.items(), chosen, strict=True)
    )


def _named(one: tuple[int, WaveInput]) -> tuple[int, str]:
    place, wave = one
    return place, wave.name.strip()[:60] or f"wave {place + 1}"


def _candidates(ctx: Ctx, waves: Sequence[WaveInput]) -> list[Candidate]:
    """Give what may be put in waves."""
    by_hand = [number for wave in waves for number in wave.demands]
    known = candidates(ctx, {wave.site_id for wave in waves if not wave.demands})
    return known + (candidates_of(ctx, by_hand) if by_hand else [])


def _write(ctx: Ctx, kept: Sequence[tuple[WaveInput, Sequence[int]]]) -> list[int]:
    """Write waves with what waits in them, and tell."""
    records = [
        (
            wave.site_id,
            wave.name.strip()[:60],
            wave.for_whom(),
            wave.release_at,
            wave.cut_off,
            Jsonb(as_kept(wave.filter(), by_hand=bool(wave.demands))),
        )
        for wave, _ in kept
    ]
    constants = {"company_id": ctx.company_id, "state": "planned", "planned_at": ctx.now, "planned_by": ctx.actor_id,
                 "reason": "", "version": 1}  # fmt: skip
    ids = writes.insert(Wave, ("site_id", "name", "carrier", "release_at", "cut_off", "chosen"), records, constants)
    lines = [(number, demand) for number, (_, demands) in zip(ids, kept, strict=True) for demand in demands]
    _put_in(ctx, lines)
    for chunk in chunks(ids):
        announce(ctx, WavesPlanned(chunk))
    ctx.running().touched("warehouse.wave", *ids)
    return ids


def _put_in(ctx: Ctx, lines: Sequence[tuple[int, int]]) -> None:
    """Put demands in waves; one that somebody else put in a wave at the same moment stays there."""
    if not lines:
        return
    execute(
        """INSERT INTO warehouse_wave_demand (company_id, wave_id, demand_id, waits, left_out)
           SELECT %s, u.*, true, '' FROM unnest(%s::bigint[], %s::bigint[]) AS u ON CONFLICT DO NOTHING""",
        [ctx.company_id, [wave for wave, _ in lines], [demand for _, demand in lines]],
    )


def _judged(known: Container[int], strange: Mapping[str, InvalidInput], one: tuple[int, WaveInput]) -> WaveInput:
    """Refuse a wave that nobody could plan so."""
    _, wave = one
    if not wave.name.strip():
        raise InvalidInput("name_missing", "Give the wave a name, such as DHL 16:00.", field="name")
    if wave.site_id not in known:
        raise InvalidInput("site_unknown", f"There is no site {wave.site_id} in this company.", field="site_id")
    for word in wave.service_classes:
        if word in strange:
            raise strange[word]
    if wave.release_at and wave.cut_off and wave.cut_off < wave.release_at:
        raise InvalidInput("cut_off_early", "The cut-off lies before the release; set it later.", field="cut_off")
    if len(wave.demands) > LINES:
        raise InvalidInput("too_many_lines", f"A wave holds {LINES} lines at most; plan two.", field="demands")
    if wave.most_lines is not None and wave.most_lines < 1:
        raise InvalidInput("limit_wrong", "A limit of lines is above zero.", field="most_lines")
    if wave.most_weight is not None and wave.most_weight <= 0:
        raise InvalidInput("limit_wrong", "A limit of weight is above zero.", field="most_weight")
    return wave


def _chosen(waves: Sequence[WaveInput], known: Sequence[Candidate]) -> list[list[int]]:
    """Choose for each wave in turn; named demands go only where they are open, at its site and in no other wave."""
    by_id: Mapping[int, Candidate] = {one.demand_id: one for one in known}
    in_line = list(by_id.values())
    taken: set[int] = set()
    chosen = []
    for wave in waves:
        if wave.demands:
            mine = [n for n in dict.fromkeys(wave.demands) if n in by_id and n not in taken]
            mine = [number for number in mine if by_id[number].site_id == wave.site_id]
        else:
            mine = choose(wave.filter(), in_line, frozenset(taken))
        taken |= set(mine)
        chosen.append(mine)
    return chosen


def _outcome(place: int, wave: WaveInput, demands: Sequence[int], number: int | None) -> Outcome:
    if number is None:
        told = "Nothing that is open fits, or all of it waits in another wave; choose wider."
        return Outcome(place, wave.name[:60], "refused", "nothing_chosen", told)
    left = len(set(wave.demands)) - len(demands) if wave.demands else 0
    rest = f", {left} are not open here or wait in another wave" if left else ""
    lines = f"{len(demands)} {'line' if len(demands) == 1 else 'lines'} in it{rest}."
    return Outcome(place, f"W-{number}", "done", "planned", lines, {}, number)
