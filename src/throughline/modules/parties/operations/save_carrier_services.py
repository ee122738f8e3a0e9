"""Making and changing the services of carriers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from throughline.governance.public import Duty
from throughline.kernel.errors import InvalidInput
from throughline.modules.parties.domain.inputs import check_text
from throughline.platform.database.statements import execute
from throughline.platform.operations import Ctx, Outcomes, masters, operation

KIND, TABLE = "parties.carrier_service", "parties_carrier_service"


@dataclass(frozen=True, slots=True)
class CarrierServiceInput:
    """A service of a carrier as it should be.

    `cut_off` is by the clock of the site that sends; empty leaves the site's. `transit_days` are working days; empty
    leaves what policy says. One that is not active takes no new orders. `version` refuses a change of what was changed
    meanwhile; 0 says that there is none yet.
    """

    code: str
    carrier: str
    name: str
    cut_off: time | None = None
    transit_days: int | None = None
    tracking_url: str = ""
    is_active: bool = True
    version: int | None = None


@operation("parties.save_carrier_services", permission="parties.carrier.change", duty=Duty.MASTER_DATA)
def save_carrier_services(ctx: Ctx, *, services: Sequence[CarrierServiceInput]) -> Outcomes:
    """Make the services of carriers that are new and change those that are known, by code.

    Orders keep their service; a change of its cut-off or its days holds for what is promised from now on.
    """
    judged = masters.judge(services, _check, lambda given: given.code)
    there = masters.known(TABLE, [given.code for given in judged.kept], ctx.company_id)
    masters.refuse_overtaken(judged, KIND, there)
    kept = judged.kept
    if kept:
        execute(
            """INSERT INTO parties_carrier_service AS s
                   (company_id, version, code, carrier, name, cut_off, transit_days, tracking_url, is_active)
               SELECT %s, 1, u.* FROM unnest(%s::text[], %s::text[], %s::text[], %s::time[], %s::int[], %s::text[],
                   %s::bool[]) AS u ORDER BY 3
               ON CONFLICT (company_id, upper(code) COLLATE "C") DO UPDATE SET carrier = excluded.carrier,
                   name = excluded.name, cut_off = excluded.cut_off, transit_days = excluded.transit_days,
                   tracking_url = excluded.tracking_url, is_active = excluded.is_active, version = s.version + 1""",
            [
                ctx.company_id,
                [given.code for given in kept],
                [given.carrier.strip() for given in kept],
                [given.name.strip() for given in kept],
                [given.cut_off for given in kept],
                [given.transit_days for given in kept],
                [given.tracking_url.strip() for given in kept],
                [given.is_active for given in kept],
            ],
        )
    saved = masters.known(TABLE, [given.code for given in kept], ctx.company_id)
    return masters.done(ctx, judged, KIND, saved)


def _check(given: CarrierServiceInput) -> None:
    check_text(given.code, "code", 30)
    check_text(given.carrier, "carrier", 60)
    check_text(given.name, "name", 120)
    check_text(given.tracking_url, "tracking_url", 200, needed=False)
    if given.tracking_url and not given.tracking_url.startswith("https://"):
        raise InvalidInput(
            "address_invalid",
            f"“{given.tracking_url[:60]}” must begin with https:// and hold {{tracking}} where the number belongs.",
            field="tracking_url",
        )
    if given.transit_days is not None and not 0 <= given.transit_days <= 120:
        raise InvalidInput(
            "days_invalid",
            f"{given.transit_days} must be a number of working days from 0 to 120.",
            field="transit_days",
        )
