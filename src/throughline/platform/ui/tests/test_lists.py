"""Lists: the address says everything, and every link on the page is made from it."""

import csv
import io
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from python_calamine import CalamineWorkbook

from throughline.platform.ui import export, formats
from throughline.platform.ui.asked import Asked, pills, read_query
from throughline.platform.ui.export import all_rows, write_csv, write_xlsx
from throughline.platform.ui.gallery_order import ORDER_LIST, orders, release
from throughline.platform.ui.gallery_samples import ORDERS
from throughline.platform.ui.list_view import list_context
from throughline.platform.ui.lists import Filter, ListRequest
from throughline.platform.ui.markup import row_cells
from throughline.platform.ui.registry import Screens, form_url, list_url
from throughline.platform.ui.tests.sample import someone
from throughline.platform.ui.values import Action, Column, label_of, read

PATH = ORDER_LIST.path


def _asked(query: str) -> Asked:
    return read_query(ORDER_LIST, QueryDict(query))


def test_an_address_without_query_is_the_first_view() -> None:
    asked = _asked("")
    assert asked.view is ORDER_LIST.views[0]
    assert asked.request.sort == "promised"


def test_filters_sort_search_and_page_are_read_and_nonsense_is_not() -> None:
    asked = _asked("service=urgent&service=project&sort=-net&q=brandt&after=41&size=100&evil=1")
    assert asked.request == ListRequest({"service": ["urgent", "project"]}, "-net", "41", 100, "brandt")
    assert _asked("sort=password&size=9999").request.sort == "promised"
    assert _asked("size=9999").request.size == ORDER_LIST.size


@pytest.mark.parametrize(("language", "text"), [("de", "31.12.2026"), ("en-gb", "31/12/2026"), ("de", "2026-12-31")])
def test_a_day_is_read_as_the_locale_writes_it(language: str, text: str) -> None:
    screen = replace(ORDER_LIST, filters=[Filter("before", "Promised", "date", operator="before")], views=[])
    with formats.standing(someone(language)):
        asked = read_query(screen, QueryDict(f"before={text}"))
    assert asked.request.day("before") == date(2026, 12, 31)
    with formats.standing(someone(language)):
        nonsense = read_query(screen, QueryDict("before=soon"))
    assert nonsense.request.day("before") is None


def test_links_keep_what_was_asked_and_go_back_to_the_first_page() -> None:
    asked = _asked("service=urgent&sort=net&after=41")
    assert asked.sorted_by("net") == f"{PATH}?service=urgent&sort=-net"
    assert asked.without("service", "urgent") == f"{PATH}?sort=net"
    assert asked.url(after="99") == f"{PATH}?service=urgent&sort=net&after=99"


def test_a_filter_of_a_view_can_be_taken_away() -> None:
    asked = _asked("view=stopped")
    assert asked.request.filters == {"state": ["stopped"]}
    (pill,) = pills(asked, someone())
    assert pill.remove == f"{PATH}?view=stopped&state="
    assert _asked("view=stopped&state=").request.filters == {}


def test_an_empty_view_says_where_the_rows_are() -> None:
    asked = _asked("view=late")
    context = list_context(ORDER_LIST, asked, orders(someone(), asked.request), someone())
    assert context["rows"] == []
    assert not context["filtered"]
    assert context["elsewhere"]["url"] == f"{PATH}?view=open"


def test_pages_follow_each_other() -> None:
    first = orders(someone(), ListRequest(size=10))
    assert len(first.rows) == 10
    rows = list(all_rows(orders, someone(), ListRequest(size=10)))
    assert {row.id for row in rows} == {row.id for row in ORDERS}


def test_csv_holds_plain_values_and_no_formulas() -> None:
    columns = [Column("name", "Name"), Column("net", "Net", "money", unit="currency"), Column("day", "Day", "date")]
    rows = [{"name": "=HYPERLINK(1)", "net": Decimal("1204.50"), "currency": "EUR", "day": date(2026, 11, 18)}]
    table = list(csv.reader(io.StringIO(write_csv("Orders", columns, iter(rows)).read().decode("utf-8-sig"))))
    assert table == [["Name", "Net", "Net, unit", "Day"], ["'=HYPERLINK(1)", "1204.50", "EUR", "2026-11-18"]]


def test_xlsx_is_a_workbook() -> None:
    file = write_xlsx("Orders", ORDER_LIST.columns, iter(ORDERS))
    (table,) = [CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()]
    assert len(table) == len(ORDERS) + 1
    assert table[0][0] == "Order"


@dataclass
class Row:
    """A row that can be watched."""

    id: int
    name: str


def test_files_hold_more_rows_than_memory_and_sheets_more_than_one(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = [Column("id", "Number", "number"), Column("name", "Name")]
    monkeypatch.setattr(export, "ROWS_OF_A_SHEET", 3_000)
    held = []

    def rows() -> Iterator[Row]:
        for number in range(7_000):
            row = Row(number, f"Row {number}")
            held.append(weakref.ref(row))
            yield row

    file = write_xlsx("Rows", columns, rows())
    assert sum(one() is not None for one in held) <= 1
    book = CalamineWorkbook.from_filelike(file)
    assert book.sheet_names == ["Rows", "Rows 2", "Rows 3"]
    assert len(book.get_sheet_by_name("Rows 3").to_python()) == 1_001


def test_cells_escape_link_and_carry_the_raw_value() -> None:
    column = Column("net", "Net", "money", priority=2)
    assert 'data-v="1204.5"' in row_cells([column], {"net": Decimal("1204.5")})
    html = row_cells([Column("code", "Code", "code"), Column("name", "Name")], {"code": "A", "name": "<b>"}, "/x/1/")
    assert '<a class="code strong" href="/x/1/">A</a>' in html
    assert "&lt;b&gt;" in html


def test_values_are_read_by_path_key_and_function() -> None:
    row = {"party": {"name": "Brandt"}, "none": None}
    assert read(row, "party.name") == "Brandt"
    assert read(row, "none.name") is None
    assert read(row, lambda one: len(one)) == 2
    assert label_of({"number": "SO-1"}, [Column("number", "Order", "code")]) == "SO-1"


def test_addresses_leave_out_what_is_empty() -> None:
    assert list_url("orders", site=3, state=["a", "b"], q=None) == "/orders/?site=3&state=a&state=b"
    assert form_url("orders/confirm", order=5) == "/do/orders/confirm/?order=5"
    assert Action("X", form="orders/confirm", query={"order": 5}).href == "/do/orders/confirm/?order=5"


def test_outcomes_of_the_sample_release() -> None:
    assert len(release(someone(), [], {})) == 0


def test_the_registry_refuses_a_second_screen_of_a_name() -> None:
    screens = Screens()
    screens.register(ORDER_LIST, ORDER_LIST)
    assert screens.find(type(ORDER_LIST), ORDER_LIST.slug) is ORDER_LIST
