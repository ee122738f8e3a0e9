"""Logs without secrets, pages for machines that watch, and counts that only the token opens."""

import json
import logging
from typing import Any

import pytest
import structlog
from django.test import Client

from tests.security.people import knock, person
from tests.world import new_world
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
