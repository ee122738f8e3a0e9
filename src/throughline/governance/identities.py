"""Numbers that others gave a company: VAT and tax numbers, bank accounts. Checked by their own rules, kept plain."""

from dataclasses import dataclass

import stdnum
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError

from throughline.kernel.errors import InvalidInput

PLACES = ("vat", "tin", "businessid")


@dataclass(frozen=True, slots=True)
class TaxNumber:
    """A number for tax in a country."""

    country: str
    number: str


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account by its IBAN; `printed` ones stand on invoices. Without a BIC it is the bank's of the IBAN."""

    iban: str
    name: str = ""
    bic: str = ""
    printed: bool = True


def checked_vat(country: str, number: str, field: str = "vat_number") -> str:
    """Give a VAT or tax number in its plain form, or refuse it with what its own check says."""
    if not number.strip():
        return ""
    try:
        if country in _EUROPE or number.strip()[:2].upper() in _EUROPE:
            given = number if number.strip()[:2].upper() in _EUROPE else f"{_EUROPE.get(country, country)}{number}"
            return str(eu_vat.validate(given))
        for place in PLACES:
            rules = stdnum.get_cc_module(country.lower(), place)
            if rules is not None:
                return str(rules.validate(number))
    except ValidationError as error:
        why = str(error).rstrip(".").lower() or "its check digit does not fit"
        raise InvalidInput(
            "tax_number_invalid", f"{number} is no tax number of {country}: {why}.", field=field
        ) from error
    return number.strip()


_EUROPE = {code.upper(): ("EL" if code == "gr" else code.upper()) for code in eu_vat.MEMBER_STATES} | {"EL": "EL"}


def checked_account(account: BankAccount, line: int = 0) -> BankAccount:
    """Give a bank account with its IBAN and BIC in their plain forms, or refuse it."""
    try:
        iban = IBAN(account.iban)
    except (SchwiftyException, ValueError) as error:
        raise InvalidInput(
            "iban_invalid", f"{account.iban or 'An account without IBAN'} is no IBAN: {error}.", field="iban", line=line
        ) from error
    bic = account.bic.strip().upper()
    try:
        bic = str(BIC(bic)) if bic else str(iban.bic or "")
    except (SchwiftyException, ValueError) as error:
        raise InvalidInput("bic_invalid", f"{account.bic} is no BIC: {error}.", field="bic", line=line) from error
    return BankAccount(str(iban), account.name.strip(), bic, account.printed)
