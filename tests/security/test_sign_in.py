"""Signing in: passwords and lockout, codes and recovery codes, links, sessions, and what a company may ask for."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.security.people import PASSWORD, knock, person, text
from tests.world import World, new_world
from throughline.governance.signin import codes
from throughline.governance.signin.policies import standard_for
from throughline.kernel.errors import InvalidInput, RuleViolation
from throughline.platform.database.statements import execute, rows
from throughline.platform.models import User
from throughline.platform.operations import system_clock
from throughline.platform.signin.seal import seal, unseal


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def ada(world: World) -> User:
    return person(world, "sales.order.read", email="ada@example.com")


def attempts(user: User) -> list[tuple[str, str]]:
    return [
        (m, o)
        for m, o in rows("SELECT method, outcome FROM platform_sign_in WHERE user_id = %s ORDER BY id", [user.pk])
    ]


def code_now(user: User, late: int = 0) -> str:
    ((sealed,),) = rows(
        "SELECT data ->> 'secret' FROM platform_credential WHERE user_id = %s AND kind = 'totp'", [user.pk]
    )
    return codes.code_at(unseal(sealed), codes.step_of(system_clock()) + late)


def set_up_codes(client: Client) -> tuple[str, list[str]]:
    """Set up an authenticator as a person would; give its secret and the recovery codes."""
    shown = text(client.get("/account/authenticator/"))
    secret = re.search(r'type <span class="code">([A-Z2-7 ]+)<', shown)
    assert secret is not None
    plain = secret[1].replace(" ", "")
    done = text(client.post("/account/authenticator/", {"code": codes.code_at(plain, codes.step_of(system_clock()))}))
    return plain, re.findall(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>", done)


def test_the_right_password_lets_in_and_leads_to_where_one_wanted(ada: User) -> None:
    client = Client()
    answer = knock(client, ada, data={"next": "/orders/?state=open"})
    assert (answer.status_code, answer["Location"]) == (302, "/orders/?state=open")
    assert client.get("/account/").status_code == 200
    assert attempts(ada) == [("password", "done")]
    ((name, actor),) = rows("SELECT last_login IS NOT NULL, id FROM platform_user WHERE id = %s", [ada.pk])
    assert (name, actor) == (True, ada.pk)


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_elsewhere(ada: User, wanted: str) -> None:
    assert knock(Client(), ada, data={"next": wanted})["Location"] == "/"


def test_a_wrong_password_and_an_unknown_login_look_alike(ada: User) -> None:
    wrong = knock(Client(), ada, "not this one")
    nobody = Client().post("/sign-in/", {"username": "nobody-at-all", "password": "not this one"})
    assert (wrong.status_code, nobody.status_code) == (403, 403)
    told = "Name and password do not belong together."
    assert told in text(wrong)
    assert told in text(nobody)
    assert "not this one" not in text(wrong)


def test_wrong_passwords_lock_the_account_and_an_administrator_unlocks_it(world: World, ada: User) -> None:
    for _ in range(8):
        assert knock(Client(), ada, "wrong").status_code == 403
    locked = knock(Client(), ada)
    assert locked.status_code == 429
    assert "Too many wrong attempts" in text(locked)
    assert attempts(ada)[-1] == ("password", "blocked")
    ((until,),) = rows("SELECT blocked_until FROM platform_throttle WHERE key = %s", [f"account:{ada.pk}"])
    assert timedelta(minutes=1) < until - system_clock() <= timedelta(minutes=2)
    boss = Client()
    knock(boss, person(world, "governance.access.change", "governance.access.read", duties=["administration"]))
    assert "Locked, wrong passwords" in text(boss.get(f"/people/{ada.pk}/"))
    assert boss.post("/do/people/unlock/", {"user": ada.pk}).status_code == 302
    assert knock(Client(), ada).status_code == 302


def test_each_further_failure_doubles_the_wait(ada: User) -> None:
    for _ in range(8):
        knock(Client(), ada, "wrong")
    execute("UPDATE platform_throttle SET blocked_until = now() WHERE key = %s", [f"account:{ada.pk}"])
    knock(Client(), ada, "wrong")
    ((until,),) = rows("SELECT blocked_until FROM platform_throttle WHERE key = %s", [f"account:{ada.pk}"])
    assert timedelta(minutes=3) < until - system_clock() <= timedelta(minutes=4)


def test_logins_that_nobody_has_lock_too_and_so_tell_nothing() -> None:
    answers = [Client().post("/sign-in/", {"username": "ghost-1", "password": "x"}).status_code for _ in range(9)]
    assert answers == [403] * 8 + [429]


def test_an_address_that_fails_too_often_waits_whatever_the_account(world: World, ada: User) -> None:
    there = {"REMOTE_ADDR": "203.0.113.9"}
    for number in range(100):
        Client().post("/sign-in/", {"username": f"spray-{world.company_id}-{number}", "password": "x"}, **there)
    assert knock(Client(), ada, **there).status_code == 429
    assert knock(Client(), ada, REMOTE_ADDR="203.0.113.10").status_code == 302


def test_who_works_nowhere_or_is_switched_off_stays_out(world: World, ada: User) -> None:
    execute("DELETE FROM platform_role_assignment WHERE user_id = %s", [ada.pk], alias="owner")
    assert "no role in any company" in text(knock(Client(), ada))
    execute("UPDATE platform_user SET is_active = false WHERE id = %s", [ada.pk], alias="owner")
    assert "do not belong together" in text(knock(Client(), ada))


def test_a_code_of_the_authenticator_is_asked_for_and_serves_once(ada: User) -> None:
    client = Client()
    knock(client, ada)
    secret, recovery = set_up_codes(client)
    assert len(recovery) == 10
    ((sealed,),) = rows(
        "SELECT data ->> 'secret' FROM platform_credential WHERE user_id = %s AND kind = 'totp'", [ada.pk]
    )
    assert secret not in sealed
    other = Client()
    assert knock(other, ada)["Location"] == "/sign-in/second/"
    assert other.get("/account/").status_code == 302, "the first factor alone opens nothing"
    assert other.post("/sign-in/second/", {"code": "000000"}).status_code == 403
    used = code_now(ada)
    assert other.post("/sign-in/second/", {"code": used}).status_code == 403, "set-up has used this code"
    assert other.post("/sign-in/second/", {"code": code_now(ada, 1)})["Location"] == "/"
    again = Client()
    knock(again, ada)
    assert again.post("/sign-in/second/", {"code": code_now(ada, 1)}).status_code == 403


def test_a_recovery_code_serves_once(ada: User) -> None:
    client = Client()
    knock(client, ada)
    recovery = set_up_codes(client)[1]
    for expected in (302, 403):
        other = Client()
        knock(other, ada)
        assert other.post("/sign-in/second/", {"code": recovery[0].upper()}).status_code == expected
    assert "Recovery codes left: 9" in text(client.get("/account/"))


def test_codes_are_throttled_like_passwords(ada: User) -> None:
    client = Client()
    knock(client, ada)
    set_up_codes(client)
    other = Client()
    knock(other, ada)
    answers = [other.post("/sign-in/second/", {"code": "123456"}).status_code for _ in range(9)]
    assert answers[-1] == 429


def test_the_standard_codes_come_out() -> None:
    """RFC 6238, appendix B, shortened to six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [codes.code_at(secret, second // 30) for second in (59, 1111111109, 20000000000)] == [
        "287082",
        "081804",
        "353130",
    ]


def test_who_must_have_a_second_factor_sets_one_up_before_anything_else(world: World) -> None:
    biller = person(world, "billing.invoice.read", duties=["billing"])
    world.policy("governance.sign_in", second_factor_duties=["billing", "payment"])
    client = Client()
    knock(client, biller)
    assert client.get("/invoices/")["Location"] == "/account/"
    assert "Set up a second factor to go on" in text(client.get("/account/"))
    set_up_codes(client)
    assert client.get("/invoices/").status_code == 200
    ((number,),) = rows("SELECT id FROM platform_credential WHERE user_id = %s AND kind = 'totp'", [biller.pk])
    client.post("/account/remove/", {"credential": number})
    assert "second factor; set up another one" in text(client.get("/account/"))


def test_the_strictest_company_counts(world: World) -> None:
    other = new_world()
    ada = person(world, "sales.order.read")
    execute(
        """INSERT INTO platform_role_assignment (user_id, role_id, company_id)
           SELECT user_id, role_id, %s FROM platform_role_assignment WHERE user_id = %s""",
        [other.company_id, ada.pk],
        alias="owner",
    )
    world.policy("governance.sign_in", session_hours=8, password_length=12)
    other.policy("governance.sign_in", session_hours=4, password_length=9, second_factor="everyone")
    asked = standard_for(ada.pk)
    assert (asked.terms.hours, asked.password_length, asked.needs_second_factor) == (4, 12, True)


@pytest.mark.parametrize("wrong", [{"session_hours": 0}, {"second_factor": "never"}, {"lock_after": 1}])
def test_a_policy_that_would_lock_all_out_is_refused(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match=next(iter(wrong))):
        world.policy("governance.sign_in", **wrong)


def test_changing_the_password_signs_out_all_other_browsers(ada: User) -> None:
    here, there = Client(), Client()
    knock(here, ada)
    knock(there, ada)
    new = "another harbour eight"
    typed = {"current": PASSWORD, "new": new, "again": new}
    for wrong, told in (
        ({"current": "x"}, "not your present password"),
        ({"new": "short", "again": "short"}, "10 are asked for"),
        ({"new": "password1234", "again": "password1234"}, "attacker"),
        ({"again": "something else"}, "not the same"),
    ):
        answer = here.post("/account/password/", {**typed, **wrong})
        assert answer.status_code == 422, told
        assert told in text(answer)
    assert here.post("/account/password/", typed).status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert knock(Client(), ada).status_code == 403
    assert knock(Client(), ada, new).status_code == 302


def test_sessions_are_listed_and_ended(ada: User) -> None:
    here, there = Client(), Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})
    knock(here, ada)
    knock(there, ada)
    shown = text(here.get("/account/"))
    assert "Firefox on Linux" in shown
    assert "you are here" in shown
    here.post("/account/sessions/")
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_a_session_ends_after_its_time_and_after_rest(ada: User) -> None:
    for column in ("ends_at = now()", "seen_at = now() - interval '3 hours'"):
        client = Client()
        knock(client, ada)
        execute(f"UPDATE platform_session SET {column} WHERE user_id = %s", [ada.pk])
        assert client.get("/account/").status_code == 302


def test_another_persons_session_and_credentials_cannot_be_ended(world: World, ada: User) -> None:
    hers, his = Client(), Client()
    knock(hers, ada)
    set_up_codes(hers)
    knock(his, person(world, "sales.order.read"))
    ((session,),) = rows("SELECT id FROM platform_session WHERE user_id = %s", [ada.pk])
    ((credential,),) = rows("SELECT id FROM platform_credential WHERE user_id = %s AND kind = 'totp'", [ada.pk])
    his.post("/account/sessions/", {"session": session})
    his.post("/account/remove/", {"credential": credential})
    assert hers.get("/account/").status_code == 200
    assert rows("SELECT id FROM platform_credential WHERE id = %s", [credential])


def test_an_administrator_hands_over_a_link_that_works_once(world: World, ada: User) -> None:
    boss = Client()
    knock(boss, person(world, "governance.access.change", "governance.access.read", duties=["administration"]))
    page = boss.post("/do/people/link/", {"user": ada.pk})["Location"]
    address = re.search(r'value="(http[^"]+/sign-in/link/[^"]+)"', text(boss.get(page)))
    assert address is not None
    path = address[1].partition("testserver")[2]
    assert Client().get(path + "x/").status_code == 404
    somebody = Client()
    assert ada.username in text(somebody.get(path))
    weak = somebody.post(path, {"new": ada.username, "again": ada.username})
    assert weak.status_code == 422
    done = somebody.post(path, {"new": "fresh harbour nine", "again": "fresh harbour nine"})
    assert done["Location"] == "/"
    assert somebody.get("/account/").status_code == 200
    assert Client().post(path, {"new": "x harbour nine", "again": "x harbour nine"}).status_code == 404
    assert knock(Client(), ada, "fresh harbour nine").status_code == 302
    assert boss.get(page).status_code == 404


def test_a_link_expires(world: World, ada: User) -> None:
    from throughline.governance.signin.links import link_of, token_of
    from throughline.governance.signin.operations import ask_for_link, own_ctx, set_password_by_link
    from throughline.kernel.errors import NotFound

    link = ask_for_link(own_ctx(ada, lambda: system_clock() - timedelta(days=3)))
    with pytest.raises(NotFound):
        link_of(token_of(link))
    with pytest.raises(RuleViolation, match="expired"):
        set_password_by_link(own_ctx(ada), link=link, new="a harbour for all")
    fresh = ask_for_link(own_ctx(ada))
    with pytest.raises(RuleViolation):
        set_password_by_link(own_ctx(person(world)), link=fresh, new="a harbour for all")


def test_a_forgotten_password_goes_by_mail_and_tells_nobody_who_exists(ada: User, settings: Any) -> None:
    assert "Ask an administrator" in text(Client().get("/sign-in/forgotten/"))
    settings.MAIL_IS_SET_UP = True
    unique = f"{ada.username}@example.com"
    execute("UPDATE platform_user SET email = %s WHERE id = %s", [unique, ada.pk], alias="owner")
    known = Client().post("/sign-in/forgotten/", {"username": ada.username})
    nobody = Client().post("/sign-in/forgotten/", {"username": "nobody-at-all"})
    assert text(known).replace("\n", "")[-600:] == text(nobody).replace("\n", "")[-600:]
    for _ in range(100):
        if mail.outbox:
            break
        __import__("time").sleep(0.02)
    (sent,) = mail.outbox
    assert sent.to == [unique]
    assert "/sign-in/link/" in str(sent.body)


def test_sealed_secrets_open_with_an_earlier_key_only_while_it_is_kept(settings: Any) -> None:
    sealed = seal("a secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key of the installation", [settings.SECRET_KEY]
    assert unseal(sealed) == "a secret"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(RuleViolation, match="key has changed"):
        unseal(sealed)


def test_the_forwarded_address_counts_only_as_far_as_our_proxies(ada: User, settings: Any) -> None:
    there = {"HTTP_X_FORWARDED_FOR": "6.6.6.6, 198.51.100.7"}
    knock(Client(), ada, "wrong", **there)
    settings.TRUSTED_PROXIES = 1
    knock(Client(), ada, "wrong", **there)
    found = rows("SELECT address FROM platform_sign_in WHERE user_id = %s ORDER BY id", [ada.pk])
    assert [row[0] for row in found] == ["127.0.0.1", "198.51.100.7"]
