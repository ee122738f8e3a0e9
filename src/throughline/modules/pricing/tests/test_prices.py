from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.company import new_company

from throughline.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound, RuleViolation, StaleVersion
from throughline.modules.catalog import testing as catalog
from throughline.modules.parties import testing as parties
from throughline.modules.pricing import testing
from throughline.modules.pricing.public import (
    ContractInput,
    ContractPriceInput,
    PriceAnswer,
    PriceInput,
    PriceListInput,
    PriceRequest,
    price_lines,
    save_contract,
    save_price_lists,
    set_prices,
)
from throughline.platform.database.statements import observed
from throughline.platform.operations import Ctx, reading

Events = Callable[[str], list[dict[str, Any]]]
MARCH = date(2026, 3, 10)
APRIL = date(2026, 4, 1)


def ask(ctx: Ctx, item: int, quantity: str = "1", **more: Any) -> PriceAnswer:
    wanted = {"party_id": 1, "customer_group": "", "unit": "ea", "factor": Decimal(1), "on": MARCH, "currency": "EUR"}
    with reading(ctx):
        (answer,) = price_lines(
            ctx, [PriceRequest(line=1, item_id=item, quantity=Decimal(quantity), **{**wanted, **more})]
        )
    return answer


def test_o_05_price_precedence(ctx: Ctx) -> None:
    item, party = catalog.item(ctx), parties.customer(ctx)
    listed = testing.price(ctx, item, "50.00")
    testing.price(ctx, item, "46.00", min_quantity=100, in_list=listed)
    testing.contract(ctx, party, {item: "44.50"}, valid_to=date(2026, 3, 31))

    assert ask(ctx, item, "100", party_id=party).price == Decimal("44.50")
    assert ask(ctx, item, "100", party_id=party, on=APRIL).price == Decimal("46.00")
    assert ask(ctx, item, "99", party_id=party, on=APRIL).price == Decimal("50.00")
    assert ask(ctx, item, "99").source == "price_list", "the contract is with another customer"


def test_o_07_boxes_and_pieces(ctx: Ctx) -> None:
    item = catalog.item(ctx, units={"box": 12, "pallet": 480})
    testing.price(ctx, item, "27.00", unit="box")
    assert ask(ctx, item, "3", unit="box", factor=Decimal(12)).price == Decimal("27.00")
    assert ask(ctx, item, "5").price == Decimal("2.25")


def test_any_number_of_lines_is_priced_in_one_statement(ctx: Ctx) -> None:
    items = catalog.items(ctx, 30)
    listed = testing.price_list(ctx)
    set_prices(ctx, price_list=listed, prices=[PriceInput(item, "ea", Decimal(item)) for item in items])
    requests = [
        PriceRequest(n, 1, "", item, "ea", Decimal(1), Decimal(1), MARCH, "EUR") for n, item in enumerate(items)
    ]
    seen: list[str] = []
    with reading(ctx), observed(seen.append):
        answers = price_lines(ctx, [*requests, requests[0]])
    assert len(seen) == 1
    assert [answer.line for answer in answers] == [*range(30), 0]
    assert [answer.price for answer in answers[:30]] == [Decimal(item) for item in items]


def test_prices_belong_to_one_company(ctx: Ctx) -> None:
    item = catalog.item(ctx)
    testing.price(ctx, item, "50.00")
    assert ask(new_company(), item).source == "none"


def test_a_group_has_its_own_list(ctx: Ctx) -> None:
    item = catalog.item(ctx)
    testing.price(ctx, item, "50.00")
    testing.price(ctx, item, "48.00", in_list=testing.price_list(ctx, customer_group="trade"))
    answer = ask(ctx, item, customer_group="trade")
    assert (answer.price, answer.list_price) == (Decimal(48), Decimal(50))
    assert ask(ctx, item).price == Decimal(50)


def test_setting_a_price_again_replaces_it(ctx: Ctx, events: Events) -> None:
    item = catalog.item(ctx)
    listed = testing.price(ctx, item, "50.00")
    testing.price(ctx, item, "52.00", in_list=listed)
    answer = ask(ctx, item)
    assert (answer.price, answer.why["candidates"]) == (Decimal(52), 1)
    assert events("pricing.prices_changed.1") == [{"source": "price_list", "source_id": listed, "item_ids": [item]}] * 2


def test_one_bad_price_does_not_stop_the_others(ctx: Ctx) -> None:
    item = catalog.item(ctx, units={"box": 12})
    listed = testing.price_list(ctx)
    good = PriceInput(item, "ea", Decimal(5))
    outcomes = set_prices(
        ctx,
        price_list=listed,
        prices=[
            good,
            replace(good, unit_price=Decimal(6)),
            replace(good, unit="bag"),
            replace(good, item_id=999_999_999),
            replace(good, unit="box", unit_price=Decimal(-1)),
            replace(good, unit="box", valid_from=APRIL, valid_to=MARCH),
            replace(good, unit="box", unit_price=Decimal(55)),
        ],
    )
    refused = ["twice", "unit_unknown", "item_unknown", "number_invalid", "dates_reversed"]
    assert [outcome.code for outcome in outcomes] == ["", *refused, ""]
    assert "price it per box, ea" in outcomes[2].message
    assert ask(ctx, item).price == Decimal(5)


def test_prices_need_a_list_of_the_company(ctx: Ctx) -> None:
    item = catalog.item(ctx)
    listed = testing.price_list(new_company())
    with pytest.raises(NotFound, match="no price list"):
        set_prices(ctx, price_list=listed, prices=[PriceInput(item, "ea", Decimal(5))])


def test_a_list_is_changed_by_its_code(ctx: Ctx) -> None:
    item = catalog.item(ctx)
    listed = testing.price(ctx, item, "50.00", in_list=testing.price_list(ctx, "L"))
    outcomes = save_price_lists(
        ctx,
        price_lists=[
            PriceListInput("L", "Old list", "EUR", valid_to=date(2026, 3, 31)),
            PriceListInput("M", "x", "euro"),
            PriceListInput("L", "again", "EUR"),
        ],
    )
    assert [outcome.code for outcome in outcomes] == ["", "currency_invalid", "twice"]
    assert outcomes[0].document == listed
    assert ask(ctx, item, on=APRIL).why["rejected"][0]["reason"] == "ended on 2026-03-31"


def test_a_contract_is_saved_whole(ctx: Ctx) -> None:
    first, second = catalog.items(ctx, 2)
    party = parties.customer(ctx)
    number = testing.contract(ctx, party, {first: "4", second: "5"}, code="K")
    assert testing.contract(ctx, party, {second: "6"}, code="K") == number
    assert ask(ctx, first, party_id=party).source == "none"
    assert ask(ctx, second, party_id=party).price == Decimal(6)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"party_id": 999_999_999}, NotFound),
        ({"name": ""}, InvalidInput),
        ({"valid_from": APRIL, "valid_to": MARCH}, InvalidInput),
        ({"prices": (ContractPriceInput(999_999_999, "ea", Decimal(1)),)}, NotFound),
        ({"version": 5}, StaleVersion),
    ],
)
def test_a_contract_with_one_fault_changes_nothing(
    ctx: Ctx, events: Events, change: dict[str, Any], error: type[DomainError]
) -> None:
    item, party = catalog.item(ctx), parties.customer(ctx)
    known = ContractInput("K", "Frame", party, prices=(ContractPriceInput(item, "ea", Decimal(4)),))
    save_contract(ctx, contract=known)
    save_contract(ctx, contract=replace(known, version=1))
    price = ContractPriceInput(item, "ea", Decimal(3))
    with pytest.raises(error):
        save_contract(ctx, contract=replace(known, **{"prices": (price,), **change}))
    assert ask(ctx, item, party_id=party).price == Decimal(4)
    assert len(events("pricing.prices_changed.1")) == 2


def test_a_contract_stays_with_its_customer(ctx: Ctx) -> None:
    testing.contract(ctx, parties.customer(ctx), {}, code="K")
    with pytest.raises(RuleViolation, match="is with party"):
        testing.contract(ctx, parties.customer(ctx), {}, code="K")


def test_prices_are_set_by_those_with_the_duty(ctx: Ctx) -> None:
    item = catalog.item(ctx)
    listed = testing.price_list(ctx)
    with pytest.raises(NotAllowed):
        set_prices(
            replace(ctx, duties=frozenset({"credit"})), price_list=listed, prices=[PriceInput(item, "ea", Decimal(5))]
        )
    assert ask(ctx, item).source == "none"
