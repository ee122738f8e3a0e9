"""From a posted form to values: by kind, with the error on the field it belongs to."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.platform.operations import Ctx
from throughline.platform.ui import formats
from throughline.platform.ui.form_fields import blank_post, shown_fields
from throughline.platform.ui.form_view import placed
from throughline.platform.ui.forms import Field, OperationForm, Preview, Shown
from throughline.platform.ui.parsing import parse_fields
from throughline.platform.ui.search import Lookup, Option, lookups
from throughline.platform.ui.tests.sample import posted, posted_as, someone

D = Decimal
CODES = {1: "6205-2RS", 2: "22210-E1", 3: "22210-EK"}


def _find(ctx: Ctx, words: str, beside: Mapping[str, str]) -> Sequence[Option]:
    return [Option(id, code) for id, code in CODES.items() if code.lower().startswith(words.lower())]


@pytest.fixture(autouse=True)
def at_work() -> Iterator[None]:
    lookup = Lookup(
        "test-items", _find, lambda ctx, ids: {id: Option(id, CODES[id], f"Name of {CODES[id]}") for id in ids}
    )
    if lookups.get(lookup.slug) is None:
        lookups.register(lookup)
    with formats.standing(someone()):
        yield


LINES = Field(
    "lines",
    "Lines",
    "lines",
    required=True,
    columns=[
        Field("item", "Item", "lookup", lookup="test-items", required=True),
        Field("quantity", "Quantity", "decimal", required=True, minimum=D("0.001")),
        Field("unit", "Unit", "select", choices=[("ea", "ea")]),
        Field("net", "Net", "shown"),
    ],
)


def test_each_kind_arrives_as_its_type() -> None:
    fields = [
        Field("po", "PO"),
        Field("count", "Count", "number"),
        Field("price", "Price", "money"),
        Field("when", "When", "date"),
        Field("whole", "Whole", "checkbox"),
        Field("order", kind="hidden", parse=int),
    ]
    form = posted(po=" A-1 ", count="1,200", price="1,204.50", when="2026-11-19", whole="1", order="41")
    values, errors = parse_fields(fields, form, someone())
    assert errors == {}
    assert values == {
        "po": "A-1", "count": 1200, "price": D("1204.50"), "when": date(2026, 11, 19), "whole": True, "order": 41,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en-gb", "1,204.50", "1204.50"),
        ("en-gb", "12,5", "12.5"),
        ("en-gb", "\u2212115.60", "-115.60"),
        ("de", "1.204,50", "1204.50"),
        ("de", "12.5", "12.5"),
        ("de", "1.204", "1204"),
    ],
)
def test_numbers_are_read_as_the_locale_writes_them(language: str, text: str, number: str) -> None:
    with formats.standing(someone(language)):
        values, errors = parse_fields([Field("n", "N", "decimal")], posted(n=text), someone(language))
    assert errors == {}
    assert values == {"n": D(number)}


@pytest.mark.parametrize("text", ["abc", "1e400", "NaN", "9" * 30])
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    values, errors = parse_fields([Field("n", "N", "decimal")], posted(n=text), someone())
    assert values == {}
    assert text in errors["n"]


def test_missing_and_unoffered_values_have_their_error() -> None:
    fields = [
        Field("reason", "Reason", "select", required=True, choices=[("a", "A")]),
        Field("who", "Who", required=True),
        Field("many", "Many", "number", minimum=1),
    ]
    _, errors = parse_fields(fields, posted(reason="z", who="", many="0"), someone())
    assert set(errors) == {"reason", "who", "many"}
    assert errors["who"] == "Who is missing."


def test_lines_keep_their_place_and_blank_ones_go() -> None:
    form = posted_as({
        "lines-order": "7,2,3",
        "lines-7-item": "2", "lines-7-quantity": "12",
        "lines-2-item__text": "6205-2rs", "lines-2-quantity": "1.5",
        "lines-3-unit": "ea",
    })  # fmt: skip
    values, errors = parse_fields([LINES], form, someone())
    assert errors == {}
    assert [(line["_index"], line["item"], line["quantity"]) for line in values["lines"]] == [
        (7, 2, D("12")),
        (2, 1, D("1.5")),
    ]


def test_a_code_that_names_two_things_must_be_chosen() -> None:
    form = posted_as({"lines-0-item__text": "222", "lines-0-quantity": "1", "lines-1-item__text": "XK"})
    _, errors = parse_fields([LINES], form, someone())
    assert "choose one" in errors["lines-0-item"]
    assert errors["lines-1-item"] == "XK is not known."
    assert errors["lines-1-quantity"] == "Quantity is missing."


def test_one_line_at_least() -> None:
    _, errors = parse_fields([LINES], posted_as({"lines-0-unit": "ea"}), someone())
    assert errors["lines"] == "Lines: one line at least."


def _form() -> OperationForm:
    return OperationForm(slug="t", title="T", operation=lambda ctx: None, fields=[Field("po", "PO"), LINES])


def test_a_refusal_stands_on_the_field_it_names() -> None:
    errors, findings = placed(InvalidInput("x", "PO is taken.", field="po"), _form(), {})
    assert errors == {"po": "PO is taken."}
    assert findings == []


def test_a_refusal_of_a_line_stands_in_its_cell() -> None:
    values: dict[str, Any] = {"lines": [{"_index": 7}, {"_index": 2}]}
    errors, _ = placed(InvalidInput("x", "Not sold.", field="item", line=2), _form(), values)
    assert errors == {"lines-2-item": "Not sold."}


def test_a_refusal_without_field_stands_above_with_its_policy() -> None:
    errors, (finding,) = placed(RuleViolation("x", "Over the limit.", policy="CR-02"), _form(), {})
    assert errors == {}
    assert (finding.severity, finding.statement, finding.facts) == ("block", "Over the limit.", "policy CR-02")


def test_first_values_are_drawn_as_if_typed_and_input_stays() -> None:
    initial = {"po": "A-1", "lines": [{"item": 2, "quantity": D("12.500000")}]}
    form = blank_post(_form().standing, initial, someone())
    values, _ = parse_fields(_form().standing, form, someone())
    preview = Preview([Shown({"net": "88.30"}, {"net": "stop"})], {"net": "88.30"})
    po, lines = shown_fields(_form().standing, form, values, {}, someone(), preview)
    assert po.text == "A-1"
    item, quantity, _, net = lines.lines[0].cells
    assert (item.text, item.kept, item.note) == ("22210-E1", "2", "Name of 22210-E1")
    assert quantity.text == "12.5"
    assert "88.30" in str(net.text)
    assert "i-sh-oct" in str(net.text)
    assert len(lines.lines) == 3


def test_a_typed_zero_is_an_answer() -> None:
    fields = [Field("days", "Days", "number", required=True), Field("counted", "Counted", "decimal", required=True)]
    values, errors = parse_fields(fields, posted(days="0", counted="0"), someone())
    assert (values, errors) == ({"days": 0, "counted": D(0)}, {})
