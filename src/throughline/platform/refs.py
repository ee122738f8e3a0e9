"""What a reference to a document of another module looks like: its owner registers label and link."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from throughline.kernel.refs import DocumentRef


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as a reader sees it: what it is, its number and where it opens."""

    noun: str
    label: str
    url: str


Resolver = Callable[[Iterable[int]], Mapping[int, Shown]]
_resolvers: dict[str, Resolver] = {}
#: Says by the id of a document whom it is for.
Naming = Callable[[Iterable[int]], Mapping[int, str]]
_parties: dict[str, Naming] = {}


def register(kind: str, resolver: Resolver) -> None:
    """Let a module say how documents of its kind are shown, for sets of ids."""
    _resolvers[kind] = resolver


def register_party(kind: str, naming: Naming) -> None:
    """Let a module say whom documents of its kind are for, for sets of ids."""
    _parties[kind] = naming


def knows(kind: str) -> bool:
    """Say whether references of a kind lead anywhere."""
    return kind in _resolvers


def resolve(refs: Iterable[DocumentRef]) -> dict[DocumentRef, Shown]:
    """Give label and link of references, one query a kind; what nobody knows shows its kind and id."""
    wanted: dict[str, set[int]] = {}
    for ref in refs:
        wanted.setdefault(ref.kind, set()).add(ref.id)
    shown = {}
    for kind, ids in wanted.items():
        found = _resolvers[kind](ids) if kind in _resolvers else {}
        for number in ids:
            shown[DocumentRef(kind, number)] = found.get(number) or Shown(kind, f"{kind} {number}", "")
    return shown


def parties(refs: Iterable[DocumentRef]) -> dict[DocumentRef, str]:
    """Give the names of those whom documents are for, where their owners say it."""
    wanted: dict[str, set[int]] = {}
    for ref in refs:
        if ref.kind in _parties:
            wanted.setdefault(ref.kind, set()).add(ref.id)
    return {
        DocumentRef(kind, number): name for kind, ids in wanted.items() for number, name in _parties[kind](ids).items()
    }
