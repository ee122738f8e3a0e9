"""The cash desk: what is due is paid, less what was credited."""

from datetime import date, datetime
from decimal import Decimal

from throughline.cli.replaying import rules, state
from throughline.cli.replaying.company import Company, moment
from throughline.modules.billing.public import run_billing
from throughline.modules.settlement.public import (
    Against,
    MatchInput,
    PaymentInput,
    match_items,
    register_payments,
)


def pay(company: Company, day: date) -> None:
    """Set open credit notes against what is due, then have every customer pay the rest in one sum."""
    at = moment(day, rules.PAYING)
    company.settle()
    while due := state.owed(company, day):
        if not _net(company, at, due):
            _pay(company, at, due, day)


def _net(company: Company, at: datetime, due: list[state.Owed]) -> bool:
    """Match credit notes, oldest first; say whether there was any to match."""
    credits: dict[int, list[list[Decimal | int]]] = {}
    for note in state.owing(company, sorted({item.party_id for item in due})):
        credits.setdefault(note.party_id, []).append([note.id, -note.balance])
    matches = []
    for item in due:
        left = item.balance
        for credit in credits.get(item.party_id, []):
            amount = min(left, Decimal(credit[1]))
            if amount > 0:
                matches.append(MatchInput(item.id, int(credit[0]), amount))
                credit[1] -= amount
                left -= amount
    if not matches:
        return False
    match_items(company.as_("cash", at), matches=matches)
    company.react(at)
    return True


def _pay(company: Company, at: datetime, due: list[state.Owed], day: date) -> None:
    settles: dict[int, list[Against]] = {}
    for item in due:
        settles.setdefault(item.party_id, []).append(Against(item.id, item.balance))
    payments = [
        PaymentInput(
            party,
            sum((match.amount for match in matches), Decimal(0)),
            day,
            bank_reference=f"Paid {day}",
            matches=tuple(matches),
        )
        for party, matches in settles.items()
    ]
    register_payments(company.as_("cash", at), payments=payments)
    company.react(at)


def close(company: Company, day: date) -> None:
    """Bill what is still due, which closes the day: the key of this step says that its work is done."""
    at = moment(day, rules.CLOSING)
    company.react(at)
    company.settle()
    run_billing(company.as_("billing", at, f"{day}:closed"))
    company.react(at)
    company.settle()
