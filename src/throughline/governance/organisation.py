"""Companies, sites and threads: reading them, opening threads, acting on behalf of an author."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from zoneinfo import available_timezones

from psycopg.types.json import Jsonb

from throughline.governance.duties import Duty
from throughline.governance.models import Company, Site, Thread
from throughline.kernel.dates import Calendar
from throughline.kernel.digits import is_id
from throughline.kernel.errors import InvalidInput, NotFound, NotReady
from throughline.kernel.letters import capitals
from throughline.platform.database import writes
from throughline.platform.database.statements import rows, select
from throughline.platform.operations import Ctx, act, masters, operation
from throughline.platform.operations.masters import Known


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """What operations need to know of a company."""

    id: int
    code: str
    name: str
    country: str
    currency: str
    timezone: str


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site with its calendar and handling times in working days."""

    id: int
    code: str
    name: str
    timezone: str
    weekdays: str
    holidays: list[str]
    receiving_days: int
    dispatch_days: int
    cut_off: time | None

    @property
    def calendar(self) -> Calendar:
        """The site's working days."""
        return Calendar.of(self.weekdays, [date.fromisoformat(day) for day in self.holidays])


@dataclass(frozen=True, slots=True)
class SiteInput:
    """A site to open: weekdays worked (1 is Monday), holidays as ISO dates, handling times in working days."""

    code: str
    name: str
    timezone: str = "UTC"
    weekdays: str = "12345"
    holidays: Sequence[str] = ()
    receiving_days: int = 0
    dispatch_days: int = 0


def company(ctx: Ctx) -> CompanyFacts:
    """Give the acting company."""
    (found,) = select(
        CompanyFacts,
        "SELECT id, code, name, country, currency, timezone FROM governance_company WHERE id = %s",
        [ctx.company_id],
    )
    return found


def company_ids() -> list[int]:
    """List all companies of the installation: for what the worker does in each of them."""
    return [number for (number,) in rows("SELECT id FROM governance_company ORDER BY id")]


@cache
def _currency(company_id: int) -> str:
    ((code,),) = rows("SELECT currency FROM governance_company WHERE id = %s", [company_id])
    return str(code)


def currency(ctx: Ctx) -> str:
    """Give the company's currency, which never changes once the company has books."""
    return _currency(ctx.company_id)


def sites(ctx: Ctx) -> dict[int, SiteFacts]:
    """Give the company's sites by id."""
    found = select(
        SiteFacts,
        """SELECT id, code, name, timezone, weekdays, holidays, receiving_days, dispatch_days, cut_off
           FROM governance_site WHERE company_id = %s ORDER BY id""",
        [ctx.company_id],
    )
    return {site.id: site for site in found}


def site(ctx: Ctx, site_id: int) -> SiteFacts:
    """Give one site of the company."""
    found = sites(ctx)
    if site_id not in found:
        raise NotFound("site_unknown", f"There is no site {site_id} in this company.", site=site_id)
    return found[site_id]


def site_choices(ctx: Ctx) -> list[tuple[str, str]]:
    """Give the company's sites as forms and filters offer them: id and name."""
    return [(str(number), one.name) for number, one in sites(ctx).items()]


def site_asked(ctx: Ctx, asked: str | None) -> tuple[SiteFacts, list[SiteFacts]]:
    """Give the site that an address or a form names, the company's first where it names none; and the others."""
    found = sites(ctx)
    if not found:
        raise NotReady("no_site", "The company has no site yet; open one first.")
    number = int(asked) if asked and is_id(asked) and int(asked) in found else next(iter(found))
    return found[number], [one for one in found.values() if one.id != number]


@act
def open_threads(ctx: Ctx, root_kind: str, root_ids: Sequence[int]) -> list[int]:
    """Open a thread for each root document, in their order."""
    constants = {"company_id": ctx.company_id, "root_kind": root_kind, "opened_at": ctx.now}
    return writes.insert(Thread, ("root_id",), [(number,) for number in root_ids], constants)


#: The company of acts that belong to the installation rather than to a company.
INSTALLATION = 0


@operation("governance.found_company", permission="governance.company.found", duty=Duty.ADMINISTRATION)
def found_company(
    ctx: Ctx,
    *,
    code: str,
    name: str,
    country: str,
    currency: str,
    timezone: str = "UTC",
    vat_number: str = "",
    address: Sequence[str] = (),
    bank: Mapping[str, str] | None = None,
) -> int:
    """Found a company with books of its own, in its currency for good; give its id. Acts for the installation."""
    _check_timezone(timezone)
    accounts = [{"printed": True, **bank}] if bank else []
    record = (code, name, country, currency, timezone, vat_number, Jsonb(list(address)), Jsonb(accounts), True)
    columns = ("code", "name", "country", "currency", "timezone", "vat_number", "address", "bank_accounts", "is_active")
    (number,) = writes.insert(Company, columns, [record], {"tax_numbers": Jsonb([])})
    return number


def _check_timezone(name: str) -> None:
    if name not in available_timezones():
        raise InvalidInput(
            "timezone_unknown", f"“{name[:60]}” is no timezone; use a name such as Europe/Berlin.", field="timezone"
        )


def _check_site(given: SiteInput) -> None:
    _check_timezone(given.timezone)
    if not given.code.strip() or not given.name.strip():
        raise InvalidInput("missing", "A site needs a code and a name.", field="code")
    if not given.weekdays or not set(given.weekdays) <= set("1234567"):
        raise InvalidInput(
            "weekdays_unknown", "Write the days worked as digits: 12345 is Monday to Friday.", field="weekdays"
        )
    for day in given.holidays:
        try:
            date.fromisoformat(day)
        except ValueError as error:
            told = f"“{day[:40]}” is no day; write 2026-12-25."
            raise InvalidInput("holiday_unknown", told, field="holidays") from error
    if not 0 <= given.receiving_days <= 365 or not 0 <= given.dispatch_days <= 365:
        raise InvalidInput("days_out_of_range", "Handling takes 0 to 365 working days.", field="receiving_days")


@operation("governance.open_sites", permission="governance.site.change", duty=Duty.MASTER_DATA)
def open_sites(ctx: Ctx, *, sites: Sequence[SiteInput]) -> list[int]:
    """Open sites of the company; give their ids in order.

    A code that a site has already is refused.
    """
    for given in sites:
        _check_site(given)
    known = dict(
        rows(
            "SELECT upper(code), id FROM governance_site WHERE company_id = %s AND upper(code) = ANY(%s)",
            [ctx.company_id, [capitals(given.code) for given in sites]],
        )
    )
    for given in sites:
        if (number := known.get(capitals(given.code))) is not None:
            raise masters.overtaken("governance.site", given.code, 0, Known(given.code, number, 1))
    records = [
        (s.code, s.name, s.timezone, s.weekdays, Jsonb(list(s.holidays)), s.receiving_days, s.dispatch_days)
        for s in sites
    ]
    columns = ("code", "name", "timezone", "weekdays", "holidays", "receiving_days", "dispatch_days")
    constants = {
        "company_id": ctx.company_id,
        "holiday_country": "",
        "holiday_region": "",
        "closing_days": Jsonb([]),
    }
    return writes.insert(Site, columns, records, constants)


@cache
def timezone_of(company_id: int) -> str:
    """Give the timezone of a company, in which its business dates fall."""
    ((name,),) = rows("SELECT timezone FROM governance_company WHERE id = %s", [company_id])
    return str(name)


def on_behalf(company_id: int, actor_id: int) -> Ctx:
    """Give the context in which a reaction of the system acts for the author of its cause."""
    return Ctx(company_id, actor_id, permissions=frozenset({"*"}), timezone=timezone_of(company_id), door="flow")
