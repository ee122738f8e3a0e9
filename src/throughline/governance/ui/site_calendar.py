"""Sites with their calendars: a list, a page each with the coming closed days, forms to open and to change one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from throughline.governance.closing_days import ClosingDay, countries, public_holidays
from throughline.governance.organisation import SiteInput, company, open_sites
from throughline.governance.setting_up import SiteDetails, site_details
from throughline.governance.ui.company import READ
from throughline.kernel.errors import InvalidInput, NotFound
from throughline.platform.operations import Ctx
from throughline.platform.subjects import Kept, Subject
from throughline.platform.ui import (
    Action,
    Column,
    Done,
    Empty,
    Fact,
    Field,
    Finding,
    Grid,
    ListPage,
    ListRequest,
    ListScreen,
    Nav,
    OperationForm,
    Pair,
    Pairs,
    Part,
    Preview,
    RecordScreen,
    Section,
    Two,
    form_url,
    list_url,
    record_url,
)
from throughline.platform.ui.formats import MISSING
from throughline.platform.ui.sentences import said, tell

CHANGE = "governance.site.change"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COMING = 24


def weekday_words(weekdays: str) -> str:
    """Say the weekdays worked."""
    return ", ".join(str(said(DAYS[int(one) - 1])) for one in weekdays) or "never"


@dataclass(frozen=True, slots=True)
class Row:
    """A site as the list shows it."""

    id: int
    code: str
    name: str
    works: str
    holidays: str
    cut_off: str
    next_closed: date | None


def _row(ctx: Ctx, one: SiteDetails) -> Row:
    coming = next((day for day in one.holidays if day >= ctx.today.isoformat()), None)
    return Row(
        one.id,
        one.code,
        one.name,
        weekday_words(one.weekdays),
        f"{one.holiday_country} {one.holiday_region}".strip() or "none of a country",
        f"{one.cut_off:%H:%M}" if one.cut_off else MISSING,
        date.fromisoformat(coming) if coming else None,
    )


LIST = ListScreen(
    slug="sites",
    title="Sites",
    permission=READ,
    nav=Nav("Set up", "Sites", "map-pin", 41),
    query=lambda ctx, asked: _page(ctx, asked),
    columns=[
        Column("code", "Site", "code", priority=1, url=lambda row: record_url("sites", row.id)),
        Column("name", "Name", priority=1),
        Column("works", "Works", priority=2),
        Column("holidays", "Holidays of", priority=3),
        Column("cut_off", "Cut-off", align="end", priority=3),
        Column("next_closed", "Next closed day", "date", priority=2),
    ],
    row_url=lambda row: record_url("sites", row.id),
    new=Action("Open a site", form="sites/open", primary=True, key="N"),
    empty=Empty("No sites here", "Open one, then make its bins."),
)


def _page(ctx: Ctx, asked: ListRequest) -> ListPage:
    return ListPage.of_few((_row(ctx, one) for one in site_details(ctx)), asked.search, "code", "name")


def load(ctx: Ctx, id: int) -> SiteDetails:
    """Read a site."""
    found = site_details(ctx, id)
    if not found:
        raise NotFound("site_unknown", f"There is no site {id} in this company.", site=id)
    return found[0]


def own_days(one: SiteDetails) -> list[ClosingDay]:
    """Give the closing days of a site's own."""
    return [ClosingDay(date.fromisoformat(day["day"]), day.get("name", "")) for day in one.closing_days]


def _sections(ctx: Ctx, one: SiteDetails) -> Sequence[Section]:
    years = range(ctx.today.year, ctx.today.year + 3)
    named = {day.day: day.name for day in public_holidays(one.holiday_country, one.holiday_region, years)}
    named |= {day.day: day.name or "closed" for day in own_days(one)}
    coming = [date.fromisoformat(day) for day in one.holidays if day >= ctx.today.isoformat()][:COMING]
    rows = [{"day": day, "name": named.get(day, "holiday")} for day in coming]
    columns = [Column("day", "Day", "date", priority=1), Column("name", "Why", priority=1)]
    return [
        Two(
            Grid("Coming closed days", rows, columns, empty="None: every working weekday is worked.", card=True),
            Pairs(
                "Calendar",
                [
                    Pair("Works", weekday_words(one.weekdays)),
                    Pair("Holidays of", f"{one.holiday_country} {one.holiday_region}".strip() or MISSING),
                    Pair("Own closing days", str(len(one.closing_days))),
                    Pair("Cut-off", f"{one.cut_off:%H:%M}" if one.cut_off else MISSING),
                    Pair("Days to receive", str(one.receiving_days)),
                    Pair("Days to dispatch", str(one.dispatch_days)),
                ],
            ),
        ),
    ]


def data(ctx: Ctx, one: SiteDetails) -> SiteDetails:
    """Give the site to programs as it is kept."""
    return one


RECORD = RecordScreen(
    subject=Subject("governance.site", (Kept("governance_site"),)),
    slug="sites",
    parent="sites",
    permission=READ,
    load=load,
    title="name",
    code="code",
    subtitle=lambda one: [Part(one.code, code=True), one.timezone],
    facts=lambda ctx, one: [
        Fact("Works", weekday_words(one.weekdays)),
        Fact("Cut-off", f"{one.cut_off:%H:%M}" if one.cut_off else MISSING),
        Fact("Bins", "see them", url=list_url("bins", site=one.id)),
    ],
    actions=lambda ctx, one: (
        [
            Action("Change", form="sites/change", query={"site": one.id}, primary=True, dialog=False, key="E"),
            Action("Make bins", url=form_url("bins/make", site=one.id), dialog=False),
        ]
        if ctx.may(CHANGE)
        else []
    ),
    sections=_sections,
    data=data,
)


def _open(ctx: Ctx, *, code: str, name: str, timezone: str) -> int:
    (number,) = open_sites(ctx, sites=[SiteInput(code, name, timezone)])
    return number


OPEN = OperationForm(
    slug="sites/open",
    title="Open a site",
    text="Its bins come next; without them nothing can be put away.",
    operation=_open,
    calls="governance.open_sites",
    permission=CHANGE,
    submit_label="Open site",
    parent="sites",
    fields=[
        Field("code", "Code", required=True),
        Field("name", "Name", required=True),
        Field("timezone", "Time zone", required=True, help="Such as Europe/Berlin"),
    ],
    initial=lambda ctx, query: {"timezone": company(ctx).timezone},
    on_done=lambda ctx, result, values: Done(form_url("bins/make", site=result), f"Site {values['code']} opened."),
)

_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2})\s*(.*)$")


def closing_days_of(text: str) -> list[ClosingDay]:
    """Read closing days, one a line: the day, then why."""
    found = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        parts = _DAY.match(line)
        try:
            found.append(
                ClosingDay(date.fromisoformat(parts.group(1) if parts else line), parts.group(2) if parts else "")
            )
        except ValueError:
            raise InvalidInput(
                "day_unreadable", f"{line} is no day; write 2026-12-24 Inventory, one a line.", field="closing_days"
            ) from None
    return found


def clock_of(text: str) -> time:
    """Read a time of day."""
    return time.fromisoformat(text)


def _initial(ctx: Ctx, query: Mapping[str, str]) -> Mapping[str, Any]:
    one = load(ctx, int(query.get("site") or 0))
    return {
        "site": one.id,
        "name": one.name,
        **{f"day_{place}": str(place) in one.weekdays for place in range(1, 8)},
        "holiday_country": one.holiday_country,
        "holiday_region": one.holiday_region,
        "closing_days": "\n".join(f"{day.day} {day.name}".strip() for day in own_days(one)),
        "cut_off": f"{one.cut_off:%H:%M}" if one.cut_off else "",
        "receiving_days": one.receiving_days,
        "dispatch_days": one.dispatch_days,
    }


def _arguments(ctx: Ctx, values: dict[str, Any]) -> Mapping[str, Any]:
    return {
        "site": values["site"],
        "name": values["name"],
        "weekdays": "".join(str(place) for place in range(1, 8) if values.get(f"day_{place}")),
        "holiday_country": values.get("holiday_country") or "",
        "holiday_region": (values.get("holiday_region") or "").upper(),
        "closing_days": closing_days_of(values.get("closing_days") or ""),
        "cut_off": values.get("cut_off"),
        "receiving_days": values.get("receiving_days") or 0,
        "dispatch_days": values.get("dispatch_days") or 0,
    }


def _preview(ctx: Ctx, values: Mapping[str, Any]) -> Preview:
    country, region = values.get("holiday_country") or "", (values.get("holiday_region") or "").upper()
    years = (ctx.today.year, ctx.today.year + 1)
    try:
        own = closing_days_of(values.get("closing_days") or "")
        days = {one.day: one.name for one in public_holidays(country, region, years)} | {
            one.day: one.name or "closed" for one in own
        }
    except InvalidInput as error:
        return Preview(findings=[Finding("block", error.message)])
    coming = [{"day": day, "name": days[day]} for day in sorted(days) if day >= ctx.today][:COMING]
    columns = [Column("day", "Day", "date", priority=1), Column("name", "Why", priority=1)]
    return Preview(sections=[Grid("Coming closed days", coming, columns, empty="None.", card=True)])


CHANGE_FORM = OperationForm(
    slug="sites/change",
    title=lambda ctx, values: tell("Change {name}", name=load(ctx, values.get("site") or 0).name),
    text="Dates promised before stay as they were told; new promises count by this calendar.",
    operation="governance.change_site",
    submit_label="Save site",
    parent="sites",
    fields=[
        Field("site", kind="hidden", parse=int, required=True),
        Field("name", "Name", required=True, wide=True),
        *(
            Field(f"day_{place}", f"Works on {weekday}", "checkbox", compact=True)
            for place, weekday in enumerate(DAYS, start=1)
        ),
        Field("holiday_country", "Holidays of", "select", choices=[(one, one) for one in countries()]),
        Field("holiday_region", "Region", help="Such as NW; empty: those of the whole country"),
        Field("cut_off", "Cut-off", parse=clock_of, help="Until when today's orders leave today, 14:00"),
        Field("receiving_days", "Working days to receive", "number", minimum=0),
        Field("dispatch_days", "Working days to dispatch", "number", minimum=0),
        Field("closing_days", "Own closing days", "textarea", help="One a line: 2026-12-24 Inventory"),
    ],
    initial=_initial,
    arguments=_arguments,
    preview=_preview,
    on_done=lambda ctx, result, values: Done(record_url("sites", result), "Site saved."),
)
