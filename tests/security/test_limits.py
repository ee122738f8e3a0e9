"""What is asked too often is refused with when it goes on; counting it asks hardly anything of the database."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import override_settings

from tests.rest.caller import caller
from tests.security.people import person
from tests.world import World, new_world
from throughline.platform.limits import buckets
from throughline.platform.limits.rates import Rate, rates


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture(autouse=True)
def from_the_beginning() -> Iterator[None]:
    buckets.start_over()
    buckets.forget(datetime(2200, 1, 1, tzinfo=UTC))
    yield
    buckets.start_over()


def test_rates_are_read_by_name_and_a_slip_is_refused() -> None:
    assert rates("")["token"] == Rate(1200, 60)
    assert rates("token=5/10 company=off")["token"] == Rate(5, 10)
    assert "company" not in rates("token=5/10,company=off")
    for wrong in ("tokens=5/10", "token=5", "token=0/10", "token=5/0"):
        with pytest.raises(ValueError, match="THROUGHLINE_RATE_LIMITS"):
            rates(wrong)


def test_a_token_that_asks_too_often_is_told_when_it_goes_on(world: World) -> None:
    desk = caller(world, "desk")
    with override_settings(RATE_LIMITS={"token": Rate(3, 60)}):
        for _ in range(3):
            desk.get("reads/governance.me")
        answer = desk.fetch("reads/governance.me")
        refused = desk.send("/api/v1/operations/sales.confirm_orders", {"orders": []})
    assert answer.status_code == refused.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert 1 <= int(answer["Retry-After"]) <= 20
    assert json.loads(answer.content)["code"] == "too_many_requests"
    assert "this token" in json.loads(answer.content)["detail"]


def test_another_token_is_not_concerned_but_the_company_counts_all(world: World) -> None:
    with override_settings(RATE_LIMITS={"token": Rate(2, 60), "company": Rate(3, 60)}):
        one, two = caller(world, "desk"), caller(world, "credit")
        assert [one.fetch("reads/governance.me").status_code for _ in range(3)] == [200, 200, 429]
        answers = [two.fetch("reads/governance.me") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert "your company" in json.loads(answers[1].content)["detail"]


def test_a_browser_is_shown_a_page_that_says_when(world: World) -> None:
    client = Client()
    client.force_login(person(world, "sales.order.read"))
    with override_settings(RATE_LIMITS={"session": Rate(2, 60)}):
        assert [client.get("/orders/").status_code for _ in range(2)] == [200, 200]
        page = client.get("/orders/")
        part = client.get("/orders/", headers={"HX-Request": "true"})
        assert Client().get("/sign-in/").status_code == 200
    assert page.status_code == part.status_code == 429
    assert "go on in" in page.content.decode()
    assert page["Retry-After"]
    assert part["HX-Retarget"] == "#toasts"
    assert page["Content-Security-Policy"]


def test_made_up_sessions_do_not_get_round_the_limit_of_an_address() -> None:
    with override_settings(RATE_LIMITS={"session": Rate(2, 60), "address": Rate(3, 60)}):
        found = []
        for number in range(4):
            client = Client(REMOTE_ADDR="203.0.113.7")
            client.cookies[settings.SESSION_COOKIE_NAME] = f"made-up-{number}"
            found.append(client.get("/sign-in/").status_code)
        elsewhere = Client(REMOTE_ADDR="203.0.113.8").get("/sign-in/").status_code
    assert found == [200, 200, 200, 429]
    assert elsewhere == 200


def test_counting_costs_one_statement_for_a_whole_share(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = buckets._ask
    monkeypatch.setattr(buckets, "_ask", lambda name, rate: (asked.append(name), ask(name, rate))[1])
    for _ in range(60):
        buckets.take("token", "cheap", Rate(1200, 60), "a test")
    assert len(asked) == 1
    buckets.take("token", "cheap", Rate(1200, 60), "a test")
    assert len(asked) == 2


def test_what_was_used_up_comes_back_with_time() -> None:
    rate = Rate(2, 1)
    buckets.take("token", "slow", rate, "a test")
    buckets.take("token", "slow", rate, "a test")
    with pytest.raises(buckets.TooMany):
        buckets.take("token", "slow", rate, "a test")
    threading.Event().wait(0.6)
    buckets.take("token", "slow", rate, "a test")


def test_processes_together_get_no_more_than_the_bucket_holds() -> None:
    """Each thread has a connection of its own and takes shares as a process would."""
    granted: list[int] = []

    def take_shares() -> None:
        while (share := buckets._ask("token:shared", Rate(100, 3600))[0]) > 0:
            granted.append(share)
        connections.close_all()

    together = [threading.Thread(target=take_shares) for _ in range(4)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert sum(granted) == 100
