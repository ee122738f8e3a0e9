"""Services: logins of programs, which nobody can sign in with; they act by tokens, with the roles they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from throughline.governance.duties import Duty
from throughline.kernel.errors import InvalidInput
from throughline.platform.database.statements import rows
from throughline.platform.operations import Ctx, Outcome, Outcomes, operation

LONGEST_LOGIN, LONGEST_NAME = 150, 200


@dataclass(frozen=True, slots=True)
class ServiceInput:
    """A service as it should be, named by its login: web-shop, scanner-gateway.

    One that `is_new` is refused where there is a service of that login already.
    """

    username: str
    name: str
    is_active: bool = True
    is_new: bool = False


@operation("governance.save_services", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def save_services(ctx: Ctx, *, services: Sequence[ServiceInput]) -> Outcomes:
    """Make the services that are new and change those that are known; an outcome is a login without password.

    Roles are given to a service as to anybody; a login of a person is never turned into a service.
    """
    for service in services:
        _check(service)
    logins = {
        name: is_service
        for name, is_service in rows(
            "SELECT username, is_service FROM platform_user WHERE username = ANY(%s)",
            [[service.username for service in services]],
        )
    }
    new = {service.username for service in services if service.is_new}
    taken = {name for name, is_service in logins.items() if not is_service or name in new}
    wanted = {service.username: service for service in services if service.username not in taken}
    saved = dict(
        rows(
            """INSERT INTO platform_user AS p (username, name, email, language, password, is_active, is_service)
               SELECT u.username, u.name, '', 'en-gb', %s, u.is_active, true
               FROM unnest(%s::text[], %s::text[], %s::bool[]) AS u(username, name, is_active)
               ON CONFLICT (username) DO UPDATE SET name = excluded.name, is_active = excluded.is_active
               WHERE p.is_service RETURNING username, id""",
            [
                make_password(None),
                list(wanted),
                [service.name for service in wanted.values()],
                [service.is_active for service in wanted.values()],
            ],
        )
    )
    ctx.running().touched("platform.user", *saved.values())
    return Outcomes(_outcome(place, service, saved, logins) for place, service in enumerate(services))


def _check(service: ServiceInput) -> None:
    login = service.username
    if not login or len(login) > LONGEST_LOGIN or not login.isprintable() or " " in login:
        raise InvalidInput(
            "username_missing", f"A service needs a login without blanks, of {LONGEST_LOGIN} characters at most.",
            field="username",
        )  # fmt: skip
    if not service.name.strip() or len(service.name) > LONGEST_NAME:
        raise InvalidInput("name_missing", "Say what the service is.", field="name")


def _outcome(place: int, service: ServiceInput, saved: dict[str, int], logins: dict[str, bool]) -> Outcome:
    number = saved.get(service.username)
    if number is None:
        if logins.get(service.username):
            told = f"There is a service {service.username} already; give the new one another login."
        else:
            told = f"{service.username} is the login of a person; choose another."
        return Outcome(place, service.username, "refused", "login_taken", told, {"field": "username"})
    return Outcome(place, service.username, "done", "saved", f"{service.name} can hold roles and tokens.", {}, number)
