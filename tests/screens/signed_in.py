"""A person of the story at a browser."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from tests.world import STAFF, World
from throughline.platform.models import Role, RoleAssignment, User
from throughline.platform.operations import system_clock
from throughline.platform.signin.proofs import PROVED_KEY


def sign_in(world: World, person: str, *permissions: str) -> Client:
    """Give a browser in which somebody of the company is signed in, with all permissions unless some are named."""
    role = Role.objects.using("owner").create(
        code=f"{person}-{uuid4().hex[:10]}",
        name=person,
        permissions=list(permissions or ("*",)),
        duties=[str(duty) for duty in STAFF[person]],
    )
    user = User.objects.get(pk=world.people[person])
    RoleAssignment.objects.using("owner").create(user_id=user.pk, role_id=role.pk, company_id=world.company_id)
    client = Client()
    client.force_login(user)
    prove(client)
    return client


def prove(client: Client, ago: timedelta = timedelta()) -> None:
    """Let the person at a browser have proved itself, now or some time ago."""
    session = client.session
    session[PROVED_KEY] = (system_clock() - ago).timestamp()
    session.save()


def page(client: Client, address: str, status: int = 200) -> str:
    """Open an address and give the page."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code, answer.content.decode()[:2000])
    return answer.content.decode()


def fill(client: Client, form: str, lines: Mapping[int, Mapping[str, Any]] | None = None, **values: Any) -> str:
    """Post a form, with the lines of its grid by index; give where it led."""
    posted = {name: str(value) for name, value in values.items()}
    for index, line in (lines or {}).items():
        posted |= {f"lines-{index}-{name}": str(value) for name, value in line.items()}
    answer = client.post(f"/do/{form}/", posted)
    assert answer.status_code == 302, (form, answer.status_code, answer.content.decode()[-3000:])
    return str(answer["Location"])


def bulk(client: Client, board: str, name: str, *rows: int, **values: Any) -> tuple[str, str]:
    """Preview a bulk operation on rows, then do it; give both answers."""
    chosen = {"row": [str(row) for row in rows], **values}
    ahead = client.post(f"/{board}/bulk/{name}/", chosen)
    assert ahead.status_code == 200, ahead.content.decode()[-3000:]
    done = client.post(f"/{board}/bulk/{name}/", {**chosen, "confirmed": "1"}, headers={"HX-Request": "true"})
    assert done.status_code == 200, done.content.decode()[-3000:]
    return ahead.content.decode(), done.content.decode()
