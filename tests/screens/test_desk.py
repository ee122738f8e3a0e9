"""What lies on everybody's desk: questions and decisions, notifications, views of lists."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.screens.signed_in import bulk, fill, page, sign_in
from tests.screens.test_selling import words
from tests.world import World, new_world
from throughline.governance.exceptions import assign_exceptions
from throughline.governance.list_choices import choose_columns, choose_density
from throughline.governance.notices import Notice, notifications_of, notify, unread
from throughline.governance.public import (
    ExceptionFacts,
    HoldFacts,
    ask_for_decisions,
    decide_holds,
    holds_for,
    open_exceptions,
    resolve_exceptions,
    withdraw_requests,
)
from throughline.governance.saved_views import remove_views, save_view, saved_views
from throughline.kernel.errors import InvalidInput, NotAllowed
from throughline.kernel.refs import DocumentRef
from throughline.platform.operations import OPERATIONS, Ctx, operation, reading
from throughline.platform.ui import export


@pytest.fixture
def world() -> World:
    return new_world()


def held(world: World) -> tuple[int, HoldFacts]:
    """A quote that credit holds."""
    item = world.item("ball", stock=100, cost=5, price=10)
    order = world.quote(world.customer(name="Brandt GmbH", limit=10), [(item, 20)])
    world.confirm(order)
    with reading(world.as_("credit")):
        (hold,) = holds_for(world.as_("credit"), ["credit"])
    return order, hold


def told(ctx: Ctx) -> list[tuple[str, str]]:
    with reading(ctx):
        return [(one.kind, one.title) for one in notifications_of(ctx)]


def test_asking_tells_who_may_decide_and_the_decision_tells_who_asked(world: World) -> None:
    sign_in(world, "credit")
    _, hold = held(world)
    desk, credit = world.as_("desk"), world.as_("credit")
    assert ask_for_decisions(desk, holds=[hold.id], note="She pays on Friday").only().status == "done"
    ((kind, title),) = told(credit)
    assert kind == "approval_asked"
    assert "She pays on Friday" in title
    assert ask_for_decisions(desk, holds=[hold.id]).only().status == "skipped"

    decide_holds(credit, holds=[hold.id], reason="Known customer")
    assert [kind for kind, _ in told(desk)] == ["hold_decided"]
    assert told(desk)[0][1].startswith("Approved: Known customer.")


def something_to_look_at(world: World) -> ExceptionFacts:
    """A pick that found nothing."""
    order = world.order(world.customer(limit=100000), [(world.item("bolt", stock=5, cost=1, price=2), 5)])
    world.release(order)
    (task,) = world.tasks(order)
    world.pick(order, quantities={task.id: 0}, reason="not found")
    world.react()
    with reading(world.as_("desk")):
        return open_exceptions(world.as_("desk"), limit=5)[0]


def counted(ctx: Ctx) -> tuple[int, int]:
    with reading(ctx):
        found = unread(ctx)
    return found.needing, found.all


def test_a_decision_answers_the_question_for_all_who_were_asked(world: World) -> None:
    sign_in(world, "credit")
    _, hold = held(world)
    desk, credit = world.as_("desk"), world.as_("credit")
    ask_for_decisions(desk, holds=[hold.id])
    assert counted(credit) == (1, 1)
    decide_holds(credit, holds=[hold.id], reason="Known customer")
    assert counted(credit) == (0, 0), "nothing is left to do"
    assert counted(desk) == (0, 1), "an answer is news, it asks for nothing"


def test_who_takes_a_question_back_takes_back_what_was_told(world: World) -> None:
    sign_in(world, "credit")
    _, hold = held(world)
    ask_for_decisions(world.as_("desk"), holds=[hold.id])
    withdraw_requests(world.as_("desk"), holds=[hold.id])
    assert counted(world.as_("credit")) == (0, 0)


def test_what_goes_on_by_itself_is_told_to_nobody_and_a_refusal_to_whom_it_concerns(world: World) -> None:
    _, hold = held(world)
    decide_holds(world.as_("credit"), holds=[hold.id], reason="Known customer")
    assert told(world.as_("desk")) == []
    _, hold = held(world)
    decide_holds(world.as_("credit"), holds=[hold.id], release=False, reason="Pays first")
    ((kind, title),) = told(world.as_("desk"))
    assert kind == "hold_decided"
    assert title.startswith("Refused: Pays first.")


def test_one_deed_tells_of_a_record_once(world: World) -> None:
    sign_in(world, "credit")
    order, _ = held(world)
    desk, credit = world.as_("desk"), world.as_("credit")
    about = DocumentRef("sales.order", order)

    @operation("tests.tell_thrice", permission="governance.inbox.own")
    def tell_thrice(ctx: Ctx) -> None:
        """Tell somebody three times of one record."""
        notify(ctx, [Notice([credit.actor_id], "assigned", f"{count}.", about) for count in ("One", "Two", "Three")])

    try:
        tell_thrice(desk)
    finally:
        del OPERATIONS["tests.tell_thrice"]
    assert told(credit) == [("assigned", "One. And 2 more.")]


def test_who_is_given_an_exception_is_told_and_it_is_read_once_it_is_closed(world: World) -> None:
    client, desk = sign_in(world, "credit"), world.as_("desk")
    found = something_to_look_at(world)
    assign_exceptions(desk, exceptions=[found.id], user_id=world.people["credit"])
    assert told(world.as_("credit")) == [("assigned", found.title)]
    assert counted(world.as_("credit")) == (1, 1)
    shown = page(client, "/notifications/")
    assert f"/exceptions/{found.id}/" in shown
    assert "Notifications, 1 unread" in shown
    assert assign_exceptions(desk, exceptions=[found.id], user_id=world.people["credit"]) == 0, "told once"
    assign_exceptions(world.as_("credit"), exceptions=[found.id], user_id=world.people["credit"])
    resolve_exceptions(desk, exceptions=[found.id], resolution="called the customer")
    assert counted(world.as_("credit")) == (0, 0)


def test_nobody_is_told_of_what_one_gives_to_oneself(world: World) -> None:
    sign_in(world, "desk")
    desk = world.as_("desk")
    found = something_to_look_at(world)
    assign_exceptions(desk, exceptions=[found.id], user_id=desk.actor_id)
    assert told(desk) == []


def test_nobody_is_asked_where_nobody_may_decide(world: World) -> None:
    _, hold = held(world)
    outcome = ask_for_decisions(world.as_("desk"), holds=[hold.id])[0]
    assert (outcome.status, outcome.code) == ("refused", "nobody_decides")
    assert "administrator" in outcome.message


def test_a_question_is_withdrawn_and_can_be_asked_again(world: World) -> None:
    sign_in(world, "credit")
    _, hold = held(world)
    desk = world.as_("desk")
    ask_for_decisions(desk, holds=[hold.id])
    assert withdraw_requests(desk, holds=[hold.id]) == 1
    assert withdraw_requests(desk, holds=[hold.id]) == 0
    assert ask_for_decisions(desk, holds=[hold.id]).only().status == "done"


def test_the_inbox_shows_facts_and_decides_in_two_taps(world: World) -> None:
    credit, desk = sign_in(world, "credit"), sign_in(world, "desk")
    order, hold = held(world)
    assert "Ask credit" in words(page(desk, f"/orders/{order}/"))
    fill(desk, "holds/ask", hold=hold.id, note="She pays on Friday")
    assert "Withdraw" in words(page(desk, f"/orders/{order}/"))
    assert "Asked" in words(page(desk, "/approvals/?tab=asked"))

    inbox = words(page(credit, "/approvals/"))
    assert "She pays on Friday" in inbox
    assert "Approve" in inbox
    assert "Refuse" in inbox
    ahead = page(credit, f"/do/holds/approve/?hold={hold.id}")
    assert "Known customer, pays reliably" in ahead
    fill(credit, "holds/approve", hold=hold.id, usual="Known customer, pays reliably", note="for years")
    world.react()
    assert "Approved by" in words(page(desk, "/approvals/?tab=asked"))
    assert "Nothing waits for your decision" in words(page(credit, "/approvals/"))
    assert "Notifications, 1 unread" in page(desk, "/orders/")


def test_who_decides_on_a_price_reads_whose_order_it_is_and_what_is_at_stake(world: World) -> None:
    item = world.item("ball", stock=5, cost=1, price=10)
    world.policy("sales.discount_limit", percent="5")
    order = world.quote(world.customer(name="Castellan SpA"), [(item, 4, "", "7")])
    assert world.confirm(order)[0].code == "discount_over_limit"
    inbox = words(page(sign_in(world, "pricing"), "/approvals/"))
    assert "Castellan SpA: 30 % discount on I-" in inbox.replace("\u00a0", " ")
    assert "Limit 5 %" in inbox.replace("\u00a0", " ")
    assert "28.00" in inbox


def test_who_made_the_document_cannot_decide_in_the_inbox(world: World) -> None:
    desk = sign_in(world, "desk")
    held(world)
    inbox = words(page(desk, "/approvals/"))
    assert "Approve" not in inbox.partition("Nothing waits")[0].partition("I asked")[2]


def test_notifications_are_read_one_by_one_or_all(world: World) -> None:
    client = sign_in(world, "credit")
    _, hold = held(world)
    ask_for_decisions(world.as_("desk"), holds=[hold.id])
    with reading(world.as_("credit")):
        (one,) = notifications_of(world.as_("credit"))
    assert "Asks for a decision" in words(page(client, "/notifications/"))
    bulk(client, "notifications", "read", one.id)
    with reading(world.as_("credit")):
        assert unread(world.as_("credit")).all == 0
    assert "Nothing unread" in words(page(client, "/notifications/?view=unread"))
    fill(client, "notifications/read-all")


def test_a_kind_that_is_not_wanted_does_not_come(world: World) -> None:
    client = sign_in(world, "credit")
    _, hold = held(world)
    fill(client, "notifications/choose", wanted="mentioned")
    ask_for_decisions(world.as_("desk"), holds=[hold.id])
    assert told(world.as_("credit")) == []


def test_a_view_is_kept_opened_first_and_removed(world: World) -> None:
    client = sign_in(world, "desk")
    led = fill(
        client,
        "views/save",
        screen="orders",
        query="view=stopped",
        name="My trouble",
        columns="customer",
        is_default="on",
    )
    desk = world.as_("desk")
    with reading(desk):
        (view,) = saved_views(desk, "orders")
    assert led == f"/orders/?saved={view.id}&view=stopped"
    shown = page(client, "/orders/")
    assert "My trouble" in shown
    assert f'data-list="orders:{view.id}"' in shown
    fill(client, "views/remove", view=view.id, screen="orders")
    assert "My trouble" not in page(client, "/orders/")


def test_columns_and_density_go_with_the_person(world: World) -> None:
    client, other = sign_in(world, "desk"), sign_in(world, "credit")
    world.order(world.customer(name="Brandt GmbH"), [(world.item("ball", stock=9, cost=3, price=10), 1)])

    def shown(browser: Client, address: str = "/orders/") -> dict[str, bool]:
        boxes = re.findall(r'data-column="(\w+)"( checked)?', page(browser, address))
        return {name: bool(checked) for name, checked in boxes}

    before = shown(client)
    assert before["po"]
    chosen = {"screen": "orders", "columns": '{"po": false, "service": true}'}
    assert fill(client, "views/columns", **chosen) == "/orders/"
    fill(client, "views/density", density="compact")
    assert shown(client) == {**before, "po": False, "service": True}
    assert 'class="dim off' in page(client, "/orders/")
    assert 'data-density-kept="compact"' in page(client, "/quotes/")
    assert shown(other) == before
    assert "data-density-kept" not in page(other, "/quotes/")
    fill(client, "views/columns", screen="orders", columns="{}")
    assert shown(client) == before
    desk = world.as_("desk")
    for screen, columns in (("orders", {"number": False}), ("orders", {"nothing": True}), ("nowhere", {})):
        with pytest.raises(InvalidInput):
            choose_columns(desk, screen=screen, columns=columns)
    with pytest.raises(InvalidInput):
        choose_density(desk, density="tight")
    for text in ("{", "[1]", '{"po": "yes"}'):
        assert client.post("/do/views/columns/", {"screen": "orders", "columns": text}).status_code == 422


def test_an_export_holds_every_row_of_the_list(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "PAGE", 2)
    item = world.item("ball", stock=100, cost=3, price=10)
    party = world.customer(name="Brandt GmbH")
    for _ in range(5):
        world.quote(party, [(item, 1)])
    client = sign_in(world, "desk")
    answer = client.get("/quotes/export.csv?view=open")
    text = b"".join(answer).decode("utf-8-sig")
    assert text.count("Brandt GmbH") == 5
    assert "attachment" in answer["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(client.get("/quotes/export.xlsx"))))
    assert len(book.get_sheet_by_index(0).to_python()) == 6


def test_a_file_is_of_one_moment_and_tells_its_length(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is confirmed while a list is written is none in the next file; who gets less than its length knows."""
    monkeypatch.setattr(export, "PAGE", 2)
    item = world.item("ball", stock=100, cost=3, price=10)
    party = world.customer(name="Brandt GmbH")
    quotes = [world.quote(party, [(item, 1)]) for _ in range(5)]
    client, pages = sign_in(world, "desk"), []
    read = export.all_rows

    def rows(query: Any, ctx: Ctx, asked: Any) -> Any:
        for row in read(query, ctx, asked):
            pages.append(row.id)
            if len(pages) == 1:
                elsewhere(lambda: world.confirm(quotes[0]))
            yield row

    monkeypatch.setattr(export, "all_rows", rows)
    answer = client.get("/quotes/export.csv?view=open")
    text = b"".join(answer)
    assert text.decode("utf-8-sig").count("Brandt GmbH") == 5
    assert int(answer["Content-Length"]) == len(text)


def test_what_breaks_while_a_file_is_written_is_no_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "PAGE", 2)
    item = world.item("ball", stock=100, cost=3, price=10)
    for _ in range(3):
        world.quote(world.customer(), [(item, 1)])
    client = sign_in(world, "desk")
    read = export.all_rows

    def rows(query: Any, ctx: Ctx, asked: Any) -> Any:
        for count, row in enumerate(read(query, ctx, asked)):
            if count == 2:
                raise NotAllowed("taken", "The role was taken away meanwhile.")
            yield row

    monkeypatch.setattr(export, "all_rows", rows)
    answer = client.get("/quotes/export.csv?view=open")
    assert answer.status_code == 403
    assert "attachment" not in answer.headers.get("Content-Disposition", "")


def elsewhere(deed: Callable[[], object]) -> None:
    """Do something in another session, and wait for it."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: (deed(), connections.close_all())).result()


def test_a_shared_view_is_seen_by_its_role_only(world: World) -> None:
    sign_in(world, "floor", "warehouse.task.read")
    credit, desk = world.as_("credit"), world.as_("desk")
    sign_in(world, "credit")
    ((code,),) = world.rows(
        """SELECT r.code FROM platform_role r JOIN platform_role_assignment a ON a.role_id = r.id
           WHERE a.user_id = %s AND a.company_id = %s LIMIT 1""",
        credit.actor_id,
        world.company_id,
    )
    save_view(desk, screen="orders", name="For credit", query="view=stopped", role=code)
    with reading(credit):
        assert [(one.name, one.is_own) for one in saved_views(credit, "orders")] == [("For credit", False)]
        shared = saved_views(credit, "orders")[0].id
    assert remove_views(credit, views=[shared]) == 0, "only its owner removes it"
    floor = world.as_("floor")
    with reading(floor):
        assert saved_views(floor, "orders") == []


def test_what_is_wrong_with_a_view_is_said(world: World) -> None:
    desk = world.as_("desk")
    with pytest.raises(InvalidInput, match="no column"):
        save_view(desk, screen="orders", name="x", columns=["nothing"])
    with pytest.raises(InvalidInput, match="no list"):
        save_view(desk, screen="nothing", name="x")
    own = replace(desk, permissions=frozenset({"governance.inbox.own", "sales.order.read"}))
    with pytest.raises(NotAllowed, match=r"governance\.view\.share"):
        save_view(own, screen="orders", name="x", role="any")
