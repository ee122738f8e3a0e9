"""The demo company: all that can be the matter is there, every promise holds, every screen opens for its people."""

import re
import time
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from tests.screens.english import Dictionary, catalogue, typed
from tests.screens.walking import pages, texts, walker
from throughline.platform import verification
from throughline.platform.database.statements import rows
from throughline.platform.operations import OPERATIONS
from throughline.platform.permissions import User
from throughline.platform.ui import ListScreen, OperationForm, QueueScreen, screens
from throughline.platform.ui.boards import Board
from throughline.web.demo import USERS, load

SECONDS = 90


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> int:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        begun = time.monotonic()
        number = load(date(2026, 6, 17))
        assert time.monotonic() - begun < SECONDS
        return number


@pytest.mark.slow
def test_every_promise_holds_in_it(company: int) -> None:
    report = verification.run(company, alias="owner")
    assert not report.broken(), [(check.name, check.rows[:5]) for check in report.broken()]


@pytest.mark.slow
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM sales_order WHERE company_id = %s AND state = 'quoted' AND NOT is_held",
        "SELECT 1 FROM sales_order WHERE company_id = %s AND state = 'lost'",
        "SELECT 1 FROM sales_order WHERE company_id = %s AND state = 'closed'",
        "SELECT 1 FROM governance_hold WHERE company_id = %s AND released_at IS NULL AND code = 'credit_limit'",
        "SELECT 1 FROM governance_hold WHERE company_id = %s AND released_at IS NULL AND code = 'margin_below_floor'",
        "SELECT 1 FROM governance_hold WHERE company_id = %s AND released_at IS NULL AND code = 'discount_over_limit'",
        "SELECT 1 FROM governance_exception WHERE company_id = %s AND cleared_at IS NULL AND kind = 'promise_at_risk'",
        "SELECT 1 FROM governance_exception WHERE company_id = %s AND cleared_at IS NULL AND kind = 'short_pick'",
        "SELECT 1 FROM governance_exception WHERE company_id = %s AND cleared_at IS NULL AND kind = 'delivery_refused'",
        "SELECT 1 FROM inventory_adjustment WHERE company_id = %s AND state = 'waiting'",
        "SELECT 1 FROM inventory_promise WHERE company_id = %s AND source = 'supply'",
        "SELECT 1 FROM warehouse_task WHERE company_id = %s AND kind = 'pick' AND state = 'ready'",
        "SELECT 1 FROM warehouse_task WHERE company_id = %s AND kind = 'put_back' AND state = 'ready'",
        "SELECT 1 FROM warehouse_task WHERE company_id = %s AND kind = 'put_back' AND state = 'done'",
        "SELECT 1 FROM warehouse_handling_unit WHERE company_id = %s AND shipment_id IS NULL",
        "SELECT 1 FROM logistics_shipment WHERE company_id = %s AND state = 'dispatched'",
        "SELECT 1 FROM logistics_shipment WHERE company_id = %s AND state = 'delivered_short'",
        "SELECT 1 FROM billing_billable_event WHERE company_id = %s AND state = 'open'",
        "SELECT 1 FROM settlement_open_item WHERE company_id = %s AND state = 'open' AND balance <> amount",
        "SELECT 1 FROM settlement_open_item WHERE company_id = %s AND state = 'settled' AND kind = 'invoice'",
        "SELECT 1 FROM settlement_open_item WHERE company_id = %s AND disputed",
        "SELECT 1 FROM parties_customer WHERE company_id = %s AND block = 'invoice'",
    ],
)
def test_everything_that_can_be_the_matter_is_there(company: int, sql: str) -> None:
    assert rows(sql, [company], alias="owner")


@pytest.mark.slow
@pytest.mark.parametrize("login", [login for login, _, _ in USERS])
def test_its_people_sign_in_and_every_screen_of_theirs_opens(company: int, login: str) -> None:
    client = Client()
    password = next(secret for name, secret, _ in USERS if name == login)
    assert client.login(username=login, password=password)
    home = client.get("/")
    assert home.status_code == 200
    known = {screen.path for screen in screens if isinstance(screen, ListScreen | Board | QueueScreen)}
    for address in sorted({*re.findall(r'href="(/[a-z/-]*/)"', home.content.decode())} & known):
        assert client.get(address).status_code == 200, address


@pytest.mark.slow
def test_every_order_in_it_can_be_looked_at(company: int) -> None:
    client = Client()
    client.force_login(User.objects.get(username="desk"))
    found = rows("SELECT id FROM sales_order WHERE company_id = %s ORDER BY id", [company], alias="owner")
    for (number,) in found[::9] + found[-25:]:
        answer = client.get(f"/orders/{number}/")
        assert answer.status_code == 200, number


@pytest.mark.slow
def test_every_proposed_action_opens_on_its_document(company: int) -> None:
    client = walker(company, "en-gb")
    wanted = "SELECT id, kind FROM governance_exception WHERE company_id = %s AND cleared_at IS NULL"
    found = dict(rows(wanted, [company], alias="owner"))
    assert {"short_pick", "promise_at_risk", "delivery_refused", "claim_open", "adjustment_waits"} <= {*found.values()}
    for number, kind in found.items():
        shown = client.get(f"/exceptions/{number}/").content.decode()
        for address in {unescape(one) for one in re.findall(r'href="(/do/[^"]+)"', shown)}:
            where = urlsplit(address)
            form = screens.find(OperationForm, where.path.removeprefix("/do/").strip("/"))
            assert form is not None, address
            told = {name for name, _ in parse_qsl(where.query)}
            fields = () if callable(form.fields) else form.fields
            subject = {field.name for field in fields if field.kind == "hidden" and field.required}
            assert subject <= told, (kind, address)
            assert client.get(address).status_code == 200, address


@pytest.mark.slow
def test_who_asked_is_not_offered_the_decision(company: int) -> None:
    """Another person decides on an adjustment; their home says so once, and leads to it."""
    wanted = "SELECT id FROM governance_exception WHERE company_id = %s AND kind = 'adjustment_waits'"
    ((number,),) = rows(wanted, [company], alias="owner")
    for login, offered in (("stock", False), ("control", True)):
        client = Client()
        client.force_login(User.objects.get(username=login))
        shown = client.get(f"/exceptions/{number}/").content.decode()
        assert ("/do/adjustments/approve/?adjustment=" in shown) is offered
        assert client.get("/").content.decode().count(">Decide<") == int(offered)


def only_in_tests() -> set[str]:
    """Give what operations that tests alone have say of themselves; the form of a role offers them too."""
    return {spec.meaning.partition("\n")[0].rstrip(".") for name, spec in OPERATIONS.items() if "test" in name}


@pytest.mark.slow
def test_nothing_on_any_of_its_screens_is_english_for_who_reads_german(company: int) -> None:
    known = Dictionary(catalogue("de"), typed(company) | only_in_tests())
    client = walker(company, "de")
    found = {
        f"{address}: {text[:160]} {known.in_text(text)}"
        for address, shown in pages(client)
        for text in texts(shown)
        if known.in_text(text)
    }
    assert not found, "\n".join(["say in German, by `said` or `tell` where it is made:", *sorted(found)])


@pytest.mark.slow
def test_the_walk_finds_what_is_english(company: int) -> None:
    known = Dictionary(catalogue("de"), typed(company))
    assert known.in_text("61 to 90 days")
    assert known.in_text("Gestoppt: credit hold, 244,89")
    assert known.in_text("Nobody has taken it yet.")
    assert not known.in_text("Steht vor „Bestätigt“: Kreditsperre, 244,89 warten seit 10:28.")
    assert not known.in_text("sales.margin_floor")
