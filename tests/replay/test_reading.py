"""How the file is read: dirty codes, missing customers, notes, and nothing lost without a reason."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.replay.histories import KNOWN, ROWS, UK, write
from throughline.cli.replaying import rules
from throughline.cli.replaying.reading import COUNT, CREDIT, SALE, read


def test_every_row_is_of_a_document_or_left_out_with_its_reason(tmp_path: Path) -> None:
    book = read(write(tmp_path))
    taken = sum(len(document.lines) for day in book.days.values() for document in day)
    assert taken + len(book.left_out) == len(ROWS)
    assert sorted(one.reason for one in book.left_out) == ["quantity of zero", "row cannot be read"]


def test_the_sum_of_the_file_is_the_sum_of_what_was_read(tmp_path: Path) -> None:
    book = read(write(tmp_path))
    said = sum(Decimal(row[3]) * Decimal(row[5]) for row in ROWS if row[3] != "many")
    assert sum(book.amount.values()) == said


def test_documents_are_of_the_kind_that_their_rows_say(tmp_path: Path) -> None:
    book = read(write(tmp_path))
    kinds = {document.number: document.kind for day in book.days.values() for document in day}
    assert kinds["536001"] == SALE
    assert kinds["536003"] == SALE, "a line without a price is a sample"
    assert kinds["536004"] == COUNT, "below zero without a price: written off"
    assert kinds["536005"] == COUNT, "nothing but zero prices and no customer: found"
    assert kinds["C536006"] == CREDIT
    assert kinds["A536009"] == CREDIT, "a price below zero is a credit"


def test_codes_and_customers_are_cleaned(tmp_path: Path) -> None:
    book = read(write(tmp_path))
    first, cash, *_ = book.of(date(2010, 12, 1), SALE)
    assert first.lines[0].code == "85123A"
    assert (first.customer, cash.customer) == ("17850", "CASH-UNITED KINGDOM")
    assert book.countries["17850"] == UK, "the first country of a customer counts"
    assert rules.customer_code(KNOWN, UK) == "17850"


def test_names_are_descriptions_not_notes(tmp_path: Path) -> None:
    book = read(write(tmp_path))
    assert book.names["22633"] == "HAND WARMER"
    assert book.names["84077"] == "WORLD WAR GLIDERS"
    assert book.prices["22633"] == Decimal("0.125"), "the first price seen"


@pytest.mark.parametrize(
    ("code", "goods"),
    [("85123A", True), ("71053", True), ("POST", False), ("C2", False), ("GIFT_0001_20", False), ("DCGS0076", False)],
)
def test_goods_begin_with_five_digits(code: str, goods: bool) -> None:
    assert rules.is_goods(code) is goods


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match="no online-retail file"):
        read(other)
