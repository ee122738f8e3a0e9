"""Services of carriers: a list, and a form to make or change one."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from throughline.modules.parties.operations.save_carrier_services import CarrierServiceInput, save_carrier_services
from throughline.modules.parties.permissions import READ
from throughline.modules.parties.queries.carriers import CarrierServiceFacts, carrier_services
from throughline.platform.operations import Ctx
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Field,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    OperationForm,
    Status,
    disc,
    form_url,
    ring,
)

CHANGE = "parties.carrier.change"


def clock(at: time | None) -> str:
    """Write a time of day as clocks show it."""
    return f"{at:%H:%M}" if at else ""


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    words = asked.search.casefold()
    found = carrier_services(ctx).values()
    return ListPage([one for one in found if words in f"{one.code} {one.carrier} {one.name}".casefold()])


def _url(row: CarrierServiceFacts) -> str:
    return form_url("carrier-services/save", code=row.code)


def _now(row: CarrierServiceFacts) -> Status:
    return disc("In use") if row.is_active else ring("No longer used")


LIST = ListScreen(
    slug="carrier-services",
    title="Carrier services",
    permission=READ,
    nav=Nav("Set up", "Carrier services", "truck-delivery", 47),
    query=_page,
    columns=[
        Column("code", "Service", "code", priority=1, url=_url),
        Column("carrier", "Carrier", priority=1, width=160),
        Column("name", "Name", priority=2, width=220),
        Column("cut_off", "Cut-off", align="end", priority=2, value=lambda row: clock(row.cut_off) or "as the site"),
        Column("transit_days", "Working days under way", "number", align="end", priority=3,
               value=lambda row: row.transit_days),
        Column("now", "Now", "status", _now, priority=2),
    ],
    row_url=_url,
    new=Action("New service", form="carrier-services/save", primary=True, key="N"),
    empty=Empty("No carrier services here",
                "A service says until when goods for a carrier leave, and how long they are under way."),
)  # fmt: skip


def _initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    code = query.get("code", "").upper()
    found = next((one for one in carrier_services(ctx).values() if one.code.upper() == code), None)
    if found is None:
        return {"is_active": True}
    return {
        "code": found.code,
        "carrier": found.carrier,
        "name": found.name,
        "cut_off": clock(found.cut_off),
        "transit_days": found.transit_days,
        "tracking_url": found.tracking_url,
        "is_active": found.is_active,
    }


def _save(ctx: Ctx, *, service: CarrierServiceInput) -> str:
    return save_carrier_services(ctx, services=[service]).only().label


SAVE = OperationForm(
    slug="carrier-services/save",
    title=lambda ctx, values: f"Carrier service {values['code']}" if values.get("code") else "New carrier service",
    text="Which orders take it is said by the policy “Which carrier service takes an order”, or on the order itself.",
    operation=_save,
    calls="parties.save_carrier_services",
    permission=CHANGE,
    submit_label="Save service",
    parent="carrier-services",
    fields=[
        Field("code", "Code", required=True, help="Known codes are changed, others made"),
        Field("carrier", "Carrier", required=True, help="As lists and labels call it"),
        Field("name", "Name", required=True, help="Such as Parcel, next day"),
        Field("cut_off", "Cut-off", parse=time.fromisoformat,
              help="16:30, by the clock of the site; empty leaves the site's"),
        Field("transit_days", "Working days under way", "number", minimum=0, help="Empty leaves what policy says"),
        Field("tracking_url", "Tracking page", help="https://… with {tracking} where the number belongs"),
        Field("is_active", "Takes new orders", "checkbox"),
    ],
    initial=_initial,
    arguments=lambda ctx, values: {
        "service": CarrierServiceInput(
            values["code"], values["carrier"], values["name"], values.get("cut_off") or None,
            values.get("transit_days"), values.get("tracking_url") or "", bool(values.get("is_active")),
        )
    },
    on_done=lambda ctx, result, values: Done("/carrier-services/", f"Service {result} saved."),
)  # fmt: skip
