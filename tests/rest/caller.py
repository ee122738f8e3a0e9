"""An integrator with a token: calls operations and reads over HTTP, and says what came back."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from tests.world import STAFF, World
from throughline.governance.tokens import issue_own_token
from throughline.platform.models import Role, RoleAssignment
from throughline.platform.operations.scopes import GRANT
from throughline.platform.permissions import User, ctx_for


@dataclass
class Caller:
    """A program that holds a token."""

    secret: str
    client: Client = field(default_factory=Client)

    def post(self, operation: str, body: Any = None, status: int = 200, query: str = "", **headers: str) -> Any:
        """Call an operation and give the answer."""
        answer = self.send(f"/api/v1/operations/{operation}{query}", body, **headers)
        assert answer.status_code == status, (operation, answer.status_code, answer.content.decode()[:2000])
        return json.loads(answer.content)

    def send(self, address: str, body: Any = None, **headers: str) -> HttpResponse:
        """Post whatever, and give the raw answer."""
        raw = body if isinstance(body, bytes | str) else json.dumps(body or {})
        return self.client.post(address, raw, content_type="application/json", headers=self._headers(headers))

    def done(self, operation: str, body: Any, **headers: str) -> list[int]:
        """Call an operation on a set that nothing stops; give the documents made or changed."""
        answer = self.post(operation, body, **headers)
        if "outcomes" not in answer:
            return [answer["result"]] if isinstance(answer["result"], int) else answer["result"]
        assert answer["counts"]["done"] == len(answer["outcomes"]), answer
        return [one["document"] for one in answer["outcomes"]]

    def get(self, address: str, status: int = 200, **headers: str) -> Any:
        """Read an address and give the answer."""
        answer = self.fetch(address, **headers)
        assert answer.status_code == status, (address, answer.status_code, answer.content.decode()[:2000])
        return json.loads(answer.content) if answer.content else None

    def fetch(self, address: str, **headers: str) -> HttpResponse:
        """Read an address and give the raw answer."""
        return self.client.get(f"/api/v1/{address}", headers=self._headers(headers))

    def read(self, name: str, **parameters: Any) -> Any:
        """Ask a read and give its rows."""
        answer = self.client.get(f"/api/v1/reads/{name}", parameters, headers=self._headers({}))
        assert answer.status_code == 200, (name, answer.status_code, answer.content.decode()[:2000])
        return json.loads(answer.content)["data"]

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.secret}", **named} if self.secret else named


def permit(world: World, person: str, *permissions: str) -> User:
    """Give somebody of the company a role with these permissions and the duty of the post."""
    role = Role.objects.using("owner").create(
        code=f"{person}-{uuid4().hex[:10]}",
        name=person,
        permissions=list(permissions or ("*",)),
        duties=[str(duty) for duty in STAFF[person]],
    )
    RoleAssignment.objects.using("owner").create(
        user_id=world.people[person], role_id=role.pk, company_id=world.company_id
    )
    return User.objects.get(pk=world.people[person])


def caller(world: World, person: str, *permissions: str, scopes: tuple[str, ...] = ("*", GRANT)) -> Caller:
    """Give a program with a token of somebody of the company."""
    user = permit(world, person, *permissions, *(["governance.token.own"] if permissions else []))
    issued = issue_own_token(ctx_for(user, world.company_id), name="test", scopes=scopes)
    return Caller(issued.secret)
