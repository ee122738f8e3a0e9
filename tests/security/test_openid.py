"""OpenID Connect against a small provider of the test's own, which signs what it says, wrong things on demand."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from tests.security.people import person, text
from tests.world import World, new_world
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import system_clock

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """What the provider says next, and what it was asked."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.key = KEY
        self.asked: dict[str, list[str]] = {}
        self.issuer = ""

    def token(self) -> str:
        now = system_clock()
        claims = {
            "iss": self.issuer, "aud": "throughline", "sub": "s-1", "iat": now, "exp": now + timedelta(minutes=5),
            **self.claims,
        }  # fmt: skip
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "k1"})


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    said = Provider()

    class Handler(BaseHTTPRequestHandler):
        def _tell(self, value: dict[str, Any]) -> None:
            body = json.dumps(value).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            if self.path.endswith("openid-configuration"):
                at = said.issuer
                self._tell(
                    {"issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token",
                     "jwks_uri": f"{at}/keys"}
                )  # fmt: skip
            else:
                public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
                self._tell({"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]})

        def do_POST(self) -> None:
            said.asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._tell({"id_token": said.token(), "access_token": "x", "token_type": "Bearer"})

        def log_message(self, format: str, *args: object) -> None:
            """Keep the output readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    said.issuer = f"http://127.0.0.1:{server.server_port}"
    settings.OPENID = {
        "issuer": said.issuer, "client_id": "throughline", "client_secret": "hush", "name": "Example login",
    }  # fmt: skip
    yield said
    server.shutdown()


@pytest.fixture
def world() -> World:
    return new_world()


def go(provider: Provider, **claims: Any) -> tuple[Client, Any]:
    """Go to the provider and come back with what it says."""
    client = Client()
    sent = client.get("/sign-in/openid/", {"next": "/orders/"})
    query = parse_qs(urlsplit(sent["Location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    provider.claims = {"nonce": query["nonce"][0], **claims}
    return client, client.get("/sign-in/openid/back/", {"state": query["state"][0], "code": "c"})


def test_the_verified_mail_links_once_and_the_subject_counts_from_then_on(world: World, provider: Provider) -> None:
    mail = f"ada{world.company_id}@example.com"
    ada = person(world, "sales.order.read", email=mail)
    assert "Sign in with Example login" in text(Client().get("/sign-in/"))
    client, answer = go(provider, sub=mail, email=mail, email_verified=True)
    assert answer["Location"] == "/orders/"
    assert client.get("/orders/").status_code == 200
    assert provider.asked["code_verifier"]
    execute("UPDATE platform_user SET email = '' WHERE id = %s", [ada.pk], alias="owner")
    assert go(provider, sub=mail)[1]["Location"] == "/orders/"
    found = rows("SELECT method, outcome FROM platform_sign_in WHERE user_id = %s ORDER BY id", [ada.pk])
    assert found == [("openid", "done")] * 2


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"email_verified": False}, "Nobody here"),
        ({"email": "nobody@example.com"}, "Nobody here"),
        ({"nonce": "another"}, "another attempt"),
        ({"aud": "another"}, "cannot be trusted"),
        ({"iss": "https://evil.example"}, "cannot be trusted"),
        ({"exp": 1}, "cannot be trusted"),
    ],
)
def test_what_cannot_be_trusted_lets_nobody_in(
    world: World, provider: Provider, wrong: dict[str, Any], told: str
) -> None:
    mail = f"eve{world.company_id}@example.com"
    person(world, "sales.order.read", email=mail)
    client, answer = go(provider, **{"sub": mail, "email": mail, "email_verified": True, **wrong})
    assert answer.status_code == 403
    assert told in text(answer)
    assert client.get("/account/").status_code == 302


def test_a_foreign_signature_or_state_lets_nobody_in(world: World, provider: Provider) -> None:
    mail = f"mal{world.company_id}@example.com"
    person(world, "sales.order.read", email=mail)
    provider.key = OTHER_KEY
    assert go(provider, email=mail, email_verified=True)[1].status_code == 403
    provider.key = KEY
    client = Client()
    client.get("/sign-in/openid/")
    assert client.get("/sign-in/openid/back/", {"state": "x", "code": "c"}).status_code == 403
    assert Client().get("/sign-in/openid/back/", {"state": "x", "code": "c"}).status_code == 403


def test_a_provider_that_tells_of_two_factors_stands_for_the_second(world: World, provider: Provider) -> None:
    mail = f"two{world.company_id}@example.com"
    person(world, "sales.order.read", email=mail)
    world.policy("governance.sign_in", second_factor="everyone")
    client, _ = go(provider, sub=f"{mail}1", email=mail, email_verified=True)
    assert client.get("/orders/")["Location"] == "/account/"
    client, _ = go(provider, sub=f"{mail}1", amr=["pwd", "mfa"])
    assert client.get("/orders/").status_code == 200


def test_a_silent_provider_and_a_plain_address_are_told(provider: Provider, settings: Any) -> None:
    settings.OPENID = {**settings.OPENID, "issuer": "http://127.0.0.1:9"}
    assert "does not answer" in text(Client().get("/sign-in/openid/"))
    settings.OPENID = {**settings.OPENID, "issuer": "http://login.example.com"}
    assert "over https" in text(Client().get("/sign-in/openid/"))
