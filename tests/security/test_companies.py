"""Two companies with a whole story each: no list, record, export, search, form or board of one shows the other."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client

from tests.giving_up import given_up
from tests.security.people import knock, person
from tests.world import D, World, new_world
from throughline.governance.public import Duty
from throughline.modules.integrations.public import check_import, map_import, start_import
from throughline.modules.inventory.public import Count, NewSupply, count_stock, expect_supplies
from throughline.modules.warehouse.public import WaveInput, plan_waves
from throughline.platform.database.statements import rows
from throughline.platform.ui import ListScreen, RecordScreen, screens
from throughline.platform.ui.boards import Board
from throughline.platform.ui.forms import OperationForm
from throughline.platform.ui.queues import QueueScreen
from throughline.platform.ui.search import lookups

MARK = "Zyxwv"


def told(mark: str) -> World:
    """Tell a whole story whose names carry a mark: quote, order, shipment, invoice, payment, what is held."""
    world = new_world()
    goods = world.item("ball", code=f"{mark}-I{world.company_id}", stock=50, cost=3, price=10)
    party = world.customer(code=f"{mark}-C{world.company_id}", name=f"{mark} Trading", limit=500)
    order = world.order(party, [(goods, 4)])
    world.deliver(*world.ship(order))
    world.bill()
    world.pay(party, 10)
    world.quote(party, [(goods, 2)])
    world.confirm(world.quote(party, [(goods, 45)]))
    second = world.order(party, [(goods, 3)])
    world.release(second)
    third = world.order(party, [(goods, 1)])
    wave = WaveInput(world.site_id, f"{mark} wave", [demand.id for demand in world.demands(third)])
    plan_waves(world.as_("floor"), waves=[wave])
    count = Count(world.site_id, world.bin("A-1"), goods, D(44))
    count_stock(world.as_("stock"), counts=[count], reason=f"{mark} Trading counted")
    label = f"{mark} Trading PO 7"
    coming = NewSupply("purchasing.order_line", 1, label, world.site_id, goods, world.today, D(9), None)
    expect_supplies(world.as_("buyer"), supplies=[coming])
    content = f"code,name\n{mark}-I{world.company_id},{mark} Trading\n".encode()
    name = f"{mark}-C{world.company_id}.csv"
    number = start_import(world.as_("masters"), kind="items", name=name, content=content)
    map_import(world.as_("masters"), number=number, mapping={"code": "code", "name": "name"})
    check_import(world.as_("masters"), number)
    given_up(world, goods, party)
    return world


@pytest.fixture(scope="module")
def theirs(django_db_setup: None, django_db_blocker: Any) -> World:
    with django_db_blocker.unblock():
        return told(MARK)


@pytest.fixture(scope="module")
def ours(theirs: World, django_db_blocker: Any) -> Client:
    """Somebody of another company who may do everything there, with a story of its own."""
    with django_db_blocker.unblock():
        world = told("Abcde")
        client = Client()
        knock(client, person(world, "*", duties=[str(duty) for duty in Duty]))
        return client


@pytest.fixture(scope="module")
def own(theirs: World, django_db_blocker: Any) -> Client:
    with django_db_blocker.unblock():
        client = Client()
        knock(client, person(theirs, "*", duties=[str(duty) for duty in Duty]))
        return client


def body(answer: Any) -> str:
    streamed = getattr(answer, "streaming", False)
    content = b"".join(answer.streaming_content) if streamed else answer.content
    return str(content.decode(errors="replace"))


#: Masters that all companies share by design: what is traded, and the families it belongs to.
SHARED = frozenset({"items", "families"})


def seen(page: str, slug: str = "") -> list[str]:
    """Give what a page tells of the other company; the mark alone may be the question that was asked."""
    marks = [f"{MARK} Trading", f"{MARK}-C", *([] if slug in SHARED else [f"{MARK}-I"])]
    return [mark for mark in marks if mark in page]


LISTS = [screen for screen in screens if isinstance(screen, ListScreen)]
OTHERS = [screen for screen in screens if isinstance(screen, Board | QueueScreen)]
RECORDS = [screen for screen in screens if isinstance(screen, RecordScreen)]
FORMS = [screen for screen in screens if isinstance(screen, OperationForm)]


@pytest.mark.parametrize("screen", [*LISTS, *OTHERS], ids=lambda screen: screen.key)
def test_no_list_or_board_shows_another_company(ours: Client, screen: Any) -> None:
    views = [view.name for view in getattr(screen, "views", ())] or [""]
    for view in views:
        for query in (f"?view={view}", f"?view={view}&q={MARK}"):
            answer = ours.get(f"{screen.path}{query}")
            assert answer.status_code in (200, 404)
            assert not seen(body(answer), screen.slug)


@pytest.mark.parametrize("screen", LISTS, ids=lambda screen: screen.key)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_export_holds_another_company(ours: Client, screen: ListScreen, kind: str) -> None:
    page = body(ours.get(screen.path))
    found = re.search(rf'href="([^"]*{kind}[^"]*)" download', page)
    assert found, "the list offers no export"
    answer = ours.get(found[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    assert not seen(content.decode(errors="replace"), screen.slug)


@pytest.mark.parametrize("screen", RECORDS, ids=lambda screen: screen.key)
def test_no_record_of_another_company_opens(theirs: World, ours: Client, own: Client, screen: RecordScreen) -> None:
    opened = 0
    if screen.by != "id":
        assert not seen(body(ours.get(screen.path)), screen.slug)
        return
    for number in numbers(theirs, own, screen):
        assert own.get(f"/{screen.slug}/{number}/").status_code == 200
        answer = ours.get(f"/{screen.slug}/{number}/")
        if screen.slug not in SHARED:
            assert answer.status_code == 404, f"/{screen.slug}/{number}/ of another company answers"
        assert not seen(body(answer), screen.slug)
        opened += 1
    if screen.slug not in ("exceptions", "returns", "transfers", "policies", "contracts", "credit-notes"):
        assert opened, f"the story holds nothing for /{screen.slug}/: add it to the test"


#: Records that no list leads to, and the table that holds them.
UNLISTED = {"units": "warehouse_handling_unit"}


def numbers(theirs: World, own: Client, screen: RecordScreen) -> list[str]:
    """Give the records of the other company, as its own people find them in the lists."""
    if screen.slug in UNLISTED:
        return [str(row[0]) for row in theirs.rows(f"SELECT id FROM {UNLISTED[screen.slug]} LIMIT 3")]
    pages = "".join(body(own.get(f"/{slug}/")) for slug in {screen.parent or screen.slug, screen.slug})
    found = re.findall(rf'(?:data-url|href)="/{screen.slug}/(\d+)/"', pages)
    return list(dict.fromkeys(found))[:3]


@pytest.mark.parametrize("words", [MARK, MARK.lower(), f"#{MARK}", f"@{MARK}"])
def test_the_palette_finds_nothing_of_another_company(ours: Client, own: Client, words: str) -> None:
    assert seen(body(own.get("/find/", {"q": MARK}, headers={"HX-Request": "true"})))
    assert not seen(body(ours.get("/find/", {"q": words}, headers={"HX-Request": "true"})), "items")


@pytest.mark.parametrize("words", [MARK, f"#{MARK}", f"@{MARK}"])
def test_the_palette_shows_a_reader_only_what_the_role_permits(theirs: World, words: str) -> None:
    client = Client()
    knock(client, person(theirs))
    assert not seen(body(client.get("/find/", {"q": words}, headers={"HX-Request": "true"})))


@pytest.mark.parametrize("slug", sorted(lookups._by_slug))
def test_no_type_ahead_answers_a_reader_without_right(theirs: World, slug: str) -> None:
    client = Client()
    knock(client, person(theirs))
    answer = client.get(f"/lookup/{slug}/", {"q": MARK})
    assert answer.status_code == 403 or not seen(body(answer))


@pytest.mark.parametrize("slug", sorted(lookups._by_slug))
def test_no_type_ahead_offers_another_company(ours: Client, slug: str) -> None:
    assert not seen(body(ours.get(f"/lookup/{slug}/", {"q": MARK})), "items")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_no_form_fills_itself_from_another_company(theirs: World, ours: Client, own: Client, form: Any) -> None:
    """Hidden fields name a document; every number that the other company's documents have is tried on each."""
    named = ["number", "replaces"] if callable(form.fields) else []
    hidden = named or [field.name for field in form.fields if field.kind == "hidden"]
    tried = _numbers_of(theirs)
    for number in tried:
        answer = ours.get(form.path, dict.fromkeys(hidden, number))
        assert answer.status_code in (200, 302, 403, 404, 409, 422)
        assert not seen(body(answer), "items")


def _numbers_of(theirs: World) -> list[int]:
    found = []
    for table in (
        "sales_order",
        "logistics_shipment",
        "billing_invoice",
        "settlement_open_item",
        "settlement_payment",
        "integrations_import",
        "governance_policy_rule",
    ):
        found += [row[0] for row in theirs.rows(f"SELECT id FROM {table} ORDER BY id LIMIT 1")]
    party = theirs.rows("SELECT party_id FROM parties_customer LIMIT 1")
    return list(dict.fromkeys([*found, *(row[0] for row in party)]))


TABLES = """SELECT c.relname, c.relrowsecurity FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id' AND NOT a.attisdropped
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1"""


def test_every_table_with_a_company_is_under_row_security(theirs: World) -> None:
    found = rows(TABLES)
    assert len(found) > 40
    assert [name for name, secured in found if not secured] == []


def test_every_table_shows_the_rows_of_one_company_only(theirs: World) -> None:
    other = new_world()
    shared = {"platform_role", "platform_role_assignment"}  # read by all; written by the own company only
    for name, _ in rows(TABLES):
        if name not in shared:
            assert other.rows(f"SELECT count(*) FROM {name} WHERE company_id = %s", theirs.company_id) == [(0,)], name
