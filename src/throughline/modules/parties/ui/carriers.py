"""Services of carriers: a list, and a form to make or change one."""

from collections.abc import Iterable, Mapping
from datetime import time

from throughline.modules.parties.operations.save_carrier_services import CarrierServiceInput
from throughline.modules.parties.permissions import READ
from throughline.modules.parties.queries.carriers import CarrierServiceFacts, carrier_services, service_names
from throughline.platform.operations import Ctx
from throughline.platform.refs import Shown
from throughline.platform.ui import (
    Action,
    Column,
    Empty,
    Field,
    ListPage,
    ListRequest,
    ListScreen,
    Master,
    Nav,
    Status,
    disc,
    form_url,
    ring,
)


def clock(at: time | None) -> str:
    """Write a time of day as clocks show it."""
    return f"{at:%H:%M}" if at else ""


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    return ListPage.of_few(carrier_services(ctx).values(), asked.search, "code", "carrier", "name")


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


def _stored(ctx: Ctx, code: str) -> CarrierServiceInput | None:
    found = next((one for one in carrier_services(ctx).values() if one.code.upper() == code.upper()), None)
    if found is None:
        return None
    return CarrierServiceInput(
        found.code, found.carrier, found.name, found.cut_off, found.transit_days, found.tracking_url, found.is_active,
        found.version,
    )  # fmt: skip


SAVE = Master(
    slug="carrier-services",
    operation="parties.save_carrier_services",
    takes="services",
    input=CarrierServiceInput,
    new_title="New carrier service",
    known_title="Carrier service {code}",
    text="Which orders take it is said by the policy “Which carrier service takes an order”, or on the order itself.",
    submit_label="Save service",
    saved="Service {code} saved.",
    code=Field("code", "Code", required=True, help="The code it is known by, for good", width=160),
    fields=[
        Field("carrier", "Carrier", required=True, help="As lists and labels call it"),
        Field("name", "Name", required=True, help="Such as Parcel, next day"),
        Field("cut_off", "Cut-off", parse=time.fromisoformat,
              help="16:30, by the clock of the site; empty leaves the site's"),
        Field("transit_days", "Working days under way", "number", minimum=0, help="Empty leaves what policy says"),
        Field("tracking_url", "Tracking page", help="https://… with {tracking} where the number belongs"),
        Field("is_active", "Takes new orders", "checkbox"),
    ],
    stored=_stored,
    fresh=lambda ctx: CarrierServiceInput("", "", "", version=0),
).form()  # fmt: skip


def shown(ids: Iterable[int]) -> Mapping[int, Shown]:
    """Name services of carriers, with the way to them."""
    return {
        number: Shown("Carrier service", f"{code} {name}", form_url("carrier-services/save", code=code))
        for number, (code, name) in service_names(ids).items()
    }
