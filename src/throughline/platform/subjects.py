"""What has a history, notes and files of its own: kinds of records, the tables whose changes are theirs, who may look.

A record screen names its subject; from then on the record shows its history, and whatever else the tiers above hang on
every record. What a column holds may be for some readers only: its permission stands beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Sees = Callable[[Any], bool]


@dataclass(frozen=True)
class Kept:
    """A table whose changed rows belong to a record: by their own id, or by the column that leads to the record.

    `noun` says what a row is where it is not the record itself, `label` is the column that tells one from another.
    `guarded` gives the permission, or the question to the reader's context, that opens a column such as a cost.
    """

    table: str
    column: str = "id"
    noun: str = ""
    label: str = ""
    guarded: Mapping[str, str | Sees] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """A kind of record, as references and the audit trail call it, with the tables that are kept for it.

    `aliases` are other kinds under which the audit trail knows the same id.
    """

    kind: str
    kept: tuple[Kept, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """A subject with the screen that shows it: who may open that may see what hangs on it."""

    subject: Subject
    slug: str
    permission: str
    by: str


_known: dict[str, Known] = {}


def declare(subject: Subject, slug: str, permission: str, by: str) -> None:
    """Make a subject known with the screen that shows it."""
    _known[subject.kind] = Known(subject, slug, permission, by)


def find(kind: str) -> Known | None:
    """Give what is known about a kind, or None where no screen shows it."""
    return _known.get(kind)


def known_kinds() -> list[str]:
    """List the kinds of records that have a history."""
    return sorted(_known)
