"""People who sign in by the door, with a password of their own."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from tests.world import World
from throughline.platform.models import Role, RoleAssignment, User

PASSWORD = "quiet harbour seven"


def person(world: World, *permissions: str, duties: Sequence[str] = (), email: str = "") -> User:
    """Have a person of the company with a password and a role of its own."""
    code = uuid4().hex[:10]
    user = User(username=f"p-{code}", name=f"Person {code}", email=email)
    user.set_password(PASSWORD)
    user.save(using="owner")
    role = Role.objects.using("owner").create(
        company_id=world.company_id, code=code, name=f"Role {code}", permissions=list(permissions), duties=list(duties)
    )
    RoleAssignment.objects.using("owner").create(user_id=user.pk, role_id=role.pk, company_id=world.company_id)
    return user


def knock(client: Client, user: User, password: str = PASSWORD, **more: Any) -> HttpResponse:
    """Try to come in."""
    return client.post("/sign-in/", {"username": user.username, "password": password, **more.pop("data", {})}, **more)


def text(answer: Any) -> str:
    """Give the page."""
    return str(answer.content.decode())
