"""Items and customers, made when they are first needed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from throughline.cli.replaying import rules
from throughline.cli.replaying.company import TERMS, Company
from throughline.cli.replaying.reading import Book
from throughline.modules.catalog.public import ItemInput, save_items
from throughline.modules.parties.public import AddressInput, CustomerInput, save_addresses, save_customers
from throughline.platform.operations import Outcomes


def have_items(company: Company, book: Book, codes: Iterable[str], at: datetime) -> None:
    """Make the items that are not there yet: goods, and services for all that is none."""
    new = sorted({code for code in codes if code not in company.items})
    for start in range(0, len(new), rules.LINES):
        chunk = new[start : start + rules.LINES]
        inputs = [
            ItemInput(code, book.names[code], kind="stocked" if rules.is_goods(code) else "service") for code in chunk
        ]
        company.items.update(_made(chunk, save_items(company.as_("masters", at), items=inputs)))


def have_customers(company: Company, book: Book, codes: Iterable[str], at: datetime) -> None:
    """Make the customers that are not there yet, each with the address that goods go to."""
    new = sorted({code for code in codes if code not in company.customers})
    if not new:
        return
    countries = {code: rules.country_of(book.countries[code]) for code in new}
    inputs = [
        CustomerInput(
            code,
            _name(code, book.countries[code]),
            TERMS,
            rules.CURRENCY,
            country=countries[code].code,
            tax_category=countries[code].tax,
        )
        for code in new
    ]
    made = _made(new, save_customers(company.as_("masters", at), customers=inputs))
    addresses = [
        AddressInput(
            made[code], "MAIN", "ship_to", _name(code, book.countries[code]), (), countries[code].code, is_default=True
        )
        for code in new
    ]
    _made(new, save_addresses(company.as_("masters", at), addresses=addresses))
    company.customers.update(made)


def _name(code: str, country: str) -> str:
    return f"Cash sales {country.strip()}" if code.startswith("CASH-") else f"Customer {code}"


def _made(codes: Sequence[str], outcomes: Outcomes) -> dict[str, int]:
    """Give the ids by code; a master that is refused is a fault of the rules and stops the replay."""
    for outcome in outcomes.refused:
        raise ValueError(f"{outcome.label} cannot be made: {outcome.message}")
    return dict(zip(codes, outcomes.documents(), strict=True))
