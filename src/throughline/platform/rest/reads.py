"""Named reads: what a program asks beside lists and records, declared by the modules that know the answer.

A read is a function of a context and typed, named parameters that gives plain dataclasses. It runs inside the reading
transaction of one company, changes nothing, and is bounded: what can grow comes as a `Page`.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Generic, ParamSpec, TypeVar, get_type_hints

T = TypeVar("T")
R = TypeVar("R")
Params = ParamSpec("Params")

MOST = 500
#: How many rows a page of a read holds at most; the parameter every paged read takes.
Limit = Annotated[int, (1, MOST)]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a read, and the value of its parameter `after` for those that follow (None on the last page)."""

    rows: Sequence[T]
    next: int | None = None

    @classmethod
    def of(cls, found: Sequence[T], limit: int, key: Callable[[T], int]) -> "Page[T]":
        """Cut a page out of one row more than was asked for."""
        shown = found[:limit]
        return cls(shown, key(shown[-1]) if len(found) > limit else None)


@dataclass(frozen=True)
class ReadSpec:
    """A read as its doors know it: name, permission, meaning, typed parameters and answer."""

    name: str
    permission: str
    call: Callable[..., Any]
    meaning: str

    @cached_property
    def signature(self) -> inspect.Signature:
        """The parameters with their defaults."""
        return inspect.signature(self.call)

    @cached_property
    def hints(self) -> dict[str, Any]:
        """The types of parameters and answer; asked late, when every module is loaded."""
        return get_type_hints(self.call, include_extras=True)


#: Every read by name. The REST door and its description are made from it.
READS: dict[str, ReadSpec] = {}


def read(name: str, *, permission: str) -> Callable[[Callable[Params, R]], Callable[Params, R]]:
    """Declare a function as a named read that a permission opens."""

    def wrap(body: Callable[Params, R]) -> Callable[Params, R]:
        assert name not in READS, f"two reads are named {name}"
        READS[name] = ReadSpec(name, permission, body, (body.__doc__ or "").strip().split("\n")[0])
        return body

    return wrap
