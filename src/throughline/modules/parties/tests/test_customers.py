from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from tests.company import new_company

from throughline.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleViolation
from throughline.modules.parties import testing
from throughline.modules.parties.public import (
    CustomerInput,
    PaymentTermsInput,
    SupplierInput,
    block_customer,
    customers,
    find_customers,
    party_ids,
    party_names,
    save_customers,
    save_payment_terms,
    save_suppliers,
)
from throughline.platform.database.statements import observed, rows
from throughline.platform.operations import Ctx, reading

Events = Callable[[str], list[dict[str, Any]]]


@pytest.fixture
def given(ctx: Ctx) -> CustomerInput:
    return CustomerInput(uuid4().hex[:12], "Bolt & Nut", testing.payment_terms(ctx), "EUR", country="DE")


def facts(ctx: Ctx, party_id: int) -> Any:
    with reading(ctx):
        return customers(ctx, [party_id])[party_id]


def test_a_customer_is_read_with_terms_and_default_addresses(ctx: Ctx) -> None:
    terms = testing.payment_terms(ctx, days=30, discount_days=10, discount_percent=Decimal(2))
    party = testing.customer(ctx, payment_terms=terms, group="trade", minimum_order_net=Decimal("50.00"))

    known = facts(ctx, party)

    assert (known.group, known.minimum_order_net, known.block) == ("trade", Decimal("50.00"), "none")
    assert (known.terms_code, known.terms_days, known.discount_percent) == (terms, 30, Decimal(2))
    assert known.ship_to_id != known.bill_to_id
    assert known.ship_to_id is not None


def test_any_number_of_customers_is_read_in_one_statement(ctx: Ctx) -> None:
    parties = [testing.customer(ctx) for _ in range(3)]
    seen: list[str] = []
    with reading(ctx), observed(seen.append):
        found = customers(ctx, parties)
    assert set(found) == set(parties)
    assert len(seen) == 1


def test_saving_takes_the_same_statements_for_one_and_for_many(ctx: Ctx, given: CustomerInput) -> None:
    def statements(number: int) -> int:
        seen: list[str] = []
        with observed(seen.append):
            save_customers(ctx, customers=[replace(given, code=uuid4().hex[:12]) for _ in range(number)])
        return len(seen)

    assert statements(1) == statements(40)


def test_a_known_customer_is_changed_whatever_the_case_of_its_code(ctx: Ctx, given: CustomerInput) -> None:
    first = save_customers(ctx, customers=[given]).only()
    block_customer(ctx, party_id=first.document or 0, block="ship", reason="cheque bounced")

    again = save_customers(ctx, customers=[replace(given, code=given.code.upper(), name="Bolts", group="vip")]).only()

    assert again.document == first.document
    known = facts(ctx, first.document or 0)
    assert (known.name, known.group, known.code) == ("Bolts", "vip", given.code)
    assert known.block == "ship", "saving leaves the block as it is"


def test_one_bad_customer_does_not_stop_the_others(ctx: Ctx, given: CustomerInput) -> None:
    other = replace(given, code=uuid4().hex[:12])
    outcomes = save_customers(
        ctx,
        customers=[
            given,
            replace(given, name="again"),
            replace(other, country="Germany"),
            replace(other, code=uuid4().hex[:12], payment_terms="never"),
            other,
        ],
    )
    assert [outcome.status for outcome in outcomes] == ["done", "refused", "refused", "refused", "done"]
    assert [outcome.code for outcome in outcomes.refused] == ["twice", "country_invalid", "payment_terms_unknown"]
    assert facts(ctx, outcomes[0].document).name == given.name


def test_what_was_changed_meanwhile_is_not_overwritten(ctx: Ctx, given: CustomerInput) -> None:
    party = save_customers(ctx, customers=[given]).only().document or 0
    save_customers(ctx, customers=[replace(given, name="Theirs", version=1)]).only()

    outcome = save_customers(ctx, customers=[replace(given, name="Mine", version=1)])[0]

    assert (outcome.status, outcome.code) == ("refused", "stale_version")
    assert facts(ctx, party).name == "Theirs"


def test_a_customer_belongs_to_its_company_and_the_party_to_all(ctx: Ctx) -> None:
    party = testing.customer(ctx)
    stranger = new_company()
    with reading(stranger):
        assert customers(stranger, [party]) == {}
        assert party in party_names([party])


def test_saving_needs_the_permission_and_the_duty(ctx: Ctx, given: CustomerInput) -> None:
    for denied in (replace(ctx, permissions=frozenset()), replace(ctx, duties=frozenset())):
        with pytest.raises(NotAllowed):
            save_customers(denied, customers=[given])
    assert party_ids([given.code]) == {}


def test_a_change_is_kept_with_its_author(ctx: Ctx, given: CustomerInput) -> None:
    party = save_customers(ctx, customers=[given]).only().document or 0
    save_customers(ctx, customers=[replace(given, group="vip")])
    with reading(ctx):
        ((old, actor),) = rows(
            """SELECT h.old ->> 'group', o.actor_id FROM platform_row_history h
               JOIN platform_operation o ON o.id = h.operation_id
               JOIN parties_customer c ON c.id = h.row_id
               WHERE h.table_name = 'parties_customer' AND c.party_id = %s""",
            [party],
        )
    assert (old, actor) == ("", ctx.actor_id)


def test_a_block_is_announced_with_its_reason_once(ctx: Ctx, events: Events) -> None:
    party = testing.customer(ctx)
    block_customer(ctx, party_id=party, block="order", reason="insolvency")
    block_customer(ctx, party_id=party, block="order", reason="still")

    assert facts(ctx, party).block == "order"
    assert events("parties.customer_blocked.1") == [
        {"party_id": party, "block": "order", "previous": "none", "reason": "insolvency"}
    ]


def test_a_block_that_cannot_be_is_refused(ctx: Ctx, events: Events) -> None:
    party = testing.customer(ctx)
    with pytest.raises(InvalidInput, match="Block “half” is unknown"):
        block_customer(ctx, party_id=party, block="half", reason="why not")
    with pytest.raises(InvalidInput, match="Reason is missing"):
        block_customer(ctx, party_id=party, block="all", reason="")
    with pytest.raises(NotFound, match="no customer of this company"):
        block_customer(new_company(), party_id=party, block="all", reason="ours")
    assert facts(ctx, party).block == "none"
    assert events("parties.customer_blocked.1") == []


def test_customers_are_found_by_the_beginning_of_code_or_name(ctx: Ctx, given: CustomerInput) -> None:
    save_customers(ctx, customers=[replace(given, code=f"zz{given.code}", name=f"Äpfel {given.code}"), given])
    with reading(ctx):
        assert [found.code for found in find_customers(ctx, f"ZZ{given.code}")] == [f"zz{given.code}"]
        assert [found.code for found in find_customers(ctx, f"äpfel {given.code}")] == [f"zz{given.code}"]
        assert [found.code for found in find_customers(ctx, "bolt &")] == [given.code]
        assert find_customers(ctx, given.code[1:]) == []


def test_a_supplier_is_a_party_too(ctx: Ctx, given: CustomerInput) -> None:
    party = save_customers(ctx, customers=[given]).only().document
    too = SupplierInput(given.code, given.name.upper(), given.payment_terms, "EUR", country="DE")
    assert save_suppliers(ctx, suppliers=[too]).only().document == party
    assert save_suppliers(ctx, suppliers=[replace(too, name="Bolts AG")]).only().document == party
    assert list(party_names([party or 0]).values()) == ["Bolts AG"]
    assert save_suppliers(ctx, suppliers=[replace(too, code="", name="Nobody")])[0].code == "missing"


def test_a_code_of_somebody_else_renames_nobody(ctx: Ctx, given: CustomerInput) -> None:
    """Neither here nor for another company: the refusal names whom the company knows, and nobody else."""
    known = replace(given, vat_number="DE811128135")
    party = save_customers(ctx, customers=[known]).only().document
    other = replace(new_company(), permissions=ctx.permissions, duties=ctx.duties)
    strange = replace(given, name="Nuts Ltd")
    supplier = SupplierInput(given.code.upper(), "Nuts Ltd", given.payment_terms, "EUR")
    told = [
        save_suppliers(ctx, suppliers=[supplier])[0],
        save_customers(other, customers=[strange])[0],
        save_customers(other, customers=[given])[0],
    ]
    assert {(outcome.status, outcome.code, outcome.facts["field"]) for outcome in told} == {
        ("refused", "party_known", "code")
    }
    assert ["Bolt & Nut" in outcome.message for outcome in told] == [True, False, False]
    assert list(party_names([party or 0]).values()) == ["Bolt & Nut"]
    assert save_customers(other, customers=[known]).only().document == party


@pytest.mark.parametrize(
    ("days", "discount_days", "percent", "code"),
    [(-1, 0, "0", "days_invalid"), (30, 0, "100", "percent_invalid"), (10, 14, "2", "discount_after_due")],
)
def test_terms_that_cannot_be_are_refused(ctx: Ctx, days: int, discount_days: int, percent: str, code: str) -> None:
    terms = PaymentTermsInput(uuid4().hex[:12], "odd", days, discount_days, Decimal(percent))
    with pytest.raises(RuleViolation) as refused:
        save_payment_terms(ctx, terms=[terms]).only()
    assert refused.value.code == code
