"""The company in which the history happens: founded once, with one person per duty, and the clock of the story."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from throughline.cli.replaying import rules
from throughline.cli.replaying.reacting import Reactions
from throughline.governance.public import (
    Duty,
    Invitation,
    RoleInput,
    SiteInput,
    define_roles,
    found_company,
    invite_users,
    open_sites,
    set_policy,
)
from throughline.modules.billing.public import RateInput, set_tax_rates
from throughline.modules.inventory.public import places_by_code, set_up_site
from throughline.modules.ledger.public import set_up_books
from throughline.modules.parties.public import PaymentTermsInput, save_payment_terms
from throughline.platform.database.statements import rows
from throughline.platform.operations import OPERATIONS, Ctx, reading

#: Who works here: one person for each class of action.
STAFF = {
    "desk": Duty.ORDER_ENTRY,
    "floor": Duty.SHIPPING,
    "dock": Duty.RECEIVING,
    "buyer": Duty.PURCHASING,
    "counter": Duty.STOCK_ADJUSTMENT,
    "billing": Duty.BILLING,
    "cash": Duty.PAYMENT,
    "masters": Duty.MASTER_DATA,
}
TERMS = "NET-30"
SITE = "MAIN"
POLICIES: dict[str, dict[str, Any]] = {
    "sales.transport_time": {"days": rules.TRANSPORT_DAYS},
    "inventory.promising": {"lead_time_days": rules.LEAD_TIME_DAYS},
    "billing.policy": {"trigger": "accepted", "grouping": "shipment", "frequency": "immediate"},
}


@dataclass
class Company:
    """The company of the replay, its people, its places, and the masters known so far by code."""

    id: int
    code: str
    people: dict[str, int]
    site_id: int = 0
    places: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    customers: dict[str, int] = field(default_factory=dict)
    reactions: Reactions | None = None

    def as_(self, person: str, at: datetime, key: str | None = None) -> Ctx:
        """Act as somebody at a moment of the story; what has a key happens once, however often it is asked for."""
        return Ctx(
            self.id,
            self.people[person],
            permissions=frozenset(_permissions(STAFF[person])),
            duties=frozenset({str(STAFF[person])}),
            clock=lambda: at,
            door="replay",
            timezone=str(rules.TIMEZONE),
            idempotency_key=None if key is None else f"replay:{key}",
        )

    def reader(self) -> Ctx:
        """Look without acting."""
        return self.as_("desk", datetime(2010, 1, 1, tzinfo=rules.TIMEZONE))

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read with a query whose first parameter is the company."""
        with reading(self.reader()):
            return rows(sql, [self.id, *values])

    def react(self, at: datetime) -> None:
        """Let the company react to what was announced, while the work goes on."""
        if self.reactions is None:
            self.reactions = Reactions(self.id)
        self.reactions.ask(at)

    def settle(self) -> None:
        """Wait until the company has reacted to everything."""
        if self.reactions is not None:
            self.reactions.wait()

    def rest(self) -> None:
        """End what goes on beside the work."""
        if self.reactions is not None:
            self.reactions.stop()


def moment(day: date, at: time) -> datetime:
    """Give a time of a day of the story."""
    return datetime.combine(day, at, rules.TIMEZONE)


def free_code(code: str) -> str:
    """Give a code that no company has: the code itself, or with the next number behind it."""
    with reading(Ctx(0, 0)):
        taken = {row[0] for row in rows("SELECT code FROM governance_company")}
    numbered = (f"{code}-{number}" for number in range(2, len(taken) + 3))
    return code if code not in taken else next(one for one in numbered if one not in taken)


def have_company(code: str, opening: date) -> Company:
    """Give the company of a code with all it needs to work, made where it is not there yet."""
    at = moment(opening, time(4, 0))
    with reading(Ctx(0, 0)):
        known = rows("SELECT id FROM governance_company WHERE code = %s", [code])
    number = int(known[0][0]) if known else _found(code, at)
    company = Company(number, code, _hire(number, code, at))
    _open(company, at)
    _remember(company)
    return company


def _found(code: str, at: datetime) -> int:
    return found_company(
        _administrator(0, at),
        code=code,
        name="Online Retail",
        country="GB",
        currency=rules.CURRENCY,
        timezone=str(rules.TIMEZONE),
    )


def _administrator(company_id: int, at: datetime) -> Ctx:
    """Act as whoever sets the installation up."""
    duties = frozenset({str(Duty.ADMINISTRATION)})
    return Ctx(company_id, 1, permissions=frozenset({"*"}), duties=duties, clock=lambda: at, door="replay")


def _hire(company_id: int, code: str, at: datetime) -> dict[str, int]:
    """Have a person for every duty, who may do what operations ask of that duty and nothing else."""
    roles = [RoleInput(f"replay.{name}", f"Replay: {duty}", _permissions(duty), [duty]) for name, duty in STAFF.items()]
    define_roles(_administrator(company_id, at), roles=roles)
    users = [Invitation(f"{name}@{code.lower()}", name.title(), [f"replay.{name}"]) for name in STAFF]
    return dict(zip(STAFF, invite_users(_administrator(company_id, at), users=users), strict=True))


@cache
def _permissions(duty: Duty) -> tuple[str, ...]:
    return tuple(sorted({spec.permission for spec in OPERATIONS.values() if spec.duty == duty}))


def _open(company: Company, at: datetime) -> None:
    """Open site, books, taxes, terms and policies; what is there already stays as it is."""
    site = SiteInput(SITE, "Main warehouse", timezone=str(rules.TIMEZONE), weekdays="1234567")
    (company.site_id,) = open_sites(company.as_("masters", at, "site"), sites=[site])
    set_up_site(company.as_("masters", at), site_id=company.site_id, bins=rules.BINS)
    set_up_books(company.as_("masters", at))
    rates = [RateInput(rules.TAXED, "standard", rate, day) for day, rate in rules.VAT]
    rates += [RateInput(tax, "standard", Decimal(0), rules.VAT[0][0]) for tax in (rules.EU, rules.EXPORT)]
    set_tax_rates(company.as_("masters", at), rates=rates)
    terms = PaymentTermsInput(TERMS, f"{rules.PAYMENT_DAYS} days net", days=rules.PAYMENT_DAYS)
    save_payment_terms(company.as_("masters", at), terms=[terms])
    for kind, parameters in POLICIES.items():
        set_policy(company.as_("masters", at, f"policy:{kind}"), kind=kind, name=kind, parameters=parameters)
    with reading(company.reader()):
        company.places = places_by_code(company.reader(), company.site_id)


def _remember(company: Company) -> None:
    """Learn the masters that an earlier run made."""
    company.customers = dict(
        company.rows(
            """SELECT p.code, p.id FROM parties_customer c JOIN parties_party p ON p.id = c.party_id
               WHERE c.company_id = %s"""
        )
    )
    found: Sequence[tuple[Any, ...]] = company.rows("SELECT code, id FROM catalog_item WHERE %s > 0")
    company.items = {str(code).upper(): int(number) for code, number in found}
