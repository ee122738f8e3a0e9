"""The browsers in which people are signed in: how long they last, which they are, ending them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from throughline.platform.database.statements import execute, select
from throughline.platform.signin.attempts import address_of, agent_of

#: How long what was seen of a session may be out of date.
STALE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a session may last, and how long it may rest."""

    hours: int
    idle_minutes: int


@dataclass(frozen=True, slots=True)
class BrowserFacts:
    """A browser in which a person is signed in."""

    id: int
    session_key: str
    method: str
    address: str
    agent: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    idle_minutes: int


_BROWSER = """SELECT id, session_key, method, address, agent, began_at, seen_at, ends_at, idle_minutes
    FROM platform_session WHERE {}"""


def begin(request: HttpRequest, user_id: int, method: str, terms: Terms, now: datetime) -> None:
    """Note the browser of a request as signed in from now on; its session gets its key, if it has none yet."""
    request.session.save()
    execute(
        """INSERT INTO platform_session
               (user_id, session_key, method, address, agent, began_at, seen_at, ends_at, idle_minutes)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
           ON CONFLICT (session_key) DO UPDATE SET user_id = excluded.user_id, method = excluded.method,
               began_at = excluded.began_at, seen_at = excluded.seen_at, ends_at = excluded.ends_at,
               idle_minutes = excluded.idle_minutes""",
        [
            user_id,
            request.session.session_key,
            method,
            address_of(request),
            agent_of(request),
            now,
            now,
            now + timedelta(hours=terms.hours),
            terms.idle_minutes,
        ],
    )


def present(session_key: str) -> BrowserFacts | None:
    """Give what is known of a session, or None."""
    found = select(BrowserFacts, _BROWSER.format("session_key = %s"), [session_key])
    return found[0] if found else None


def is_over(browser: BrowserFacts, now: datetime) -> bool:
    """Say whether a session has lasted or rested too long."""
    return now >= browser.ends_at or now >= browser.seen_at + timedelta(minutes=browser.idle_minutes)


def seen(browser: BrowserFacts, now: datetime) -> None:
    """Note that a session is in use, not more often than needed."""
    if now - browser.seen_at > STALE:
        execute("UPDATE platform_session SET seen_at = %s WHERE id = %s", [now, browser.id])


def browsers_of(user_id: int, now: datetime) -> list[BrowserFacts]:
    """List where a person is signed in, the latest used first."""
    found = select(BrowserFacts, _BROWSER.format("user_id = %s ORDER BY seen_at DESC"), [user_id])
    return [browser for browser in found if not is_over(browser, now)]


def end(user_id: int, session_ids: Sequence[int] | None = None, but: str = "") -> int:
    """Sign a person out of some browsers, or of all but one; give of how many."""
    wanted = None if session_ids is None else list(session_ids)
    return execute(
        """WITH gone AS (DELETE FROM platform_session WHERE user_id = %s AND session_key <> %s
               AND (%s::bigint[] IS NULL OR id = ANY(%s)) RETURNING session_key),
           ended AS (DELETE FROM django_session d USING gone WHERE d.session_key = gone.session_key)
           SELECT FROM gone""",
        [user_id, but, wanted, wanted],
    )
