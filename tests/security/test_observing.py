"""Logs without secrets, pages for machines that watch, and counts that only the token opens."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
import structlog
from django.test import Client

from tests.imports.importing import code, mover, sent, work
from tests.screens.signed_in import sign_in
from tests.security.people import knock, person
from tests.world import new_world
from throughline.modules.integrations.public import ask_import, map_import, start_import
from throughline.modules.sales.public import confirm_orders
from throughline.platform import workers
from throughline.platform.models import Worker
from throughline.platform.operations import Versioned, system_clock
from throughline.web.observing.logs import configuration, without_secrets


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ({"password": "hush"}, "hush"),
        ({"facts": {"api_key": "hush", "list": ["Bearer hush.hush"]}}, "hush"),
        ({"event": "Not Found: /sign-in/link/MTI6hush:abc/"}, "hush"),
        ({"event": "GET /sign-in/openid/back/?code=hush&state=hush"}, "hush"),
        ({"event": "cannot connect to postgresql://app:hush@db/x"}, "hush"),
        ({"event": "DETAIL: password = 'hush' is wrong"}, "hush"),
    ],
)
def test_a_secret_reaches_no_log(said: dict[str, Any], hidden: str) -> None:
    told = json.dumps(without_secrets(None, "info", dict(said)))
    assert hidden not in told
    assert "..." in told


def test_what_is_no_secret_is_told() -> None:
    event = {"event": "request", "route": "orders/<int:id>/", "ms": 3.2, "status": 200, "operations": ["sales.x:7"]}
    assert without_secrets(None, "info", dict(event)) == event


def test_a_request_is_one_line_with_actor_and_operations() -> None:
    ada = person(new_world(), "sales.order.read")
    with structlog.testing.capture_logs() as lines:
        client = Client()
        answer = knock(client, ada)
    (line,) = [one for one in lines if one["event"] == "request"]
    assert line["route"] == "sign-in/"
    assert line["actor"] == ada.pk
    assert [name.partition(":")[0] for name in line["operations"]] == ["access.sign_in"]
    assert len(answer["X-Request-Id"]) == 32
    assert client.get("/account/", headers={"X-Request-Id": "from-the-proxy-7"})["X-Request-Id"] == "from-the-proxy-7"
    assert client.get("/account/", headers={"X-Request-Id": "a b\r\n"})["X-Request-Id"] != "a b"


def test_production_writes_json(capsys: Any) -> None:
    shape = configuration(production=True)
    logging.config.dictConfig(shape)  # type: ignore[attr-defined]
    try:
        logging.getLogger("throughline.trial").warning("lost /sign-in/link/abcdef/ token=%s", "hush")
        told = json.loads(capsys.readouterr().err.strip().splitlines()[-1])
    finally:
        logging.config.dictConfig(configuration(production=False))  # type: ignore[attr-defined]
    assert told["level"] == "warning"
    assert "hush" not in told["event"]
    assert "abcdef" not in told["event"]


def test_health_and_readiness(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/health/").json() == {"status": "alive"}
    assert Client().get("/ready/").json() == {"status": "ready"}
    assert Client().get("/health/", headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert Client().get("/sign-in/", headers={"Host": "evil.example"}).status_code == 400


def test_counts_open_to_the_token_only(settings: Any) -> None:
    assert Client().get("/metrics/").status_code == 404
    settings.METRICS_TOKEN = "watch-with-care"
    assert Client().get("/metrics/").status_code == 401
    assert Client().get("/metrics/", headers={"Authorization": "Bearer wrong"}).status_code == 401
    Client().get("/sign-in/")
    told = Client().get("/metrics/", headers={"Authorization": "Bearer watch-with-care"}).content.decode()
    assert 'throughline_request_seconds_count{method="GET",route="sign-in/",status="2xx"}' in told


def watched(settings: Any) -> dict[str, float]:
    """Give the gauges and counters as a machine that watches reads them, by name with labels."""
    settings.METRICS_TOKEN = "watch-with-care"
    told = Client().get("/metrics/", headers={"Authorization": "Bearer watch-with-care"}).content.decode()
    lines = [line.rpartition(" ") for line in told.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def test_a_worker_that_was_heard_of_is_counted_until_it_is_silent(settings: Any) -> None:
    before = watched(settings)["throughline_workers"]
    now = system_clock()
    workers.tell("trial-1", now)
    workers.tell("trial-2", now - timedelta(minutes=5))
    try:
        assert watched(settings)["throughline_workers"] == before + 1
    finally:
        Worker.objects.using("owner").filter(name__startswith="trial-").delete()


def test_events_that_wait_are_counted_with_the_age_of_the_oldest(settings: Any) -> None:
    world = new_world()
    order = world.quote(world.customer(), [(world.item("P", price=10), 1)])
    before = watched(settings)["throughline_events_waiting"]
    confirm_orders(world.as_("desk"), orders=[Versioned(order)])
    waiting = watched(settings)
    assert waiting["throughline_events_waiting"] > before
    assert waiting["throughline_events_oldest_seconds"] > 0
    assert waiting["throughline_events_given_up"] >= 0
    world.react()
    assert watched(settings)["throughline_events_waiting"] <= before


def test_an_import_that_is_asked_for_is_counted_until_it_is_done(settings: Any) -> None:
    world = new_world()
    sign_in(world, "masters")
    ctx = mover(world)
    rows = [[code(world, f"i{n}"), f"Item {n}"] for n in range(2)]
    number = start_import(ctx, kind="items", name="items.csv", content=sent(["code", "name"], *rows))
    map_import(ctx, number=number, mapping={"code": "code", "name": "name"})
    before = watched(settings)["throughline_imports_waiting"]
    ask_import(ctx, number=number, wanted="check")
    assert watched(settings)["throughline_imports_waiting"] == before + 1
    work()
    assert watched(settings)["throughline_imports_waiting"] == before


def test_broken_promises_and_open_exceptions_are_told_by_company(settings: Any) -> None:
    world = new_world()
    told = [name for name in watched(settings) if name.startswith("throughline_") and "company=" in name]
    of_this = [name for name in told if str(world.company_id) in name or f"C{world.company_id}" in name]
    assert {"throughline_promises_broken", "throughline_nights_since_proof", "throughline_exceptions_open"} <= {
        name.partition("{")[0] for name in of_this or told
    }
