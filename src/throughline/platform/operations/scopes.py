"""How far a key reaches: a part of what its holder may do, never more."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from throughline.kernel.errors import InvalidInput

ALL = "*"
READ_ONLY = "read"
#: Giving access and power; neither * nor a prefix carries it.
GRANT = "administration:grant"
_PATTERN = re.compile(r"[a-z_]+(\.[a-z_]+)*(\.\*)?")
MOST = 100


@dataclass(frozen=True, slots=True)
class Scope:
    """Which permissions a key carries of those that its holder has, and which operations by name.

    A scope is `*`, `read` (everything that is read, no operation), a prefix `sales.*`, a permission
    `sales.order.read`, or the name of an operation. What gives access or power needs `administration:grant` beside
    it, which no other scope carries: a token has no one to ask for a proof, so whoever makes it gives that beforehand.
    """

    patterns: frozenset[str]
    granted: frozenset[str] = frozenset()

    def covers(self, permission: str) -> bool:
        """Say whether a permission lies within."""
        if ALL in self.patterns or permission in self.patterns or permission in self.granted:
            return True
        if READ_ONLY in self.patterns and permission.endswith(".read"):
            return True
        parts = permission.split(".")
        return any(".".join([*parts[:size], ALL]) in self.patterns for size in range(1, len(parts)))

    @property
    def grants(self) -> bool:
        """Say whether it reaches to what gives access or power."""
        return GRANT in self.patterns

    def calling(self, operation: str, permission: str) -> "Scope":
        """Give the scope in which an operation runs: one that is named brings its own permission along."""
        return replace(self, granted=frozenset({permission})) if operation in self.patterns else self


def read_scopes(given: Iterable[str], known: Collection[str]) -> list[str]:
    """Check the scopes of a key against everything that asks for a permission; give them in order.

    `known` holds all permissions and names of operations. What nothing asks for is a mistake of spelling.
    """
    patterns = sorted(set(given))
    if not patterns:
        raise InvalidInput("scopes_missing", "Say what the token may do: * for all, read, or sales.*.", field="scopes")
    if patterns == [GRANT]:
        told = f"{GRANT} opens what other scopes name; name those too, such as governance.*."
        raise InvalidInput("scopes_missing", told, field="scopes")
    if len(patterns) > MOST:
        raise InvalidInput("too_many_scopes", f"A token takes {MOST} scopes at most; use prefixes.", field="scopes")
    for pattern in patterns:
        if pattern in (ALL, READ_ONLY, GRANT) or pattern in known:
            continue
        fits = _PATTERN.fullmatch(pattern) and pattern.endswith(".*")
        if not fits or not any(name.startswith(pattern.removesuffix("*")) for name in known):
            raise InvalidInput(
                "scope_unknown",
                f"{pattern[:80]} names nothing; a scope is *, read, a prefix such as sales.*, a permission or an "
                "operation.",
                field="scopes",
            )
    return patterns
