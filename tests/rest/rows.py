"""Whether anything changed: what every table holds, told by the transactions that wrote its rows."""

from functools import cache

from throughline.platform.database.statements import rows

#: Written by the door itself: when a token was last used, and Django's own sessions.
OUTSIDE = ("platform_api_token_use", "django_session", "django_migrations")


@cache
def _tables() -> list[str]:
    found = rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
        alias="owner",
    )
    return [name for (name,) in found if name not in OUTSIDE and not name.startswith("procrastinate_")]


def fingerprint() -> dict[str, tuple[int, int]]:
    """Give, by table, how many rows there are and the sum of the transactions that wrote them."""
    parts = [f"SELECT '{name}', count(*), coalesce(sum(xmin::text::bigint), 0) FROM {name}" for name in _tables()]
    return {name: (count, int(sum_)) for name, count, sum_ in rows(" UNION ALL ".join(parts), alias="owner")}


def changed(before: dict[str, tuple[int, int]]) -> list[str]:
    """Name the tables that hold something else than before."""
    now = fingerprint()
    return [name for name, held in before.items() if now[name] != held]
