"""Passkeys with Chromium's own virtual authenticator: set one up, come in with it alone, and as second factor."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect

from tests.browser.looked_at import nothing_is_wrong
from tests.security.people import PASSWORD, person
from tests.world import new_world
from throughline.governance.duties import Duty
from throughline.platform.database.statements import rows
from throughline.platform.models import ApiToken, User
from throughline.platform.operations import system_clock
from throughline.platform.signin.proofs import PROVED_KEY

pytestmark = pytest.mark.browser


@pytest.fixture
def ada() -> User:
    return person(new_world(), "sales.order.read")


@pytest.fixture
def laptop(page: Page) -> Page:
    """A page on a laptop with a fingerprint reader that says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def test_a_passkey_is_set_up_and_lets_in(laptop: Page, address: str, ada: User) -> None:
    here = address.replace("127.0.0.1", "localhost")
    refused: list[str] = []
    laptop.on("console", lambda told: refused.append(told.text) if "Content Security Policy" in told.text else None)
    laptop.goto(f"{here}/sign-in/?next=/account/")
    nothing_is_wrong(laptop)
    laptop.get_by_label("User name").fill(ada.username)
    laptop.get_by_label("Password").fill(PASSWORD)
    laptop.get_by_role("button", name="Sign in", exact=True).click()
    laptop.get_by_placeholder("Name, such as").fill("Work laptop")
    laptop.get_by_role("button", name="Add a passkey").click()
    expect(laptop.get_by_text("Work laptop", exact=True)).to_be_visible()
    nothing_is_wrong(laptop)

    laptop.context.clear_cookies()
    laptop.goto(f"{here}/sign-in/?next=/orders/")
    laptop.get_by_role("button", name="Use a passkey").click()
    laptop.wait_for_url(f"{here}/orders/")

    laptop.context.clear_cookies()
    laptop.goto(f"{here}/sign-in/?next=/orders/")
    laptop.get_by_label("User name").fill(ada.username)
    laptop.get_by_label("Password").fill(PASSWORD)
    laptop.get_by_role("button", name="Sign in", exact=True).click()
    expect(laptop.get_by_role("heading", level=1)).to_have_text("Second factor")
    nothing_is_wrong(laptop)
    laptop.get_by_role("button", name="Use a passkey").click()
    laptop.wait_for_url(f"{here}/orders/")

    found = rows("SELECT method, outcome FROM platform_sign_in WHERE user_id = %s ORDER BY id", [ada.pk])
    assert found == [("password", "done"), ("passkey", "done"), ("password", "half"), ("second", "done")]
    assert refused == []


def test_a_passkey_that_was_removed_lets_nobody_in(laptop: Page, address: str, ada: User) -> None:
    here = address.replace("127.0.0.1", "localhost")
    laptop.goto(f"{here}/sign-in/?next=/account/")
    laptop.get_by_label("User name").fill(ada.username)
    laptop.get_by_label("Password").fill(PASSWORD)
    laptop.get_by_role("button", name="Sign in", exact=True).click()
    laptop.get_by_role("button", name="Add a passkey").click()
    laptop.get_by_role("button", name="Remove passkey").click()
    expect(laptop.get_by_text("Removed.")).to_be_visible()
    laptop.context.clear_cookies()
    laptop.goto(f"{here}/sign-in/")
    laptop.get_by_role("button", name="Use a passkey").click()
    expect(laptop.get_by_text("belongs to nobody here")).to_be_visible()


def test_a_passkey_proves_again_before_something_of_power(laptop: Page, address: str) -> None:
    """An hour after signing in a token asks for a proof; the passkey gives it, and the form is done."""
    boss = person(new_world(), "*", duties=[str(Duty.ADMINISTRATION)])
    here = address.replace("127.0.0.1", "localhost")
    laptop.goto(f"{here}/sign-in/?next=/account/")
    laptop.get_by_label("User name").fill(boss.username)
    laptop.get_by_label("Password").fill(PASSWORD)
    laptop.get_by_role("button", name="Sign in", exact=True).click()
    laptop.get_by_placeholder("Name, such as").fill("Work laptop")
    laptop.get_by_role("button", name="Add a passkey").click()
    expect(laptop.get_by_text("Work laptop", exact=True)).to_be_visible()

    an_hour_passes(laptop)
    laptop.goto(f"{here}/account/prove/?next=/tokens/")
    expect(laptop.get_by_role("heading", level=1)).to_have_text("Prove that it is you")
    nothing_is_wrong(laptop)
    laptop.get_by_role("button", name="Use a passkey").click()
    laptop.wait_for_url(f"{here}/tokens/")
    laptop.goto(f"{here}/do/tokens/new/")
    laptop.get_by_label("What will use it").fill("Web shop")
    laptop.get_by_role("button", name="Make token").click()
    expect(laptop.get_by_text("Keep it where Web shop reads it")).to_be_visible()
    assert ApiToken.objects.using("owner").filter(user_id=boss.pk).count() == 1


def an_hour_passes(laptop: Page) -> None:
    """Let the proof of the signed-in session lie an hour back."""
    (key,) = [one["value"] for one in laptop.context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME]
    session = SessionStore(session_key=key)
    session[PROVED_KEY] = (system_clock() - timedelta(hours=1)).timestamp()
    session.save()
