"""Files as people send them: encodings, separators, decimal signs, dates, blanks, doubles, formulas."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter

from throughline.kernel.errors import InvalidInput
from throughline.modules.integrations.domain import sheets
from throughline.modules.integrations.domain.countries import country_code
from throughline.modules.integrations.domain.kinds import CUSTOMERS, ITEMS, KINDS, PRICES, guess_mapping
from throughline.modules.integrations.domain.reading import check_mapping, read_lines
from throughline.modules.integrations.domain.sheets import read_table
from throughline.modules.integrations.domain.values import Style, Unreadable, date_of, decimal_of, flag_of, guess_style

D = Decimal
MARCH = datetime.fromisoformat("2026-03-01")


def workbook(*rows: list[Any]) -> bytes:
    """Write a workbook."""
    sent = io.BytesIO()
    with xlsxwriter.Workbook(sent, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(place, column, value)
    return sent.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_seen(encoding: str, separator: str) -> None:
    text = f"Artikel{separator}Bezeichnung\r\nA-1{separator}Öl für Müller\r\n"
    table = read_table("x.csv", text.encode(encoding))
    assert (table.separator, table.rows[0][1]) == (separator, ["A-1", "Öl für Müller"])


def test_blank_lines_are_counted_and_lines_keep_their_numbers() -> None:
    table = read_table("x.csv", b'\n\ncode,name\nA,"two\nlines"\n\n,,\nB,b\n')
    assert table.headings == ["code", "name"]
    assert [(number, row[0]) for number, row in table.rows] == [(4, "A"), (8, "B")]
    assert table.blank == 2


def test_a_workbook_gives_numbers_and_dates() -> None:
    content = workbook(["code", "price", "from", "lots"], [17850.0, 1.5, MARCH, True], ["", "", "", ""])
    (_, row), *more = read_table("x.xlsx", content).rows
    assert list(row) == [17850, 1.5, date(2026, 3, 1), True] or row[2] == MARCH
    assert more == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b" \n \n", "file_empty"),
        (b"PK\x03\x04broken", "file_format"),
        (b"\xd0\xcf\x11\xe0\xa1", "file_format"),
        (b"a,b\x00\n1,2\n", "file_format"),
        (b'a,b\n"open,2\n', "file_format"),
        (b"a,a\n1,2\n", "heading_twice"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_table("x.csv", content)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("1234.5", ".", "1234.5"), ("1,234.50", ".", "1234.50"), ("1.234,50", ",", "1234.50"),
        ("1 234,5", ",", "1234.5"),
        ("1.234,56 EUR", ",", "1234.56"), ("EUR 1.234,56", ",", "1234.56"), ("-1.234,56 €", ",", "-1234.56"),
        ("1'234.5", ".", "1234.5"), ("5-", ".", "-5"), ("(5)", ".", "-5"), ("\u22125", ".", "-5"),
        ("€ 12,50", ",", "12.50"),
        ("12 %", ".", "12"), (".5", ".", "0.5"), (17850.0, ".", "17850.0"), (3, ".", "3"),
    ],
)  # fmt: skip
def test_numbers(text: Any, sign: str, value: str) -> None:
    assert decimal_of(text, Style(decimal=sign)) == D(value)


@pytest.mark.parametrize("text", ["much", "1,2.3,4", "nan", "1e99", "", True])
def test_what_is_no_number(text: Any) -> None:
    with pytest.raises(Unreadable):
        decimal_of(text, Style())


@pytest.mark.parametrize(
    ("text", "first", "day"),
    [
        ("2026-11-18", True, date(2026, 11, 18)), ("2010-12-01 08:26:00", True, date(2010, 12, 1)),
        ("18.11.2026", False, date(2026, 11, 18)), ("03/04/2026", True, date(2026, 4, 3)),
        ("03/04/2026", False, date(2026, 3, 4)), ("18/11/26", True, date(2026, 11, 18)),
        ("20261118", True, date(2026, 11, 18)), ("2-Jun-06", True, date(2006, 6, 2)),
        ("18. Okt 2026", True, date(2026, 10, 18)),
        (datetime.fromisoformat("2026-01-02T03:00"), True, date(2026, 1, 2)),
    ],
)  # fmt: skip
def test_dates(text: Any, first: bool, day: date) -> None:
    assert date_of(text, Style(day_first=first)) == day


@pytest.mark.parametrize("text", ["31.02.2026", "soon", "13/13/2026", "2026"])
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(Unreadable):
        date_of(text, Style())


def test_the_file_tells_its_decimal_sign_and_its_order_of_dates() -> None:
    def seen(numbers: list[str], dates: list[str], separator: str = ",") -> Style:
        return guess_style([numbers], [dates], separator=separator, decimal="", order="")

    assert seen(["1.234", "0,5"], []).decimal == ","
    assert seen(["1,234", "1,234.5"], []).decimal == "."
    assert seen(["1.234"], [], ";").decimal == ","
    assert seen(["1.234"], []).decimal == "."
    assert seen([], ["03/04/2026", "03/25/2026"]) == Style(".", day_first=False)
    assert seen([], ["03/04/2026"]).day_first


def test_yes_and_no() -> None:
    assert [flag_of(word) for word in ("Ja", "x", True, 1, "no", "", 0)] == [
        True,
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    with pytest.raises(Unreadable):
        flag_of("perhaps")


def test_headings_are_guessed_and_each_is_used_once() -> None:
    assert guess_mapping(ITEMS, ["StockCode", "Description", "UnitPrice", "Colour"]) == {
        "code": "StockCode",
        "name": "Description",
        "price": "UnitPrice",
    }
    assert guess_mapping(CUSTOMERS, ["Kundennummer", "Firma", "PLZ", "Ort", "Land"]) == {
        "code": "Kundennummer", "name": "Firma", "postcode": "PLZ", "city": "Ort", "country": "Land",
    }  # fmt: skip
    for kind in KINDS.values():
        labels = [column.label for column in kind.columns]
        assert guess_mapping(kind, labels) == {column.name: column.label for column in kind.columns}


@pytest.mark.parametrize(
    ("mapping", "field"),
    [
        ({"code": "A", "colour": "B"}, "colour"),
        ({"code": "Z"}, "code"),
        ({"code": "A", "name": "A"}, "name"),
        ({}, "code"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(mapping: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_mapping(ITEMS, mapping, ["A", "B"])
    assert refused.value.field == field


def test_each_fault_stands_on_its_line() -> None:
    content = "item;price;valid_from\nA;1,50;1.3.2026\n;2;\nB;viel;\nC;=2*3;\nA;3;1.3.2026\nD;#REF!;\nE;4;31.2.2026\n"
    table = read_table("x.csv", content.encode())
    lines = read_lines(PRICES, table, {"item": "item", "price": "price", "valid_from": "valid_from"})
    assert lines[0].values == {"item": "A", "price": D("1.50"), "valid_from": date(2026, 3, 1)}
    faults = [(line.number, line.fault[0], line.fault[1]) for line in lines if line.fault]
    assert [(number, name) for number, name, _ in faults] == [
        (3, "item"), (4, "price"), (5, "price"), (6, "valid_from"), (7, "price"), (8, "valid_from"),
    ]  # fmt: skip
    assert "formula" in faults[2][2]
    assert "stands in line 2 already" in faults[3][2]


def test_countries_by_name() -> None:
    assert [country_code(name) for name in ("de", "United Kingdom", "EIRE", "RSA", "Deutschland", "USA")] == [
        "DE", "GB", "IE", "ZA", "DE", "US",
    ]  # fmt: skip
    assert country_code("Unspecified") == ""


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'


def packed(**parts: bytes) -> bytes:
    """Give a zip with parts by name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def scattered(*cells: tuple[int, int, object]) -> bytes:
    """Give a workbook with some cells."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for row, column, value in cells:
        sheet.write(row, column, value)
    book.close()
    return file.getvalue()


def test_a_workbook_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST_UNPACKED", 1_000_000)
    small = packed(sheet=b"0" * 3_000_000)
    assert len(small) < 10_000
    with pytest.raises(InvalidInput, match="MB unpacked") as refused:
        read_table("bomb.xlsx", small)
    assert refused.value.code == "file_too_large"


def test_a_cell_in_the_last_corner_is_no_table_of_seventeen_billion() -> None:
    far = scattered((0, 0, "code"), (1, 0, "A"), (1_048_575, 16_383, "x"))
    with pytest.raises(InvalidInput, match="beyond the table"):
        read_table("far.xlsx", far)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 and nothing more",
        packed(readme=b"not a workbook"),
        packed(**{"xl/workbook.xml": LAUGHS}),
        b"a,b\n1,\x00\n",
        b"\xff\xfe\x00",
        b'a,b\n"never closed',
        b"%PDF-1.7 \xde\xad\xbe\xef\x00",
        b"\xd0\xcf\x11\xe0old",
    ],
    ids=["cut", "zip", "entities", "nul", "half-utf16", "quote", "pdf", "xls"],
)
def test_what_is_no_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_table("odd", content)
    assert refused.value.field == "file"
    assert refused.value.message
