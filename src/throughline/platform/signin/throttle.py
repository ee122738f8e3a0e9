"""Failures counted in the database, so that all processes and machines count together."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from throughline.platform.database.statements import execute, rows

LONGEST = timedelta(hours=24)
DOUBLINGS = 9


def blocked_until(keys: Sequence[str], now: datetime) -> datetime | None:
    """Give until when any of the keys is refused, or None."""
    found = rows("SELECT max(blocked_until) FROM platform_throttle WHERE key = ANY(%s)", [list(keys)])
    until: datetime | None = found[0][0]
    return until if until and until > now else None


def count(key: str, now: datetime, *, after: int, block: timedelta, window: timedelta) -> int:
    """Count one failure under a key; from the given number on the key is refused, each time twice as long.

    Failures that lie further back than the window are forgotten. Count before judging and clear afterwards, so that
    attempts made at once do not slip past together.
    """
    ((failures,),) = rows(
        """INSERT INTO platform_throttle AS t (key, failures, last_at) VALUES (%s, 1, %s)
           ON CONFLICT (key) DO UPDATE SET last_at = excluded.last_at,
               failures = CASE WHEN t.last_at < %s THEN 1 ELSE t.failures + 1 END
           RETURNING failures""",
        [key, now, now - window],
    )
    if failures >= after:
        wait = min(block * 2 ** min(failures - after, DOUBLINGS), LONGEST)
        execute("UPDATE platform_throttle SET blocked_until = %s WHERE key = %s", [now + wait, key])
    return int(failures)


def clear(keys: Sequence[str]) -> int:
    """Forget what was counted under keys; give how many there were."""
    return execute("DELETE FROM platform_throttle WHERE key = ANY(%s)", [list(keys)])


def forget(before: datetime) -> int:
    """Forget what was last counted before a moment; give how many."""
    return execute("DELETE FROM platform_throttle WHERE last_at < %s", [before])
