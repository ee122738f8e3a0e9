"""The decorators that make a function an operation or an act, and the list of all operations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from throughline.kernel.errors import RuleViolation
from throughline.platform.operations import runner
from throughline.platform.operations.context import Ctx
from throughline.platform.operations.spec import OperationSpec

Params = ParamSpec("Params")
R = TypeVar("R")


#: Every operation by name. OpenAPI, the permission matrix, the palette and the audit trail read it.
OPERATIONS: dict[str, OperationSpec] = {}

set_duty_gate = runner.set_duty_gate


def _register(spec: OperationSpec) -> None:
    assert spec.name not in OPERATIONS, f"two operations are named {spec.name}"
    OPERATIONS[spec.name] = spec


def judged(
    spec: OperationSpec, ctx: Ctx, values: Mapping[str, Any], judge: Callable[[Any], None], *, keep: bool = True
) -> Any:
    """Do an operation, and undo all of it where the judge raises on seeing what came of it."""

    def judged_body(inside: Ctx, **given: Any) -> Any:
        result = spec.body(inside, **given)
        judge(result)
        return result

    return runner.run(spec, judged_body, ctx, (), values, keep=keep)


def operation(
    name: str,
    *,
    permission: str,
    duty: str = "",
    fiscal: bool = False,
    secrets: Sequence[str] = (),
    internal: bool = False,
) -> Callable[[Callable[Concatenate[Ctx, Params], R]], Callable[Concatenate[Ctx, Params], R]]:
    """Make a function an operation: one transaction, one permission, one duty, one audit record.

    `fiscal` says that it takes gapless numbers, which a dry run must not. `secrets` names the fields of its result that
    are told once: they are not kept with an idempotency key. `internal` ones are parts of a series, at no door.
    """

    def wrap(body: Callable[Concatenate[Ctx, Params], R]) -> Callable[Concatenate[Ctx, Params], R]:
        @wraps(body)
        def call(ctx: Ctx, *args: Params.args, **kwargs: Params.kwargs) -> R:
            return cast(R, runner.run(spec, body, ctx, args, kwargs))

        @wraps(body)
        def dry_run(ctx: Ctx, *args: Any, **kwargs: Any) -> Any:
            return runner.run(spec, body, ctx, args, kwargs, keep=False)

        spec = OperationSpec(name, permission, str(duty), body, call, dry_run, frozenset(secrets), internal)
        _register(spec)
        return cast(Callable[Concatenate[Ctx, Params], R], call)

    return wrap


def series(
    name: str, *, permission: str
) -> Callable[[Callable[Concatenate[Ctx, Params], R]], Callable[Concatenate[Ctx, Params], R]]:
    """Offer a series of operations at every door: work larger than a transaction, that goes on where it was stopped.

    It demands its permission; its operations ask for theirs, in transactions of their own. It has no dry run: where it
    has a preview, that is a series of its own.
    """

    def wrap(body: Callable[Concatenate[Ctx, Params], R]) -> Callable[Concatenate[Ctx, Params], R]:
        @wraps(body)
        def call(ctx: Ctx, *args: Params.args, **kwargs: Params.kwargs) -> R:
            assert ctx.unit is None, f"{name} was called inside an operation"
            ctx.demand(permission)
            return body(replace(ctx, idempotency_key=None), *args, **kwargs)

        def dry_run(ctx: Ctx, *args: Any, **kwargs: Any) -> Any:
            ctx.demand(permission)
            raise RuleViolation("no_dry_run", f"{name} is a series of operations, which cannot be rolled back.")

        _register(OperationSpec(name, permission, "", body, call, dry_run))
        return cast(Callable[Concatenate[Ctx, Params], R], call)

    return wrap


def act(body: Callable[Concatenate[Ctx, Params], R]) -> Callable[Concatenate[Ctx, Params], R]:
    """Mark a function that a higher module calls inside an operation, joining its transaction and author."""

    @wraps(body)
    def call(ctx: Ctx, *args: Params.args, **kwargs: Params.kwargs) -> R:
        ctx.running()
        return body(ctx, *args, **kwargs)

    return cast(Callable[Concatenate[Ctx, Params], R], call)
