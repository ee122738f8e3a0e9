"""`GET /api/v1/reads/{name}`: a declared read with typed parameters, its rows as data."""

import types
import typing
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from throughline.kernel.errors import NotFound
from throughline.platform.operations import Ctx
from throughline.platform.rest.entrance import answer
from throughline.platform.rest.problems import wrong
from throughline.platform.rest.reads import READS, Page, ReadSpec
from throughline.platform.rest.told import told
from throughline.platform.rest.typed import LARGEST_SET, arguments


@cache
def hints_of(name: str) -> dict[str, Any]:
    """Give the types of a read's named parameters, without its context."""
    spec = READS[name]
    return {one: spec.hints[one] for one in list(spec.signature.parameters)[1:]}


def defaults_of(spec: ReadSpec) -> dict[str, Any]:
    """Give the parameters that may be left out."""
    parameters = list(spec.signature.parameters.values())[1:]
    return {one.name: one.default for one in parameters if one.default is not one.empty}


def answer_read(request: HttpRequest, ctx: Ctx, name: str) -> HttpResponse:
    """Type the parameters of the address, ask, and give the rows."""
    spec = READS.get(name)
    if spec is None:
        raise NotFound("read_unknown", f"There is no read {name[:80]}; the description lists them all.")
    if spec.permission:
        ctx.demand(spec.permission)
    hints = hints_of(name)
    given = {one: _value(hints.get(one), one, request.GET.getlist(one)) for one in request.GET}
    found = spec.call(ctx, **arguments(hints, defaults_of(spec), given))
    if isinstance(found, Page):
        return answer({"data": [told(row) for row in found.rows], "next": found.next})
    if isinstance(found, Mapping):
        return answer({"data": [told(row) for row in found.values()], "next": None})
    if isinstance(found, Sequence):
        return answer({"data": [told(row) for row in found], "next": None})
    return answer({"data": told(found), "next": None})


def _value(kind: Any, name: str, given: list[str]) -> Any:
    """Give the texts of an address as the JSON that they stand for; a list is the parameter repeated."""
    inner = bare(kind)
    if is_list(inner):
        if len(given) > LARGEST_SET:
            raise wrong("too_many", f"{name} takes {LARGEST_SET:,} values at most.", name)
        return [_plain(bare(typing.get_args(inner)[0]), one) for one in given]
    if len(given) > 1:
        raise wrong("named_twice", f"{name} takes one value.", name)
    return _plain(inner, given[0])


def bare(kind: Any) -> Any:
    """Give a type without `| None` and without what is noted beside it."""
    if typing.get_origin(kind) is typing.Annotated:
        return bare(typing.get_args(kind)[0])
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        arms = [arm for arm in typing.get_args(kind) if arm is not type(None)]
        return bare(arms[0])
    return kind


def is_list(kind: Any) -> bool:
    """Say whether a type takes several values."""
    origin = typing.get_origin(kind)
    return isinstance(origin, type) and issubclass(origin, Sequence)


def _plain(kind: Any, text: str) -> Any:
    if kind is int and text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 20:
        return int(text)
    if kind is bool and text in ("true", "false", "1", "0"):
        return text in ("true", "1")
    return text
