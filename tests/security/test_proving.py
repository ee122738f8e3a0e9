"""What gives access or power asks once more who sits at the client."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from tests.rest.caller import Caller
from tests.rest.rows import changed, fingerprint
from tests.screens.signed_in import prove
from tests.security.people import PASSWORD, knock, person, text
from tests.world import World, new_world
from throughline.governance.duties import Duty
from throughline.governance.public import RoleInput, define_roles
from throughline.governance.tokens import issue_own_token
from throughline.kernel.errors import InvalidInput
from throughline.platform.models import ApiToken, RoleAssignment, SignInLink, User
from throughline.platform.operations import system_clock
from throughline.platform.operations.scopes import GRANT
from throughline.platform.permissions import ctx_for
from throughline.platform.signin.proofs import PROVED_KEY

LATE = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return new_world()


@pytest.fixture
def user(world: World) -> User:
    return person(world, "*", duties=[str(Duty.ADMINISTRATION)])


@pytest.fixture
def client(user: User) -> Client:
    client = Client()
    assert knock(client, user).status_code == 302
    return client


def tokens(user: User) -> int:
    return ApiToken.objects.using("owner").filter(user_id=user.pk).count()


TOKEN = {"name": "Shop", "scopes": "read"}


def test_signing_in_is_a_proof_for_a_while(client: Client, user: User) -> None:
    assert client.post("/do/tokens/new/", TOKEN).status_code in (200, 302)
    assert tokens(user) == 1


def test_a_token_is_made_after_the_password_and_what_was_typed_is_kept(client: Client, user: User) -> None:
    prove(client, LATE)
    refused = client.post("/do/tokens/new/", TOKEN)
    assert refused.status_code == 403
    assert 'name="proof"' in text(refused)
    assert 'value="Shop"' in text(refused)
    wrong = client.post("/do/tokens/new/", {**TOKEN, "proof": "no idea"})
    assert "not your present password" in text(wrong)
    assert 'name="proof"' in text(wrong)
    assert PASSWORD not in text(wrong)
    assert tokens(user) == 0
    client.post("/do/tokens/new/", {**TOKEN, "proof": PASSWORD})
    assert tokens(user) == 1


def test_wrong_passwords_lock_here_as_at_the_door(client: Client) -> None:
    prove(client, LATE)
    answers = [client.post("/account/prove/", {"password": "no"}).status_code for _ in range(10)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert client.post("/account/prove/", {"password": PASSWORD}).status_code == 429


def test_another_mail_asks_for_the_password_name_and_language_do_not(client: Client, user: User) -> None:
    """To the mail go links that set a password: an open session alone must not lead them elsewhere."""
    prove(client, LATE)
    details = {"name": "Other Name", "email": user.email, "language": "de"}
    assert client.post("/account/details/", details)["Location"] == "/account/"
    elsewhere = {**details, "name": "Third", "email": "elsewhere@example.com"}
    refused = client.post("/account/details/", elsewhere)
    assert refused.status_code == 403
    assert 'name="proof"' in text(refused)
    assert 'value="elsewhere@example.com"' in text(refused)
    wrong = client.post("/account/details/", {**elsewhere, "proof": "no idea"})
    assert 'name="proof"' in text(wrong)
    assert PASSWORD not in text(wrong)
    user.refresh_from_db()
    assert (user.name, user.email) == ("Other Name", "")
    link = SignInLink.objects.using("owner").create(
        user_id=user.pk, made_by=user.pk, made_at=system_clock(), expires_at=system_clock() + LATE
    )
    assert client.post("/account/details/", {**elsewhere, "proof": PASSWORD})["Location"] == "/account/"
    user.refresh_from_db()
    link.refresh_from_db()
    assert (user.name, user.email) == ("Third", "elsewhere@example.com")
    assert link.used_at is not None


@pytest.mark.parametrize("address", ["/account/authenticator/", "/account/recovery/"])
def test_the_second_factor_is_changed_after_a_proof(client: Client, address: str) -> None:
    prove(client, LATE)
    sent = client.get(address)
    assert sent["Location"].startswith("/account/prove/?next=")
    asked = client.get(sent["Location"])
    assert "Prove that it is you" in text(asked)
    back = client.post("/account/prove/", {"password": PASSWORD, "next": address})
    assert back["Location"] == address
    assert client.get(address).status_code == 200


def test_a_passkey_is_begun_and_added_after_a_proof_only(client: Client) -> None:
    prove(client, LATE)
    for address in ("/account/passkey/begin/", "/account/passkey/"):
        answer = client.post(address, "{}", content_type="application/json")
        assert json.loads(answer.content)["prove"].startswith("/account/prove/")


def test_going_on_leads_to_no_other_host(client: Client) -> None:
    answer = client.post("/account/prove/", {"password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


def test_a_role_of_administration_is_given_after_a_proof_others_at_once(world: World, client: Client) -> None:
    other = person(world, "sales.order.read")
    powerful = person(world, "governance.access.read", duties=[str(Duty.ADMINISTRATION)])
    codes = {
        one.pk: RoleAssignment.objects.using("owner").select_related("role").get(user_id=one.pk).role.code
        for one in (other, powerful)
    }
    prove(client, LATE)
    plain = {"grants": [{"user_id": powerful.pk, "role": codes[other.pk]}]}
    power = {"grants": [{"user_id": other.pk, "role": codes[powerful.pk]}]}

    def give(body: object) -> int:
        return client.post(
            "/api/v1/operations/governance.give_roles",
            json.dumps(body),
            content_type="application/json",
        ).status_code

    assert give(plain) == 200
    assert give(power) == 403
    prove(client)
    assert give(power) == 200


def test_the_policy_of_signing_in_is_changed_after_a_proof(world: World) -> None:
    policy = {"kind": "governance.sign_in", "name": "Stricter", "parameters": {"session_hours": 8}, "reason": "audit"}
    client = Client()
    knock(client, person(world, "*", duties=[str(Duty.MASTER_DATA)]))

    def change() -> int:
        return client.post(
            "/api/v1/operations/governance.set_policy", json.dumps(policy), content_type="application/json"
        ).status_code

    prove(client, LATE)
    assert change() == 403
    prove(client)
    assert change() in (200, 409)


def test_the_moment_is_no_business_of_forms(client: Client) -> None:
    prove(client, LATE)
    client.get("/", {PROVED_KEY: "9999999999"})
    assert client.get("/account/recovery/").status_code == 302


POWER = {
    "governance.give_roles": lambda who, role: {"grants": [{"user_id": who, "role": role}]},
    "governance.invite_users": lambda who, role: {"users": [{"username": f"new-{who}", "name": "N", "roles": [role]}]},
    "governance.define_roles": lambda who, role: {
        "roles": [{"code": role, "name": "R", "permissions": ["sales.order.quote"]}]
    },
    "governance.make_sign_in_links": lambda who, role: {"users": [who]},
    "governance.reset_second_factors": lambda who, role: {"users": [who]},
    "governance.change_users": lambda who, role: {
        "users": [{"user_id": who, "name": "A", "email": "mine@example.com"}]
    },
}


@pytest.mark.parametrize("name", sorted(POWER))
def test_a_token_gives_power_only_when_it_was_made_for_that(world: World, name: str) -> None:
    """A star carries everything else; who makes the wider token has proved itself, as a page would ask."""
    admin = person(world, "*", duties=[str(Duty.ADMINISTRATION)])
    other = person(world, "sales.order.read")
    role = f"r-{world.company_id}"
    define_roles(world.as_("admin"), roles=[RoleInput(role, "Readers", ["sales.order.read"])])
    body = POWER[name](other.pk, role)
    ctx = ctx_for(admin, world.company_id)
    wide, made_for_it = (
        Caller(issue_own_token(ctx, name="x", scopes=scopes).secret) for scopes in (["*", name], ["*", GRANT])
    )
    before = fingerprint()
    told = wide.post(name, body, 403)
    assert (told["code"], GRANT in told["detail"]) == ("grant_scope_needed", True)
    assert changed(before) == []
    assert made_for_it.post(name, body)["operation"] == name


def test_a_token_that_gives_power_is_made_after_a_proof(client: Client, user: User) -> None:
    prove(client, LATE)
    wanted = {"name": "Onboarding", "reach": "*", "grants": "on", "scopes": ""}
    assert client.post("/do/tokens/new/", wanted).status_code == 403
    assert tokens(user) == 0
    client.post("/do/tokens/new/", {**wanted, "proof": PASSWORD})
    (made,) = ApiToken.objects.using("owner").filter(user_id=user.pk)
    assert made.scopes == ["*", GRANT]


def test_the_scope_of_power_names_nothing_by_itself(world: World, user: User) -> None:
    with pytest.raises(InvalidInput, match="name those too"):
        issue_own_token(ctx_for(user, world.company_id), name="x", scopes=[GRANT])


def test_another_mail_is_given_after_a_proof_and_another_name_without(client: Client, world: World) -> None:
    other = person(world, "sales.order.read")
    prove(client, LATE)
    kept = {"user": other.pk, "name": "New name", "email": other.email, "language": "en-gb"}
    named = client.post("/do/people/change/", kept)
    assert named.status_code in (200, 302), text(named)
    assert client.post("/do/people/change/", {**kept, "email": "mine@example.com"}).status_code == 403
    other.refresh_from_db()
    assert (other.name, other.email) == ("New name", kept["email"])
