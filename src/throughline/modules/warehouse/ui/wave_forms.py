"""Planning a wave, releasing it and giving it up: each with what it would do beside the form."""

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from throughline.governance.public import site_asked, site_choices, word_choices
from throughline.kernel.errors import DomainError, InvalidInput
from throughline.kernel.money import ZERO
from throughline.modules.inventory.public import simulate
from throughline.modules.parties.public import SERVICE_CLASSES, carrier_services
from throughline.modules.warehouse.domain.waves import choose
from throughline.modules.warehouse.public import WaveInput
from throughline.modules.warehouse.queries.waves import candidates
from throughline.modules.warehouse.queries.zones import zones_of
from throughline.modules.warehouse.ui.waves import number_of
from throughline.platform.operations import OPERATIONS, Ctx
from throughline.platform.ui import Done, Field, Finding, OperationForm, Pair, Pairs, Preview, open_made, record_url
from throughline.platform.ui.formats import local, moment, now, number, quantity
from throughline.platform.ui.sentences import tell


def _carriers(ctx: Ctx) -> list[tuple[str, str]]:
    names = dict.fromkeys(one.carrier for one in carrier_services(ctx).values())
    return [("", "All"), *((name, name) for name in names)]


def _services(ctx: Ctx) -> list[tuple[str, str]]:
    return [("", "All"), *((one.code, f"{one.carrier}, {one.name}") for one in carrier_services(ctx).values())]


def _zones(ctx: Ctx) -> list[tuple[str, str]]:
    return [("", "All"), *((zone, zone) for zone in zones_of(ctx))]


def _classes(ctx: Ctx) -> list[tuple[str, str]]:
    return [("", "All"), *word_choices(ctx, SERVICE_CLASSES)]


def moment_of(values: Mapping[str, Any], day: str | None, clock: str) -> datetime | None:
    """Read a day with a time in the reader's clock, such as 16:30; without a day it is today."""
    text = (values.get(clock) or "").strip()
    if not text:
        return None
    try:
        at = time.fromisoformat(text)
    except ValueError:
        raise InvalidInput("time_unreadable", f"{text[:20]} is no time; write 16:30.", field=clock) from None
    here = local(now())
    on = (values.get(day) if day else None) or here.date()
    return datetime.combine(on, at.replace(tzinfo=None), tzinfo=here.tzinfo)


def _wave(ctx: Ctx, values: Mapping[str, Any]) -> WaveInput:
    site, _ = site_asked(ctx, values.get("site"))
    return WaveInput(
        site.id,
        values.get("name") or "",
        due_by=values.get("due_by"),
        service_classes=[values["service_class"]] if values.get("service_class") else [],
        party_ids=[values["customer"]] if values.get("customer") else [],
        most_lines=values.get("most_lines"),
        most_weight=values.get("most_weight"),
        release_at=moment_of(values, "release_on", "release_time"),
        cut_off=moment_of(values, "release_on", "cut_off"),
        ship_by=values.get("ship_by"),
        carriers=[values["carrier"]] if values.get("carrier") else [],
        carrier_services=[values["carrier_service"]] if values.get("carrier_service") else [],
        zones=[values["zone"]] if values.get("zone") else [],
    )


def _ahead(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Say what the wave would hold, and what of it stock would cover now."""
    wave = _wave(ctx, values)
    found = candidates(ctx, [wave.site_id])
    chosen = choose(wave.filter(), found)
    mine = [one for one in found if one.demand_id in set(chosen)]
    if not mine:
        told = "Nothing that is open fits, or all of it waits in another wave."
        return Preview(findings=[Finding("block", "The wave would be empty", told)])
    given = simulate(ctx, chosen, ["rank"])["rank"]
    served = sum(amount > 0 for amount in given.values())
    orders = len({one.group_id or -one.demand_id for one in mine})
    weight = sum((one.weight for one in mine), ZERO)
    pairs = [Pair("Lines", number(len(mine))), Pair("Orders", number(orders)), Pair("Weight", f"{quantity(weight)} kg"),
             Pair("Stock covers", tell("{part} of {total} lines now",
                                      part=number(served), total=number(len(mine))))]  # fmt: skip
    if wave.release_at:
        pairs.append(Pair("Released", moment(wave.release_at)))
    findings = []
    if served < len(mine):
        text = f"{len(mine) - served} of its lines would get nothing if it were released now; they would be left out."
        findings.append(Finding("warn", "Not all of it is there", text))
    return Preview(findings=findings, sections=[Pairs("The wave", pairs)])


def _begin(ctx: Ctx, query: Mapping[str, str]) -> dict[str, Any]:
    site, _ = site_asked(ctx, query.get("site"))
    cut_off = f"{site.cut_off:%H:%M}" if site.cut_off else ""
    return {
        "site": str(site.id),
        "ship_by": site.calendar.plus(ctx.today, 0),
        "release_on": ctx.today,
        "cut_off": cut_off,
    }


PLAN = OperationForm(
    slug="waves/plan",
    parent="waves",
    title="Plan wave",
    text="Open orders are gathered whole, in their place in line. Nothing is allocated before the release.",
    operation="warehouse.plan_waves",
    submit_label="Plan wave",
    initial=_begin,
    preview=_ahead,
    arguments=lambda ctx, values: {"waves": [_wave(ctx, values)]},
    on_done=open_made("waves"),
    fields=[
        Field("name", "Name", required=True, width=220, help="Such as DHL 16:00"),
        Field("site", "Site", "select", choices=site_choices, required=True, width=180),
        Field("carrier", "Carrier", "select", choices=_carriers, width=140),
        Field("carrier_service", "Carrier service", "select", choices=_services, width=200),
        Field("ship_by", "Ship by", "date", width=150),
        Field("due_by", "Wanted by", "date", width=150),
        Field("zone", "Zone", "select", choices=_zones, width=110),
        Field("service_class", "Service class", "select", choices=_classes, width=150),
        Field("customer", "Customer", "lookup", lookup="customers", width=220),
        Field("most_lines", "Lines at most", "number", width=120, minimum=1),
        Field("most_weight", "Weight at most, kg", "decimal", width=140, minimum=Decimal(0)),
        Field("release_on", "Day", "date", width=150),
        Field("release_time", "Release at", width=190, help="16:30; empty means by hand"),
        Field("cut_off", "Cut-off", width=220, help="17:00; when its picks must be done"),
    ],
)


def _what_goes(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    """Say what the release would do, by doing it and taking it back."""
    number_ = int(values.get("wave") or 0)
    try:
        (outcome,) = OPERATIONS["warehouse.release_waves"].dry_run(ctx, waves=[number_])
    except DomainError as refused:
        return Preview(findings=[Finding("block", "It cannot be released", refused.message)])
    if outcome.status == "refused":
        return Preview(findings=[Finding("block", "It cannot be released", outcome.message)])
    whole = outcome.code == "released" and not outcome.facts.get("left_out")
    told = Finding("info" if whole else "warn", outcome.message, "Nothing has happened yet.")
    return Preview(findings=[told])


RELEASE = OperationForm(
    slug="waves/release",
    parent="waves",
    title=lambda ctx, values: tell("Release {wave}", wave=number_of(int(values.get("wave") or 0))),
    text="Its lines are served in one line by rank. What stock does not cover is left out and waits for another wave.",
    operation="warehouse.release_waves",
    submit_label="Release",
    rehearses=True,
    preview=_what_goes,
    arguments=lambda ctx, values: {"waves": [values["wave"]]},
    on_done=lambda ctx, result, values: Done(record_url("waves", values["wave"]), result.only().message),
    fields=[Field("wave", kind="hidden", parse=int, required=True)],
)

CANCEL = OperationForm(
    slug="waves/cancel",
    parent="waves",
    title=lambda ctx, values: tell("Give up {wave}", wave=number_of(int(values.get("wave") or 0))),
    text="Its lines wait for another wave or are released otherwise.",
    operation="warehouse.cancel_waves",
    submit_label="Give up",
    arguments=lambda ctx, values: {"waves": [values["wave"]], "reason": values["reason"]},
    on_done=lambda ctx, result, values: Done(record_url("waves", values["wave"]), result.only().message),
    fields=[
        Field("wave", kind="hidden", parse=int, required=True),
        Field("reason", "Reason", required=True, help="Lorry cancelled, planned anew"),
    ],
)
