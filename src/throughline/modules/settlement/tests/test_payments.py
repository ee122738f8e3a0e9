from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections

from throughline.kernel.errors import NotAllowed, RuleViolation
from throughline.modules.ledger.public import balance_of, close_period, set_up_books
from throughline.modules.parties import testing as parties
from throughline.modules.settlement import testing
from throughline.modules.settlement.public import (
    Against,
    MatchInput,
    PaymentInput,
    credit_facts,
    match_items,
    matches_of,
    open_items_for,
    open_items_of,
    payments,
    receivables_ageing,
    register_payments,
    set_disputes,
)
from throughline.platform import verification
from throughline.platform.database.statements import observed
from throughline.platform.operations import Ctx, reading

Events = Callable[[str], list[dict[str, Any]]]
SETTLED = "settlement.open_items_settled.1"
TODAY = date(2026, 3, 10)
ZERO = Decimal(0)


@pytest.fixture
def party(ctx: Ctx) -> int:
    set_up_books(ctx)
    return parties.customer(ctx)


def balances(ctx: Ctx, party: int) -> dict[int, Decimal]:
    with reading(ctx):
        return {item.id: item.balance for item in open_items_of(ctx, party, settled=True)}


def owed(ctx: Ctx, party: int) -> Decimal:
    with reading(ctx):
        return credit_facts(ctx, [party])[party].receivable


def in_books(ctx: Ctx, role: str) -> Decimal:
    with reading(ctx):
        return balance_of(ctx, role)


def verified(ctx: Ctx) -> None:
    report = verification.run(ctx.company_id)
    assert [check for check in report.broken() if check.name.startswith("settlement.")] == []


def test_a_payment_settles_books_and_announces(ctx: Ctx, party: int, events: Events) -> None:
    invoice = testing.invoice(ctx, party, "1190.00", thread_id=55)
    outcome = testing.payment(ctx, party, "1190.00", bank_reference="RE 1")

    assert balances(ctx, party)[invoice] == 0
    assert owed(ctx, party) == 0
    assert (in_books(ctx, "BANK"), in_books(ctx, "AR")) == (Decimal("1190.00"), ZERO)
    (announced,) = events(SETTLED)
    assert (announced["open_item_ids"], announced["thread_ids"]) == ([invoice], [55])
    assert announced["documents"][0]["kind"] == "billing.invoice"
    assert events("settlement.payments_registered.1") == [{"payment_ids": [outcome.document], "party_ids": [party]}]
    with reading(ctx):
        (payment,) = payments(ctx, party_id=party)
    assert (payment.number, payment.unapplied) == (outcome.label, ZERO)
    verified(ctx)


def test_an_overpayment_stays_on_account_and_lowers_what_is_owed(ctx: Ctx, party: int) -> None:
    invoice = testing.invoice(ctx, party, "100.00")
    testing.payment(ctx, party, "130.00")
    assert sorted(balances(ctx, party).values()) == [Decimal("-30.00"), 0]
    assert owed(ctx, party) == Decimal("-30.00")

    more = testing.invoice(ctx, party, "50.00")
    with reading(ctx):
        on_account = next(item.id for item in open_items_of(ctx, party) if item.balance < 0)
    match_items(ctx, matches=[MatchInput(more, on_account)]).only()

    assert balances(ctx, party) == {invoice: 0, on_account: 0, more: Decimal("20.00")}
    assert owed(ctx, party) == Decimal("20.00")
    with reading(ctx):
        assert [match.amount for match in matches_of(ctx, [on_account])] == [Decimal("100.00"), Decimal("30.00")]
    verified(ctx)


def test_o_37_a_short_payment_leaves_the_rest_open_and_a_credit_note_closes_it(
    ctx: Ctx, party: int, events: Events
) -> None:
    invoice = testing.invoice(ctx, party, "2400.00")
    testing.payment(ctx, party, "2280.00", matches=(Against(invoice, Decimal("2280.00")),))
    set_disputes(ctx, items=[invoice], disputed=True, reason="price error on 100.00 net").only()
    assert balances(ctx, party)[invoice] == Decimal("120.00")
    testing.payment(ctx, party, "5.00")
    assert balances(ctx, party)[invoice] == Decimal("120.00"), "disputed items are not matched automatically"

    note = testing.invoice(ctx, party, "-120.00")
    match_items(ctx, matches=[MatchInput(invoice, note)]).only()

    assert balances(ctx, party)[invoice] == 0
    assert events(SETTLED)[-1]["open_item_ids"] == [invoice, note]
    assert [event["disputed"] for event in events("settlement.disputes_changed.1")] == [True]
    verified(ctx)


def test_a_cash_discount_that_is_named_is_booked(ctx: Ctx, party: int) -> None:
    terms: dict[str, Any] = {"discount_percent": Decimal(2), "discount_until": TODAY + timedelta(10)}
    invoice = testing.invoice(ctx, party, "1000.00", **terms)
    testing.payment(ctx, party, "980.00", matches=(Against(invoice, Decimal(980), Decimal(20)),))
    assert balances(ctx, party)[invoice] == 0
    assert (in_books(ctx, "BANK"), in_books(ctx, "SDISC"), in_books(ctx, "AR")) == (Decimal(980), Decimal(20), ZERO)

    later = testing.invoice(ctx, party, "100.00", **terms)
    on_account = testing.invoice(ctx, party, "-98.00")
    match_items(ctx, matches=[MatchInput(later, on_account, discount=Decimal(2))]).only()
    assert (owed(ctx, party), in_books(ctx, "SDISC"), in_books(ctx, "AR")) == (ZERO, Decimal(22), ZERO)
    verified(ctx)


def test_refused_payments_change_nothing_and_stop_no_other(ctx: Ctx, party: int) -> None:
    invoice = testing.invoice(ctx, party, "100.00")
    foreign = testing.invoice(ctx, parties.customer(ctx), "100.00")
    outcomes = register_payments(
        ctx,
        payments=[
            PaymentInput(party, Decimal(50), TODAY, matches=((foreign, Decimal(50)),)),
            PaymentInput(party, Decimal(50), TODAY, currency="USD"),
            PaymentInput(999_999_999, Decimal(50), TODAY),
            PaymentInput(party, Decimal(60), TODAY, matches=((invoice, Decimal(60)),)),
            PaymentInput(party, Decimal(60), TODAY, matches=((invoice, Decimal(60)),)),
        ],
    )
    assert [outcome.code for outcome in outcomes] == [
        "other_party",
        "currency_foreign",
        "party_unknown",
        "",
        "too_much",
    ]
    assert balances(ctx, party)[invoice] == Decimal("40.00")
    assert in_books(ctx, "BANK") == 60
    verified(ctx)


def test_a_refused_set_leaves_no_trace(ctx: Ctx, party: int, events: Events) -> None:
    invoice = testing.invoice(ctx, party, "100.00")
    close_period(replace(ctx, duties=frozenset({"posting"})), month=date(2026, 1, 1))
    with pytest.raises(RuleViolation) as refused:
        testing.payment(ctx, party, "100.00", on=date(2026, 1, 15))
    assert refused.value.code == "period_closed"
    assert balances(ctx, party) == {invoice: Decimal("100.00")}
    assert owed(ctx, party) == Decimal("100.00")
    assert events("settlement.payments_registered.1") == []


def test_a_payment_in_a_closed_month_stops_no_other_and_settles_nothing_for_it(ctx: Ctx, party: int) -> None:
    invoice = testing.invoice(ctx, party, "100.00")
    close_period(replace(ctx, duties=frozenset({"posting"})), month=date(2026, 1, 1))
    days = (date(2026, 1, 15), TODAY)
    given = [PaymentInput(party, Decimal(100), day) for day in days]
    closed, done = register_payments(ctx, payments=given)
    assert (closed.code, done.status) == ("period_closed", "done")
    assert "The books of 2026-01 are closed" in closed.message
    assert balances(ctx, party)[invoice] == 0
    verified(ctx)


def test_registering_takes_the_same_statements_for_one_and_for_many(ctx: Ctx, party: int) -> None:
    def statements(number: int) -> int:
        testing.bill(ctx, items=[testing.item(party, 10 + n, TODAY) for n in range(number)])
        seen: list[str] = []
        with observed(seen.append):
            register_payments(ctx, payments=[PaymentInput(party, Decimal(10 + n), TODAY) for n in range(number)])
        return len(seen)

    assert statements(1) == statements(60)
    assert owed(ctx, party) == 0


def test_a_repeated_request_registers_once(ctx: Ctx, party: int) -> None:
    once = replace(ctx, idempotency_key="bank line 4711")
    given = [PaymentInput(party, Decimal(50), TODAY)]
    first = register_payments(once, payments=given)
    assert register_payments(once, payments=given).documents() == first.documents()
    assert owed(ctx, party) == Decimal(-50)


def test_payments_need_the_duty_and_the_permission(ctx: Ctx, party: int) -> None:
    for denied in (replace(ctx, permissions=frozenset()), replace(ctx, duties=frozenset({"billing"}))):
        with pytest.raises(NotAllowed):
            register_payments(denied, payments=[PaymentInput(party, Decimal(50), TODAY)])
    assert owed(ctx, party) == 0


def test_two_payments_at_once_never_settle_the_same_twice(ctx: Ctx, party: int) -> None:
    invoice = testing.invoice(ctx, party, "100.00")

    def pay(_: int) -> None:
        try:
            testing.payment(ctx, party, "60.00")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(pay, range(4)))
    assert balances(ctx, party)[invoice] == 0
    assert owed(ctx, party) == Decimal("-140.00")
    verified(ctx)


def test_ageing_is_recomputed_for_any_day(ctx: Ctx, party: int) -> None:
    testing.invoice(ctx, party, "100.00", on=date(2026, 1, 1), days=10)
    testing.invoice(ctx, party, "50.00", on=date(2026, 3, 1), days=30)
    testing.payment(ctx, party, "70.00", on=TODAY)
    with reading(ctx):
        (before,) = receivables_ageing(ctx, date(2026, 3, 9))
        (after,) = receivables_ageing(ctx, TODAY)
        assert receivables_ageing(ctx, date(2025, 12, 31)) == []
    assert (before.days_31_60, before.not_due, before.total) == (Decimal(100), Decimal(50), Decimal(150))
    assert (after.days_31_60, after.not_due, after.on_account, after.total) == (
        Decimal(30),
        Decimal(50),
        ZERO,
        Decimal(80),
    )


def test_what_cannot_be_disputed_or_matched_is_refused(ctx: Ctx, party: int, events: Events) -> None:
    paid = testing.invoice(ctx, party, "10.00")
    testing.payment(ctx, party, "10.00")
    outcomes = set_disputes(ctx, items=[paid, 999_999_999], disputed=True, reason="late")
    assert [outcome.code for outcome in outcomes] == ["item_settled", "open_item_unknown"]
    assert match_items(ctx, matches=[MatchInput(paid, 999_999_999)])[0].code == "open_item_unknown"
    assert events("settlement.disputes_changed.1") == []


def test_an_item_of_zero_is_settled_at_once(ctx: Ctx, party: int) -> None:
    number = testing.invoice(ctx, party, "0.00")
    with reading(ctx):
        (item,) = open_items_of(ctx, party, settled=True)
        assert open_items_for(ctx, item.document_kind, [item.document_id])[item.document_id].id == number
    assert item.state == "settled"
