"""What a person changes of the own access, and what an administrator does for people who cannot get in."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from psycopg.types.json import Jsonb

from throughline.governance.access.checks import people_here, refuse_strangers
from throughline.governance.access.labels import OWN
from throughline.governance.access.people import PersonChange, check_person
from throughline.governance.duties import Duty
from throughline.governance.organisation import INSTALLATION
from throughline.governance.signin import codes
from throughline.governance.signin.passwords import is_right, refuse_weak
from throughline.governance.signin.policies import demand_proof, standard_for
from throughline.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleViolation
from throughline.platform.database import writes
from throughline.platform.database.statements import execute, rows
from throughline.platform.models import Credential, Identity, SignInLink, User
from throughline.platform.operations import Clock, Ctx, operation, system_clock
from throughline.platform.signin import sessions, throttle
from throughline.platform.signin.seal import seal

CREDENTIALS = ("totp", "passkey")


def own_ctx(user: User, clock: Clock = system_clock, door: str = "web", proved: datetime | None = None) -> Ctx:
    """Let a person act on the own access, whatever the company: for the installation, with no other right.

    `proved` is when whoever sits at the browser last proved to be that person.
    """
    own = frozenset({OWN})
    return Ctx(INSTALLATION, user.pk, permissions=own, clock=clock, door=door, language=user.language, proved_at=proved)


def _only_in_person(ctx: Ctx) -> None:
    """Refuse other doors: who holds a token of a person must not gain the person's credentials by it."""
    if ctx.company_id != INSTALLATION:
        raise NotAllowed("in_person_only", "This is done in person, under Account; no token or job can.")


def _self(ctx: Ctx) -> User:
    return User.objects.get(pk=ctx.actor_id)


@operation("access.sign_in", permission=OWN)
def sign_in(ctx: Ctx, *, method: str, credential: int | None = None, facts: dict[str, Any] | None = None) -> None:
    """Note that the person came in, with which factor; a counter or time step that was used does not serve again."""
    _only_in_person(ctx)
    execute("UPDATE platform_user SET last_login = %s WHERE id = %s", [ctx.now, ctx.actor_id])
    if credential is not None:
        step = (facts or {}).get("step")
        used = execute(
            """UPDATE platform_credential SET used_at = %s, data = data || %s
               WHERE id = %s AND user_id = %s AND (%s::bigint IS NULL OR (data ->> 'step')::bigint < %s)""",
            [ctx.now, Jsonb(facts or {}), credential, ctx.actor_id, step, step],
        )
        if not used:
            raise RuleViolation("code_used", "This code was used already; wait for the next one.")
    ctx.running().touched("platform.user", ctx.actor_id)


@operation("access.prove_again", permission=OWN)
def prove_again(ctx: Ctx, *, method: str, credential: int | None = None, facts: dict[str, Any] | None = None) -> None:
    """Note that the person at a browser proved once more who it is, and by what."""
    _only_in_person(ctx)
    if credential is not None:
        execute(
            "UPDATE platform_credential SET used_at = %s, data = data || %s WHERE id = %s AND user_id = %s",
            [ctx.now, Jsonb(facts or {}), credential, ctx.actor_id],
        )
    ctx.running().touched("platform.user", ctx.actor_id)


@operation("access.change_own_details", permission=OWN)
def change_own_details(ctx: Ctx, *, name: str, email: str, language: str) -> None:
    """Change the own name, mail and language.

    To the mail go links that set a password, so another one asks for a fresh proof, and links sent before end.
    """
    _only_in_person(ctx)
    check_person(name, email, language)
    change = PersonChange(ctx.actor_id, name, email, language)
    if email != _self(ctx).email:
        demand_proof(ctx)
        _end_links(ctx, [ctx.actor_id])
    execute(
        "UPDATE platform_user SET name = %s, email = %s, language = %s WHERE id = %s",
        [change.name, change.email, change.language, change.user_id],
    )
    ctx.running().touched("platform.user", ctx.actor_id)


@operation("access.change_own_password", permission=OWN)
def change_own_password(ctx: Ctx, *, current: str, new: str) -> None:
    """Change the own password, knowing the present one; all links that could set it end."""
    _only_in_person(ctx)
    user = _self(ctx)
    if user.has_usable_password() and not is_right(current, user):
        raise InvalidInput("password_wrong", "This is not your present password.", field="current")
    _set_password(ctx, user, new)


@operation("access.set_password_by_link", permission=OWN)
def set_password_by_link(ctx: Ctx, *, link: int, new: str) -> None:
    """Set the own password by a one-time link that was made for oneself, is not used and has not expired."""
    _only_in_person(ctx)
    used = rows(
        """UPDATE platform_sign_in_link SET used_at = %s
           WHERE id = %s AND user_id = %s AND used_at IS NULL AND expires_at > %s RETURNING id""",
        [ctx.now, link, ctx.actor_id, ctx.now],
    )
    if not used:
        raise RuleViolation("link_over", "This link was used or has expired; ask for a new one.")
    _set_password(ctx, _self(ctx), new)
    throttle.clear([f"account:{ctx.actor_id}"])


def _set_password(ctx: Ctx, user: User, new: str) -> None:
    refuse_weak(new, user, standard_for(user.pk).password_length)
    execute("UPDATE platform_user SET password = %s WHERE id = %s", [make_password(new), user.pk])
    _end_links(ctx, [user.pk])
    ctx.running().touched("platform.user", user.pk)


def _end_links(ctx: Ctx, users: Sequence[int]) -> None:
    execute(
        "UPDATE platform_sign_in_link SET used_at = %s WHERE user_id = ANY(%s) AND used_at IS NULL",
        [ctx.now, list(users)],
    )


@operation("access.add_authenticator", permission=OWN)
def add_authenticator(ctx: Ctx, *, secret: str, code: str) -> list[str]:
    """Have codes of an authenticator as second factor, once a code proves that it works; give recovery codes.

    An authenticator that was there before is replaced.
    """
    _only_in_person(ctx)
    if not codes.is_secret(secret):
        raise InvalidInput("secret_invalid", "This is no secret of an authenticator.", field="secret")
    step = codes.matching_step(secret, code, ctx.now, 0)
    if step is None:
        raise InvalidInput("code_wrong", "This is not the code it shows now; the clocks may differ.", field="code")
    execute("DELETE FROM platform_credential WHERE user_id = %s AND kind = 'totp'", [ctx.actor_id])
    data = {"secret": seal(secret), "step": step}
    columns = ("kind", "name", "key", "data")
    constants = {"user_id": ctx.actor_id, "made_at": ctx.now}
    writes.insert(Credential, columns, [("totp", "Authenticator", "", Jsonb(data))], constants)
    ctx.running().touched("platform.user", ctx.actor_id)
    return _new_recovery_codes(ctx)


@operation("access.renew_recovery_codes", permission=OWN)
def renew_recovery_codes(ctx: Ctx) -> list[str]:
    """Make new recovery codes; the old ones no longer count."""
    _only_in_person(ctx)
    if not rows(
        "SELECT id FROM platform_credential WHERE user_id = %s AND kind = ANY(%s)", [ctx.actor_id, [*CREDENTIALS]]
    ):
        raise RuleViolation("no_second_factor", "Recovery codes stand in for a second factor; set one up first.")
    ctx.running().touched("platform.user", ctx.actor_id)
    return _new_recovery_codes(ctx)


def _new_recovery_codes(ctx: Ctx) -> list[str]:
    made = codes.recovery_codes()
    execute("DELETE FROM platform_credential WHERE user_id = %s AND kind = 'recovery'", [ctx.actor_id])
    data = Jsonb({"digests": [codes.recovery_digest(code) for code in made]})
    constants = {"user_id": ctx.actor_id, "made_at": ctx.now}
    writes.insert(Credential, ("kind", "name", "key", "data"), [("recovery", "Recovery codes", "", data)], constants)
    return made


@operation("access.use_recovery_code", permission=OWN)
def use_recovery_code(ctx: Ctx, *, code: str) -> int:
    """Use up one of the own recovery codes; give how many are left."""
    _only_in_person(ctx)
    digest = codes.recovery_digest(code)
    used = rows(
        """UPDATE platform_credential SET used_at = %s, data = jsonb_set(data, '{digests}', (data -> 'digests') - %s)
           WHERE user_id = %s AND kind = 'recovery' AND data -> 'digests' ? %s
           RETURNING jsonb_array_length(data -> 'digests')""",
        [ctx.now, digest, ctx.actor_id, digest],
    )
    if not used:
        raise InvalidInput("code_wrong", "This is none of your recovery codes, or it was used.", field="code")
    ctx.running().touched("platform.user", ctx.actor_id)
    return int(used[0][0])


@operation("access.add_passkey", permission=OWN)
def add_passkey(ctx: Ctx, *, name: str, key: str, credential: str) -> int:
    """Have a passkey whose ceremony was passed: its id and its public data; give the id of the record."""
    _only_in_person(ctx)
    if not name.strip() or len(name) > 120:
        raise InvalidInput("name_missing", "Give the passkey a name, to know it by.", field="name")
    if rows("SELECT FROM platform_credential WHERE kind = 'passkey' AND key = %s", [key]):
        raise RuleViolation("passkey_known", "This passkey is set up already.")
    record = [("passkey", name.strip(), key, Jsonb({"credential": credential, "count": 0}))]
    constants = {"user_id": ctx.actor_id, "made_at": ctx.now}
    (number,) = writes.insert(Credential, ("kind", "name", "key", "data"), record, constants)
    ctx.running().touched("platform.user", ctx.actor_id)
    return number


@operation("access.remove_credentials", permission=OWN)
def remove_credentials(ctx: Ctx, *, credentials: Sequence[int]) -> int:
    """Remove own passkeys or the authenticator; give how many. Where a second factor is asked for, one stays."""
    _only_in_person(ctx)
    gone = rows(
        "DELETE FROM platform_credential WHERE user_id = %s AND id = ANY(%s) AND kind = ANY(%s) RETURNING id",
        [ctx.actor_id, list(credentials), [*CREDENTIALS]],
    )
    if not gone:
        raise NotFound("credential_unknown", "There is no such passkey or authenticator of yours.")
    left = rows(
        "SELECT id FROM platform_credential WHERE user_id = %s AND kind = ANY(%s)", [ctx.actor_id, [*CREDENTIALS]]
    )
    if not left:
        if standard_for(ctx.actor_id).needs_second_factor:
            raise RuleViolation(
                "second_factor_needed", "Your roles ask for a second factor; set up another one before removing this."
            )
        execute("DELETE FROM platform_credential WHERE user_id = %s AND kind = 'recovery'", [ctx.actor_id])
    ctx.running().touched("platform.user", ctx.actor_id)
    return len(gone)


@operation("access.link_identity", permission=OWN)
def link_identity(ctx: Ctx, *, issuer: str, subject: str) -> int:
    """Let a provider of OpenID Connect, which has just named this person, sign it in from now on."""
    _only_in_person(ctx)
    record = [(issuer, subject)]
    constants = {"user_id": ctx.actor_id, "linked_at": ctx.now}
    (number,) = writes.insert(Identity, ("issuer", "subject"), record, constants)
    ctx.running().touched("platform.user", ctx.actor_id)
    return number


@operation("access.end_own_sessions", permission=OWN)
def end_own_sessions(ctx: Ctx, *, sessions_ended: Sequence[int] | None = None, but: str = "") -> int:
    """Sign oneself out of some browsers, or of all but the present one; give of how many."""
    _only_in_person(ctx)
    ctx.running().touched("platform.user", ctx.actor_id)
    return sessions.end(ctx.actor_id, sessions_ended, but)


@operation("access.ask_for_link", permission=OWN)
def ask_for_link(ctx: Ctx) -> int:
    """Make a one-time link for oneself, which goes to the own mail and nowhere else; give its number."""
    _only_in_person(ctx)
    return _links(ctx, [ctx.actor_id])[0]


@operation("governance.make_sign_in_links", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def make_sign_in_links(ctx: Ctx, *, users: Sequence[int]) -> list[int]:
    """Make links by which people set a password once; give their numbers. Links made before end.

    Only for people who work in no company but the actor's: a link gives all that the person has, everywhere.
    """
    demand_proof(ctx)
    refuse_strangers(ctx, users, "the password")
    return _links(ctx, users)


def _links(ctx: Ctx, users: Sequence[int]) -> list[int]:
    _end_links(ctx, users)
    records = [(number, ctx.now + timedelta(hours=standard_for(number).link_hours)) for number in users]
    constants = {"made_by": ctx.actor_id, "made_at": ctx.now}
    ids = writes.insert(SignInLink, ("user_id", "expires_at"), records, constants)
    ctx.running().touched("platform.user", *users)
    return ids


@operation("governance.reset_second_factors", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def reset_second_factors(ctx: Ctx, *, users: Sequence[int]) -> int:
    """Remove passkeys, authenticator and recovery codes of people who lost them, and sign them out; give how many."""
    demand_proof(ctx)
    refuse_strangers(ctx, users, "the second factor")
    gone = execute("DELETE FROM platform_credential WHERE user_id = ANY(%s)", [list(users)])
    for number in users:
        sessions.end(number)
    ctx.running().touched("platform.user", *users)
    return gone


@operation("governance.unlock_users", permission="governance.access.change", duty=Duty.ADMINISTRATION)
def unlock_users(ctx: Ctx, *, users: Sequence[int]) -> int:
    """Let people try again whose accounts were locked after wrong passwords; give how many were."""
    people_here(ctx, users)
    ctx.running().touched("platform.user", *users)
    return throttle.clear([f"account:{number}" for number in users])
