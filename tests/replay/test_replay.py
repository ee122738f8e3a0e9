"""A small year from order to cash, held against its file; stopped anywhere it comes to the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.replay.histories import comparable, new_company, replay, write
from throughline.platform.database.statements import observed

D = Decimal


class PowerCut(BaseException):
    """What a killed process looks like from inside: no handler of errors sees it."""


@contextmanager
def cut_after(statements: int) -> Iterator[None]:
    """Cut the power at a statement of operations."""
    left = [statements]

    def count(sql: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise PowerCut

    with observed(count):
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> dict[str, object]:
    """The report of a run that nobody disturbs."""
    with django_db_blocker.unblock():
        return replay(write(tmp_path_factory.mktemp("whole")), new_company())


def test_the_books_meet_the_file_to_the_penny(whole: dict[str, object]) -> None:
    control = whole["control"]
    assert isinstance(control, dict)
    assert control["explained"]
    assert {name: D(amount) for name, amount in control["billed"].items()} == {
        "goods sold": D("187.22"),
        "goods credited": D("-48.03"),
        "freight and fees": D("18.00"),
        "freight and fees credited": D("-16.06"),
    }
    assert D(control["difference"]) == D("-0.005")
    (difference,) = control["differences"]
    assert difference == {
        "document": "536002",
        "row": 6,
        "file": "0.375",
        "booked": "0.38",
        "cause": "rounded to the cent",
    }


def test_every_promise_holds_and_everything_is_paid(whole: dict[str, object]) -> None:
    assert whole["ok"]
    documents = whole["documents"]
    assert isinstance(documents, dict)
    assert documents["orders"] == documents["orders closed"] == 6
    assert documents["shipments"] == documents["shipments delivered"]
    assert documents["payments"] > 0


def test_cancellations_undo_deliveries_and_the_rest_is_credited(whole: dict[str, object]) -> None:
    documents = whole["documents"]
    assert isinstance(documents, dict)
    assert documents["returns"] == 2, "C536006, and of C536015 all 12: 4 of the last delivery, 8 of the one before"
    assert documents["credits without a delivery"] == 2, "C536008 at another price with a discount, and A536009"


def test_what_is_left_out_is_counted_by_reason(whole: dict[str, object]) -> None:
    left_out = whole["left_out"]
    assert isinstance(left_out, dict)
    assert {reason: found["rows"] for reason, found in left_out.items()} == {
        "quantity of zero": 1,
        "row cannot be read": 1,
        "written off but not on hand (days and items, quantity)": 1,
    }


@pytest.mark.parametrize("statements", [60, 300, 700, 1500])
def test_stopped_in_the_middle_it_goes_on_to_the_same_report(
    whole: dict[str, object], tmp_path: Path, statements: int
) -> None:
    file, company = write(tmp_path), new_company()
    with pytest.raises(PowerCut), cut_after(statements):
        replay(file, company)
    assert comparable(replay(file, company)) == comparable(whole)


def test_day_by_day_it_comes_to_the_same_report(whole: dict[str, object], tmp_path: Path) -> None:
    file, company = write(tmp_path), new_company()
    first = replay(file, company, until=date(2010, 12, 1))
    assert first["ok"]
    assert first["control"]["causes"]["not delivered or billed yet"]["count"] == 3
    assert replay(file, company, until=date(2010, 12, 13))["ok"]
    assert comparable(replay(file, company)) == comparable(whole)


def test_again_it_does_nothing(tmp_path: Path) -> None:
    file, company = write(tmp_path), new_company()
    once = replay(file, company, until=date(2010, 12, 2))
    again = replay(file, company, until=date(2010, 12, 2))
    assert comparable(once) == comparable(again)
    assert again["speed"]["orders"] == 0
