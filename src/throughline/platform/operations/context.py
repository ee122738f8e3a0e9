"""Who acts, where, when and in which operation: passed first, never fetched from a global."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connections, transaction

from throughline.kernel.errors import NotAllowed, StaleVersion
from throughline.platform.database.statements import discard, execute, plan_afresh
from throughline.platform.operations.refusals import REFUSED, refusal_of
from throughline.platform.operations.scopes import Scope

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Give the present moment in UTC; the only place in the product that asks the machine."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Unit:
    """What one running operation gathers: its events and the documents it touched."""

    operation_id: int
    events: list[Any] = field(default_factory=list)
    subjects: dict[str, list[int]] = field(default_factory=dict)
    fiscal: bool = True

    def touched(self, kind: str, *ids: int) -> None:
        """Note documents for the audit record."""
        self.subjects.setdefault(kind, []).extend(ids)


@dataclass(frozen=True, slots=True)
class Ctx:
    """A person or job acting for a company, with what it may do.

    `cause` names the event or operation that a reaction of the system answers; such a reaction acts on behalf of
    the author of its cause. `scope` is there for keys that carry a part of their holder's permissions only. `proved_at`
    says when the person at a browser last proved who it is; it is None where nobody sits at one. `unit` is there inside
    an operation only.
    """

    company_id: int
    actor_id: int
    permissions: frozenset[str] = frozenset()
    duties: frozenset[str] = frozenset()
    clock: Clock = system_clock
    door: str = "code"
    language: str = "en-gb"
    timezone: str = "UTC"
    cause: str = ""
    reason: str = ""
    idempotency_key: str | None = None
    scope: Scope | None = None
    proved_at: datetime | None = None
    unit: Unit | None = None

    @property
    def now(self) -> datetime:
        """The moment, from the injected clock."""
        return self.clock()

    @property
    def today(self) -> date:
        """The business date where the company is."""
        return self.clock().astimezone(ZoneInfo(self.timezone)).date()

    @property
    def operation_id(self) -> int | None:
        """The id of the running operation."""
        return self.unit.operation_id if self.unit else None

    def may(self, permission: str) -> bool:
        """Say whether a permission is held, within the scope of the key that is used; `*` holds all."""
        held = permission in self.permissions or "*" in self.permissions
        return held and (self.scope is None or self.scope.covers(permission))

    def demand(self, permission: str) -> None:
        """Raise unless a permission is held."""
        if not self.may(permission):
            if self.scope is not None and not self.scope.covers(permission):
                raise NotAllowed(
                    "scope_missing",
                    f"This needs the permission {permission}, which lies outside the scopes of the token.",
                    permission=permission,
                )
            words = _words[0](permission)
            raise NotAllowed(
                "permission_missing",
                f"This needs the permission “{words}” ({permission}); ask whoever gives out roles.",
                permission=permission,
            )

    def running(self) -> Unit:
        """Give the running operation; acts are called inside one only."""
        assert self.unit is not None, "an act is called inside an operation"
        return self.unit


_words: list[Callable[[str], str]] = [str]


def set_permission_words(words: Callable[[str], str]) -> None:
    """Register what says in plain words what a permission lets one do."""
    _words[0] = words


@contextmanager
def reading(ctx: Ctx, *, alias: str = "default", one_moment: bool = False) -> Iterator[None]:
    """Open a transaction that sees the rows of one company and can change none; of `one_moment`, all as they stand now.

    Each question is planned for its own values: a kept plan takes a company, a state or a customer for the average of
    all, and would read the whole of the largest one to fill a page.
    """
    if connections[alias].in_atomic_block:
        yield
        return
    try:
        with transaction.atomic(using=alias):
            if one_moment:
                execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY", alias=alias)
            execute(
                "SELECT set_config('throughline.company', %s, true), set_config('throughline.operation', '', true)",
                [str(ctx.company_id)],
                alias=alias,
            )
            plan_afresh()
            yield
    except REFUSED as error:
        refused = refusal_of(error, {}, name="reading")
        if refused is None:
            raise
        raise refused from error
    finally:
        discard()


class Overtaken(StaleVersion):
    """Somebody committed between what was locked first and what was locked last: the whole operation is repeated.

    For what cannot be locked any more without going back in the order of locks. Whoever meets it four times is told.
    """

    def __init__(self, message: str) -> None:
        super().__init__("overtaken", message)
