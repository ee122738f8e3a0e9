from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.modules.pricing.domain.choose import Candidate, PriceRequest, choose

JUNE = date(2026, 6, 15)
JULY = date(2026, 7, 1)
LIST = Candidate(
    "price_list",
    1,
    "Standard 2026",
    None,
    "",
    "EUR",
    date(2026, 1, 1),
    None,
    1,
    100,
    "ea",
    Decimal(1),
    Decimal(0),
    Decimal("50.00"),
    None,
    None,
)
BREAK = replace(LIST, price_id=2, min_quantity=Decimal(100), unit_price=Decimal("46.00"))
CONTRACT = replace(
    LIST,
    source="contract",
    source_id=9,
    source_name="Frame Q2",
    party_id=7,
    source_to=date(2026, 6, 30),
    price_id=1,
    unit_price=Decimal("44.50"),
)
TRADE = replace(LIST, source_id=3, source_name="Trade", customer_group="trade", price_id=4, unit_price=Decimal(48))
BOX = replace(LIST, price_id=5, unit="box", factor=Decimal(12), unit_price=Decimal("27.00"))


def asked(quantity: str = "1", on: date = JUNE, unit: str = "ea", factor: int = 1, group: str = "") -> PriceRequest:
    return PriceRequest(1, 7, group, 100, unit, Decimal(factor), Decimal(quantity), on, "EUR")


@pytest.mark.parametrize(
    ("quantity", "on", "price"),
    [("100", JUNE, "44.50"), ("1", JUNE, "44.50"), ("100", JULY, "46.00"), ("99", JULY, "50.00")],
)
def test_o_05_a_contract_wins_until_it_ends_then_the_break_counts(quantity: str, on: date, price: str) -> None:
    answer = choose(asked(quantity, on), [LIST, BREAK, CONTRACT])
    assert answer.price == Decimal(price)
    assert answer.list_price == Decimal("50.00")


def test_o_07_a_box_price_makes_a_price_per_piece() -> None:
    assert choose(asked("3", unit="box", factor=12), [BOX]).price == Decimal("27.00")
    assert choose(asked("5"), [BOX]).price == Decimal("2.25")


def test_the_groups_list_beats_the_list_for_everybody_and_is_not_for_others() -> None:
    assert choose(asked(group="trade"), [LIST, TRADE]).price == Decimal(48)
    other = choose(asked(group="retail"), [LIST, TRADE])
    assert (other.price, other.why["candidates"]) == (Decimal(50), 1)


def test_a_contract_of_another_customer_is_not_even_named() -> None:
    answer = choose(asked(), [LIST, replace(CONTRACT, party_id=8)])
    assert (answer.source, answer.why["rejected"]) == ("price_list", [])


def test_a_quantity_break_compares_in_its_own_unit_and_answers_in_the_lines() -> None:
    ten_boxes = replace(BOX, price_id=6, min_quantity=Decimal(10), unit_price=Decimal("24.00"))
    assert choose(asked("119"), [BOX, ten_boxes]).price == Decimal("2.25")
    assert choose(asked("120"), [BOX, ten_boxes]).price == Decimal("2.00")
    assert choose(asked("1", unit="pallet", factor=480), [BOX, ten_boxes]).price == Decimal("960.00")


def test_a_price_in_the_lines_unit_beats_one_to_be_converted() -> None:
    piece = replace(LIST, unit_price=Decimal("2.50"))
    assert choose(asked("24"), [piece, BOX]).price == Decimal("2.50")
    assert choose(asked("2", unit="box", factor=12), [piece, BOX]).price == Decimal("27.00")


def test_a_later_price_takes_the_place_of_an_earlier_one() -> None:
    summer = replace(LIST, price_id=8, unit_price=Decimal(40), valid_from=date(2026, 6, 1), valid_to=date(2026, 6, 30))
    assert choose(asked(on=JUNE), [LIST, summer]).price == Decimal(40)
    assert choose(asked(on=JULY), [LIST, summer]).price == Decimal(50)


@pytest.mark.parametrize(
    ("rule", "on", "reason"),
    [
        (replace(LIST, currency="USD"), JUNE, "is in USD, not EUR"),
        (CONTRACT, JULY, "ended on 2026-06-30"),
        (replace(LIST, valid_from=JULY), JUNE, "is valid from 2026-07-01"),
        (BREAK, JUNE, "needs 100 ea"),
    ],
)
def test_without_a_price_the_reasons_are_told(rule: Candidate, on: date, reason: str) -> None:
    answer = choose(asked(on=on), [rule])
    assert (answer.price, answer.source, answer.source_id) == (None, "none", None)
    assert [entry["reason"] for entry in answer.why["rejected"]] == [reason]


def test_why_names_the_winner_and_at_most_five_rejected() -> None:
    breaks = [replace(BREAK, price_id=10 + n, min_quantity=Decimal(100 + n)) for n in range(9)]
    why = choose(asked(), [LIST, CONTRACT, *breaks]).why
    assert why["winner"] == {
        "value": "44.50",
        "unit": "ea",
        "name": "Frame Q2",
        "source": "contract",
        "priced": {"price": "44.50", "unit": "ea"},
        "until": "2026-06-30",
    }
    assert why["candidates"] == 11
    assert len(why["rejected"]) == 5
    assert why["rejected"][0] == {"value": "50.00", "name": "Standard 2026", "reason": "a contract comes first"}


def test_why_keeps_a_quantity_break_as_figures_and_units() -> None:
    ten_boxes = replace(BOX, price_id=6, min_quantity=Decimal(10), unit_price=Decimal("24.00"))
    why = choose(asked("120"), [BOX, ten_boxes]).why
    assert (why["winner"]["value"], why["winner"]["unit"]) == ("2.00", "ea")
    assert why["winner"]["priced"] == {"price": "24.00", "unit": "box", "from": "10"}


def test_nothing_known_is_an_answer_too() -> None:
    answer = choose(asked(), [])
    assert (answer.price, answer.list_price, answer.source) == (None, None, "none")
    assert answer.why == {"winner": None, "candidates": 0, "rejected": []}


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 9999)), max_size=6),
    st.integers(1, 300),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_candidates_does_not_matter(
    rules: list[tuple[int, int]], quantity: int, random: Random
) -> None:
    candidates = [
        replace(LIST, price_id=n, min_quantity=Decimal(least), unit_price=Decimal(cents) / 100)
        for n, (least, cents) in enumerate(rules)
    ]
    answer = choose(asked(str(quantity)), candidates)
    shuffled = candidates.copy()
    random.shuffle(shuffled)
    assert choose(asked(str(quantity)), shuffled) == answer
    assert (answer.price is None) == all(least > quantity for least, _ in rules)
