"""`POST /api/v1/operations/{name}`: the same operation as every other door calls, typed from its signature."""

import inspect
import typing
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse

from throughline.kernel.errors import DomainError, InvalidInput, NotFound, StaleVersion
from throughline.platform.operations import OPERATIONS, Ctx, OperationSpec, Outcomes, Versioned, judged
from throughline.platform.rest import body as incoming
from throughline.platform.rest.entrance import answer
from throughline.platform.rest.problems import precondition
from throughline.platform.rest.told import told
from throughline.platform.rest.typed import arguments


@cache
def hints_of(name: str) -> dict[str, Any]:
    """Give the types of an operation's named parameters, without its context."""
    spec = OPERATIONS[name]
    hints = typing.get_type_hints(spec.call, include_extras=True)
    return {one: hints[one] for one in list(spec.signature.parameters)[1:]}


def answer_type(spec: OperationSpec) -> Any:
    """Give the type of what an operation returns."""
    return typing.get_type_hints(spec.call).get("return")


@cache
def defaults_of(name: str) -> dict[str, Any]:
    """Give the parameters that may be left out."""
    parameters = OPERATIONS[name].signature.parameters
    return {one.name: one.default for one in parameters.values() if one.default is not inspect.Parameter.empty}


def call_operation(request: HttpRequest, ctx: Ctx, name: str) -> HttpResponse:
    """Type the body, call the operation or its dry run, and give what came of it."""
    spec = OPERATIONS.get(name)
    if spec is None or spec.internal:
        raise NotFound("operation_unknown", f"There is no operation {name[:80]}; the description lists them all.")
    incoming.known_query(request, "dry_run")
    ahead = incoming.flag(request, "dry_run")
    version = incoming.version_asked(request)
    within = ctx.scope.calling(name, spec.permission) if ctx.scope else None
    ctx = replace(ctx, idempotency_key=incoming.idempotency_key(request), scope=within)
    ctx.demand(spec.permission)
    values = arguments(hints_of(name), defaults_of(name), incoming.json_body(request))
    if version is not None:
        values = _versioned(values, version)
    try:
        result = _carry_out(spec, ctx, values, keep=not ahead, fresh=version is not None)
    except DomainError as error:
        raise precondition(error, asked=version is not None) from error
    return answer(body_of(spec, result, ahead=ahead))


def _carry_out(spec: OperationSpec, ctx: Ctx, values: Mapping[str, Any], *, keep: bool, fresh: bool) -> Any:
    if fresh:
        return judged(spec, ctx, values, _demand_fresh, keep=keep)
    return (spec.call if keep else spec.dry_run)(ctx, **values)


def body_of(spec: OperationSpec, result: Any, *, ahead: bool) -> dict[str, Any]:
    """Give what came of an operation: one outcome per row of a set, else its result."""
    body: dict[str, Any] = {"operation": spec.name, "dry_run": ahead}
    if isinstance(result, Outcomes):
        counts = {status: 0 for status in ("done", "held", "refused", "skipped")}
        for outcome in result:
            counts[outcome.status] += 1
        return {**body, "counts": counts, "outcomes": [told(outcome) for outcome in result]}
    return {**body, "result": told(result)}


def _versioned(values: Mapping[str, Any], version: int) -> dict[str, Any]:
    """Put the version of If-Match on the one document that the call is about."""
    places = [(name, value) for name, value in values.items() if _subjects(value)]
    if len(places) != 1 or len(_subjects(places[0][1])) != 1:
        raise InvalidInput(
            "if_match_unusable",
            "If-Match needs an operation on exactly one document with a version; give versions in the body instead.",
            field="If-Match",
        )
    name, value = places[0]
    (subject,) = _subjects(value)
    if subject.version not in (None, version):
        raise InvalidInput("two_versions", "If-Match and the body name different versions.", field=name)
    fresh = replace(subject, version=version)
    return {**values, name: fresh if isinstance(value, Versioned) else [fresh]}


def _subjects(value: Any) -> list[Versioned]:
    if isinstance(value, Versioned):
        return [value]
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        return [one for one in value if isinstance(one, Versioned)]
    return []


def _demand_fresh(result: Any) -> None:
    """Refuse it all where the one document was refused for its version."""
    for outcome in result if isinstance(result, Outcomes) else ():
        if outcome.status == "refused" and outcome.code.startswith("stale_"):
            raise StaleVersion(outcome.code, outcome.message, **outcome.facts)
