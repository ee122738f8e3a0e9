"""Inviting people into a company, changing what is known of them, and letting them go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from throughline.governance import locks
from throughline.governance.access.checks import (
    keep_an_administrator,
    people_here,
    refuse_strangers,
    works_elsewhere,
)
from throughline.governance.access.conflicts import administrators
from throughline.governance.access.grants import Grant, grant_roles
from throughline.governance.duties import Duty
from throughline.governance.signin.policies import demand_proof
from throughline.kernel.errors import InvalidInput
from throughline.platform.database.statements import execute, rows
from throughline.platform.operations import Ctx, operation

LANGUAGES = {"en-gb": "English", "de": "German"}

__all__ = ["Invitation", "PersonChange", "change_users", "deactivate_users", "invite_users", "works_elsewhere"]


@dataclass(frozen=True, slots=True)
class Invitation:
    """A person to work here, named by the login, with the roles to be held (codes), until a day if one is given."""

    username: str
    name: str
    roles: Sequence[str]
    email: str = ""
    language: str = "en-gb"
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What is known of a person: name, mail and language."""

    user_id: int
    name: str
    email: str = ""
    language: str = "en-gb"


@operation("governance.invite_users", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def invite_users(ctx: Ctx, *, users: Sequence[Invitation]) -> list[int]:
    """Let people work here with these roles; give their ids.

    A login that is known, perhaps from another company, is linked: name, mail, password and state stay as they are.
    A new person has no password and cannot sign in before a one-time link was used.
    """
    for user in users:
        _check_login(user)
        check_person(user.name, user.email, user.language)
    found = rows(
        """INSERT INTO platform_user (username, name, email, language, password, is_active, is_service)
           SELECT u.*, true, false FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[]) AS u
           ON CONFLICT (username) DO NOTHING RETURNING id""",
        [
            [user.username for user in users],
            [user.name for user in users],
            [user.email for user in users],
            [user.language for user in users],
            [make_password(None) for _ in users],
        ],
    )
    by_login = dict(
        rows("SELECT username, id FROM platform_user WHERE username = ANY(%s)", [[user.username for user in users]])
    )
    ids = [int(by_login[user.username]) for user in users]
    grant_roles(
        ctx,
        [Grant(number, code, user.valid_to) for number, user in zip(ids, users, strict=True) for code in user.roles],
    )
    ctx.running().touched("platform.new_user", *(row[0] for row in found))
    ctx.running().touched("platform.user", *ids)
    return ids


@operation("governance.change_users", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def change_users(ctx: Ctx, *, users: Sequence[PersonChange]) -> int:
    """Change name, mail and language of people who work in no company but the actor's; give how many.

    A mail is where links to sign in go, so that another one asks for a proof.
    """
    for user in users:
        check_person(user.name, user.email, user.language)
    refuse_strangers(ctx, [user.user_id for user in users], "the name")
    if _mail_changes(users):
        demand_proof(ctx)
    return execute(
        """UPDATE platform_user p SET name = u.name, email = u.email, language = u.language
           FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS u(id, name, email, language)
           WHERE p.id = u.id""",
        [
            [user.user_id for user in users],
            [user.name for user in users],
            [user.email for user in users],
            [user.language for user in users],
        ],
    )


@operation("governance.deactivate_users", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def deactivate_users(ctx: Ctx, *, users: Sequence[int]) -> int:
    """End all roles of people here at once; give how many roles ended. What they hold elsewhere stays.

    Who held roles nowhere else can no longer do anything, and is signed out everywhere.
    """
    people_here(ctx, users)
    locks.access_of_company(ctx)
    before = administrators(ctx)
    ended = execute(
        "DELETE FROM platform_role_assignment WHERE company_id = %s AND user_id = ANY(%s)",
        [ctx.company_id, list(users)],
    )
    keep_an_administrator(ctx, before)
    execute(
        """WITH gone AS (DELETE FROM platform_session s WHERE s.user_id = ANY(%s) AND NOT EXISTS (
               SELECT FROM platform_role_assignment a WHERE a.user_id = s.user_id) RETURNING s.session_key)
           DELETE FROM django_session d USING gone WHERE d.session_key = gone.session_key""",
        [list(users)],
    )
    ctx.running().touched("platform.user", *users)
    return ended


def _mail_changes(users: Sequence[PersonChange]) -> bool:
    found = rows(
        """SELECT EXISTS (SELECT FROM platform_user p JOIN unnest(%s::bigint[], %s::text[]) AS u(id, email)
           ON u.id = p.id AND u.email <> p.email)""",
        [[user.user_id for user in users], [user.email for user in users]],
    )
    return bool(found[0][0])


def _check_login(user: Invitation) -> None:
    if not user.username.strip() or user.username != user.username.strip():
        raise InvalidInput("username_missing", "A person needs a user name without blanks around it.", field="username")
    if len(user.username) > 150 or not user.username.isprintable():
        raise InvalidInput(
            "username_invalid", "A user name has 150 printable characters at most.", field="username", length=150
        )
    if not user.roles:
        raise InvalidInput("role_missing", f"{user.username} needs one role at least.", field="roles")


def check_person(name: str, email: str, language: str) -> None:
    """Refuse a name, mail or language that cannot be one."""
    if not name.strip() or len(name) > 200:
        raise InvalidInput("name_missing", "A person needs a name of 200 characters at most.", field="name")
    if language not in LANGUAGES:
        raise InvalidInput(
            "language_unknown", f"There is no language {language}; choose {', '.join(LANGUAGES)}.", field="language"
        )
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise InvalidInput("email_invalid", f"{email} is not a mail address.", field="email") from error
