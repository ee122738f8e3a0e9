"""Which database to use and under which role.

The application's role sees one company at a time and cannot touch a posted row; the owner's role migrates,
verifies and backs up. Both come from the environment, so that no secret stands in a file of the project.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

OWNER_ROLE = "throughline_owner"
APPLICATION_ROLE = "throughline_app"
POOL_SIZE = "THROUGHLINE_POOL"


def databases(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Give Django's DATABASES: `default` as the application's role, `owner` as the owner's.

    `DATABASE_URL` names the database for the application; `DATABASE_OWNER_URL` the same one for its owner. Without
    the second the owner's role is taken at the same address, as on the server that the command starts itself.

    `THROUGHLINE_POOL` is how many connections a serving process keeps: a request then finds its statements prepared
    and planned. Without it each request opens its own, which suits commands and tests.
    """
    application = environ.get("DATABASE_URL", f"postgresql://{APPLICATION_ROLE}@/throughline?host=/tmp")
    default = parse(application)
    owner = parse(environ["DATABASE_OWNER_URL"]) if "DATABASE_OWNER_URL" in environ else None
    owner = owner or {**default, "USER": environ.get("THROUGHLINE_OWNER_ROLE", OWNER_ROLE)}
    if size := int(environ.get(POOL_SIZE, "0")):
        pool = {"min_size": 1, "max_size": size, "timeout": 10}
        options = {**default["OPTIONS"], "pool": pool}
        default = {**default, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}  # a server that came back is found again
    return {"default": default, "owner": owner}


def parse(url: str) -> dict[str, Any]:
    """Turn a PostgreSQL address into Django's settings; a socket folder stands in `?host=`."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "throughline",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.get("host", [""])[0],
        "PORT": str(parts.port or query.get("port", [""])[0]),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {"prepare_threshold": 2, "application_name": "throughline"},
        "ATOMIC_REQUESTS": False,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
