"""Keys for programs: who made them for whom, how far they reach, and when they end.

Only the hash of a secret is kept: it is shown once, when it is made. A token acts as its holder in one company and
never with more than the holder's roles; its scopes make that less. Making tokens takes a signed-in person, so that no
token can make itself a wider one.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg.types.json import Jsonb

from throughline.governance.access import PERMISSIONS
from throughline.governance.duties import Duty
from throughline.governance.signin.policies import demand_proof
from throughline.kernel.errors import InvalidInput, NotAllowed, NotFound, RuleViolation
from throughline.platform.database import writes
from throughline.platform.database.statements import execute, rows
from throughline.platform.models import ApiToken
from throughline.platform.operations import OPERATIONS, Ctx, Outcome, Outcomes, operation
from throughline.platform.operations.scopes import read_scopes
from throughline.platform.rest import READS
from throughline.platform.rest.entrance import PREFIX, digest_of
from throughline.platform.ui.registry import screens

MOST_TOKENS = 50
LONGEST_NAME = 120
HINT = 8


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A new token. `secret` is told this once; who loses it makes another."""

    id: int
    name: str
    secret: str
    scopes: list[str]
    expires_at: datetime | None


@operation("governance.issue_own_token", permission="governance.token.own", secrets=("secret",))
def issue_own_token(ctx: Ctx, *, name: str, scopes: Sequence[str], expires_at: datetime | None = None) -> IssuedToken:
    """Make a token for oneself, with at most what one may do here; its secret is told once."""
    return _issue(ctx, ctx.actor_id, name, scopes, expires_at)


@operation(
    "governance.issue_token",
    permission="governance.token.change",
    duty=Duty.ADMINISTRATION,
    secrets=("secret",),
)
def issue_token(
    ctx: Ctx, *, username: str, name: str, scopes: Sequence[str], expires_at: datetime | None = None
) -> IssuedToken:
    """Make a token for somebody who holds a role here, usually a service; its secret is told once."""
    found = rows(
        """SELECT u.id FROM platform_user u WHERE u.username = %s AND u.is_active
           AND EXISTS (SELECT FROM platform_role_assignment a WHERE a.user_id = u.id AND a.company_id = %s)""",
        [username, ctx.company_id],
    )
    if not found:
        raise NotFound(
            "user_unknown",
            f"Nobody active called {username[:80]} holds a role here; give one first.",
            username=username,
        )
    return _issue(ctx, found[0][0], name, scopes, expires_at)


def _issue(ctx: Ctx, user_id: int, name: str, scopes: Sequence[str], expires_at: datetime | None) -> IssuedToken:
    if ctx.scope is not None:
        raise NotAllowed("tokens_by_tokens", "A token makes no tokens; sign in to make one.")
    demand_proof(ctx)
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput(
            "name_missing", f"Name the program that will use it, in {LONGEST_NAME} characters at most.", field="name"
        )
    if expires_at is not None and expires_at <= ctx.now:
        raise InvalidInput("expires_in_the_past", "A token ends in the future, or not by itself.", field="expires_at")
    patterns = read_scopes(scopes, reachable())
    ((held,),) = rows(
        "SELECT count(*) FROM platform_api_token WHERE user_id = %s AND revoked_at IS NULL AND company_id = %s",
        [user_id, ctx.company_id],
    )
    if held >= MOST_TOKENS:
        raise RuleViolation("too_many_tokens", f"{MOST_TOKENS} tokens are in use; revoke those that nobody needs.")
    secret = PREFIX + secrets.token_urlsafe(32)
    record = (user_id, name, secret[: len(PREFIX) + HINT], digest_of(secret), Jsonb(patterns), expires_at)
    constants = {"company_id": ctx.company_id, "created_at": ctx.now, "created_by": ctx.actor_id}
    (number,) = writes.insert(
        ApiToken, ("user_id", "name", "hint", "digest", "scopes", "expires_at"), [record], constants
    )
    ctx.running().touched("platform.api_token", number)
    ctx.running().touched("platform.user", user_id)
    return IssuedToken(number, name, secret, patterns, expires_at)


def reachable() -> set[str]:
    """Give everything that a scope can name: permissions that something asks for, and operations."""
    asked = {spec.permission for spec in OPERATIONS.values()} | {spec.permission for spec in READS.values()}
    return {*PERMISSIONS, *OPERATIONS, *asked, *(one.permission for one in screens if one.permission)}


@operation("governance.revoke_own_tokens", permission="governance.token.own")
def revoke_own_tokens(ctx: Ctx, *, tokens: Sequence[int]) -> Outcomes:
    """End tokens of one's own at once; one that has ended is skipped."""
    return _revoke(ctx, tokens, ctx.actor_id)


@operation("governance.revoke_tokens", permission="governance.token.change", duty=Duty.ADMINISTRATION)
def revoke_tokens(ctx: Ctx, *, tokens: Sequence[int]) -> Outcomes:
    """End anybody's tokens at once; one that has ended is skipped."""
    return _revoke(ctx, tokens, None)


def _revoke(ctx: Ctx, tokens: Sequence[int], holder: int | None) -> Outcomes:
    found = rows(
        """SELECT id, name, revoked_at FROM platform_api_token
           WHERE company_id = %s AND id = ANY(%s::bigint[]) AND (%s::bigint IS NULL OR user_id = %s)""",
        [ctx.company_id, list(tokens), holder, holder],
    )
    known = {number: (name, revoked) for number, name, revoked in found}
    execute(
        """UPDATE platform_api_token SET revoked_at = %s, revoked_by = %s
           WHERE company_id = %s AND id = ANY(%s::bigint[]) AND revoked_at IS NULL""",
        [ctx.now, ctx.actor_id, ctx.company_id, sorted(known)],
    )
    ctx.running().touched("platform.api_token", *known)
    return Outcomes(_ended(number, known.get(number)) for number in tokens)


def _ended(number: int, known: tuple[str, datetime | None] | None) -> Outcome:
    if known is None:
        return Outcome(number, f"token {number}", "refused", "token_unknown", f"There is no token {number} to revoke.")
    name, revoked = known
    if revoked is not None:
        return Outcome(number, name, "skipped", "revoked_already", f"{name} was revoked already.", {}, number)
    return Outcome(number, name, "done", "revoked", f"{name} opens nothing any more.", {}, number)
