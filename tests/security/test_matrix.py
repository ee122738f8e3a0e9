"""Who may open and do what, over every address and every operation there is: what is new is covered by itself."""

import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.security.people import knock, person
from tests.world import World, new_world
from throughline.governance.access.labels import PERMISSIONS
from throughline.governance.public import Duty
from throughline.kernel.errors import DomainError, NotAllowed
from throughline.platform.database.statements import rows
from throughline.platform.operations import OPERATIONS, Ctx
from throughline.platform.ui import screens
from throughline.platform.ui.forms import OperationForm

#: Addresses in front of the product: signing in, and what a monitor asks. Everything else asks who one is.
OPEN = re.compile(r"^(sign-in/|sign-out/|health/|ready/|metrics/|static/|api/openapi\.json$|api/v1/nothing$)")
#: Addresses that every signed-in person has, whatever the role; those of the API judge by the name that they carry.
EVERYBODY = re.compile(r"^(account/|company/|find/|lookup/|why/|api/$|api/v1/operations/|api/v1/reads/|$)")
STAND_IN = {"int": "987654321", "slug": "nothing", "str": "nothing", "path": "nothing", "uuid": "0" * 32}


def addresses(patterns: Sequence[URLPattern | URLResolver] = (), before: str = "") -> Iterator[str]:
    """Every address of the product, with a stand-in for what it captures."""
    for pattern in patterns or get_resolver().url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        else:
            yield re.sub(r"<(?:(\w+):)?\w+>", lambda found: STAND_IN[found[1] or "str"], route)


ADDRESSES = sorted(set(addresses()))
GUARDED = [address for address in ADDRESSES if not OPEN.match(address)]
BY_ROLE = [address for address in GUARDED if not EVERYBODY.match(address)]
NAMES = sorted(OPERATIONS)
#: Home is everybody's: it shows each reader what the own duties and queues let through.
GUARDED_SCREENS = [screen for screen in screens if screen.slug]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> World:
    with django_db_blocker.unblock():
        return new_world()


def test_there_is_something_to_test() -> None:
    assert len(GUARDED) > 60
    assert len(NAMES) > 30


@pytest.mark.parametrize("address", GUARDED)
def test_nobody_opens_or_posts_without_signing_in(world: World, address: str) -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(f"/{address}")
        assert answer.status_code in (302, 401, 403, 405), (method, answer.status_code)
        if answer.status_code == 302:
            assert answer["Location"].startswith("/sign-in/")


@pytest.fixture(scope="module")
def without_rights(world: World, django_db_blocker: Any) -> Client:
    """A person of the company whose role permits nothing."""
    with django_db_blocker.unblock():
        client = Client()
        assert knock(client, person(world)).status_code == 302
        return client


@pytest.mark.parametrize("address", BY_ROLE)
def test_a_role_that_permits_nothing_opens_nothing(without_rights: Client, address: str) -> None:
    for method in ("get", "post"):
        answer = getattr(without_rights, method)(f"/{address}")
        assert answer.status_code in (403, 405), (method, answer.status_code)


@pytest.fixture(scope="module")
def with_all_rights(world: World, django_db_blocker: Any) -> Client:
    with django_db_blocker.unblock():
        client = Client()
        assert knock(client, person(world, "*", duties=[str(duty) for duty in Duty])).status_code == 302
        return client


@pytest.mark.parametrize("address", BY_ROLE)
def test_who_has_the_right_is_answered_in_words_and_nothing_breaks(with_all_rights: Client, address: str) -> None:
    answer = with_all_rights.get(f"/{address}")
    assert answer.status_code in (200, 302, 404, 405, 409, 422), answer.status_code


@pytest.mark.parametrize(
    "screen", [s for s in screens if s.permission or isinstance(s, OperationForm)], ids=lambda s: s.key
)
def test_every_screen_asks_for_a_permission_that_has_words(screen: Any) -> None:
    needed = screen.needed if isinstance(screen, OperationForm) else screen.permission
    assert needed, f"{screen.key} opens to everybody"
    asked = {spec.permission for spec in OPERATIONS.values()}
    assert needed in PERMISSIONS or needed in asked, f"nobody can understand the permission {needed}"


def stand_ins(name: str) -> dict[str, Any]:
    """Values for the arguments of an operation; they are never looked at where the right is missing."""
    parameters = list(OPERATIONS[name].signature.parameters.values())[1:]
    return {one.name: None for one in parameters if one.default is inspect.Parameter.empty}


@pytest.mark.parametrize("name", NAMES)
def test_no_operation_is_done_without_its_permission(world: World, name: str) -> None:
    spec = OPERATIONS[name]
    every = frozenset({one.permission for one in OPERATIONS.values()} - {spec.permission})
    ctx = Ctx(world.company_id, world.people["desk"], permissions=every, duties=frozenset(map(str, Duty)))
    with pytest.raises(NotAllowed, match="permission"):
        spec.call(ctx, **stand_ins(name))
    with pytest.raises(NotAllowed, match="permission"):
        spec.dry_run(ctx, **stand_ins(name))


@pytest.mark.parametrize("name", [name for name in NAMES if OPERATIONS[name].duty])
def test_no_operation_is_done_without_its_duty(world: World, name: str) -> None:
    spec = OPERATIONS[name]
    ctx = Ctx(world.company_id, world.people["desk"], permissions=frozenset({spec.permission}))
    with pytest.raises(NotAllowed, match="duty"):
        spec.call(ctx, **stand_ins(name))
    against = [str(duty) for duty in Duty if frozenset({duty, Duty(spec.duty)}) in _conflicts()]
    if against:
        with pytest.raises(NotAllowed, match="conflict"):
            spec.call(replace(ctx, duties=frozenset({spec.duty, *against})), **stand_ins(name))


def _conflicts() -> frozenset[frozenset[Duty]]:
    from throughline.governance.duties import CONFLICTS

    return CONFLICTS


@pytest.mark.parametrize("name", NAMES)
def test_a_refused_operation_leaves_no_trace(world: World, name: str) -> None:
    before = rows("SELECT last_value FROM platform_operation_id")
    ctx = Ctx(world.company_id, world.people["desk"])
    with pytest.raises(DomainError):
        OPERATIONS[name].call(ctx, **stand_ins(name))
    assert rows("SELECT last_value FROM platform_operation_id") == before


NAMED = "SELECT name FROM governance_company WHERE id = %s"


def test_a_person_of_another_company_is_not_let_into_this_one(world: World) -> None:
    other = new_world()
    client = Client()
    knock(client, person(other, "*", duties=["order entry"]))
    client.post("/company/", {"company": world.company_id})
    shown = client.get("/").content.decode()
    (((own,),), ((foreign,),)) = (one.rows(NAMED, one.company_id) for one in (other, world))
    assert own in shown
    assert foreign not in shown
    session = client.session
    session["company"] = world.company_id
    session.save()
    assert client.get("/orders/").status_code == 200
    assert client.session.get("company") != world.company_id
