"""Numbers, dates and ages as people read them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from babel import Locale
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from throughline.platform.ui import formats
from throughline.platform.ui.tests.sample import MORNING, someone

D = Decimal


@pytest.fixture
def english() -> Iterator[None]:
    with formats.standing(someone()):
        yield


@pytest.fixture
def german() -> Iterator[None]:
    with formats.standing(someone("de")):
        yield


@pytest.mark.usefixtures("english")
def test_money_has_the_digits_of_its_currency() -> None:
    assert formats.money(D("16844.8")) == "16,844.80"
    assert formats.money(D("16844"), "JPY") == "16,844"
    assert formats.money(D("-115.6")) == "\u2212115.60"
    assert formats.money(None) == "\u2013"


@pytest.mark.usefixtures("german")
def test_german_readers_get_german_signs() -> None:
    assert formats.money(D("16844.8")) == "16.844,80"
    assert formats.entered(D("2.50")) == "2,5"
    assert formats.day(date(2026, 11, 18)).startswith("Mi")


@pytest.mark.usefixtures("english")
def test_prices_keep_what_matters_and_quantities_drop_zeros() -> None:
    assert formats.price(D("6.840000")) == "6.84"
    assert formats.price(D("0.0345")) == "0.0345"
    assert formats.quantity(D("400.000000"), "ea") == "400\u00a0ea"
    assert formats.quantity(D("2.5")) == "2.5"
    assert formats.percent(D("0.246")) == "24.6\u00a0%"


@pytest.mark.usefixtures("english")
def test_dates_say_the_year_only_when_far_away() -> None:
    assert formats.day(date(2026, 11, 18)) == "Wed 18 Nov"
    assert formats.day(date(2026, 11, 18), weekday=False) == "18 Nov"
    assert formats.day(date(2028, 1, 3)) == "Mon 3 Jan 2028"
    assert formats.day("since Tue 10 Nov") == "since Tue 10 Nov"


@pytest.mark.usefixtures("english")
def test_moments_are_at_the_place_of_the_reader() -> None:
    assert formats.moment(MORNING) == "10:42"
    assert formats.moment(MORNING - timedelta(days=1)) == "Mon 16 Nov, 10:42"
    assert formats.occurred(MORNING - timedelta(days=4)) == "Fri 13 Nov"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("since", "text"),
    [
        (timedelta(minutes=48), "48 m"),
        (timedelta(hours=2, minutes=27), "2 h 27 m"),
        (timedelta(hours=19), "19 h"),
        (timedelta(days=9), "9 d"),
    ],
)
def test_ages_have_two_units_at_most(since: timedelta, text: str) -> None:
    assert formats.age(MORNING - since).replace("\u00a0", " ") == text


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("left", "text", "soon"),
    [
        (timedelta(minutes=18), "due in 18 m", True),
        (timedelta(minutes=48), "due in 48 m", False),
        (timedelta(hours=2), "due 12:42", False),
        (timedelta(minutes=-5), "due 5 m ago", True),
    ],
)
def test_deadlines_are_loud_within_half_an_hour(left: timedelta, text: str, soon: bool) -> None:
    words, close = formats.due(MORNING + left)
    assert (words.replace("\u00a0", " "), close) == (text, soon)


def test_an_unknown_language_reads_english() -> None:
    with formats.standing(someone("xx-unknown")):
        assert formats.money(D("1204.5")) == "1,204.50"
    assert isinstance(formats.now(), datetime)


@given(
    value=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=7),
    digits=st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted),
    language=st.sampled_from(["en-gb", "de", "fr", "es", "pl", "de-ch", "hi"]),
)
def test_figures_are_those_of_the_library(value: Decimal, digits: list[int], language: str) -> None:
    """Written by the short way or the general one, in languages that group by three and in others."""
    least, most = digits
    pattern = "#,##0" + ("." + "0" * least + "#" * (most - least) if most else "")
    known = Locale.parse(language, sep="-")
    wanted = format_decimal(value, format=pattern, locale=known).replace("-", formats.MINUS)
    with formats.standing(someone(language)):
        assert formats._number(value, least, most) == wanted


def test_the_short_way_is_taken_where_it_can_be() -> None:
    assert all(formats._signs(language) for language in ("en-gb", "de", "fr"))
