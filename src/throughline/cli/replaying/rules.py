"""The stated rules by which the file is read and the company works. What they leave out is counted by reason."""

import re
import zlib
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

#: Times in the file are the company's.
TIMEZONE = ZoneInfo("Europe/London")
CURRENCY = "GBP"

#: Lines in one operation at most, and lines whose delivery is proved at once: one event names 500 subjects.
LINES = 1000
PROVED = 500

#: When the stations of a day are worked, after its orders but for the buyer and the dock, who come first.
BUYING, RECEIVING = time(5, 0), time(5, 30)
PROVING, TAKING_BACK, COUNTING, PAYING, SHIPPING, CLOSING = (
    time(21, 0),
    time(21, 15),
    time(21, 30),
    time(21, 45),
    time(22, 0),
    time(23, 0),
)

#: Goods are dispatched on the day of the order where stock covers them, and delivered a day later.
TRANSPORT_DAYS = 1
#: What neither stock nor a known arrival covers is promised so many days ahead.
LEAD_TIME_DAYS = 14
#: Invoices are due, and paid, after so many days.
PAYMENT_DAYS = 30
#: After the last order the company works on for so many days, until everything is delivered and paid.
RUN_OUT_DAYS = 45

#: The company opens with what its first weeks will need; then arrivals come on Mondays, announced a week before.
OPENING_WEEKS = 2
#: So many in a hundred arrivals come late, by so many days; on the opening day the same share is not there yet.
LATE_PERCENT = 8
LATE_DAYS = 4
#: What goods cost, as a share of the first price seen; where none is seen, this much.
COST_SHARE = Decimal("0.60")
COST_UNKNOWN = Decimal("0.50")

#: VAT of the United Kingdom as it was; the other tax categories pay none.
VAT = ((date(2010, 1, 1), Decimal("17.5")), (date(2011, 1, 4), Decimal(20)))
TAXED, EU, EXPORT = "domestic", "eu", "export"


class Country(NamedTuple):
    """A country of the file: its ISO 3166 code and who pays which tax there."""

    code: str
    tax: str


#: Where the file does not say where, the sale is taxed as at home: an export has to be proved.
ELSEWHERE = Country("ZZ", TAXED)
COUNTRIES = {
    "United Kingdom": Country("GB", TAXED),
    "Channel Islands": Country("JE", EXPORT),
    "EIRE": Country("IE", EU),
    "European Community": Country("EU", EU),
    "Unspecified": ELSEWHERE,
    **{
        name: Country(code, EU)
        for name, code in {
            "Austria": "AT",
            "Belgium": "BE",
            "Cyprus": "CY",
            "Czech Republic": "CZ",
            "Denmark": "DK",
            "Finland": "FI",
            "France": "FR",
            "Germany": "DE",
            "Greece": "GR",
            "Italy": "IT",
            "Lithuania": "LT",
            "Malta": "MT",
            "Netherlands": "NL",
            "Poland": "PL",
            "Portugal": "PT",
            "Spain": "ES",
            "Sweden": "SE",
        }.items()
    },
    **{
        name: Country(code, EXPORT)
        for name, code in {
            "Australia": "AU",
            "Bahrain": "BH",
            "Brazil": "BR",
            "Canada": "CA",
            "Hong Kong": "HK",
            "Iceland": "IS",
            "Israel": "IL",
            "Japan": "JP",
            "Lebanon": "LB",
            "Norway": "NO",
            "RSA": "ZA",
            "Saudi Arabia": "SA",
            "Singapore": "SG",
            "Switzerland": "CH",
            "USA": "US",
            "United Arab Emirates": "AE",
        }.items()
    },
}

_GOODS = re.compile(r"\d{5}")


def item_code(raw: str) -> str:
    """Give the code of an item: no blanks around, capitals. 111 codes of the file differ by case only."""
    return raw.strip().upper()


def is_goods(code: str) -> bool:
    """Say whether a code is of goods: those begin with five digits; all others are freight, fees, manual entries."""
    return _GOODS.match(code) is not None


def customer_code(raw: str, country: str) -> str:
    """Give the code of a customer: '17850.0' is 17850; sales to nobody known are cash sales of their country."""
    number = raw.strip().removesuffix(".0")
    return number or f"CASH-{country.strip()}".upper()[:30]


def country_of(name: str) -> Country:
    """Give a country by its name in the file."""
    return COUNTRIES.get(name.strip(), ELSEWHERE)


def unit_cost(price: Decimal | None) -> Decimal:
    """Give what an item costs: a share of its first price, to the cent and not below one."""
    if price is None:
        return COST_UNKNOWN
    return max((price * COST_SHARE).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), Decimal("0.01"))


def is_late(code: str, week: int) -> bool:
    """Say whether an item's arrival of a week comes late: by a checksum, so that every run has the same ones."""
    return zlib.crc32(f"{code}/{week}".encode()) % 100 < LATE_PERCENT


def bin_of(code: str) -> str:
    """Give the bin in which an item lies: one of a hundred."""
    number = zlib.crc32(code.encode()) % 100
    return f"{'ABCDEFGHIJ'[number // 10]}-{number % 10 + 1:02d}"


BINS = [f"{aisle}-{place:02d}" for aisle in "ABCDEFGHIJ" for place in range(1, 11)]


def monday(day: date) -> date:
    """Give the first day of a week."""
    return day - timedelta(days=day.weekday())
