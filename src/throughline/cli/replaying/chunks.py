"""Splitting work into parts that one operation takes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from throughline.cli.replaying import rules

T = TypeVar("T")


def parts(things: Iterable[T]) -> list[list[T]]:
    """Split things that are a line each."""
    listed = list(things)
    return [listed[start : start + rules.LINES] for start in range(0, len(listed), rules.LINES)]


def whole(things: Sequence[T], lines: Callable[[T], int]) -> Iterator[list[T]]:
    """Split things of several lines, none of them across two parts; one that is larger is a part of its own."""
    part: list[T] = []
    count = 0
    for thing in things:
        if part and count + lines(thing) > rules.LINES:
            yield part
            part, count = [], 0
        part.append(thing)
        count += lines(thing)
    if part:
        yield part
