"""Numbers, dates and ages as people read them, in the language and at the place of who reads.

A missing value is an en dash, a minus is the real minus sign, nothing is shortened with K or M. Text is formatted here
and nowhere else; what a request stands on (language, timezone, moment) is set once by `standing`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal, get_currency_precision
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation

from throughline.platform.operations import Ctx, system_clock

MISSING = "\u2013"
MINUS = "\u2212"
NBSP = "\u00a0"
YEAR_AFTER = timedelta(days=300)
SOON = timedelta(minutes=30)

_moment: ContextVar[datetime | None] = ContextVar("throughline_moment", default=None)


@contextmanager
def standing(ctx: Ctx) -> Iterator[None]:
    """Format in the language, timezone and moment of a context until the block ends."""
    token = _moment.set(ctx.now)
    try:
        with translation.override(ctx.language), timezone.override(ZoneInfo(ctx.timezone)):
            yield
    finally:
        _moment.reset(token)


@contextmanager
def spoken_to(request: HttpRequest) -> Iterator[None]:
    """Speak the language of whoever asks where no company is entered: the person's own, else the browser's."""
    person = getattr(request, "user", None)
    own = person.language if person is not None and person.is_authenticated else ""
    with translation.override(own or translation.get_language_from_request(request)):
        yield


@contextmanager
def written_to(language: str) -> Iterator[None]:
    """Write in the language of whoever gets a paper, with its figures and days; in English where none is known."""
    known, spoken = language.lower(), dict(settings.LANGUAGES)
    chosen = next((one for one in (known, known.partition("-")[0]) if one in spoken), "en-gb")
    with translation.override(chosen):
        yield


def now() -> datetime:
    """Give the moment of the request, or the clock's where there is none."""
    return _moment.get() or system_clock()


def locale() -> Locale:
    """Give the locale of the reader."""
    return _locale(translation.get_language() or "en-gb")


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse("en_GB" if language == "en" else translation.to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


@lru_cache(maxsize=512)
def _pattern(digits: int, most: int) -> str:
    fraction = "0" * digits + "#" * (most - digits)
    return "#,##0" + (f".{fraction}" if fraction else "")


def _number(value: Decimal, least: int, most: int) -> str:
    """Write a number with so many digits behind the sign, halves to the even one.

    Most languages group by three, and for them the figures of Python are written with the language's signs: a page
    holds a thousand numbers, and the general way takes ten times as long for the same text. The rest go that way.
    """
    language = translation.get_language() or "en-gb"
    signs = _signs(language)
    if signs is not None and value.adjusted() < _SHORT:
        text = f"{value.quantize(_STEPS[most], ROUND_HALF_EVEN):,f}"
        if most > least:
            whole, _, behind = text.partition(".")
            kept = behind[:least] + behind[least:].rstrip("0")
            text = f"{whole}.{kept}" if kept else whole
        return text.translate(signs)
    text = format_decimal(value, format=_pattern(least, most), locale=_locale(language), decimal_quantization=True)
    return text.replace("-", MINUS)


#: Numbers of more digits than Python reckons with by itself are written the general way.
_SHORT = 20
_STEPS = tuple(Decimal(1).scaleb(-digits) for digits in range(7))


@lru_cache(maxsize=64)
def _signs(language: str) -> dict[int, str] | None:
    """Give what stands for the comma, the point and the minus of Python, where a language groups as Python does."""
    shown = [
        re.fullmatch(pattern, format_decimal(Decimal(number), format=_pattern(1, 1), locale=_locale(language)))
        for number, pattern in (("-1234567.5", r"-1(\D)234(?:\1)567(\D)5"), ("1234.5", r"1(\D)234(\D)5"))
    ]
    if shown[0] is None or shown[1] is None or shown[0].groups() != shown[1].groups():
        return None
    group, point = shown[0].groups()
    return str.maketrans({",": group, ".": point, "-": MINUS})


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None


def money(amount: Any, currency: str = "") -> str:
    """Write an amount in the digits of its currency: 16,844.80. The currency itself stands in the head or beside."""
    value = _decimal(amount)
    if value is None:
        return str(amount) if amount else MISSING
    digits = get_currency_precision(currency) if currency else 2
    return _number(value, digits, digits)


def price(amount: Any, currency: str = "") -> str:
    """Write a unit price: two digits at least, six where they matter."""
    value = _decimal(amount)
    if value is None:
        return str(amount) if amount else MISSING
    digits = get_currency_precision(currency) if currency else 2
    return _number(value, digits, 6)


def quantity(amount: Any, unit: str = "") -> str:
    """Write a quantity without trailing zeros, with its unit: 400 ea."""
    value = _decimal(amount)
    if value is None:
        return str(amount) if amount else MISSING
    text = _number(value, 0, 6)
    return f"{text}{NBSP}{unit}" if unit else text


def weight(kilograms: Any) -> str:
    """Write a weight in kg to the gram, so that weights stand below each other: 0.850."""
    value = _decimal(kilograms)
    return MISSING if value is None else _number(value, 3, 6)


def number(value: Any) -> str:
    """Write a plain number: 1,204."""
    return quantity(value)


def percent(share: Any, digits: int = 1, *, least: int = 0) -> str:
    """Write a share (0.246) in per cent: 24.6 %, with `least` decimals where figures stand below each other.

    The space is the house's, as in the guide.
    """
    value = _decimal(share)
    if value is None:
        return str(share) if share else MISSING
    return f"{_number(value * 100, least, digits)}{NBSP}%"


def entered(value: Any) -> str:
    """Write a number as it stands in an input: the locale's decimal sign, no grouping."""
    parsed = _decimal(value)
    if parsed is None:
        return "" if value is None else str(value)
    plain = format(parsed.normalize(), "f") if parsed else "0"
    return plain.replace(".", str(locale().number_symbols["latn"]["decimal"]))


def price_entered(value: Any) -> str:
    """Write an amount as it stands in an input: two digits at least, no grouping."""
    parsed = _decimal(value)
    if parsed is None:
        return ""
    plain = format(parsed.quantize(Decimal("0.01")) if parsed == round(parsed, 2) else parsed.normalize(), "f")
    return plain.replace(".", str(locale().number_symbols["latn"]["decimal"]))


def day_entered(value: date) -> str:
    """Write a date as it stands in an input that takes text: figures in the order of the locale, year in full."""
    pattern = re.sub("y+", "y", str(locale().date_formats["short"].pattern))
    return format_date(value, re.sub("y", "yyyy", pattern), locale=locale())


def day(value: Any, *, weekday: bool = True) -> str:
    """Write a date: Wed 18 Nov, with the year when it is more than 300 days away."""
    if value is None or value == "":
        return MISSING
    if isinstance(value, datetime):
        value = local(value).date()
    if not isinstance(value, date):
        return str(value)
    year = abs(value - local(now()).date()) > YEAR_AFTER
    return _day(value, weekday, year, translation.get_language() or "en-gb")


@lru_cache(maxsize=4096)
def _day(value: date, weekday: bool, year: bool, language: str) -> str:
    known = _locale(language)
    if known.language == "en" and known.territory != "US":
        return format_date(value, ("EEE " if weekday else "") + "d MMM" + (" y" if year else ""), locale=known)
    skeleton = ("yMMMEd" if weekday else "yMMMd") if year else ("MMMEd" if weekday else "MMMd")
    moment = datetime(value.year, value.month, value.day, 12, tzinfo=UTC)
    return format_skeleton(skeleton, moment, locale=known)


def local(value: datetime) -> datetime:
    """Give a moment at the reader's place."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


def clock(value: Any) -> str:
    """Write the time of day: 10:42."""
    if not isinstance(value, datetime):
        return MISSING if value is None else str(value)
    at = local(value)
    return _clock(at.hour, at.minute, translation.get_language() or "en-gb")


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, language: str) -> str:
    known = _locale(language)
    return str(format_time(time(hour, minute), "short" if known.territory == "US" else "HH:mm", locale=known))


def moment(value: Any) -> str:
    """Write a moment: the time alone today, else Tue 17 Nov, 10:42."""
    if not isinstance(value, datetime):
        return day(value)
    if local(value).date() == local(now()).date():
        return clock(value)
    return f"{day(value)}, {clock(value)}"


def occurred(value: Any) -> str:
    """Write when something happened, briefly: 10:38 today, else Mon 16 Nov."""
    if isinstance(value, datetime) and local(value).date() == local(now()).date():
        return clock(value)
    return day(value)


def duration(length: timedelta) -> str:
    """Write a length of time in its two largest units: 2 h 27 m, 9 d."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes < 60:
        return _long(minutes, "m")
    hours, rest = divmod(minutes, 60)
    if hours < 48:
        return f"{_long(hours, 'h')} {rest:02d}{NBSP}{_units()['m']}" if hours < 10 and rest else _long(hours, "h")
    return _long(hours // 24, "d")


def _long(count: int, unit: str) -> str:
    return f"{count}{NBSP}{_units()[unit]}"


def _units() -> dict[str, str]:
    """Give the units of time as the reader's language shortens them: min and Std. in German, where m is a metre."""
    told = translation.gettext("m h d").split(" ")
    return dict(zip("mhd", told, strict=True))


def age(since: Any) -> str:
    """Write how long ago something began; a text is taken as it is."""
    if isinstance(since, datetime):
        return duration(now() - since)
    if isinstance(since, timedelta):
        return duration(since)
    if isinstance(since, date):
        return _long((local(now()).date() - since).days, "d")
    return str(since) if since else MISSING


def due(deadline: Any) -> tuple[str, bool]:
    """Write a deadline, and say whether it is close (30 minutes) or past: "due 16:00", "due in 18 m"."""
    if not isinstance(deadline, datetime):
        return (_due("due {when}", day(deadline)) if isinstance(deadline, date) else str(deadline or "")), False
    left = deadline - now()
    if left < timedelta(0):
        return _due("due {when} ago", duration(-left)), True
    if left < timedelta(hours=1):
        return _due("due in {when}", duration(left)), left <= SOON
    return _due("due {when}", moment(deadline)), False


def _due(template: str, when: str) -> str:
    return translation.gettext(template).replace("{when}", when)
