"""What `throughline verify` prints and returns."""

from decimal import Decimal

from throughline.cli.verify import described, table
from throughline.platform.verification import Result

HOLDS = Result("stock.balance", 1, "a balance is the sum of its moves", 0.5, [], 0)
ROWS = [{"item": f"A{n}", "quantity": Decimal("1.50")} for n in range(7)]
BROKEN = Result("money.entry", 2, "an entry balances", 0.25, ROWS, 7)


def test_a_check_that_holds_takes_one_line() -> None:
    lines = table([HOLDS]).splitlines()
    assert lines[0].endswith("holds")
    assert lines[-1] == "1 checks in 0.5 s: none broken"


def test_a_broken_check_names_its_meaning_and_first_rows() -> None:
    text = table([HOLDS, BROKEN])
    assert "7 wrong" in text
    assert "an entry balances" in text
    assert text.count("quantity 1.50") == 5
    assert "... and 2 more" in text
    assert text.endswith("2 checks in 0.8 s: 1 broken")


def test_the_file_has_every_row_and_no_rounded_amount() -> None:
    told = described(BROKEN)
    assert len(told["rows"]) == 7
    assert told["rows"][0] == {"item": "A0", "quantity": "1.50"}
