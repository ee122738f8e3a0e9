"""The floor: release, pick, pack and dispatch what is there, and have proved what was delivered."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from throughline.cli.replaying import rules, state
from throughline.cli.replaying.company import Company, moment
from throughline.modules.logistics.public import Load, ProofInput, dispatch_units, prove_deliveries
from throughline.modules.warehouse.public import (
    PackLine,
    PackUnit,
    PickDone,
    confirm_picks,
    pack_goods,
    packable,
    ready_tasks,
    release_demands,
)
from throughline.platform.operations import reading

CARRIER = "Parcel service"


def ship(company: Company, day: date) -> None:
    """Send off everything that goods are there for, a set of orders at a time from release to dispatch."""
    at = moment(day, rules.SHIPPING)
    _finish(company, at)
    while demands := state.releasable(company):
        released = release_demands(company.as_("floor", at), demands=demands)
        company.react(at)
        if not released.done:
            return
        picked = _pick(company, at)
        _dispatch(company, at, _pack(company, at, picked))


def _finish(company: Company, at: datetime) -> None:
    """Pick, pack and dispatch what a run that was stopped left between two of these."""
    _pick(company, at)
    while demands := state.picked(company):
        _pack(company, at, demands)
    while units := state.packed(company):
        _dispatch(company, at, units)


def _pick(company: Company, at: datetime) -> list[int]:
    """Pick all that waits, whole; give the demands that it is for."""
    demands: list[int] = []
    while True:
        with reading(company.reader()):
            tasks = ready_tasks(company.reader(), site_id=company.site_id, kind="pick", limit=rules.LINES)
        if not tasks:
            return demands
        confirm_picks(company.as_("floor", at), picks=[PickDone(task.id, task.quantity) for task in tasks]).unrefused()
        company.react(at)
        demands += [task.demand_id for task in tasks if task.demand_id is not None]


def _pack(company: Company, at: datetime, demands: Sequence[int]) -> list[int]:
    """Pack what is picked, a carton an order; give the cartons."""
    with reading(company.reader()):
        found = packable(company.reader(), demands)
    cartons: dict[int | None, list[PackLine]] = {}
    for one in found.values():
        if one.picked > one.packed:
            cartons.setdefault(one.group_id, []).append(PackLine(one.demand_id, one.picked - one.packed))
    packed = pack_goods(company.as_("floor", at), units=[PackUnit(lines) for lines in cartons.values()])
    company.react(at)
    return packed.unrefused().documents()


def _dispatch(company: Company, at: datetime, units: Sequence[int]) -> None:
    """Let every carton leave as a shipment of its own."""
    dispatch_units(company.as_("floor", at), loads=[Load([unit], carrier=CARRIER) for unit in units])
    company.react(at)


def prove(company: Company, day: date) -> None:
    """Have proved what left the day before: everything is accepted."""
    at = moment(day, rules.PROVING)
    before = day - timedelta(days=rules.TRANSPORT_DAYS - 1)
    while shipments := state.undelivered(company, before):
        proofs = [ProofInput(number, signer="Goods in") for number in shipments]
        prove_deliveries(company.as_("floor", at), proofs=proofs).unrefused()
        company.react(at)
