"""Setting a company up: what it is called and reached by, its sites' calendars, its documents' layout, its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from psycopg.types.json import Jsonb

from throughline.governance.closing_days import ClosingDay, closed_days
from throughline.governance.duties import Duty
from throughline.governance.identities import BankAccount, TaxNumber, checked_account, checked_vat
from throughline.kernel.errors import InvalidInput, NotFound, RuleViolation
from throughline.kernel.plain import plain
from throughline.platform.database.statements import execute, rows, select
from throughline.platform.operations import Ctx, operation

LONGEST_LOGO = 500_000
LOGO_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
PLACES = ("quotation", "confirmation", "invoice", "credit_note", "footer")
LANGUAGES = ("en", "de", "fr", "nl", "es", "it")


@dataclass(frozen=True, slots=True)
class CompanyDetails:
    """What a company says of itself on its documents and screens."""

    id: int
    code: str
    name: str
    country: str
    currency: str
    timezone: str
    vat_number: str
    tax_numbers: list[dict[str, str]]
    address: list[str]
    bank_accounts: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SiteDetails:
    """A site with its calendar as it was chosen: weekdays, region of holidays, own closing days, cut-off."""

    id: int
    code: str
    name: str
    timezone: str
    weekdays: str
    holidays: list[str]
    holiday_country: str
    holiday_region: str
    closing_days: list[dict[str, str]]
    cut_off: time | None
    receiving_days: int
    dispatch_days: int


@dataclass(frozen=True, slots=True)
class Layout:
    """What the documents of a company look like."""

    logo: bytes | None
    logo_type: str
    languages: list[str]
    texts: dict[str, dict[str, str]]

    def text(self, language: str, place: str) -> str:
        """Give a text in a language, else in the first that the company uses."""
        short = language.split("-")[0]
        for one in (short, *self.languages):
            if self.texts.get(one, {}).get(place):
                return self.texts[one][place]
        return ""


def company_details(ctx: Ctx) -> CompanyDetails:
    """Give everything about the acting company."""
    (found,) = select(
        CompanyDetails,
        """SELECT id, code, name, country, currency, timezone, vat_number, tax_numbers, address, bank_accounts
           FROM governance_company WHERE id = %s""",
        [ctx.company_id],
    )
    return found


def site_details(ctx: Ctx, site: int | None = None) -> list[SiteDetails]:
    """Give the sites of the company, or one of them."""
    return select(
        SiteDetails,
        """SELECT id, code, name, timezone, weekdays, holidays, holiday_country, holiday_region, closing_days, cut_off,
                  receiving_days, dispatch_days
           FROM governance_site WHERE company_id = %s AND (%s::bigint IS NULL OR id = %s) ORDER BY code""",
        [ctx.company_id, site, site],
    )


def layout(ctx: Ctx) -> Layout:
    """Give the layout of the company's documents."""
    found = rows(
        "SELECT logo, logo_type, languages, texts FROM governance_document_layout WHERE company_id = %s",
        [ctx.company_id],
    )
    if not found:
        return Layout(None, "", ["en"], {})
    logo, kind, languages, texts = found[0]
    return Layout(bytes(logo) if logo is not None else None, kind, languages, texts)


@operation("governance.change_company", permission="governance.company.change", duty=Duty.MASTER_DATA)
def change_company(
    ctx: Ctx,
    *,
    name: str,
    address: Sequence[str],
    vat_number: str = "",
    tax_numbers: Sequence[TaxNumber] = (),
    bank_accounts: Sequence[BankAccount] = (),
) -> int:
    """Change what the company is called, where it is, its tax numbers and accounts. Country and currency stay."""
    before = company_details(ctx)
    if not name.strip() or len(name) > 200:
        raise InvalidInput("name_invalid", "A company needs a name of at most 200 characters.", field="name")
    lines = [line.strip() for line in address if line.strip()]
    if not lines or len(lines) > 6:
        raise InvalidInput("address_invalid", "An address has one to six lines.", field="address")
    vat = checked_vat(before.country, vat_number)
    numbers = [
        {"country": one.country, "number": checked_vat(one.country, one.number, "tax_numbers")} for one in tax_numbers
    ]
    accounts = [checked_account(one, line) for line, one in enumerate(bank_accounts, start=1)]
    if len({one.iban for one in accounts}) < len(accounts):
        raise InvalidInput("iban_twice", "An IBAN stands twice; leave one of them out.", field="bank_accounts")
    execute(
        """UPDATE governance_company SET name = %s, address = %s, vat_number = %s, tax_numbers = %s, bank_accounts = %s
           WHERE id = %s""",
        [name.strip(), Jsonb(lines), vat, Jsonb(numbers), Jsonb(plain(accounts)), ctx.company_id],
    )
    ctx.running().touched("governance.company", ctx.company_id)
    return ctx.company_id


@operation("governance.change_site", permission="governance.site.change", duty=Duty.MASTER_DATA)
def change_site(
    ctx: Ctx,
    *,
    site: int,
    name: str,
    weekdays: str,
    holiday_country: str = "",
    holiday_region: str = "",
    closing_days: Sequence[ClosingDay] = (),
    cut_off: time | None = None,
    receiving_days: int = 0,
    dispatch_days: int = 0,
) -> int:
    """Change a site's name, calendar, cut-off and handling times; dates promised before stay as they were told."""
    if not name.strip() or len(name) > 200:
        raise InvalidInput("name_invalid", "A site needs a name of at most 200 characters.", field="name")
    if not weekdays or set(weekdays) - set("1234567") or len(set(weekdays)) < len(weekdays):
        raise InvalidInput(
            "weekdays_invalid", "A site works on one weekday at least, 1 (Monday) to 7.", field="weekdays"
        )
    for days, field in ((receiving_days, "receiving_days"), (dispatch_days, "dispatch_days")):
        if not 0 <= days <= 60:
            raise InvalidInput("days_invalid", f"{days} days must be from 0 to 60.", field=field)
    closed = closed_days(holiday_country, holiday_region, closing_days, ctx.today)
    changed = execute(
        """UPDATE governance_site SET name = %s, weekdays = %s, holidays = %s, holiday_country = %s,
               holiday_region = %s, closing_days = %s, cut_off = %s, receiving_days = %s, dispatch_days = %s
           WHERE company_id = %s AND id = %s""",
        [
            name.strip(),
            "".join(sorted(weekdays)),
            Jsonb(closed),
            holiday_country,
            holiday_region,
            Jsonb([{"day": one.day.isoformat(), "name": one.name.strip()} for one in closing_days]),
            cut_off,
            receiving_days,
            dispatch_days,
            ctx.company_id,
            site,
        ],
    )
    if not changed:
        raise NotFound("site_unknown", f"There is no site {site} in this company.", site=site)
    ctx.running().touched("governance.site", site)
    return site


@operation("governance.extend_calendars", permission="governance.site.change", duty=Duty.MASTER_DATA)
def extend_calendars(ctx: Ctx) -> int:
    """Add the public holidays of the years that have come near to the sites' calendars; give how many sites gained.

    Holidays are known two years ahead, by the rules of their region as the product knows them now. What passed and what
    was chosen by hand stays as it is.
    """
    gained = []
    for one in site_details(ctx):
        if not one.holiday_country:
            continue
        own = [ClosingDay(date.fromisoformat(day["day"]), day["name"]) for day in one.closing_days]
        days = sorted({*one.holidays, *closed_days(one.holiday_country, one.holiday_region, own, ctx.today)})
        if days != one.holidays:
            gained.append((one.id, days))
    if gained:
        execute(
            """UPDATE governance_site s SET holidays = u.holidays
               FROM unnest(%s::bigint[], %s::jsonb[]) AS u(id, holidays) WHERE s.company_id = %s AND s.id = u.id""",
            [[number for number, _ in gained], [Jsonb(days) for _, days in gained], ctx.company_id],
        )
        ctx.running().touched("governance.site", *(number for number, _ in gained))
    return len(gained)


@operation("governance.change_layout", permission="governance.company.change", duty=Duty.MASTER_DATA)
def change_layout(
    ctx: Ctx,
    *,
    languages: Sequence[str],
    texts: Mapping[str, Mapping[str, str]],
    logo: bytes | None = None,
    keep_logo: bool = True,
) -> int:
    """Change what documents look like from now on: a new logo (PNG or JPEG) where one is given, languages, texts."""
    if not languages or set(languages) - set(LANGUAGES):
        raise InvalidInput("language_unknown", f"Use one or more of {', '.join(LANGUAGES)}.", field="languages")
    for language, by_place in texts.items():
        for place, text in by_place.items():
            if language not in LANGUAGES or place not in PLACES:
                raise InvalidInput("text_unknown", f"There is no text {place} in {language}.", field="texts")
            if len(text) > 600:
                raise InvalidInput("text_too_long", f"The text has {len(text)} characters; 600 fit.", field=place)
    kind = _logo_type(logo) if logo else ""
    execute(
        """INSERT INTO governance_document_layout AS l (company_id, logo, logo_type, languages, texts)
           VALUES (%s, %s, %s, %s, %s) ON CONFLICT (company_id) DO UPDATE SET
               logo = CASE WHEN excluded.logo IS NOT NULL THEN excluded.logo WHEN %s THEN l.logo END,
               logo_type = CASE WHEN excluded.logo IS NOT NULL THEN excluded.logo_type WHEN %s THEN l.logo_type
                                ELSE '' END,
               languages = excluded.languages, texts = excluded.texts""",
        [
            ctx.company_id,
            logo,
            kind,
            Jsonb(list(languages)),
            Jsonb({language: dict(by_place) for language, by_place in texts.items()}),
            keep_logo,
            keep_logo,
        ],
    )
    ctx.running().touched("governance.company", ctx.company_id)
    return ctx.company_id


def _logo_type(content: bytes) -> str:
    """Tell a picture by its content, never by its name."""
    if len(content) > LONGEST_LOGO:
        raise InvalidInput(
            "logo_too_large", f"The logo has {len(content):,} bytes; {LONGEST_LOGO:,} fit.", field="logo"
        )
    kind = next((kind for start, kind in LOGO_TYPES.items() if content.startswith(start)), "")
    if not kind:
        raise InvalidInput("logo_format", "The logo is no PNG or JPEG; save it as one of them.", field="logo")
    return kind


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """A series of gapless numbers: where it stands, and whether it has begun."""

    id: int
    code: str
    prefix: str
    next_number: int
    last_hash: str

    @property
    def has_begun(self) -> bool:
        """Say whether a document has a number of it."""
        return bool(self.last_hash)


def number_series(ctx: Ctx) -> list[SeriesFacts]:
    """List the series of the company by code."""
    return select(
        SeriesFacts,
        """SELECT id, code, prefix, next_number, last_hash FROM platform_number_series WHERE company_id = %s
           ORDER BY code""",
        [ctx.company_id],
    )


@operation("governance.set_number_series", permission="governance.company.change", duty=Duty.MASTER_DATA)
def set_number_series(ctx: Ctx, *, code: str, prefix: str, next_number: int | None = None, reason: str = "") -> str:
    """Set the prefix of a series, and its first number while no document has one; numbers never skip or go back."""
    if not prefix.strip() or len(prefix) > 20 or prefix != prefix.strip():
        raise InvalidInput("prefix_invalid", "A prefix has 1 to 20 characters and no blanks around it.", field="prefix")
    if not reason.strip():
        raise InvalidInput("reason_missing", "Say why; the tax office may ask.", field="reason")
    execute(
        """INSERT INTO platform_number_series (company_id, code, prefix, first_number, next_number, last_hash)
           VALUES (%s, %s, %s, 1, 1, '') ON CONFLICT (company_id, code) DO NOTHING""",
        [ctx.company_id, code, prefix],
    )
    ((known, last_hash),) = rows(
        """SELECT next_number, last_hash FROM platform_number_series WHERE company_id = %s AND code = %s
           FOR NO KEY UPDATE""",
        [ctx.company_id, code],
    )
    wanted = next_number if next_number is not None else known
    if wanted != known and (last_hash or wanted < known):
        raise RuleViolation(
            "series_begun",
            f"{code} continues with {known}: documents have its numbers, and none may be skipped or given twice.",
            field="next_number",
        )
    if not 1 <= wanted < 10**12:
        raise InvalidInput("number_invalid", f"{wanted} is no number to begin with.", field="next_number")
    execute(
        """UPDATE platform_number_series SET prefix = %s, next_number = %s,
               first_number = CASE WHEN last_hash = '' THEN %s ELSE first_number END
           WHERE company_id = %s AND code = %s""",
        [prefix, wanted, wanted, ctx.company_id, code],
    )
    ctx.running().touched("platform.number_series", ctx.company_id)
    return code
