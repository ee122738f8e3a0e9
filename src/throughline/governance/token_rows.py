"""Reading tokens: whose, how far they reach, when they were last used, and whether they still open anything."""

from dataclasses import dataclass
from datetime import datetime

from throughline.platform.database.statements import select
from throughline.platform.operations import Ctx


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as the lists show it; `hint` is the beginning of its secret."""

    id: int
    name: str
    hint: str
    holder: str
    username: str
    scopes: list[str]
    created_at: datetime
    maker: str
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


_TOKENS = """SELECT t.id, t.name, t.hint, u.name, u.username, t.scopes, t.created_at, coalesce(m.name, ''),
        t.expires_at, t.revoked_at, n.last_used_at
    FROM platform_api_token t JOIN platform_user u ON u.id = t.user_id
    LEFT JOIN platform_user m ON m.id = t.created_by LEFT JOIN platform_api_token_use n ON n.token_id = t.id
    WHERE t.company_id = %(company)s AND (%(holder)s::bigint IS NULL OR t.user_id = %(holder)s)
      AND (%(before)s::bigint IS NULL OR t.id < %(before)s)
      AND (%(good)s::bool IS NULL OR %(good)s =
           (t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %(now)s)))
      AND (%(words)s = '' OR starts_with(lower(t.name), lower(%(words)s))
           OR starts_with(u.username, lower(%(words)s)))
    ORDER BY t.id DESC LIMIT %(limit)s"""


def token_rows(
    ctx: Ctx,
    *,
    holder: int | None = None,
    good: bool | None = None,
    words: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[TokenRow]:
    """List tokens, the newest first: of one holder or of all, those that open something or those that do not."""
    values = {"company": ctx.company_id, "holder": holder, "before": before, "good": good, "now": ctx.now,
              "words": words, "limit": limit}  # fmt: skip
    return select(TokenRow, _TOKENS, values)
